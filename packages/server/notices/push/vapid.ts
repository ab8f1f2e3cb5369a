/** Our own key pair towards push services (VAPID, RFC 8292): made when the first browser asks, the private half sealed. No relay stands between. */
import type { Tx } from '@recado/db'
import webpush from 'web-push'
import type { Services } from '../../services.js'

export interface VapidKeys { publicKey: string; privateKey: string }
interface Kept { publicKey: string; sealed: string }

const NAME = 'vapid'
const READ = 'select value from installation where name = $1'
const kept = new WeakMap<Services, Promise<VapidKeys>>()

/** The pair of this installation: every node's the same. */
export function vapidKeys(services: Services): Promise<VapidKeys> {
  let keys = kept.get(services)
  if (!keys) {
    keys = read(services).catch((error: unknown) => { kept.delete(services); throw error })
    kept.set(services, keys)
  }
  return keys
}

async function read({ db, sealer }: Services): Promise<VapidKeys> {
  const stored = await db.asSystem(async (tx) => (await find(tx)) ?? make(tx, sealer))
  return { publicKey: stored.publicKey, privateKey: await sealer.openOwn(NAME, Buffer.from(stored.sealed, 'base64')) }
}

const find = async (tx: Tx): Promise<Kept | undefined> => (await tx.query<{ value: Kept }>(READ, [NAME]))[0]?.value

/** Two nodes may be first together: whoever writes first wins, both read what stands there. */
async function make(tx: Tx, sealer: Services['sealer']): Promise<Kept> {
  const { publicKey, privateKey } = webpush.generateVAPIDKeys()
  const value: Kept = { publicKey, sealed: (await sealer.sealOwn(NAME, privateKey)).toString('base64') }
  await tx.query('insert into installation (name, value) values ($1, $2) on conflict (name) do nothing', [NAME, JSON.stringify(value)])
  return (await find(tx))! // it was written just now, by us or by another
}

/** Whom a push service may turn to: the address of this installation, or of its letters. */
export function vapidSubject({ config, publicUrl }: Pick<Services, 'config' | 'publicUrl'>): string {
  const url = publicUrl()
  if (url.startsWith('https://')) return new URL(url).origin
  const sender = /<([^<>\s]+@[^<>\s]+)>|([^<>\s]+@[^<>\s]+)/.exec(config.mailFrom ?? '')
  return `mailto:${sender?.[1] ?? sender?.[2] ?? 'push@recado.invalid'}`
}
