/**
 * A segment, a campaign that is over, and one that is being written. The finished one was not sent in front of us: its rows are put down as the engine
 * leaves them, over the customers who are there, each with the message behind it, so that dashboard, report and threads tell the same. It was a notice,
 * which needs no consent.
 */
import { type AudienceSpec, type Content, fillContent, nobody, replyValues } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf } from '../auth/audit.js'
import { makeCampaign } from '../campaigns/change.js'
import { countFilter } from '../segments/segments.js'
import { currencyOf } from '../costs/cards.js'
import type { Principal, Services } from '../services.js'
import { inWords } from './desk.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** How the notice fared, person after person: most read it. */
const FARED = ['read', 'read', 'delivered', 'read', 'read', 'failed', 'read', 'delivered'] as const

const words = {
  segment: { en: 'On {channel}', es: 'Con {channel}', zh: '有 {channel} 的客户' }, segmentText: { en: 'Everybody who has written on {channel}.', es: 'Toda la gente que ha escrito por {channel}.', zh: '在 {channel} 上联系过的人。' },
  notice: { en: 'Closed on the 6th', es: 'Cerramos el día 6', zh: '6 日休业' }, news: { en: 'Winter frames', es: 'Monturas de invierno', zh: '冬季新款镜架' },
  noticeShort: { en: 'Short', es: 'Corto', zh: '短' }, noticeLong: { en: 'With the hours', es: 'Con el horario', zh: '含营业时间' },
  thanks: { en: 'Thanks for telling me!', es: '¡Gracias por avisar!', zh: '谢谢告知！' },
  noticeText: { en: 'Hello {{contact.firstName|there}}, we are closed on the 6th. See you on the 7th!', es: 'Hola, {{contact.firstName|¿qué tal?}}. El día 6 cerramos. ¡Nos vemos el 7!', zh: '{{contact.firstName|您好}}，本店 6 日休业，7 日见！' },
  noticeTextLong: { en: 'Hello {{contact.firstName|there}}, we are closed on the 6th and open again on the 7th from 10 to 20 h.', es: 'Hola, {{contact.firstName|¿qué tal?}}. El día 6 cerramos y el 7 abrimos de 10 a 20 h.', zh: '{{contact.firstName|您好}}，本店 6 日休业，7 日 10–20 点照常营业。' },
} as const

/** Puts them down; `accounts` by channel. Without a messenger of numbers there is nothing to tell. */
export async function planCampaigns(services: Services, principal: Principal, accounts: ReadonlyMap<string, string>): Promise<void> {
  const [first] = accounts
  if (!first) return
  const [channel, accountId] = first
  const { workspaceId } = principal
  const now = services.clock.now(workspaceId)
  const named = (text: { en: string; es: string; zh: string }): string => inWords(text, principal).replaceAll('{channel}', services.channels.get(channel).declaration.name)
  const filter = { all: [{ field: 'channel' as const, op: 'in' as const, value: [channel] }] }
  const segmentId = newId()
  const spec = (purpose: AudienceSpec['purpose'], category: string | null): AudienceSpec => ({ include: { ...nobody, segmentIds: [segmentId] }, exclude: nobody, purpose, category, routes: [{ accountId, as: 'freeform', priceClass: null }], choose: 'first', cap: { messages: 2, days: 7 } })
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query('insert into segment (workspace_id, segment_id, name, description, filter, count, counted_at, created_by, created_at, updated_at) values ($1, $2, $3, $4, $5, $8, $9, $6, $7, $7)',
      [workspaceId, segmentId, named(words.segment), named(words.segmentText), JSON.stringify(filter), JSON.stringify(actorOf(principal)), new Date(now - 30 * DAY_MS).toISOString(), await countFilter(tx, services, workspaceId, filter), new Date(now).toISOString()])
    await finished(tx, principal, accountId, spec('notification', null), now - 2 * DAY_MS)
  })
  // The shop's money for messages is in the currency in which its account is charged: a bound in another would bind nothing.
  const account = await services.accounts.byId(workspaceId, accountId)
  const currency = account ? currencyOf(account) : 'USD'
  const said = (text: { en: string; es: string; zh: string }) => ({ content: { kind: 'text' as const, text: inWords(text, principal) } })
  await makeCampaign(services, principal, {
    name: inWords(words.news, principal), audience: spec('marketing', 'new-frames'), settings: { budget: { amount: '20', currency }, quietHours: { from: '21:00', to: '09:00' }, approval: true },
    variants: [{ key: 'a', name: '', share: 1, contents: { [accountId]: said({ en: 'Hello {{contact.firstName|there}}, the winter frames are here. Come and try them on!', es: 'Hola, {{contact.firstName|¿qué tal?}}. Ya están aquí las monturas de invierno: ¡ven a probártelas!', zh: '{{contact.firstName|您好}}，冬季新款镜架到店了，欢迎来试戴！' }) } }],
  })
}

async function finished(tx: Tx, principal: Principal, accountId: string, spec: AudienceSpec, startedAt: number): Promise<void> {
  const { workspaceId } = principal
  const id = newId()
  const at = (ms: number): string => new Date(startedAt + ms).toISOString()
  const actor = JSON.stringify(actorOf(principal))
  await tx.query(
    `insert into campaign (workspace_id, campaign_id, name, state, spec, schedule, settings, created_by, edited_by, created_at, updated_at, starts_at, snapshot_at, started_at, ended_at)
     values ($1, $2, $3, 'done', $4, '{"kind":"now"}', $5, $6::jsonb, jsonb_build_array($6::jsonb), $7, $8, $9, $9, $9, $8)`,
    [workspaceId, id, inWords(words.notice, principal), JSON.stringify(spec), JSON.stringify({ quietHours: { from: '21:00', to: '09:00' } }), actor, at(-DAY_MS), at(HOUR_MS), at(0)])
  for (const [key, name, text] of [['a', words.noticeShort, words.noticeText], ['b', words.noticeLong, words.noticeTextLong]] as const) {
    await tx.query('insert into campaign_variant (workspace_id, campaign_id, key, name, contents) values ($1, $2, $3, $4, $5)', [workspaceId, id, key, inWords(name, principal), JSON.stringify({ [accountId]: { content: { kind: 'text', text: inWords(text, principal) } } })])
  }
  await tx.query(
    `insert into campaign_recipient (workspace_id, campaign_id, contact_id, identity_id, account_id, route, variant, country, language, time_zone, state, code, accepted_at, sent_at, delivered_at, read_at, replied_at)
     select $1, $2, q.contact_id, q.identity_id, q.account_id, case when q.identity_id is null then -1 else 0 end, case when q.identity_id is not null then (array['a', 'b'])[1 + n % 2] end, q.country, q.language, q.time_zone, q.state, case q.state when 'excluded' then 'no_address' when 'failed' then 'recipient_unreachable' end,
       case when q.state <> 'excluded' then $4::timestamptz + n * interval '20 seconds' end, case when q.state in ('delivered', 'read') then $4::timestamptz + n * interval '20 seconds' end, case when q.state in ('delivered', 'read') then $4::timestamptz + n * interval '25 seconds' end,
       case when q.state = 'read' then $4::timestamptz + n * interval '7 minutes' end, case when q.state = 'read' and n % 3 = 0 then $4::timestamptz + n * interval '9 minutes' end
     from (select p.contact_id, i.identity_id, i.account_id, p.country, p.language, p.time_zone, row_number() over (order by i.identity_id, p.contact_id) as n,
             case when i.identity_id is null then 'excluded' else ($5::text[])[1 + (row_number() over (order by i.identity_id, p.contact_id) % cardinality($5))::int] end as state
           from contact p left join lateral (select i.identity_id, i.account_id from identity i join conversation c on c.workspace_id = $1 and c.identity_id = i.identity_id where i.workspace_id = $1 and i.contact_id = p.contact_id and i.account_id = $3 order by i.identity_id limit 1) i on true
           where p.workspace_id = $1 and p.merged_into is null) q`, [workspaceId, id, accountId, at(0), FARED])
  await putDownMessages(tx, principal, id)
  await tx.query(
    `insert into campaign_tally (workspace_id, campaign_id, counts) select $1, $2, jsonb_object_agg(name, n) from (
       select state as name, count(*) as n from campaign_recipient where workspace_id = $1 and campaign_id = $2 group by state
       union all select 'replied', count(*) from campaign_recipient where workspace_id = $1 and campaign_id = $2 and replied_at is not null) t`, [workspaceId, id])
}

interface Reached { contact_id: string; conversation_id: string; name: string; attributes: Record<string, unknown>; variant: string; state: string; company: string; at: number; delivered_at: number | null; read_at: number | null; replied_at: number | null; case_id: string; account_id: string }

/** What each of them found on her phone, and what some wrote back. The threads' newest lines are those of the stories, which came later. */
async function putDownMessages(tx: Tx, principal: Principal, id: string): Promise<void> {
  const { workspaceId } = principal
  const reached = await tx.query<Reached>(
    `select r.contact_id, c.conversation_id, c.case_id, c.account_id, p.name, p.attributes, r.variant, r.state, w.name as company, r.accepted_at as at, r.delivered_at, r.read_at, r.replied_at
     from campaign_recipient r join contact p on p.workspace_id = $1 and p.contact_id = r.contact_id join conversation c on c.workspace_id = $1 and c.identity_id = r.identity_id join workspace w on w.workspace_id = $1
     where r.workspace_id = $1 and r.campaign_id = $2 and r.state <> 'excluded' order by r.accepted_at`, [workspaceId, id])
  const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
  const rows = reached.flatMap((her) => {
    const said: Content = { kind: 'text', text: inWords(her.variant === 'b' ? words.noticeTextLong : words.noticeText, principal) }
    const values = replyValues({ contact: her, agentName: '', company: her.company, conversationNumber: null, windowEnd: null })
    const shared = { conversation: her.conversation_id, case: her.case_id, account: her.account_id, kind: 'text' }
    const ours = {
      ...shared, id: newId(), direction: 'out', content: fillContent(said, values, {}, null).content, status: her.state, author: 'campaign', author_id: id, purpose: 'notification', as: 'freeform', basis: 'contract', at: iso(her.at), delivered: iso(her.delivered_at), read: iso(her.read_at), contact: her.contact_id,
      error: her.state === 'failed' ? { code: 'recipient_unreachable', message: 'The message could not be delivered.' } : null,
    }
    return her.replied_at === null ? [ours] : [ours, { ...shared, id: newId(), direction: 'in', content: { kind: 'text', text: inWords(words.thanks, principal) }, status: 'received', author: 'contact', author_id: her.contact_id, at: iso(her.replied_at) }]
  })
  const set = `jsonb_to_recordset($2::jsonb) as r(id uuid, conversation uuid, "case" uuid, account uuid, direction text, kind text, content jsonb, status text, error jsonb, author text, author_id text, purpose text, "as" text, basis text, at timestamptz, delivered timestamptz, read timestamptz, contact uuid)`
  await tx.query(
    `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, error, author_type, author_id, purpose, send_as, basis, at, accepted_at, delivered_at, read_at)
     select $1, r.id, r.conversation, r."case", r.account, r.direction, r.kind, r.content, r.status, r.error, r.author, r.author_id, r.purpose, r."as", r.basis, r.at, case when r.direction = 'out' and r.status <> 'failed' then r.at end, r.delivered, r.read from ${set}`, [workspaceId, JSON.stringify(rows)])
  await tx.query(`update campaign_recipient q set message_id = r.id from ${set} where q.workspace_id = $1 and q.campaign_id = $3 and q.contact_id = r.contact`, [workspaceId, JSON.stringify(rows), id])
}
