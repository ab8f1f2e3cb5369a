/** Random histories of people and of what a company writes to them. Everything is drawn beforehand, so that a step can be taken out and the rest stays as it was. */
import { chance } from './chance.mjs'
import { NO_OPT_OUT, OPT_OUT } from './words.mjs'

/** @typedef {'whatsapp' | 'wechat' | 'messenger'} App */
/** @typedef {{ kind: string, phone: number } & Record<string, any>} Step what somebody does; `phone` is whose it is */
/** @typedef {{ owner: Record<string, any> | null, steps: Step[][], advanceMs: number }} Tick one stretch of time: what the owner sets first, what happens in each history, how much time then passes */
/** @typedef {{ name: string, phones: App[] }} History people as the company sees them at first: a phone each */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const TICKS = 5
const STEPS = [1, 2, 2, 3]
const APPS = /** @type {const} */ (['whatsapp', 'whatsapp', 'wechat', 'messenger'])
const WAYS = ['thread', 'thread', 'held', 'notice', 'address', 'template', 'disguised']

/**
 * A round: so many histories side by side in one company, since its owner and its clock are common to all.
 * @param {string} seed
 * @param {number} count
 * @returns {{ histories: History[], ticks: Tick[] }}
 */
export function drawRound(seed, count) {
  const draw = chance(seed)
  const histories = Array.from({ length: count }, (_, i) => ({ name: `${seed}-${i}`, phones: Array.from({ length: draw.weighed([[3, 1], [6, 2], [2, 3]]) }, () => draw.one(APPS)) }))
  // Most companies ask for consent; the others have to be held to a withdrawal, too.
  const first = owner(draw)
  const ticks = Array.from({ length: TICKS }, (_, t) => ({
    owner: t === 0 ? first : draw.often(0.15) ? owner(draw) : null,
    steps: histories.map(({ phones }) => Array.from({ length: draw.one(STEPS) }, () => step(draw, phones))),
    advanceMs: draw.weighed([[4, 2 * MINUTE], [3, HOUR], [2, 5 * HOUR], [2, 26 * HOUR], [1, 9 * DAY], [0.3, 40 * DAY]]),
  }))
  return { histories, ticks }
}

function owner(draw) {
  const basis = draw.weighed([[12, 'consent'], [2, 'legitimate_interest'], [2, 'existing_customer'], [1, 'contract']])
  return { basis, doubleOptIn: draw.often(0.25), monthsValid: draw.often(0.2) ? 1 : null }
}

function step(draw, phones) {
  const phone = draw.between(0, phones.length - 1)
  const kind = draw.weighed([[5, 'yes'], [1.2, 'no'], [11, 'write'], [1.2, 'word'], [1.5, 'chat'], [0.8, 'leave'], [0.7, 'return'], [0.3, 'sign_up'], [0.6, 'customer'], [1, 'answer'], ...(phones.length > 1 ? [/** @type {const} */ ([1.6, 'merge']), /** @type {const} */ ([1.2, 'split'])] : [])])
  switch (kind) {
    case 'yes': return { kind, phone, ...said(draw), state: draw.weighed([[6, 'given'], [4, 'confirmed'], [1, 'pending']]), livesMs: draw.often(0.25) ? draw.one([90_000, 2 * HOUR, 2 * DAY, 30 * DAY]) : null }
    case 'no': return { kind, phone, ...said(draw) }
    case 'write': return { kind, phone, way: draw.one(WAYS), topic: draw.weighed([[5, 'news'], [4, 'offers'], [2, null], [0.5, 'ghost']]), basis: draw.weighed([[8, null], [1, 'consent'], [0.5, 'legitimate_interest'], [0.5, 'contract'], [0.5, 'existing_customer']]) }
    case 'word': return { kind, phone, text: draw.one(OPT_OUT) }
    case 'chat': return { kind, phone, text: draw.one(NO_OPT_OUT) }
    case 'merge': return { kind, phone, other: draw.between(0, phones.length - 1) }
    default: return { kind, phone }
  }
}

/** Of what somebody says: for which purpose, topic, app and address, and how long ago. */
function said(draw) {
  return {
    purpose: draw.often(0.93) ? 'marketing' : 'notification', topic: draw.weighed([[3, 'news'], [2, 'offers'], [4, null]]), scope: draw.weighed([[5, 'everywhere'], [3, 'app'], [2, 'address']]),
    agoMs: draw.weighed([[6, 0], [1, 10 * MINUTE], [1, 3 * HOUR], [1, 2 * DAY]]),
  }
}

/** A round in lines that a person reads. */
export function told({ histories, ticks }) {
  return [
    ...histories.map(({ name, phones }) => `${name}: ${phones.map((app, i) => `phone ${i} on ${app}`).join(', ')}`),
    ...ticks.flatMap(({ owner: set, steps, advanceMs }) => [
      ...(set ? [`  the owner sets ${JSON.stringify(set)}`] : []),
      ...steps.flat().map(({ kind, phone, ...rest }) => `  phone ${phone}: ${kind} ${Object.keys(rest).length > 0 ? JSON.stringify(rest) : ''}`),
      `  ${(advanceMs / MINUTE).toFixed(0)} min pass`,
    ]),
  ].join('\n')
}

