import { apiClient } from '../../tools/product/client.mjs'
import { ask, connections, withDatabase } from '../../tools/product/database.mjs'
import { cpuOf, cpuWithEnded, treeOf } from '../../tools/product/processes.mjs'
import { dataDirectory, startProduct } from '../../tools/product/start.mjs'
import { startGenerator, startServer } from './drive.mjs'

export const SECRET = 'an-app-secret-of-the-bench'
export const PHONE_NUMBER_ID = '106540352242922'

/**
 * A fresh product with one real WhatsApp account, and the generator beside it.
 * @param {Record<string, string>} [env]
 */
export async function openStage(env = {}) {
  const data = dataDirectory()
  const product = await startProduct({ dataDir: data.dir, env })
  const generator = startGenerator()
  const account = await apiClient(() => product.url).want('POST', '/api/v1/channel-accounts', {
    channel: 'whatsapp', name: 'Bench', settings: { phoneNumberId: PHONE_NUMBER_ID, wabaId: '102290129340398', accessToken: 'EAAbench', appSecret: SECRET, verifyToken: 'verify', baseUrl: 'http://127.0.0.1:9' },
  })
  const { hostname, port } = new URL(product.url)
  const order = { host: hostname, port: Number(port), path: new URL(account.webhookUrl).pathname, secret: SECRET, phoneNumberId: PHONE_NUMBER_ID }
  let given = 0
  return {
    product, data,
    /** Where its webhooks are delivered. */
    webhookPath: order.path,
    /**
     * Signed webhooks to the product; ids go on from the last order.
     * @param {Pick<import('./generator.mjs').Order, 'count' | 'connections' | 'rate'>} wish
     */
    load: (wish) => measured(product.pid, wish, () => { const from = given; given += wish.count; return generator.run({ ...order, ...wish, prefix: 'ours', from }) }),
    /** Messages that stand in the database, and whether any of them stands twice. */
    stored: async () => {
      const [row] = await ask(data.dir, `select count(*)::int as rows, count(distinct external_id)::int as ids from message where external_id like 'wamid.ours.%'`)
      return { rows: Number(row?.rows), ids: Number(row?.ids), given }
    },
    generator,
    close: async () => { generator.stop(); await product.stop(); data.remove() },
  }
}

/** @typedef {Awaited<ReturnType<typeof openStage>>} Stage */

/**
 * The trivial server on a database of its own in the same cluster.
 * @param {Stage} stage
 */
export async function openTrivial(stage) {
  const { adminUrl } = await connections(stage.data.dir)
  await ask(stage.data.dir, 'create database trivial template template0')
  const server = await startServer('./trivial-server.mjs', { SECRET, DATABASE: withDatabase(adminUrl, 'trivial') })
  let given = 0
  return {
    /** @param {Pick<import('./generator.mjs').Order, 'count' | 'connections' | 'rate'>} wish */
    load: (wish) => measured(stage.product.pid, wish, () => { const from = given; given += wish.count; return stage.generator.run({ host: '127.0.0.1', port: server.port, path: '/', secret: SECRET, phoneNumberId: PHONE_NUMBER_ID, prefix: 'trivial', from, ...wish }) }, server.pid),
    stop: server.stop,
  }
}

/**
 * HTTP, HMAC and JSON without a database: below it nobody gets.
 * @param {Stage} stage
 */
export async function openBareHmac(stage) {
  const server = await startServer('./trivial-server.mjs', { SECRET, DATABASE: '' })
  return {
    /** @param {Pick<import('./generator.mjs').Order, 'count' | 'connections'>} wish */
    load: (wish) => measured(stage.product.pid, wish, () => stage.generator.run({ host: '127.0.0.1', port: server.port, path: '/', secret: SECRET, phoneNumberId: PHONE_NUMBER_ID, prefix: 'bare', from: 0, ...wish }), server.pid),
    stop: server.stop,
  }
}

/** Runs a load and adds what the servers paid for each message, microseconds of processor. */
async function measured(product, wish, run, other) {
  const postgres = () => treeOf(product).slice(1)
  const app = other ?? product
  const before = { app: cpuOf([app]), database: cpuWithEnded(postgres()) }
  const seen = await run()
  return { ...seen, appUsEach: (cpuOf([app]) - before.app) / wish.count, databaseUsEach: (cpuWithEnded(postgres()) - before.database) / wish.count }
}
