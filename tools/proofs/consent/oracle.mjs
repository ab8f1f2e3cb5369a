/**
 * What may be sent, told by somebody who has read the documents and not the engine (docs/concepts/consent.md, opt-out.md, contact.md). It sees what came in - what
 * programs asked, what customers did - and says of a message at a moment: `yes`, `no`, or `either` where the documents leave it open or two things happened at once.
 */

/**
 * @typedef {object} Event something that came in
 * @property {string} kind `owner`, `yes`, `no`, `leave`, `return`, `sign_up`, `customer`, `merge`, `split`
 * @property {number} before no earlier than this did it take effect
 * @property {number} after by this moment it had
 * @property {number} [phone]
 * @property {number} [at] the moment that counts, where it was said earlier
 * @typedef {{ phone: number, topic: string | null, basis: string | null }} Asked
 * @typedef {'yes' | 'no' | 'either'} Verdict
 */

const DAY = 86_400_000
/** A month has 28 days to 31; what lies between is left open. */
const MONTH = { least: 28 * DAY - 3_600_000, most: 31 * DAY + 3_600_000 }
/** Moments that lie closer than this are not told apart: the watch of whoever looks on is not the server's. */
const BLUR = 60
const LAPSE_BLUR = 1_500

/** @param {readonly string[]} apps of the phones of one history */
export function makeOracle(apps) {
  /** @type {Event[]} */
  const events = []
  return {
    events,
    /** @param {Event & Record<string, any>} event */
    saw: (event) => { events.push(event) },
    /** Whether it may go now, after everything seen so far. @param {Asked} asked @param {number} at @returns {Verdict} */
    now: (asked, at) => verdict(stateAfter(apps, events, events.length), apps, asked, at),
    /** Whether it might leave at this moment; `since` counts what had been seen when it was written. @param {Asked} asked @param {number} at @param {number} since @returns {Verdict} */
    leftAt(asked, at, since) {
      let least = since
      let most = since
      for (let i = since; i < events.length; i++) {
        if (events[i].after + BLUR < at) least = i + 1
        if (events[i].before - BLUR <= at) most = i + 1
      }
      const found = new Set()
      for (let seen = least; seen <= Math.max(least, most); seen++) found.add(verdict(stateAfter(apps, events, seen), apps, asked, at))
      return found.size === 1 ? [...found][0] : 'either'
    },
    /** Whose phones are one person now. @param {number} phone */
    rootOf: (phone) => rootIn(stateAfter(apps, events, events.length).parents, phone),
    parents: () => stateAfter(apps, events, events.length).parents,
  }
}

const rootIn = (parents, phone) => { let at = phone; while (parents[at] !== null) at = parents[at]; return at }

function stateAfter(apps, events, count) {
  const state = { parents: apps.map(() => /** @type {number | null} */ (null)), lines: /** @type {any[]} */ ([]), owner: { basis: 'consent', doubleOptIn: false, monthsValid: null }, monthsEver: false, customers: new Set(), stopped: new Set(), merged: false }
  for (const event of events.slice(0, count)) take(state, apps, event)
  return state
}

function take(state, apps, event) {
  const { kind, phone, before } = event
  const line = (more) => state.lines.push({ at: event.at ?? before, purpose: 'marketing', topic: null, app: null, phone: null, origin: rootIn(state.parents, phone), sure: true, ...more })
  switch (kind) {
    case 'owner':
      state.owner = event.set
      state.monthsEver ||= event.set.monthsValid !== null
      return
    case 'yes': return line({ yes: true, confirmed: event.confirmed, purpose: event.purpose, topic: event.topic, app: event.app, phone: event.address ? phone : null, lapsesAt: event.lapsesAt })
    case 'no': return line({ yes: false, purpose: event.purpose, topic: event.topic, app: event.app, phone: event.address ? phone : null })
    // Written in her chat: everything, and the line belongs to the address that wrote.
    case 'word': return line({ yes: false, phone })
    case 'leave':
      // Where the platform itself keeps her word, no yes from elsewhere lifts it.
      if (apps[phone] !== 'wechat') state.stopped.add(phone)
      line({ yes: false, app: apps[phone], phone, left: phone })
      return line({ yes: false, app: apps[phone], sure: false })
    case 'return':
      state.stopped.delete(phone)
      for (const each of state.lines) if (each.left === phone) each.sure = false
      return line({ yes: true, confirmed: true, app: apps[phone], phone, sure: false })
    case 'sign_up':
      state.stopped.delete(phone)
      for (const each of state.lines) if (each.left === phone) each.sure = false
      return line({ yes: true, confirmed: false, app: apps[phone], phone, sure: false })
    case 'customer': return void state.customers.add(rootIn(state.parents, phone))
    case 'merge':
      state.parents[event.from] = event.into
      state.merged = true
      return
    case 'split':
      state.parents[event.leaves] = null
      return
    default: throw new Error(`The oracle knows no ${kind}.`)
  }
}

/** @returns {Verdict} */
function verdict(state, apps, asked, at) {
  if (state.stopped.has(asked.phone)) return 'no'
  const own = new Set(apps.map((_, i) => i).filter((i) => rootIn(state.parents, i) === rootIn(state.parents, asked.phone)))
  const about = state.lines.filter((line) => own.has(line.phone ?? line.origin) && line.purpose === 'marketing' && covers(line, apps, asked))
  const kindly = allowed(state, own, about.filter((line) => line.yes || line.sure), asked, at, true)
  const sternly = allowed(state, own, about.filter((line) => !line.yes || line.sure), asked, at, false)
  return kindly === sternly ? (kindly ? 'yes' : 'no') : 'either'
}

const covers = (line, apps, { phone, topic }) => (line.topic === null || line.topic === topic) && (line.app === null || (line.app === apps[phone] && (line.phone === null || line.phone === phone)))

/** `kindly`: what is open is read in favour of sending. */
function allowed(state, own, about, { phone, topic, basis: wished }, at, kindly) {
  const { basis: set, doubleOptIn } = state.owner
  // Whoever writes may demand her consent where the owner does not, and nothing less.
  const basis = wished === 'consent' ? 'consent' : set
  const ended = Math.max(-Infinity, ...about.filter((line) => !line.yes).map((line) => line.at))
  const yes = about.some((line) => line.yes && line.at > ended && (line.confirmed || !doubleOptIn) && stands(line, state, at, kindly))
  if (basis === 'consent') return yes && topic !== 'ghost'
  // What rests on something else is ended by a withdrawal as well; whether a later yes takes it up again is the owner's affair.
  if (ended > -Infinity) return kindly && about.some((line) => line.yes && line.at > ended)
  if (topic === 'ghost' && !kindly) return false
  if (basis !== 'existing_customer') return true
  // A yes of hers is a basis of its own; the documents do not say so here.
  return kindly ? yes || state.merged || [...own].some((i) => state.customers.has(i)) : !state.merged && state.customers.has(phone)
}

function stands(line, { owner, monthsEver }, at, kindly) {
  const blur = kindly ? LAPSE_BLUR : -LAPSE_BLUR
  if (line.lapsesAt !== null && line.lapsesAt !== undefined && at >= line.lapsesAt + blur) return false
  if (!monthsEver) return true
  const age = at - line.at
  if (!kindly) return age < MONTH.least
  return owner.monthsValid === null || age < MONTH.most
}
