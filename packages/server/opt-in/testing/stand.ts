/** A company with topics, three apps and a published form; visitors and customers as tests need them. */
import type { OptInDraft, OptInForm } from '@recado/api'
import type { InboundEvent } from '@recado/channel-kit'
import { newId } from '@recado/db'
import { commitBatch } from '../../ingest/commit.js'
import { deskRoutes } from '../../routes/desk.js'
import type { Account } from '../../services.js'
import { answerJson, type Harness, type HarnessOptions, makeHarness } from '../../testing/harness.js'
import { OptInWorker } from '../worker.js'

const SETTINGS: Record<string, object> = { whatsapp: { displayPhoneNumber: '+34 600 00 00 00' }, messenger: { pageId: '1045' }, wechat: { appId: 'wx1', appSecret: 's' } }
const KEY: Record<string, string> = { whatsapp: 'wa_id', messenger: 'psid', wechat: 'openid' }
export const PRIVACY = 'https://optica.example/privacidad'

export interface Stand extends Harness {
  accounts: Record<'whatsapp' | 'messenger' | 'wechat', Account>
  topics: { offers: string; news: string }
  form: OptInForm
  look(): Promise<void>
  rows<R>(sql: string, values?: readonly unknown[]): Promise<R[]>
  /** Changes the draft and publishes it. */
  publish(change?: Partial<OptInDraft>): Promise<OptInForm>
  /** What a browser does with the form; answers where it is sent, or the status. */
  choose(fields: Record<string, string | string[]>, headers?: Record<string, string>): Promise<{ status: number; location: string; body: string }>
  /** The same, to the code that she was given. */
  codeFor(app: keyof Stand['accounts'], topics: readonly string[], more?: Record<string, string>): Promise<string>
  /** Something arrives from a customer: her text, or what the platform tells of her. */
  arrive(app: keyof Stand['accounts'], person: string, event: { text?: string } & Partial<InboundEvent>): Promise<string>
  consents(): Promise<{ state: string; source: string; purpose: string; category_id: string | null; channel: string | null; at: number; identity_id: string | null; contact_id: string; wording_id: string | null; consent_id: string }[]>
  /** What was put into the outbox, oldest first. */
  said(): Promise<string[]>
}

export async function makeStand(options: HarnessOptions = {}): Promise<Stand> {
  const h = await makeHarness({
    ...options, routes: deskRoutes,
    http: ({ url }) => url.includes('/stable_token') ? answerJson({ access_token: 't', expires_in: 7200 }) : url.includes('/qrcode/create') ? answerJson({ ticket: 'T', url: 'http://weixin.qq.com/q/one', expire_seconds: 86_400 }) : answerJson({}, 404),
  })
  const worker = new OptInWorker(h.services)
  const rows: Stand['rows'] = (sql, values = []) => h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(sql, values))
  const accounts = {} as Stand['accounts']
  for (const channel of ['whatsapp', 'messenger', 'wechat'] as const) {
    const id = newId()
    await rows(`insert into channel_account (workspace_id, account_id, channel, name, inbox_id, external_id, settings, state, webhook_key, created_at) values ($1, $2, $3, $3, $4, $5, $6, 'ready', $5, $7)`,
      [h.workspaceId, id, channel, h.inboxId, id, JSON.stringify(SETTINGS[channel]), new Date(h.wall.now).toISOString()])
    h.services.accounts.changed(h.workspaceId, id)
    accounts[channel] = (await h.services.accounts.byId(h.workspaceId, id))! // just made
  }
  const topics = { offers: newId(), news: newId() }
  for (const [key, id, names] of [['offers', topics.offers, { en: 'Offers', es: 'Ofertas' }], ['news', topics.news, { en: 'New glasses', es: 'Gafas nuevas' }]] as const) {
    await rows(`insert into consent_category (workspace_id, category_id, key, names, position, created_at) values ($1, $2, $3, $4, $5, now())`, [h.workspaceId, id, key, JSON.stringify(names), key === 'offers' ? 1 : 2])
  }
  let form = (await h.request('POST', '/api/v1/opt-in-forms', { name: 'Boletín de otoño' })).json<OptInForm>()
  const publish: Stand['publish'] = async (change = {}) => {
    const changed = await h.request('PATCH', `/api/v1/opt-in-forms/${form.id}`, { draft: { ...form.draft, ...change } })
    if (changed.statusCode !== 200) throw new Error(changed.body)
    const answer = await h.request('POST', `/api/v1/opt-in-forms/${form.id}/publish`)
    if (answer.statusCode !== 200) throw new Error(answer.body)
    form = answer.json<OptInForm>()
    stand.form = form
    return form
  }
  const choose: Stand['choose'] = async (fields, headers = {}) => {
    const body = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as [string, string])))
    const answer = await h.app.inject({ method: 'POST', url: `/j/${form.slug}`, headers: { host: 'localhost:3000', 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'Firefox of the visitor', ...headers }, payload: body.toString() })
    return { status: answer.statusCode, location: String(answer.headers.location ?? ''), body: answer.body }
  }
  const stand: Stand = {
    ...h, accounts, topics, form, look: () => worker.look(h.workspaceId), rows, publish, choose,
    async codeFor(app, chosen, more = {}) {
      const { status, location, body } = await choose({ topic: [...chosen], app: accounts[app].id, country: 'ES', language: 'es', ...more })
      if (status !== 303) throw new Error(`${status} ${body}`)
      return location.split('/').at(-1)! // its last part
    },
    async arrive(app, person, { text, ...more }) {
      h.wall.now += 60_000
      const [account, id] = [accounts[app], `in-${newId()}`]
      const common = { key: id, account: account.externalId, at: h.wall.now, from: { keys: [{ kind: KEY[app], value: person }], profile: { name: person } } }
      const event = text === undefined ? { type: 'act', line: true, ...common, ...more } : { type: 'message', externalId: id, acts: ['message'], content: { kind: 'text', text }, ...common, ...more }
      await commitBatch(h.services, h.workspaceId, [{ account, channel: h.services.channels.get(app), arrivedAt: h.wall.now, event: event as unknown as InboundEvent }]) // built as one of the two
      const [row] = await rows<{ message_id: string }>('select message_id from message where ext_key is not null order by message_id desc limit 1')
      await worker.look(h.workspaceId)
      return row!.message_id // just stored
    },
    consents: () => rows('select state, source, purpose, category_id, channel, at, identity_id, contact_id, wording_id, consent_id from consent_entry order by consent_id'),
    said: async () => (await rows<{ text: string }>(`select content->>'text' as text from message where direction = 'out' order by message_id`)).map((row) => row.text),
  }
  stand.form = form
  return stand
}
