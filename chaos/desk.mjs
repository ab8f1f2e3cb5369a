import { setTimeout as wait } from 'node:timers/promises'
import { apiClient, deliver } from '../tools/product/client.mjs'
import { dataDirectory, startProduct } from '../tools/product/start.mjs'
import { signedByMeta, whatsAppBody, whatsAppChange } from '../tools/product/platforms.mjs'

const SECRET = 'app-secret-of-meta'
const PHONE = '300001'

/**
 * A product with one real WhatsApp number that dies and comes back on the same port and directory.
 * @param {{ env?: Record<string, string>, baseUrl?: string }} [options]
 */
export async function openDesk({ env = {}, baseUrl = 'http://127.0.0.1:9' } = {}) {
  const data = dataDirectory()
  let product = await startProduct({ dataDir: data.dir, env })
  const port = Number(new URL(product.url).port)
  const api = apiClient(() => product.url)
  const account = await api.want('POST', '/api/v1/channel-accounts', { channel: 'whatsapp', name: 'Shop', settings: { phoneNumberId: PHONE, wabaId: '102290129340398', accessToken: 'EAAtoken', appSecret: SECRET, verifyToken: 'verify', baseUrl } })
  const { pathname } = new URL(account.webhookUrl)
  const restart = async () => { product = await startProduct({ dataDir: data.dir, env, port }) }
  return {
    api, account, dataDir: data.dir,
    product: () => product,
    restart,
    /** -9 of everything, or of the server alone. @param {'tree' | 'server'} what */
    kill: async (what) => {
      await (what === 'tree' ? product.kill9() : product.killServer())
      const before = performance.now()
      await restart()
      return performance.now() - before
    },
    /**
     * Delivers a message as Meta does: again and again until it hears 200.
     * @param {import('../tools/product/platforms.mjs').WhatsAppText} message
     */
    tell: async (message) => {
      const signed = signedByMeta(pathname, SECRET, whatsAppBody([[whatsAppChange(PHONE, [message])]]))
      for (;;) {
        const answer = await deliver(`http://127.0.0.1:${port}`, signed).catch(() => null)
        if (answer?.status === 200) return
        if (answer && answer.status !== 503) throw new Error(`A webhook was answered ${answer.status}: ${answer.body}`)
        await wait(50)
      }
    },
    close: async () => { await product.stop(); data.remove() },
  }
}
