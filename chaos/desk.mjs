import { setTimeout as wait } from 'node:timers/promises'
import { apiClient, deliver } from '../tools/product/client.mjs'
import { dataDirectory, startProduct } from '../tools/product/start.mjs'
import { inLineMs } from '../tools/product/processes.mjs'
import { signedByMeta, whatsAppBody, whatsAppChange } from '../tools/product/platforms.mjs'
import { gate } from './pace.mjs'
import { broken } from './teeth/broken.mjs'

const SECRET = 'app-secret-of-meta'
const PHONE = '300001'
/** A platform delivers over so many lines at a time, and comes again sooner, then later. */
const LINES = 100
const AGAIN_MS = { first: 50, most: 1_000 }

/**
 * A product that dies and comes back on the same port and directory, with one real WhatsApp number.
 * @param {{ env?: Record<string, string>, baseUrl?: string, dir?: string, settings?: Record<string, unknown> }} [options] `dir`: its data lie there, and stay
 */
export async function openDesk({ env: wanted = {}, baseUrl = 'http://127.0.0.1:9', dir, settings = {} } = {}) {
  const env = broken(wanted)
  const data = dir ? { dir, remove: () => {} } : dataDirectory()
  let product = await startProduct({ dataDir: data.dir, env })
  /** What the processes before this one printed. */
  let before = ''
  const port = Number(new URL(product.url).port)
  const line = gate(LINES)
  let over = false
  const api = apiClient(() => product.url)
  const account = await api.want('POST', '/api/v1/channel-accounts', { channel: 'whatsapp', name: 'Shop', settings: { phoneNumberId: PHONE, wabaId: '102290129340398', accessToken: 'EAAtoken', appSecret: SECRET, verifyToken: 'verify', baseUrl, ...settings } })
  const { pathname } = new URL(account.webhookUrl)
  const restart = async () => {
    before += product.output()
    product = await startProduct({ dataDir: data.dir, env, port })
  }
  const signed = (message) => signedByMeta(pathname, SECRET, whatsAppBody([[whatsAppChange(PHONE, [message])]]))
  return {
    api, account, dataDir: data.dir,
    /** Its address, also while it is down. */
    url: `http://127.0.0.1:${port}`,
    product: () => product,
    /** Everything printed since the first start. */
    printed: () => before + product.output(),
    restart,
    /** -9 of everything, or of the server alone. @param {'tree' | 'server'} what @returns {Promise<{ ms: number, ownMs: number }>} until it is ready again, and without what it stood in line for a processor */
    kill: async (what) => {
      await (what === 'tree' ? product.kill9() : product.killServer())
      const since = performance.now()
      await restart()
      const ms = performance.now() - since
      return { ms, ownMs: ms - inLineMs(product.pid) }
    },
    /** A change that is no message, told once. @param {object} change */
    tellChange: (change) => deliver(`http://127.0.0.1:${port}`, signedByMeta(pathname, SECRET, whatsAppBody([[change]]))),
    /** One try, as it is answered; null when nobody was there. @param {import('../tools/product/platforms.mjs').WhatsAppText} message */
    tellOnce: (message) => deliver(`http://127.0.0.1:${port}`, signed(message)).catch(() => null),
    /**
     * Delivers a message as Meta does: again and again until it hears 200.
     * @param {import('../tools/product/platforms.mjs').WhatsAppText} message
     */
    tell: async (message) => {
      const request = signed(message)
      for (let againMs = AGAIN_MS.first; !over; againMs = Math.min(againMs * 2, AGAIN_MS.most)) {
        const answer = await line(() => deliver(`http://127.0.0.1:${port}`, request).catch(() => null))
        if (answer?.status === 200) return
        if (answer && answer.status !== 503) throw new Error(`A webhook was answered ${answer.status}: ${answer.body}`)
        await wait(againMs)
      }
      // Whoever closed it waits for nothing any more.
      await new Promise(() => {})
    },
    close: async () => { over = true; await product.stop(); data.remove() },
  }
}

/** @typedef {Awaited<ReturnType<typeof openDesk>>} Desk */
