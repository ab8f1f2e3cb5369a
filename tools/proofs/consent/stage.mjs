/** One company with an account on every simulated app, two topics, a template made for selling, and tokens enough for a crowd. */
import { setTimeout as pause } from 'node:timers/promises'
import { request } from '../../product/keep-alive.mjs'

const TOKENS = 12
const APPS = /** @type {const} */ (['whatsapp', 'wechat', 'messenger'])
const REVIEWED_MS = 180_000
const REVIEW_LOOKS = 10
export const TEMPLATE = 'sale_until_saturday'
export const WORDING = { name: 'till', language: 'es', text: '¿Podemos escribirte sobre novedades y ofertas?', privacyUrl: 'https://optica.example/privacidad' }

/** @typedef {{ status: number, body: any }} Answer */
/** @typedef {Awaited<ReturnType<typeof openStage>>} Stage */

/**
 * @param {string | (() => string)} address of the server; asked anew for every request where it is started again
 * @param {string} token with all scopes
 */
export async function openStage(address, token) {
  const url = typeof address === 'string' ? () => address : address
  const tokens = [token]
  let turn = 0
  /** @type {(method: string, path: string, body?: unknown) => Promise<Answer>} */
  const ask = async (method, path, body) => {
    for (;;) {
      // A token may make so many requests a second; a crowd has several.
      const bearer = tokens[turn++ % tokens.length]
      const answer = await request(url() + path, { method, headers: { authorization: `Bearer ${bearer}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
      // Too much of a token, or nobody had a connection for it: nothing was done, and a program says it again.
      if (answer.status === 429 || answer.status === 503) { await pause(50); continue }
      return { status: answer.status, body: answer.text === '' ? null : JSON.parse(answer.text) }
    }
  }
  /** @type {(method: string, path: string, body?: unknown) => Promise<any>} */
  const want = async (method, path, body) => {
    const answer = await ask(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  let ahead = 0
  /** Lets business time pass; everything under way has ended when it returns. @param {number} ms */
  const advance = async (ms) => {
    const { now } = await want('POST', '/simulator/control/clock', { advanceMs: Math.round(ms) })
    ahead = Date.parse(now) - Date.now()
  }
  while (tokens.length < TOKENS) tokens.push((await want('POST', '/api/v1/tokens', { name: `Crowd ${tokens.length}`, scopes: ['all'] })).token)
  /** @type {Record<string, string>} */
  const accounts = {}
  for (const channel of APPS) accounts[channel] = (await want('POST', '/api/v1/channel-accounts', { channel, name: `Óptica ${channel}`, settings: {}, simulated: true })).id
  for (const en of ['News', 'Offers']) await want('POST', '/api/v1/consent-categories', { names: { en } })
  const stageId = (await want('POST', '/api/v1/contact-stages', { name: 'Customer', colour: 'green' })).id
  await want('POST', '/api/v1/templates', { channelAccountId: accounts.whatsapp, draft: { name: TEMPLATE, language: 'en', category: 'marketing', body: 'New offers in the shop until Saturday, with the code {{code}} at the till.', examples: { code: 'SUN20' } } })
  for (let looks = 1; ; looks++) {
    await advance(REVIEWED_MS)
    const made = (await want('GET', `/api/v1/templates?account=${accounts.whatsapp}&limit=200`)).items.find((one) => one.name === TEMPLATE)
    if (made?.status === 'approved') break
    if (made?.status !== 'pending' || looks === REVIEW_LOOKS) throw new Error(`The template is ${made?.status}: ${made?.reason}`)
  }
  let seen = ''
  return {
    url, ask, want, advance, accounts, stageId,
    /** What the company's owner has set last. @type {Record<string, any> | null} */
    owner: null,
    /** Business time, as far as somebody outside knows it. */
    now: () => Date.now() + ahead,
    /** The calls that the platforms got since the last look. */
    async calls() {
      const all = []
      for (;;) {
        const { items, next } = await want('GET', `/simulator/control/log?limit=200${seen ? `&after=${seen}` : ''}`)
        all.push(...items)
        seen = items.at(-1)?.id ?? seen
        if (next === null) return all
      }
    },
  }
}
