/** Plays rounds of campaign histories against a running server, and holds what left, what arrived and what the product says of it to the laws. */
import { setTimeout as pause } from 'node:timers/promises'
import { makeOracle } from '../consent/oracle.mjs'
import { WORDING } from '../consent/stage.mjs'
import { openings } from './history.mjs'
import { faultsOf } from './laws.mjs'
import { appOf, threadsOf } from './stage.mjs'

/** @typedef {import('./stage.mjs').CampaignStage} Stage */
/** @typedef {import('./history.mjs').History} History */
/** @typedef {import('./history.mjs').Tick} Tick */
/** @typedef {{ history: number, what: string }} Fault */
/** @typedef {ReturnType<typeof newTally>} Tally */
/** @typedef {{ mark: string, door: string, key: string, at: number, ok: boolean, code: number | string | null, fault: boolean, billed: string }} Call one request of a campaign, as the platform got it */

const AT_ONCE = 16
const HOUR = 3_600_000
const EFFECT_MS = 60_000
const MARK = /#([a-z0-9]+\.\d+\.\d+\.[a-h])#/
/** Until limits of a day, quiet hours and spreads have let everybody go who may. */
const FLUSH = [26 * HOUR, 26 * HOUR, 26 * HOUR, 26 * HOUR]
let rounds = 0

export function newTally() {
  return { histories: 0, steps: 0, campaigns: 0, left: 0, arrived: 0, refused: /** @type {Record<string, number>} */ ({}), ended: /** @type {Record<string, number>} */ ({}), stood: /** @type {Record<string, number>} */ ({}), why: /** @type {Record<string, number>} */ ({}), open: 0 }
}

/**
 * @param {Stage} stage
 * @param {{ histories: History[], ticks: Tick[] }} round
 * @param {Tally} tally
 * @returns {Promise<Fault[]>}
 */
export async function playRound(stage, { histories, ticks }, tally) {
  const run = `r${(rounds++).toString(36)}`
  const stories = histories.map((history, i) => new Story(stage, history, `${run}.${i}`, tally))
  const world = { lossy: false, templateEvents: /** @type {number[]} */ ([]) }
  await crowd(stories, (story) => story.begin())
  await meet(stage, stories)
  await crowd(stories, (story) => story.open())
  // Their windows are shut by then; some write again on the day itself.
  await stage.advance(50 * HOUR)
  await crowd(stories, (story) => story.greet())
  for (const { owner, steps, advanceMs } of ticks) {
    if (owner) await company(stage, owner, world)
    await Promise.all(stories.map((story, i) => story.live(steps[i] ?? [])))
    if (owner?.restart) { world.lossy = true; await stage.restart() }
    if (advanceMs > 0) await stage.advance(advanceMs)
  }
  await stage.want('DELETE', '/simulator/control/faults')
  await company(stage, { tier: 'TIER_2K', template: 'template_reinstated' }, world)
  await crowd(stories, (story) => story.goOn())
  for (const ms of FLUSH) await stage.advance(ms)
  const calls = await callsOf(stage)
  await crowd(stories, (story) => story.judge(calls, world))
  tally.histories += histories.length
  return stories.flatMap((story, history) => story.faults.map((what) => ({ history, what })))
}

async function crowd(stories, turn) {
  let next = 0
  await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (next < stories.length) { const i = next++; await turn(stories[i], i) } }))
}

/** What the platforms do to the company, and what else the company does that day. */
async function company(stage, { tier, template, quality, others, fault }, world) {
  const anybody = await stage.platformHand()
  const happen = (ref, content = {}) => stage.want('POST', `/simulator/control/customers/${anybody}/act`, { action: 'platform', ref, content })
  // The limit is the whole business', and each number's owner is told.
  if (tier) for (const door of ['es', 'mx']) await stage.want('POST', `/simulator/control/customers/${await stage.platformHand(door)}/act`, { action: 'platform', ref: 'tier', content: { tier } })
  if (template) {
    world.templateEvents.push(stage.now())
    // Nobody reinstates what is not paused.
    await stage.ask('POST', `/simulator/control/customers/${anybody}/act`, { action: 'platform', ref: template, content: { name: stage.template, language: 'en' } })
  }
  if (quality) await happen(quality)
  if (others) await stage.others(others)
  if (fault) {
    world.lossy = true
    await stage.want('POST', '/simulator/control/faults', { channel: appOf(fault.door), channelAccountId: stage.doors[fault.door], kind: fault.kind, count: fault.count })
  }
}

/** The company's view of everybody who has written: whose thread is whose. */
async function meet(stage, stories) {
  const known = await threadsOf(stage, (threads) => stories.every((story) => story.phones.every((phone) => threads.has(phone.where))))
  for (const story of stories) for (const phone of story.phones) {
    const thread = known.get(phone.where)
    Object.assign(phone, { conversationId: thread.id, contactId: thread.contact.id, identityId: thread.identity.id })
  }
}

/** By mark: every request of a campaign, in order. */
async function callsOf(stage) {
  const calls = /** @type {Map<string, Call[]>} */ (new Map())
  const doors = new Map(Object.entries(stage.doors).map(([door, account]) => [account, door]))
  for (const { at, channelAccountId, request, answer, billed, fault } of await stage.calls()) {
    const body = request.body ?? {}
    const [, mark] = MARK.exec(JSON.stringify(body)) ?? []
    const key = body.to ?? body.recipient?.id ?? body.touser ?? (typeof body.recipient === 'string' ? body.recipient : null)
    if (!mark || key === null || request.method !== 'POST') continue
    const code = answer.body?.error?.code ?? (answer.body?.errcode || null)
    const plan = mark.split('.').slice(0, 3).join('.')
    const call = { mark, door: doors.get(channelAccountId), key: String(key).replace(/^\+/, ''), at: Date.parse(at), ok: answer.status === 200 && code === null, code: code ?? (answer.status === 200 ? null : answer.status), fault: fault !== undefined, billed: billed?.amount ?? '0' }
    calls.set(plan, [...(calls.get(plan) ?? []), call])
  }
  return calls
}

/** One history while it happens. */
class Story {
  constructor(stage, history, name, tally) {
    this.stage = stage
    this.tally = tally
    this.name = name
    this.history = history
    this.oracle = makeOracle(history.phones.map(({ door }) => appOf(door)))
    this.phones = history.phones.map(({ door, person }, i) => ({ i, door, app: appOf(door), person, name: `Ana ${name}.${person}`, customerId: '', key: '', where: '', conversationId: '', contactId: '', identityId: '', wrote: /** @type {number[]} */ ([]), blocked: false }))
    this.plans = history.plans.map((plan, i) => ({ plan, mark: `${name}.${i}`, id: /** @type {string | null} */ (null), events: /** @type {any[]} */ ([]) }))
    /** @type {string[]} */
    this.faults = []
  }

  async begin() {
    for (const phone of this.phones) {
      Object.assign(phone, await this.stage.newcomer(phone.door, phone.name))
      phone.where = `${this.stage.doors[phone.door]} ${phone.key}`
      if (phone.app === 'wechat') await this.stage.act(phone.customerId, 'follow')
      await this.write(phone, '¿A qué hora abrís?')
    }
  }

  async write(phone, text) {
    const at = this.stage.now()
    const written = await this.stage.act(phone.customerId, 'write', { content: { kind: 'text', text } })
    if (written) phone.wrote.push(at)
    return written
  }

  /** Her phones become one person, on her own clock, and she says what she wants. */
  async open() {
    const yes = openings(this.history)
    for (let person = 0; person < this.history.people; person++) {
      const [first, ...others] = this.phones.filter((phone) => phone.person === person)
      if (!first) continue
      for (const other of others) await this.merge({ into: first.i, from: other.i })
      await this.stage.want('PATCH', `/api/v1/contacts/${first.contactId}`, { timeZone: this.history.zone })
      const said = yes[person]
      if (said) await this.yes({ phone: first.i, topic: said.topic, scope: 'everywhere' }, first)
    }
  }

  async greet() { for (const phone of this.phones.filter(({ i }) => this.history.early.includes(i))) await this.write(phone, '¿Seguís abiertos?') }

  async live(steps) {
    for (const step of steps) {
      this.tally.steps++
      await this[step.kind](step, step.plan === undefined ? this.phones[step.phone] : this.plans[step.plan])
    }
  }

  contactOf(phone) { return this.phones[this.oracle.rootOf(phone)].contactId }

  /** Notes that it happened, when it has. */
  async see(event, work) {
    const before = this.stage.now()
    if (await work(before) === false) return
    this.oracle.saw({ ...event, before, after: this.stage.now() })
  }

  yes(step, phone) { return this.say(step, phone, 'given', { kind: 'yes', confirmed: false, lapsesAt: null }) }
  no(step, phone) { return this.say(step, phone, 'withdrawn', { kind: 'no' }) }

  say({ phone: i, topic, scope }, phone, state, event) {
    return this.see({ ...event, phone: i, purpose: 'marketing', topic, app: scope === 'app' ? phone.app : null, address: false }, () => this.stage.want('POST', '/api/v1/consents', {
      contactId: this.contactOf(i), purpose: 'marketing', category: topic, state, source: 'agent', ...(scope === 'app' ? { channel: phone.app } : {}), ...(state === 'withdrawn' ? {} : { wording: WORDING }),
    }))
  }

  word({ phone: i, text }, phone) {
    return this.see({ kind: 'word', phone: i }, async (before) => await this.write(phone, text) && this.effect(i, 'keyword', before))
  }

  leave({ phone: i }, phone) {
    return this.see({ kind: 'leave', phone: i }, async (before) => await this.stage.act(phone.customerId, phone.app === 'wechat' ? 'unfollow' : 'stop_marketing') && this.effect(i, 'platform', before))
  }

  /** Waits until the product has written it down: from there on it holds. */
  async effect(i, source, before) {
    for (const since = performance.now(); ;) {
      const { history } = await this.stage.want('GET', `/api/v1/contacts/${this.contactOf(i)}/consents`)
      if (history.some((line) => line.state === 'withdrawn' && line.source === source && line.identityId === this.phones[i].identityId && Date.parse(line.at) >= before - 2_000)) return true
      if (performance.now() - since > EFFECT_MS) { this.faults.push(`what phone ${i} said (${source}) had no effect within ${EFFECT_MS} ms`); return true }
      await pause(20)
    }
  }

  return({ phone: i }, phone) { return this.see({ kind: 'return', phone: i }, () => this.stage.act(phone.customerId, { whatsapp: 'resume_marketing', wechat: 'follow', messenger: 'optin' }[phone.app])) }
  chat({ text }, phone) { return this.write(phone, text) }
  async block(_step, phone) { if (phone.app === 'whatsapp' && await this.stage.act(phone.customerId, 'block')) phone.blocked = true }
  wait({ ms }) { return pause(ms) }

  async merge({ phone, other, into = phone, from = this.phones.find((one) => one.person === other)?.i }) {
    if (from === undefined) return
    const [to, of] = [this.oracle.rootOf(into), this.oracle.rootOf(from)]
    if (to === of) return
    await this.see({ kind: 'merge', phone: to, into: to, from: of }, () => this.stage.want('POST', `/api/v1/contacts/${this.phones[to].contactId}/merge`, { otherId: this.phones[of].contactId }))
  }

  /** What the marketer does with a campaign; where it may not be done now, nothing has happened. */
  async steer(run, kind, body, more = {}) {
    if (run.id === null) return
    const before = this.stage.now()
    const { status } = await this.stage.ask('POST', `/api/v1/campaigns/${run.id}/${kind}`, body)
    if (status < 300) run.events.push({ kind, before, after: this.stage.now(), ...more })
    else if (status !== 409 && status !== 422) this.faults.push(`${kind} was answered with ${status}`)
  }

  pause(_step, run) { return this.steer(run, 'pause') }
  resume(_step, run) { return this.steer(run, 'resume') }
  stop(_step, run) { return this.steer(run, 'stop') }
  adjust({ settings }, run) { return this.steer(run, 'adjust', { settings }, { settings }) }

  async start(_step, run) {
    if (run.id !== null) return
    const { plan, mark } = run
    const people = (numbers) => [...new Set(numbers.flatMap((person) => { const phone = this.phones.find((one) => one.person === person); return phone ? [this.contactOf(phone.i)] : [] }))]
    const chosen = [plan.include, plan.exclude].map(people)
    if (chosen[0].length === 0) return
    const lists = await Promise.all(chosen.map(async (contactIds, i) => {
      if (contactIds.length === 0) return []
      const list = await this.stage.want('POST', '/api/v1/lists', { name: `${mark}.${i}` })
      await this.stage.want('POST', `/api/v1/lists/${list.id}/members`, { contactIds })
      return [list.id]
    }))
    const { doors, templates } = this.stage
    const content = (variant, { door, as }) => (as === 'template' ? { kind: 'template', templateId: templates[door], parameters: { code: `#${mark}.${variant}#` } } : { kind: 'text', text: `Rebajas para {{contact.name}} #${mark}.${variant}#` })
    const now = this.stage.now()
    const at = now + plan.afterMs
    const { id } = await this.stage.want('POST', '/api/v1/campaigns', {
      name: mark, schedule: plan.atHome ? { kind: 'person_time', localAt: new Date(now + 12 * HOUR).toISOString().slice(0, 16) } : plan.afterMs > 0 ? { kind: 'at', at: new Date(at).toISOString() } : { kind: 'now' },
      settings: { stopOn: null, ...plan.settings, ...(plan.endsMs ? { endsAt: new Date(at + plan.endsMs).toISOString() } : {}) },
      audience: {
        include: { segmentIds: [], listIds: lists[0] }, exclude: { segmentIds: [], listIds: lists[1] }, purpose: 'marketing', category: plan.topic, choose: plan.choose, cap: plan.cap,
        routes: plan.routes.map(({ door, as }) => ({ accountId: doors[door], as, priceClass: as === 'template' ? 'MARKETING' : null })),
      },
      variants: ['a', 'b'].slice(0, plan.variants).map((key) => ({ key, name: key, share: 1, contents: Object.fromEntries(plan.routes.map((route) => [doors[route.door], { content: content(key, route), fallbacks: { 'contact.name': 'todos' } }])) })),
    })
    run.id = id
    this.tally.campaigns++
    await this.steer(run, 'schedule')
    if (!run.events.some(({ kind }) => kind === 'schedule')) run.id = null
  }

  /** Some marketers look after what stands still, others leave it. */
  async goOn() {
    if (!this.history.goesOn) return
    for (const run of this.plans) await this.resume({}, run)
  }

  async judge(calls, world) {
    const screens = await Promise.all(this.phones.map(async ({ customerId }) => (await this.stage.want('GET', `/simulator/control/customers/${customerId}/screen`)).items.filter((item) => item.from === 'business').map((item) => ({ mark: MARK.exec(JSON.stringify(item))?.[1], at: Date.parse(item.at) })).filter((item) => item.mark)))
    const runs = []
    for (const { plan, mark, id, events } of this.plans) {
      if (id === null) continue
      const campaign = await this.stage.want('GET', `/api/v1/campaigns/${id}`)
      const { items: rows } = await this.stage.want('GET', `/api/v1/campaigns/${id}/recipients?limit=200`)
      runs.push({ plan, mark, id, events, campaign, rows, calls: calls.get(mark) ?? [], arrived: screens.map((screen) => screen.filter((item) => item.mark.startsWith(`${mark}.`))) })
    }
    const { tally } = this
    for (const { campaign, rows, calls: own, arrived } of runs) {
      const count = (table, name) => { table[name] = (table[name] ?? 0) + 1 }
      count(tally.ended, [campaign.state, campaign.stateReason].filter(Boolean).join(' '))
      for (const row of rows) { count(tally.stood, row.state); if (row.code) count(tally.why, `${row.state} ${row.code}`) }
      for (const call of own) if (call.ok) tally.left++; else count(tally.refused, `${call.door} ${call.code}`)
      tally.arrived += arrived.flat().length
    }
    this.faults.push(...faultsOf({ history: this.history, oracle: this.oracle, phones: this.phones, doors: this.stage.doors, runs, world, tally }))
  }
}
