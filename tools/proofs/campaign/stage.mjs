/** The company of the consent histories with a second number of the same WhatsApp business, and a crowd that uses up the day's limit beside the campaigns. */
import { openStage, TEMPLATE } from '../consent/stage.mjs'

const OTHERS = 200
const AT_ONCE = 12
const PATIENCE_MS = 60_000

/** @typedef {Awaited<ReturnType<typeof openCampaignStage>>} CampaignStage */

/**
 * @param {string | (() => string)} address
 * @param {string} token with all scopes
 * @param {() => Promise<void>} restart the server ends, or dies, and is there again
 */
export async function openCampaignStage(address, token, restart) {
  const stage = await openStage(address, token)
  const { settings } = (await stage.want('GET', '/api/v1/channel-accounts')).items.find((one) => one.id === stage.accounts.whatsapp)
  const mx = await stage.want('POST', '/api/v1/channel-accounts', { channel: 'whatsapp', name: 'Óptica México', simulated: true, settings: { displayPhoneNumber: '+52 55 1234 5678', wabaId: settings.wabaId } })
  const doors = { es: stage.accounts.whatsapp, mx: mx.id, wechat: stage.accounts.wechat, messenger: stage.accounts.messenger }
  // Its library comes with the first look at the account.
  await stage.advance(60_000)
  const templateOf = async (account) => (await stage.want('GET', `/api/v1/templates?account=${account}&limit=200`)).items.find((one) => one.name === TEMPLATE).id
  const templates = { es: await templateOf(doors.es), mx: await templateOf(doors.mx) }
  const newcomer = async (door, name) => {
    const made = await stage.want('POST', '/simulator/control/customers', { channel: appOf(door), channelAccountId: doors[door], name, language: 'es' })
    return { customerId: made.customerId, key: made.address.replace(/^\+/, '') }
  }
  /** @type {string[] | null} */
  let crowd = null
  const gather = async () => {
    const keys = new Set()
    let next = 0
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      while (next < OTHERS) {
        const { customerId, key } = await newcomer('es', `Otra ${next++}`)
        keys.add(key)
        await act(customerId, 'write', { content: { kind: 'text', text: 'Hola' } })
      }
    }))
    const known = await threadsOf(stage, (threads) => [...keys].every((key) => threads.has(`${doors.es} ${key}`)))
    return [...keys].map((key) => known.get(`${doors.es} ${key}`).contact.id)
  }
  const act = async (customerId, action, content) => (await stage.ask('POST', `/simulator/control/customers/${customerId}/act`, { action, ...content })).status < 300
  const hands = { es: (await newcomer('es', 'Meta')).customerId, mx: (await newcomer('mx', 'Meta')).customerId }
  return {
    ...stage, doors, templates, template: TEMPLATE, newcomer, act, restart,
    /** A phone by which the platform's own doings are asked for. */
    platformHand: (door = 'es') => hands[door],
    /** So many others have a notice today: they count against the limit of people, and are nobody's history. Wordless people, made once. */
    async others(count) {
      crowd ??= await gather()
      if (count === 0) return
      const list = await stage.want('POST', '/api/v1/lists', { name: `Others ${Math.random()}` })
      await stage.want('POST', `/api/v1/lists/${list.id}/members`, { contactIds: crowd.slice(0, count) })
      const { id } = await stage.want('POST', '/api/v1/campaigns', {
        name: 'Others', schedule: { kind: 'now' }, settings: { stopOn: null },
        audience: { include: { segmentIds: [], listIds: [list.id] }, exclude: { segmentIds: [], listIds: [] }, purpose: 'notification', category: null, routes: [{ accountId: doors.es, as: 'template', priceClass: 'UTILITY' }], choose: 'first', cap: null },
        variants: [{ key: 'a', name: '', share: 1, contents: { [doors.es]: { content: { kind: 'template', name: 'pedido_listo', language: 'es', parameters: { nombre: 'Lucía', pedido: 'A-4471' } } } } }],
      })
      await stage.want('POST', `/api/v1/campaigns/${id}/schedule`)
    },
  }
}

export const appOf = (door) => (door === 'es' || door === 'mx' ? 'whatsapp' : door)

/**
 * Every thread by its account and its person's address, read until all are there who are waited for: what a platform could not tell at once it tells again.
 * @param {Awaited<ReturnType<typeof openStage>>} stage
 * @param {(threads: Map<string, any>) => boolean} enough
 */
export async function threadsOf(stage, enough) {
  for (const until = performance.now() + PATIENCE_MS; ;) {
    const threads = new Map()
    for (let cursor = ''; ;) {
      const { items, next } = await stage.want('GET', `/api/v1/conversations?view=all&sort=newest&limit=200${cursor}`)
      for (const item of items) for (const { value } of item.identity.keys) threads.set(`${item.channelAccountId} ${value}`, item)
      if (enough(threads)) return threads
      if (next === null) break
      cursor = `&cursor=${encodeURIComponent(next)}`
    }
    if (performance.now() > until) throw new Error('Not everybody who wrote is known.')
    await stage.advance(60_000)
  }
}
