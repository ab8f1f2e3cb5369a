/** Random histories of campaigns and of the people they are for. Everything is drawn beforehand, so that a step can be taken out and the rest stays as it was. */
import { chance } from '../consent/chance.mjs'
import { NO_OPT_OUT, OPT_OUT } from '../consent/words.mjs'

/** @typedef {'es' | 'mx' | 'wechat' | 'messenger'} Door a way in: two numbers of one WhatsApp business, a WeChat account, a page */
/** @typedef {{ kind: string, phone?: number, plan?: number } & Record<string, any>} Step what somebody does: a person with a phone, the marketer with a campaign */
/** @typedef {{ owner: Record<string, any> | null, steps: Step[][], advanceMs: number }} Tick one stretch of time: what holds for the whole company, what happens in each history, how much time then passes */
/** @typedef {{ door: Door, person: number }} Phone */
/** @typedef {{ include: number[], exclude: number[], topic: string | null, routes: { door: Door, as: 'template' | 'freeform' }[], choose: string, cap: { messages: number, days: number } | null, variants: number, settings: Record<string, any>, afterMs: number, atHome: boolean }} Plan a campaign as the marketer has it in mind; people by number */
/** @typedef {{ name: string, zone: string, phones: Phone[], people: number, plans: Plan[], goesOn: boolean, early: number[] }} History `early`: phones from which somebody wrote on the day itself */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const LONGEST = 9 * DAY
const TICKS = 6
const STEPS = [1, 2, 3, 3, 4]
const ZONES = ['Europe/Madrid', 'America/Mexico_City', 'Asia/Shanghai']
const DOORS = /** @type {const} */ ([[5, 'es'], [3, 'mx'], [3, 'wechat'], [3, 'messenger']])

/**
 * A round: so many histories side by side in one company, since its clock, its platforms and what they allow it are common to all.
 * @param {string} seed
 * @param {number} count
 * @param {{ crowded?: boolean }} [form] crowded: others' messages use up the day's limit of people
 * @returns {{ histories: History[], ticks: Tick[] }}
 */
export function drawRound(seed, count, { crowded = true } = {}) {
  const draw = chance(seed)
  const histories = Array.from({ length: count }, (_, i) => history(draw, `${seed}-${i}`))
  const ticks = Array.from({ length: TICKS }, (_, t) => ({
    owner: owner(draw, t),
    steps: histories.map((one) => steps(draw, one, t)),
    advanceMs: draw.weighed([[3, 0], [4, 2 * MINUTE], [3, HOUR], [2, 9 * HOUR], [3, 26 * HOUR], [1.2, LONGEST]]),
  }))
  // Whoever has left an app for thirty days is forgotten; that is another story.
  let long = 0
  for (const tick of ticks) {
    if (tick.advanceMs === LONGEST && ++long > 2) tick.advanceMs = HOUR
    if (tick.owner?.others && !crowded) tick.owner.others = 0
  }
  return { histories, ticks }
}

function history(draw, name) {
  const people = draw.between(6, 12)
  const phones = Array.from({ length: people }, (_, person) => {
    const doors = new Set(Array.from({ length: draw.weighed([[5, 1], [3, 2], [1, 3]]) }, () => draw.weighed(DOORS)))
    return [...doors].map((door) => ({ door, person }))
  }).flat()
  return { name, zone: draw.one(ZONES), phones, people, plans: Array.from({ length: draw.weighed([[2, 1], [3, 2]]) }, () => plan(draw, people)), goesOn: draw.often(0.7), early: phones.flatMap(({ door }, i) => (draw.often(door === 'wechat' || door === 'messenger' ? 0.8 : 0.25) ? [i] : [])) }
}

function plan(draw, people) {
  const all = Array.from({ length: people }, (_, i) => i)
  const doors = [...new Set(Array.from({ length: draw.weighed([[1, 1], [2, 2], [3, 4], [3, 8]]) }, () => draw.weighed(DOORS)))]
  const variants = draw.weighed([[3, 1], [2, 2]])
  return {
    include: all.filter(() => draw.often(0.9)), exclude: draw.often(0.2) ? all.filter(() => draw.often(0.2)) : [],
    topic: draw.weighed([[6, 'news'], [2, 'offers'], [1, null]]),
    routes: doors.map((door) => ({ door, as: /** @type {'template' | 'freeform'} */ ((door === 'es' || door === 'mx') && draw.often(0.9) ? 'template' : 'freeform') })),
    choose: draw.weighed([[3, 'first'], [1, 'cheapest']]), cap: draw.often(0.35) ? { messages: draw.one([1, 1, 2]), days: draw.one([1, 7, 30]) } : null, variants,
    settings: {
      fallback: draw.often(0.75), ...(draw.often(0.25) ? { quietHours: draw.one([{ from: '21:00', to: '09:00' }, { from: '13:00', to: '16:30' }, { from: '08:00', to: '20:00' }]) } : {}),
      ...(draw.often(0.2) ? { spreadHours: draw.one([1, 8, 30]) } : {}), ...(draw.often(0.25) ? { budget: { amount: draw.one(['0.08', '0.25', '0.6']), currency: 'USD' } } : {}),
      ...(draw.often(0.45) ? { perSecond: draw.one([2, 4, 8]) } : {}), ...(draw.often(0.2) ? { holdOutPercent: draw.one([10, 30, 60]) } : {}),
      ...(variants > 1 && draw.often(0.6) ? { abTest: { samplePercent: draw.one([20, 50]), afterHours: draw.one([0.5, 3]), by: draw.one(['read', 'replied']) } } : {}),
      ...(draw.often(0.1) ? { stopOn: { failures: draw.one([1, 3]) } } : {}),
    },
    afterMs: draw.weighed([[6, 0], [1, 30 * MINUTE], [1, 20 * HOUR]]), atHome: draw.often(0.15), endsMs: draw.often(0.1) ? draw.one([HOUR, 10 * HOUR, 3 * DAY]) : null,
  }
}

/** What the company as a whole meets: its platforms' limits, a template's fate, what others send that day, a server that starts anew. */
function owner(draw, tick) {
  if (tick === 0) return { tier: draw.weighed([[3, 'TIER_250'], [1, 'TIER_2K']]), others: draw.often(0.7) ? draw.between(120, 200) : 0 }
  return draw.weighed([[6, null], [1, { tier: 'TIER_250' }], [1, { tier: 'TIER_2K' }], [1.2, { template: 'template_paused' }], [1.2, { template: 'template_reinstated' }], [1, { others: draw.between(40, 200) }], [0.6, { restart: true }], [1, { fault: { door: draw.weighed(DOORS), kind: draw.one(['cut_reply', 'cut_reply', 'http_500']), count: draw.between(1, 3) } }], [0.5, { quality: draw.one(['quality_red', 'quality_green']) }]])
}

function steps(draw, { phones, plans, people }, tick) {
  const nr = tick === 0 ? 0 : tick === 2 && plans.length > 1 ? 1 : null
  // A moment later the audience is frozen and the first have left: what follows falls into the sending.
  const begun = nr === null ? [] : [{ kind: 'start', plan: nr }, { kind: 'wait', ms: draw.one([50, 400, 900, 1_600]) }]
  const others = Array.from({ length: draw.one(STEPS) }, () => step(draw, phones, plans, people))
  // What people do falls before the start, into the sending, and behind it.
  const at = draw.between(0, others.length)
  return draw.often(0.9) || tick === 0 ? [...others.slice(0, at), ...begun, ...others.slice(at)] : others
}

function step(draw, phones, plans, people) {
  const phone = draw.between(0, phones.length - 1)
  const plan = draw.between(0, plans.length - 1)
  const kind = draw.weighed([[2, 'yes'], [0.8, 'no'], [1.2, 'word'], [1, 'leave'], [0.8, 'return'], [5, 'chat'], [0.5, 'block'], [0.8, 'merge'], [3, 'wait'], [2, 'pause'], [2.5, 'resume'], [0.4, 'stop'], [1, 'adjust'], [0.7, 'start']])
  switch (kind) {
    case 'yes': return { kind, phone, topic: draw.weighed([[3, 'news'], [2, 'offers'], [3, null]]), scope: draw.weighed([[5, 'everywhere'], [2, 'app']]) }
    case 'no': return { kind, phone, topic: draw.weighed([[3, 'news'], [2, 'offers'], [4, null]]), scope: draw.weighed([[5, 'everywhere'], [2, 'app']]) }
    case 'word': return { kind, phone, text: draw.one(OPT_OUT) }
    case 'chat': return { kind, phone, text: draw.one(NO_OPT_OUT) }
    case 'merge': return { kind, phone, other: draw.between(0, people - 1) }
    case 'wait': return { kind, ms: draw.one([60, 200, 500, 900]) }
    case 'pause': case 'resume': case 'stop': case 'start': return { kind, plan }
    case 'adjust': return { kind, plan, settings: draw.one([{ perSecond: 2 }, { perSecond: null }, { quietHours: null }, { quietHours: { from: '21:00', to: '09:00' } }, { budget: { amount: '0.1', currency: 'USD' } }, { budget: { amount: '2', currency: 'USD' } }, { spreadHours: 2 }]) }
    default: return { kind, phone }
  }
}

/** What everybody has said before the first campaign: most have agreed to something. */
export function openings({ name, people }) {
  const draw = chance(`${name} opening`)
  return Array.from({ length: people }, () => draw.weighed([[9, { topic: null }], [3, { topic: 'news' }], [1, { topic: 'offers' }], [1, null]]))
}

/** A round in lines that a person reads. */
export function told({ histories, ticks }) {
  return [
    ...histories.flatMap(({ name, zone, phones, plans }) => [`${name} in ${zone}: ${phones.map(({ door, person }, i) => `phone ${i} of ${person} on ${door}`).join(', ')}`, ...plans.map((one, i) => `  plan ${i}: ${JSON.stringify(one)}`)]),
    ...ticks.flatMap(({ owner: set, steps: all, advanceMs }) => [
      ...(set ? [`  the company: ${JSON.stringify(set)}`] : []),
      ...all.flat().map(({ kind, ...rest }) => `  ${kind} ${JSON.stringify(rest)}`),
      `  ${(advanceMs / MINUTE).toFixed(0)} min pass`,
    ]),
  ].join('\n')
}
