/**
 * What a campaign may do, told by somebody who has read the documents and not the engine (docs/concepts/campaigns.md, consent.md, window.md, the fact sheets). It sees
 * what people and the marketer did, what the platforms were asked and answered, what stands on the phones - and what the product says of all that.
 */

const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Moments that lie closer than this are not told apart: the watch of whoever looks on is not the server's. */
const BLUR = 150
/** From what ends a sending to the last request that still leaves. */
const LAST_MS = 2_000
/** From her own word to the last request. */
const WORD_MS = 1_000
const STANDS = new Set(['accepted', 'sent', 'delivered', 'read'])
const CONSENT = new Set(['consent_missing', 'opted_out', 'suppressed'])
/**
 * What a platform may refuse though the engine did all it could: it alone knows who stopped or unfollowed a moment ago (43004, 131050), whom it spares (131049), whom it cannot
 * reach (131026), that it has just paused a template (132015). Not among them: closed windows, spent replies, the limit of people, pace, quotas.
 */
const THEIRS = new Set([43004, 131050, 131049, 131026])
const TEMPLATE_PAUSED = new Set([132015, 132016])

/** @returns {string[]} */
export function faultsOf(story) {
  const faults = /** @type {string[]} */ ([])
  for (const run of story.runs) {
    const say = (/** @type {string} */ what) => { faults.push(`plan ${story.runs.indexOf(run)}: ${what}`) }
    const told = { ...story, run, say, ...places(story, run) }
    refusals(told)
    leaving(told)
    twice(told)
    held(told)
    standing(told)
    sums(told)
    ends(told)
    reasons(told)
    money(told)
  }
  return faults
}

/** Which phone a request was for, and who was one person when. */
function places({ phones, oracle, doors }, run) {
  const phoneOf = (call) => phones.find((phone) => phone.door === call.door && (phone.key === call.key))
  const merges = oracle.events.filter(({ kind }) => kind === 'merge')
  /** @param {number} at @param {boolean} soon whether what was under way then counts */
  const rootAt = (i, at, soon) => {
    const parents = phones.map(() => /** @type {number | null} */ (null))
    for (const { into, from, before, after } of merges) if ((soon ? before - BLUR : after + BLUR) < at) parents[from] = into
    let root = i
    while (parents[root] !== null) root = parents[root]
    return root
  }
  const rowOf = (phone) => run.rows.find((row) => row.conversationId === phone.conversationId)
  const iso = (at) => new Date(at).toISOString()
  return { phoneOf, rootAt, rowOf, iso, doorOf: (account) => Object.entries(doors).find(([, id]) => id === account)?.[0] }
}

function refusals({ run, world, say, iso }) {
  for (const call of run.calls) {
    if (call.ok || call.fault || THEIRS.has(call.code)) continue
    if (TEMPLATE_PAUSED.has(call.code) && world.templateEvents.some((at) => Math.abs(at - call.at) < LAST_MS)) continue
    say(`${call.door} refused with ${call.code} at ${iso(call.at)}`)
  }
}

/** Everybody whom it left for had agreed, had it been allowed at that hour, and was not over the cap. */
function leaving({ run, runs, phones, oracle, history, say, iso, phoneOf, rootAt, tally }) {
  for (const call of run.calls) {
    const phone = phoneOf(call)
    if (!phone) { say(`a request to ${call.key}, who is nobody`); continue }
    const asked = { phone: phone.i, topic: run.plan.topic, basis: null }
    const verdicts = [call.at, call.at - WORD_MS, ...oracle.events.filter((event) => event.after > call.at - WORD_MS - BLUR && event.before < call.at + BLUR).map((event) => event.before - BLUR - 1)].map((at) => oracle.leftAt(asked, at, 0))
    if (verdicts.every((one) => one === 'no')) say(`it left for phone ${phone.i} at ${iso(call.at)}, when nothing allowed it`)
    else if (verdicts[0] === 'either') tally.open++
    const quiet = quietOf(run, call.at)
    if (quiet && inside(quiet, call.at, history.zone)) say(`it left for phone ${phone.i} at ${iso(call.at)}, in the quiet hours ${quiet.from} to ${quiet.to} of ${history.zone}`)
    const { cap } = run.plan
    if (cap) {
      const root = rootAt(phone.i, call.at, false)
      const had = runs.filter((other) => other !== run).flatMap((other) => other.arrived.flatMap((items, i) => (rootAt(i, call.at, false) === root ? items.filter((item) => item.at > call.at - cap.days * DAY + MINUTE && item.at < call.at - LAST_MS) : []))).length
      if (had >= cap.messages) say(`it left for phone ${phone.i} at ${iso(call.at)}, who had ${had} in ${cap.days} days`)
    }
    if (run.campaign.settings.endsAt && call.at > Date.parse(run.campaign.settings.endsAt) + LAST_MS) say(`it left for phone ${phone.i} at ${iso(call.at)}, after its end`)
    if (run.plan.exclude.includes(phone.person) && rootAt(phone.i, call.at, true) === rootAt(phone.i, 0, false)) say(`it left for phone ${phone.i}, who was excluded by hand`)
    if (run.campaign.startsAt && call.at < Date.parse(run.campaign.startsAt) - BLUR) say(`it left for phone ${phone.i} before its time`)
  }
  void phones
}

/** The quiet hours that surely hold at this moment; null where they were being changed. */
function quietOf(run, at) {
  let quiet = run.plan.settings.quietHours ?? null
  for (const { kind, settings, before, after } of run.events) {
    if (kind !== 'adjust' || !('quietHours' in settings)) continue
    if (after + LAST_MS < at) quiet = settings.quietHours
    else if (before - BLUR < at) return null
  }
  return quiet
}

function inside({ from, to }, at, timeZone) {
  const minute = (moment) => { const [h, m] = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(moment).split(':').map(Number); return h * 60 + m }
  const [begin, end] = [from, to].map((text) => { const [h, m] = text.split(':').map(Number); return h * 60 + m })
  const within = (now) => (begin < end ? now >= begin && now < end : now >= begin || now < end)
  // What was claimed in the last moment before may leave in the first one after.
  return within(minute(at)) && within(minute(at - LAST_MS)) && within(minute(at + BLUR))
}

/** At most one on anybody's phones, and no second request before the first is known not to have come. */
function twice({ run, phones, say, iso, rootAt, phoneOf }) {
  // Some platforms hold a template back for half an hour: what counts is when it was asked for.
  const askedAt = (i, at) => run.calls.findLast((call) => call.ok && call.at <= at + BLUR && phoneOf(call)?.i === i)?.at ?? at
  const items = run.arrived.flatMap((own, i) => own.map((item) => ({ at: askedAt(i, item.at), i }))).sort((a, b) => a.at - b.at)
  for (const [n, item] of items.entries()) {
    const other = items.slice(0, n).find((one) => rootAt(one.i, item.at - LAST_MS, false) === rootAt(item.i, item.at - LAST_MS, false))
    if (other) say(`phone ${item.i} got it at ${iso(item.at)}, and ${other.i === item.i ? 'had it' : `phone ${other.i} of the same person had it`} since ${iso(other.at)}`)
  }
  for (const phone of phones) {
    const taken = run.calls.filter((call) => call.ok && phoneOf(call) === phone)
    if (taken.length > 1) say(`phone ${phone.i} was written to ${taken.length} times`)
  }
}

/** Nothing leaves between a pause, or a stop, and what lets it go on. */
function held({ run, say, iso }) {
  for (const [n, event] of run.events.entries()) {
    if (event.kind !== 'pause' && event.kind !== 'stop') continue
    const until = event.kind === 'stop' ? Infinity : (run.events.slice(n + 1).find(({ kind }) => kind === 'resume')?.before ?? Infinity)
    const late = run.calls.find(({ at }) => at > event.after + LAST_MS && at < until - BLUR)
    if (late) say(`a request at ${iso(late.at)}, after the ${event.kind} of ${iso(event.after)}`)
  }
}

/** What is on a phone stands so, and what stands so is on a phone, or was taken by the platform. */
function standing({ run, phones, world, say, rowOf, phoneOf }) {
  for (const phone of phones) {
    if (run.arrived[phone.i].length === 0) continue
    const row = rowOf(phone)
    if (!row || !(STANDS.has(row.state) || row.state === 'unknown')) say(`it is on phone ${phone.i} and stands as ${row?.state ?? 'nothing'} ${row?.code ?? ''}`)
    if (row?.variant && run.arrived[phone.i].some((item) => !item.mark.endsWith(`.${row.variant}`))) say(`phone ${phone.i} has another variant than ${row.variant}`)
  }
  for (const row of run.rows) {
    const phone = phones.find((one) => one.conversationId === row.conversationId)
    const taken = phone && run.calls.some((call) => call.ok && phoneOf(call) === phone)
    if (STANDS.has(row.state) && !taken) say(`${row.name} stands as ${row.state}, and no platform took anything for her`)
    if ((row.state === 'delivered' || row.state === 'read') && phone && run.arrived[phone.i].length === 0) say(`${row.name} stands as ${row.state}, and there is nothing on phone ${phone.i}`)
    if (row.state === 'unknown' && !world.lossy) say(`${row.name} stands as unknown, and nothing was lost`)
    if (row.state === 'sending' && run.campaign.state !== 'preparing') say(`${row.name} is still being sent to`)
    if (row.state === 'held_out' && !run.plan.settings.holdOutPercent) say(`${row.name} was held out of what has no hold-out`)
  }
}

/** Everybody meant has a row, nobody else, and the counts are those of the rows. */
function sums({ run, phones, say, rootAt }) {
  const { counts, snapshotAt } = run.campaign
  if (!snapshotAt) { if (run.rows.length > 0) say(`${run.rows.length} rows before it was frozen`); return }
  const states = {}
  for (const { state } of run.rows) states[state] = (states[state] ?? 0) + 1
  if (counts.audience !== run.rows.length) say(`it counts ${counts.audience} and has ${run.rows.length} rows`)
  for (const name of ['excluded', 'held_out', 'pending', 'queued', 'sending', 'accepted', 'sent', 'delivered', 'read', 'failed', 'unknown', 'cancelled']) if ((counts[name] ?? 0) !== (states[name] ?? 0)) say(`it counts ${counts[name]} ${name} and has ${states[name] ?? 0}`)
  const at = Date.parse(snapshotAt)
  const meant = (soon) => {
    const roots = (numbers) => new Set(phones.filter(({ person }) => numbers.includes(person)).map(({ i }) => rootAt(i, at, soon)))
    const out = roots(run.plan.exclude)
    return [...roots(run.plan.include)].filter((root) => !out.has(root))
  }
  const possible = [meant(true).length, meant(false).length]
  if (!possible.includes(run.rows.length)) say(`it has ${run.rows.length} rows, and ${possible.join(' or ')} people were meant`)
}

/** In the end each campaign is where it can be: through, or held or ended for a reason that was there. */
function ends({ run, say }) {
  const { state, stateReason, settings } = run.campaign
  const did = (kind) => run.events.some((event) => event.kind === kind)
  const open = run.rows.filter((row) => ['pending', 'queued', 'sending'].includes(row.state))
  const right = {
    done: open.length === 0,
    paused: (stateReason === 'person' && did('pause')) || (stateReason === 'budget_exhausted' && settings.budget) || stateReason === 'template_paused' || (['failures', 'error_rate', 'block_rate'].includes(stateReason) && settings.stopOn),
    stopped: open.length === 0 && (stateReason === 'person' ? did('stop') : stateReason === 'end_reached' && settings.endsAt),
  }[state]
  if (!right) say(`in the end it is ${state} ${stateReason ?? ''} with ${open.map((row) => `${row.state} ${row.code ?? ''} due ${row.dueAt}`).join('; ') || 'nobody open'}`)
}

/** Whoever did not get it did not for a reason that was true. */
function reasons({ run, runs, history, phones, oracle, say, rootAt }) {
  const frozen = Date.parse(run.campaign.snapshotAt ?? '')
  const until = run.campaign.endedAt ? Date.parse(run.campaign.endedAt) : Infinity
  const did = (kind) => run.events.some((event) => event.kind === kind)
  for (const row of run.rows) {
    const first = phones.find((phone) => phone.contactId === row.contactId)
    if (!first) { say(`a row for ${row.name}, who is nobody here`); continue }
    const excluded = row.state === 'excluded'
    if (!excluded && row.state !== 'cancelled' && row.state !== 'failed') continue
    const [from, to] = excluded ? [frozen, frozen] : [frozen, until]
    const root = rootAt(first.i, from, false)
    const moving = rootAt(first.i, from, true) !== root
    const hers = phones.filter((phone) => rootAt(phone.i, from, false) === root)
    const doors = run.plan.routes.map(({ door }) => door)
    const reachable = hers.filter(({ door }) => doors.includes(door))
    /** Agreed all the time, as far as one can tell. */
    const agreed = (phone) => [from, ...oracle.events.filter((event) => event.after > from - BLUR && event.before < to).flatMap((event) => [event.before - BLUR - 1, event.after + BLUR + 1])].every((at) => oracle.leftAt({ phone: phone.i, topic: run.plan.topic, basis: null }, Math.max(at, from), 0) === 'yes')
    const left = (message) => say(`${row.name} is ${row.state} for ${row.code}, ${message}`)
    if (moving || oracle.events.some((event) => event.kind === 'merge' && event.after > frozen - LAST_MS && event.before < to)) { if (row.code === null) left('without a reason'); continue }
    if (row.code === null) left('without a reason')
    else if (CONSENT.has(row.code)) { if (reachable.some(agreed) && (excluded || reachable.every(agreed))) left('though she agreed') }
    else if (row.code === 'no_address') { if (reachable.length > 0 && excluded) left(`though she is on ${reachable.map(({ door }) => door).join(', ')}`) }
    else if (row.code === 'window_closed' || row.code === 'replies_exhausted') { if (excluded && reachable.some((phone) => agreed(phone) && opened(run, runs, phone, from))) left('though she wrote just now') }
    else if (row.code === 'frequency_cap') {
      const { cap } = run.plan
      const got = cap ? runs.filter((other) => other !== run).flatMap((other) => other.calls.filter((call) => call.ok && call.at > from - cap.days * DAY - MINUTE && call.at < to + MINUTE && hers.some((phone) => phone.key === call.key))).length : 0
      if (!cap || got < cap.messages) left(`with ${got} of ${cap?.messages}`)
    } else if (row.code === 'merged') left('though nobody became one with her')
    else if (row.code === 'stopped') { if (!did('stop') && run.campaign.stateReason !== 'end_reached') left('though it was not stopped') }
    else if (row.code === 'quota_exhausted' && excluded) { if (!reachable.some(({ app }) => app === 'wechat')) left('though limits of a day are waited for') }
    else if (!['marketing_capped', 'quiet_hours', 'recipient_unreachable', 'unreachable', 'template_paused', 'contact_must_write_first', 'reached_elsewhere'].includes(row.code)) left('which nothing here explains')
  }
  void history
}

/** The window of a free text surely stands open: written less than a day ago (two on WeChat), and nothing of ours since that used it up. */
function opened(run, runs, phone, at) {
  const route = run.plan.routes.find(({ door }) => door === phone.door)
  if (route?.as !== 'freeform') return true
  const wrote = Math.max(-Infinity, ...phone.wrote.filter((moment) => moment < at - LAST_MS))
  if (runs.some((other) => other.calls.some((call) => call.key === phone.key && call.at > wrote))) return false
  return at - wrote < (phone.app === 'wechat' ? 47 : 23) * HOUR
}

/** What arrived costs no more than the widest bound that was set. */
function money({ run, say, phones, phoneOf }) {
  let most = Number(run.plan.settings.budget?.amount ?? Infinity)
  for (const { kind, settings } of run.events) if (kind === 'adjust' && 'budget' in settings) most = Math.max(Number.isFinite(most) ? most : 0, Number(settings.budget?.amount ?? Infinity))
  if (!run.plan.settings.budget) return
  const spent = phones.reduce((sum, phone) => sum + run.arrived[phone.i].length * Number(run.calls.findLast((call) => call.ok && phoneOf(call) === phone)?.billed ?? 0), 0)
  if (spent > most + 1e-9) say(`${spent.toFixed(4)} was spent of ${most}`)
}
