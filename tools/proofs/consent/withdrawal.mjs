/** A full outbox, and one of those it is for writes "Baja.": what left for her, what ended, what her phone showed. All by the API, as a program sees it. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { WORDING } from './stage.mjs'

const AT_ONCE = 16
const LOOK_MS = 50
/** So many messages of others show that the outbox went on after she was out of it. */
const OTHERS_AFTER = 20
const PATIENCE_MS = 120_000

/** @typedef {Awaited<ReturnType<typeof withdraw>>} Outcome */

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {{ people: number, each: number, hers: number }} size messages for each of so many others, and for her
 */
export async function withdraw(stage, { people, each, hers }) {
  const crowd = await inTurn(Array.from({ length: people + 1 }, (_, i) => i), (i) => newcomer(stage, i))
  await acquaint(stage, crowd)
  await inTurn(crowd, (one) => stage.want('POST', '/api/v1/consents', { contactId: one.contactId, purpose: 'marketing', category: 'news', state: 'given', source: 'agent', wording: WORDING }))
  const [her, ...others] = crowd
  // Hers lie among the others', as they would in a campaign.
  const wanted = spread(Array.from({ length: hers }, () => her), others.flatMap((one) => Array.from({ length: each }, () => one)))
  const began = performance.now()
  await inTurn(wanted, (one, n) => stage.want('POST', '/api/v1/messages', {
    channelAccountId: stage.accounts.whatsapp, to: { contactId: one.contactId }, purpose: 'marketing', category: 'news', clientId: randomUUID(), content: { kind: 'text', text: `Novedad ${n} #${one === her ? 'her' : 'other'}.${n}#` },
  }))
  const queueing = (performance.now() - began) / 1_000
  const waiting = (await hersOf(stage, her)).filter((message) => message.status === 'queued').length

  await stage.want('POST', `/simulator/control/customers/${her.customerId}/act`, { action: 'write', content: { kind: 'text', text: 'Baja.' } })
  const screen = async () => (await stage.want('GET', `/simulator/control/customers/${her.customerId}/screen`)).items
  const wroteAt = Date.parse((await screen()).findLast((item) => item.from === 'me').at)
  const left = /** @type {{ mark: string, at: number }[]} */ ([])
  const deadline = performance.now() + PATIENCE_MS
  const onTheirWay = () => left.filter(({ mark, at }) => mark.startsWith('other') && at > wroteAt + 1_000).length
  let messages = await hersOf(stage, her)
  while (messages.some(({ status }) => status === 'queued' || status === 'sending') || onTheirWay() < OTHERS_AFTER) {
    if (performance.now() > deadline) throw new Error(`After ${PATIENCE_MS} ms ${messages.filter(({ status }) => status === 'queued').length} of hers were queued, and ${onTheirWay()} of others had left.`)
    await pause(LOOK_MS)
    for (const { at, request, answer } of await stage.calls()) if (answer.status === 200) for (const [, mark] of JSON.stringify(request.body ?? '').matchAll(/#((?:her|other)\.\d+)#/g)) left.push({ mark, at: Date.parse(at) })
    messages = await hersOf(stage, her)
  }
  const leftForHer = left.filter(({ mark }) => mark.startsWith('her'))
  const marksAfter = new Set(leftForHer.filter(({ at }) => at > wroteAt + 1_000).map(({ mark }) => mark))
  const shown = JSON.stringify((await screen()).filter((item) => item.from === 'business'))
  const ended = messages.filter((message) => message.status === 'failed' && message.error?.code === 'opted_out')
  const marked = messages.filter((message) => message.withdrawnAt)
  return {
    queued: wanted.length, queueing, hers, waiting, ended: ended.length, left: leftForHer.length,
    other: messages.length - ended.length - leftForHer.length,
    /** From her word to the last message that left for her; negative where the last one left before. */
    lastMs: Math.max(-Infinity, ...leftForHer.map(({ at }) => at)) - wroteAt,
    arrivedAfter: [...marksAfter].filter((mark) => shown.includes(`#${mark}#`)).length,
    /** Accepted before she wrote and still on its way: both moments stand on the message. */
    marked: marked.length, bothTimes: marked.every((message) => message.statusAt?.accepted && Date.parse(message.withdrawnAt) >= wroteAt - 1_000),
  }
}

async function newcomer(stage, i) {
  const made = await stage.want('POST', '/simulator/control/customers', { channel: 'whatsapp', channelAccountId: stage.accounts.whatsapp, name: `Clienta ${i}`, language: 'es' })
  await stage.want('POST', `/simulator/control/customers/${made.customerId}/act`, { action: 'write', content: { kind: 'text', text: '¿Abrís mañana?' } })
  return { customerId: made.customerId, key: made.address.replace(/^\+/, ''), contactId: '', conversationId: '' }
}

async function acquaint(stage, crowd) {
  const byKey = new Map(crowd.map((one) => [one.key, one]))
  for (let cursor = ''; ;) {
    const { items, next } = await stage.want('GET', `/api/v1/conversations?view=all&account=${stage.accounts.whatsapp}&limit=200${cursor}`)
    for (const item of items) for (const { value } of item.identity.keys) Object.assign(byKey.get(value) ?? {}, { contactId: item.contact.id, conversationId: item.id })
    if (next === null) return
    cursor = `&cursor=${encodeURIComponent(next)}`
  }
}

/** What was written to her, without her own lines. */
async function hersOf(stage, her) {
  const all = []
  for (let before = ''; ;) {
    const { items, next } = await stage.want('GET', `/api/v1/conversations/${her.conversationId}/messages?limit=200${before}`)
    all.push(...items.filter((message) => message.direction === 'out' && message.purpose === 'marketing'))
    if (next === null) return all
    before = `&before=${encodeURIComponent(next)}`
  }
}

/** Both lists as one, the first evenly over the second. */
function spread(first, second) {
  const every = second.length / Math.max(1, first.length)
  const mixed = []
  for (const [i, one] of first.entries()) mixed.push(one, ...second.slice(Math.floor(i * every), Math.floor((i + 1) * every)))
  return mixed
}

/** @template T, R @param {readonly T[]} items @param {(item: T, i: number) => Promise<R>} work @returns {Promise<R[]>} */
async function inTurn(items, work) {
  /** @type {R[]} */
  const results = []
  let next = 0
  await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (next < items.length) { const i = next++; results[i] = await work(items[i], i) } }))
  return results
}
