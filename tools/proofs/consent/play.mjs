/** Plays rounds of histories against a running server and holds what left, and what arrived on the phones, to the oracle. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { makeOracle } from './oracle.mjs'
import { TEMPLATE, WORDING } from './stage.mjs'

/** @typedef {import('./stage.mjs').Stage} Stage */
/** @typedef {import('./history.mjs').History} History */
/** @typedef {import('./history.mjs').Tick} Tick */
/** @typedef {{ history: number, what: string }} Fault */
/** @typedef {ReturnType<typeof newTally>} Tally */

const AT_ONCE = 12
const EFFECT_MS = 60_000
/** How long it is waited before the product is asked again whether a word has taken effect; twice as long each time, so that a slow moment is not made slower by asking. */
const FIRST_LOOK_MS = 10
const LONGEST_LOOK_MS = 200
/** Whoever unfollows and does not come back is forgotten after so long (docs/privacy.md). */
const FORGOTTEN_MS = 30 * 86_400_000
/** Some platforms tell their moments in whole seconds. */
const WHOLE_SECONDS_MS = 2_000
const FLUSH_MS = 3_600_000
const CONSENT_CODES = new Set(['consent_missing', 'opted_out'])
const MARK = /#([^#"\\\s]+)#/g
let rounds = 0

export function newTally() {
  return { histories: 0, steps: 0, written: 0, accepted: 0, refused: /** @type {Record<string, number>} */ ({}), left: 0, arrived: 0, words: 0, withdrawals: 0, open: 0, effectMs: /** @type {number[]} */ ([]) }
}

/**
 * @param {Stage} stage
 * @param {{ histories: History[], ticks: Tick[] }} round
 * @param {Tally} tally
 * @returns {Promise<Fault[]>}
 */
export async function playRound(stage, { histories, ticks }, tally) {
  const run = (rounds++).toString(36)
  const stories = histories.map((history, i) => new Story(stage, history, `${run}.${i}`, tally))
  await crowd(stories, (story) => story.begin())
  await meet(stage, stories)
  // What a round before this one set still holds where the first wish of this one is not taken.
  if (stage.owner) for (const { oracle } of stories) oracle.saw({ kind: 'owner', set: stage.owner, before: stage.now(), after: stage.now() })
  for (const { owner, steps, advanceMs } of ticks) {
    if (owner) await decide(stage, owner, stories)
    await crowd(stories, (story, i) => story.live(steps[i] ?? []))
    await stage.advance(advanceMs)
    for (const story of stories) story.forget(stage.now())
  }
  await stage.advance(FLUSH_MS)
  const left = await leftMarks(stage)
  await crowd(stories, (story) => story.judge(left))
  tally.histories += histories.length
  return stories.flatMap((story, history) => story.faults.map((what) => ({ history, what })))
}

/** Everybody's turn, some at a time. */
async function crowd(stories, turn) {
  let next = 0
  await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (next < stories.length) { const i = next++; await turn(stories[i], i) } }))
}

/** The company's view of everybody who has written: whose thread is whose. */
async function meet(stage, stories) {
  const known = new Map()
  for (let cursor = ''; ;) {
    const { items, next } = await stage.want('GET', `/api/v1/conversations?view=all&sort=newest&limit=200${cursor}`)
    for (const item of items) for (const { value } of item.identity.keys) known.set(value, item)
    if (next === null || stories.every((story) => story.phones.every((phone) => known.has(phone.key)))) break
    cursor = `&cursor=${encodeURIComponent(next)}`
  }
  for (const story of stories) for (const phone of story.phones) {
    const thread = known.get(phone.key)
    if (!thread) throw new Error(`Nobody has heard of ${phone.name}.`)
    Object.assign(phone, { conversationId: thread.id, contactId: thread.contact.id, identityId: thread.identity.id })
  }
}

async function decide(stage, owner, stories) {
  const before = stage.now()
  const customerFact = owner.basis === 'existing_customer' ? { kind: 'stage', stageId: stage.stageId } : null
  const { status } = await stage.ask('PUT', '/api/v1/purposes', { items: [{ purpose: 'marketing', basis: owner.basis, texts: { es: 'Ventas de productos parecidos.' }, doubleOptIn: owner.doubleOptIn, monthsValid: owner.monthsValid, customerFact }] })
  // What the product does not take as a basis of marketing leaves the one before.
  if (status >= 300) return
  stage.owner = owner
  for (const { oracle } of stories) oracle.saw({ kind: 'owner', set: owner, before, after: stage.now() })
}

/** By the mark that each message carries: when the platform took it. */
async function leftMarks(stage) {
  const left = new Map()
  for (const { at, request, answer } of await stage.calls()) {
    if (answer.status !== 200 || (answer.body?.errcode ?? 0) !== 0) continue
    for (const [, mark] of JSON.stringify(request.body ?? '').matchAll(MARK)) left.set(mark, Date.parse(at))
  }
  return left
}

/** One history while it happens. */
class Story {
  constructor(stage, history, name, tally) {
    this.stage = stage
    this.tally = tally
    this.name = name
    this.apps = history.phones
    this.oracle = makeOracle(history.phones)
    this.phones = history.phones.map((app, i) => ({ app, name: `Ana ${name}.${i}`, customerId: '', address: '', key: '', conversationId: '', contactId: '', identityId: '', leftAt: Infinity, forgotten: false }))
    this.written = new Map()
    /** @type {string[]} */
    this.faults = []
  }

  async begin() {
    for (const phone of this.phones) {
      const made = await this.stage.want('POST', '/simulator/control/customers', { channel: phone.app, channelAccountId: this.stage.accounts[phone.app], name: phone.name, language: 'es' })
      Object.assign(phone, { customerId: made.customerId, address: made.address, key: made.address.replace(/^\+/, '') })
      if (phone.app === 'wechat') await this.act(phone, 'follow')
      await this.act(phone, 'write', '¿A qué hora abrís?')
    }
  }

  async act(phone, action, text) {
    const { status } = await this.stage.ask('POST', `/simulator/control/customers/${phone.customerId}/act`, { action, ...(text === undefined ? {} : { content: { kind: 'text', text } }) })
    return status < 300
  }

  async live(steps) {
    for (const step of steps) {
      this.tally.steps++
      const phone = this.phones[step.phone]
      if (!this.concernsForgotten(step)) await this[step.kind](step, phone)
      else if (step.kind === 'write' && phone.forgotten) await this.writeToNobody(phone)
    }
  }

  /** Whoever unfollowed and stayed away is nobody any more: nothing may be written there, and what she was is not joined or parted. */
  forget(now) {
    for (const phone of this.phones) phone.forgotten ||= now > phone.leftAt + FORGOTTEN_MS
  }

  concernsForgotten({ kind, phone, other }) {
    const gone = (i) => this.phones.some((one, n) => one.forgotten && this.oracle.rootOf(n) === this.oracle.rootOf(i))
    if (kind === 'merge') return gone(phone) || gone(other)
    return kind === 'split' ? gone(phone) : this.phones[phone].forgotten
  }

  async writeToNobody(phone) {
    this.tally.written++
    const { status } = await this.post(phone, { purpose: 'marketing', content: { kind: 'text', text: 'Rebajas de otoño' } })
    this.tally.refused.forgotten = (this.tally.refused.forgotten ?? 0) + 1
    if (status < 300) this.faults.push('somebody who left and was forgotten was written to')
  }

  contactOf(phone) { return this.phones[this.oracle.rootOf(phone)].contactId }

  /** Notes that it happened, when it has. */
  async see(event, work) {
    const before = this.stage.now()
    if (await work(before) === false) return
    this.oracle.saw({ ...event, before, after: this.stage.now() })
  }

  yes(step, phone) { return this.say(step, phone, step.state, { kind: 'yes', confirmed: step.state === 'confirmed' }) }
  no(step, phone) { this.tally.withdrawals++; return this.say(step, phone, 'withdrawn', { kind: 'no' }) }

  say({ phone: i, purpose, topic, scope, agoMs, livesMs }, phone, state, event) {
    const said = this.stage.now() - agoMs
    const lapsesAt = livesMs ? this.stage.now() + livesMs : null
    const noted = { ...event, phone: i, purpose, topic, app: scope === 'everywhere' ? null : phone.app, address: scope === 'address', ...(agoMs ? { at: said } : {}), lapsesAt }
    return this.see(noted, async () => {
      const { status, body } = await this.stage.ask('POST', '/api/v1/consents', {
        contactId: this.contactOf(i), purpose, category: topic, state, source: 'agent', ...(scope === 'everywhere' ? {} : { channel: phone.app }), ...(scope === 'address' ? { identityId: phone.identityId } : {}),
        ...(state === 'withdrawn' ? {} : { wording: WORDING }), ...(agoMs ? { at: new Date(said).toISOString() } : {}), ...(lapsesAt ? { expiresAt: new Date(lapsesAt).toISOString() } : {}),
      })
      if (status >= 300) this.faults.push(`what she said (${state}) was not taken: ${status} ${JSON.stringify(body)}`)
      return status < 300 && state !== 'pending'
    })
  }

  word({ phone: i, text }, phone) {
    return this.see({ kind: 'word', phone: i }, async (before) => {
      if (!await this.act(phone, 'write', text)) return false
      this.tally.words++
      await this.effect(i, 'keyword', before, () => true, `“${text}”`)
      return true
    })
  }

  leave({ phone: i }, phone) {
    return this.see({ kind: 'leave', phone: i }, async (before) => {
      if (!await this.act(phone, phone.app === 'wechat' ? 'unfollow' : 'stop_marketing')) return false
      this.tally.withdrawals++
      if (phone.app === 'wechat') phone.leftAt = this.stage.now()
      await this.effect(i, 'platform', before, (row) => row.identityId === phone.identityId, 'leaving')
      return true
    })
  }

  /**
   * Waits until the product itself says that nothing may be sent any more, and why: where she had not agreed before, the first alone would say nothing, and a yes
   * that is dated back would come in between.
   */
  async effect(i, source, before, concerned, what) {
    const since = performance.now()
    for (let wait = FIRST_LOOK_MS; ; wait = Math.min(2 * wait, LONGEST_LOOK_MS)) {
      const { standing, history } = await this.stage.want('GET', `/api/v1/contacts/${this.contactOf(i)}/consents`)
      const written = history.some((line) => line.state === 'withdrawn' && line.source === source && line.identityId === this.phones[i].identityId && Date.parse(line.at) >= before - WHOLE_SECONDS_MS)
      if (written && standing.filter((row) => row.purpose === 'marketing' && concerned(row)).every((row) => !row.allowed)) break
      if (performance.now() - since > EFFECT_MS) { this.faults.push(`${what} of phone ${i} had no effect within ${EFFECT_MS} ms`); return }
      await pause(wait)
    }
    this.tally.effectMs.push(performance.now() - since)
  }

  return({ phone: i }, phone) {
    return this.see({ kind: 'return', phone: i }, async () => {
      const back = await this.act(phone, { whatsapp: 'resume_marketing', wechat: 'follow', messenger: 'optin' }[phone.app])
      if (back) phone.leftAt = Infinity
      return back
    })
  }

  sign_up({ phone: i }, phone) { return phone.app === 'whatsapp' ? this.see({ kind: 'sign_up', phone: i }, () => this.act(phone, 'signup')) : undefined }
  chat({ text }, phone) { return this.act(phone, 'write', text) }

  customer({ phone: i }) {
    return this.see({ kind: 'customer', phone: i }, () => this.stage.want('PATCH', `/api/v1/contacts/${this.contactOf(i)}`, { stageId: this.stage.stageId }))
  }

  async merge({ phone, other }) {
    const [into, from] = [this.oracle.rootOf(phone), this.oracle.rootOf(other)]
    if (into === from) return
    await this.see({ kind: 'merge', phone, into, from }, () => this.stage.want('POST', `/api/v1/contacts/${this.phones[into].contactId}/merge`, { otherId: this.phones[from].contactId }))
  }

  /** Whoever went into somebody else comes out again, with those who had gone into her. */
  async split({ phone }) {
    if (this.oracle.parents()[phone] === null) return
    const root = this.oracle.rootOf(phone)
    const { merges } = await this.stage.want('GET', `/api/v1/contacts/${this.phones[root].contactId}/joining`)
    const merge = merges.find((one) => one.otherId === this.phones[phone].contactId)
    if (!merge) return
    await this.see({ kind: 'split', phone, leaves: phone }, () => this.stage.want('POST', `/api/v1/contacts/${this.phones[root].contactId}/split`, { mergeId: merge.id }))
  }

  async answer(_step, phone) {
    const { status, body } = await this.post(phone, { purpose: 'service', content: { kind: 'text', text: 'Abrimos a las diez.' } })
    if (status === 422 && CONSENT_CODES.has(body.code)) this.faults.push(`an answer to her own question was refused: ${body.code}`)
  }

  post(phone, body) { return this.stage.ask('POST', `/api/v1/conversations/${phone.conversationId}/messages`, { clientId: randomUUID(), ...body }) }

  async write({ phone: i, way: wished, topic, basis }, phone) {
    const way = phone.app !== 'whatsapp' && ['address', 'template', 'disguised'].includes(wished) ? 'thread' : wished
    const mark = `${this.name}.${this.written.size}`
    const text = `Rebajas de otoño #${mark}#`
    const more = { ...(topic === null ? {} : { category: topic }), ...(basis === null ? {} : { basis }) }
    const template = { kind: 'template', name: TEMPLATE, language: 'en', parameters: { code: `#${mark}#` } }
    const notice = (to, purpose, content) => this.stage.ask('POST', '/api/v1/messages', { channelAccountId: this.stage.accounts[phone.app], to, purpose, content, clientId: randomUUID(), ...more })
    const since = this.oracle.events.length
    const before = this.stage.now()
    const answer = await {
      thread: () => this.post(phone, { purpose: 'marketing', content: { kind: 'text', text }, ...more }),
      held: () => this.post(phone, { purpose: 'marketing', content: { kind: 'text', text }, delaySeconds: 30, ...more }),
      notice: () => notice({ contactId: this.contactOf(i) }, 'marketing', { kind: 'text', text }),
      address: () => notice({ address: phone.address }, 'marketing', template),
      template: () => this.post(phone, { purpose: 'marketing', content: template, ...more }),
      disguised: () => notice({ address: phone.address }, 'notification', template),
    }[way]()
    this.tally.written++
    // Where one person has two addresses on an account the server chooses; its answer says which.
    const actual = answer.status < 300 ? this.phones.findIndex((one) => one.conversationId === answer.body.conversationId) : i
    const asked = { phone: actual, topic, basis }
    const says = this.oracle.now(asked, before)
    const told = () => `${way} to phone ${actual} about ${topic ?? 'anything'}${basis ? `, resting on ${basis}` : ''}`
    if (says === 'either') this.tally.open++
    if (answer.status < 300) {
      this.tally.accepted++
      this.written.set(mark, { asked, since, id: answer.body.id, conversationId: answer.body.conversationId, told: told() })
      if (says === 'no') this.faults.push(`${told()} was taken, though nothing allows it`)
      return
    }
    const code = answer.body?.code ?? String(answer.status)
    this.tally.refused[code] = (this.tally.refused[code] ?? 0) + 1
    const sure = says === 'yes' && (way !== 'notice' || this.phones.filter((one) => one.app === phone.app).length === 1)
    if (answer.status === 422 ? CONSENT_CODES.has(code) && sure : answer.status !== 409) this.faults.push(`${told()} was refused with ${answer.status} ${code}, though ${says === 'yes' ? 'she agreed' : `that is no refusal by consent: ${JSON.stringify(answer.body)}`}`)
  }

  /** What left, and what is on the phones, against what was allowed when it left. */
  async judge(left) {
    for (const [mark, one] of this.written) {
      const at = left.get(mark)
      if (at === undefined) { await this.whyNot(one); continue }
      this.tally.left++
      if (this.oracle.leftAt(one.asked, at, one.since) === 'no') this.faults.push(`${one.told} left at ${new Date(at).toISOString()}, when nothing allowed it`)
    }
    for (const [i, phone] of this.phones.entries()) {
      const { items } = await this.stage.want('GET', `/simulator/control/customers/${phone.customerId}/screen`)
      for (const [, mark] of JSON.stringify(items.filter((item) => item.from === 'business')).matchAll(MARK)) {
        const one = this.written.get(mark)
        this.tally.arrived++
        if (!one || !left.has(mark)) this.faults.push(`#${mark}# is on phone ${i}, and nobody saw it leave`)
        else if (one.asked.phone !== i) this.faults.push(`${one.told} is on phone ${i}`)
      }
    }
  }

  /** Taken, and never left: that has to have a reason, and where she agreed all the time it may not be that she did not. */
  async whyNot({ asked, since, id, conversationId, told }) {
    // With whoever was forgotten her messages went, too.
    if (this.phones[asked.phone].forgotten) { this.tally.refused['later: forgotten'] = (this.tally.refused['later: forgotten'] ?? 0) + 1; return }
    const always = Array.from({ length: this.oracle.events.length - since + 1 }, (_, n) => n + since)
    const { items } = await this.stage.want('GET', `/api/v1/conversations/${conversationId}/messages?limit=200`)
    const code = items.find((item) => item.id === id)?.error?.code ?? 'none'
    this.tally.refused[`later: ${code}`] = (this.tally.refused[`later: ${code}`] ?? 0) + 1
    if (CONSENT_CODES.has(code) && always.length === 1 && this.oracle.now(asked, this.stage.now()) === 'yes') this.faults.push(`${told} was taken and ended with ${code}, though she agreed`)
  }
}
