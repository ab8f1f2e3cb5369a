/** A workspace with people on a platform, a sender and the campaign's workers, for tests. */
import type { Campaign, CampaignMake, CampaignRecipient } from '@recado/api'
import { newId } from '@recado/db'
import { type Desk, makeDesk } from '../../testing/desk.js'
import type { HarnessOptions } from '../../testing/harness.js'
import { Sender } from '../../sending/sender.js'
import type { Account, Services } from '../../services.js'
import { CampaignDriver } from '../driver.js'
import { CampaignFollower } from '../follow.js'
import { Platform } from './platform.js'

export interface Field extends Desk {
  platform: Platform
  driver: CampaignDriver
  follower: CampaignFollower
  sender: Sender
  people(count: number, account?: Account, from?: number): Promise<string[]>
  campaign(extra?: Partial<CampaignMake>): Promise<Campaign>
  act(id: string, step: string): Promise<Campaign>
  read(id: string): Promise<Campaign>
  recipients(id: string, query?: string): Promise<CampaignRecipient[]>
  /** Everything due now is sent and followed. */
  work(): Promise<void>
  /** The platform says what became of a message. */
  report(phone: string, status: string, extra?: Record<string, unknown>): Promise<void>
  setting(name: string, value: unknown): Promise<void>
}

/** `sends: false`: nothing leaves until the test has a sender of its own. */
export async function makeField({ sends = true, ...options }: { sends?: boolean } & HarnessOptions = {}): Promise<Field> {
  const platform = new Platform()
  const desk = await makeDesk({ channel: platform.channel, ...options })
  const { services, workspaceId } = desk
  const follower = new CampaignFollower(services)
  const driver = new CampaignDriver(services, (at) => follower.look(at))
  const sender = new Sender(services)
  const read = async (id: string): Promise<Campaign> => (await desk.request('GET', `/api/v1/campaigns/${id}`)).json()
  const work = async (): Promise<void> => {
    for (let i = 0; i < 3; i++) {
      await driver.runDue(workspaceId)
      await sender.settled(workspaceId)
      await follower.look(workspaceId)
    }
    await driver.runDue(workspaceId)
  }
  if (sends) await sender.start(true)
  return {
    ...desk, platform, driver, follower, sender, read, work,
    people: (count, account = desk.account, from = 0) => addPeople(services, account, count, from, desk.wall.now),
    async campaign(extra = {}) {
      const body: CampaignMake = {
        name: 'Autumn', schedule: { kind: 'now' }, settings: {},
        audience: { include: { segmentIds: [], listIds: [], filter: { all: [] } }, exclude: { segmentIds: [], listIds: [] }, purpose: 'notification', category: null, routes: [{ accountId: desk.account.id, as: 'freeform', priceClass: null }], choose: 'first', cap: null },
        variants: [{ key: 'a', name: '', share: 1, contents: { [desk.account.id]: { content: { kind: 'text', text: 'Hello {{contact.firstName|friend}}' } } } }], ...extra,
      }
      const answer = await desk.request('POST', '/api/v1/campaigns', body)
      if (answer.statusCode !== 201) throw new Error(answer.body)
      return answer.json()
    },
    async act(id, step) {
      const answer = await desk.request('POST', `/api/v1/campaigns/${id}/${step}`)
      if (answer.statusCode !== 200) throw new Error(answer.body)
      return answer.json()
    },
    async recipients(id, query = '') { return (await desk.request('GET', `/api/v1/campaigns/${id}/recipients?limit=200${query}`)).json().items },
    async report(phone, status, extra = {}) {
      const of = platform.accepted.filter((one) => one.phone === phone).at(-1)
      if (!of) throw new Error(`nothing on ${phone}`)
      await desk.receive({ type: 'status', key: `${of.id}:${status}`, account: 'acc-1', at: services.clock.now(workspaceId), externalId: of.id, clientRef: of.ourId, status, ...extra } as never) // the kit's own event
    },
    async setting(name, value) {
      await desk.rows(`update channel_account set settings = settings || jsonb_build_object($2::text, $3::jsonb) where account_id = $1`, [desk.account.id, name, JSON.stringify(value)])
      services.accounts.changed(workspaceId, desk.account.id)
    },
  }
}

async function addPeople(services: Services, account: Account, count: number, from: number, now: number): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, i) => ({ contact: newId(), identity: newId(), phone: `346${String(from + i).padStart(8, '0')}`, name: `Person${from + i} Test` }))
  await services.db.inWorkspace(account.workspaceId, async (tx) => {
    const values = [account.workspaceId, JSON.stringify(rows), new Date(now).toISOString()]
    await tx.query(`insert into contact (workspace_id, contact_id, name, country, created_at, updated_at) select $1, r.contact, r.name, 'ES', $3, $3 from jsonb_to_recordset($2::jsonb) as r(contact uuid, name text)`, values)
    await tx.query(`insert into identity (workspace_id, identity_id, account_id, contact_id, country, created_at) select $1, r.identity, $4, r.contact, 'ES', $3 from jsonb_to_recordset($2::jsonb) as r(contact uuid, identity uuid)`, [...values, account.id])
    await tx.query(`insert into identity_key (workspace_id, account_id, kind, value, identity_id) select $1, $3, 'phone', r.phone, r.identity from jsonb_to_recordset($2::jsonb) as r(identity uuid, phone text)`, [values[0], values[1], account.id])
  })
  return rows.map((row) => row.phone)
}
