/** The privacy notice: short words with a link, at somebody's first message, once for each version. */
import { RecadoError, WORD_LANGUAGES, type WordLanguage } from '@recado/core'
import type { Tx } from '@recado/db'
import { actorOf, audit } from '../../auth/audit.js'
import { append } from '../../ingest/others.js'
import type { Principal, Services } from '../../services.js'
import { keepWording } from '../wordings.js'
import type { Deed } from './carry-out.js'
import { answerLanguage } from './language.js'
import { say } from './say.js'
import { isHttps } from './settings.js'
import { fillText, NOTICE_TEXTS, placesIn } from './texts.js'

export type NoticeTexts = Partial<Record<WordLanguage, string>>

export interface PrivacyNotice { enabled: boolean; enabledAt: number | null; /** People who saw an earlier version are shown this one, too. */ again: boolean; version: number; texts: NoticeTexts; url: string | null; updatedAt: number | null }

interface Row { enabled: boolean; enabled_at: number | null; again: boolean; version: number; texts: NoticeTexts; url: string | null; updated_at: number }

export async function readNotice(tx: Tx, workspaceId: string): Promise<PrivacyNotice> {
  const [row] = await tx.query<Row>('select enabled, enabled_at, again, version, texts, url, updated_at from privacy_notice where workspace_id = $1', [workspaceId])
  return row ? { enabled: row.enabled, enabledAt: row.enabled_at, again: row.again, version: row.version, texts: row.texts, url: row.url, updatedAt: row.updated_at } : { enabled: false, enabledAt: null, again: false, version: 1, texts: {}, url: null, updatedAt: null }
}

/** How many people were shown each version. */
export async function noticeShown(tx: Tx, workspaceId: string): Promise<{ version: number; people: number; lastAt: number }[]> {
  return tx.query('select version, count(distinct identity_id)::int as people, max(at) as "lastAt" from privacy_notice_shown where workspace_id = $1 group by version order by version desc limit 20', [workspaceId])
}

/** The notice in this language as it goes out. */
export const noticeText = ({ texts, url }: Pick<PrivacyNotice, 'texts' | 'url'>, language: WordLanguage, company: string): string => fillText(texts[language]?.trim() || NOTICE_TEXTS[language], { company, privacy: url ?? '' })

// Hers over all apps: whoever has seen it on one has seen it. People who wrote before it was switched on are not at their first message.
const DUE = `select m.message_id from unnest($2::uuid[]) as x(id) join message m on m.workspace_id = $1 and m.message_id = x.id join conversation c on c.workspace_id = $1 and c.conversation_id = m.conversation_id
  where not exists (select from identity d join privacy_notice_shown s on s.workspace_id = $1 and s.identity_id = d.identity_id and (s.version >= $3 or not $4) where d.workspace_id = $1 and d.contact_id = c.contact_id)
    and m.at >= $5 and ($4 or not exists (select from conversation o join message p on p.workspace_id = $1 and p.conversation_id = o.conversation_id and p.direction = 'in' and p.kind <> 'reaction' and p.at < $5 where o.workspace_id = $1 and o.contact_id = c.contact_id))`

/** Those of these messages at which the notice is due; none while it is off. */
export async function noticeDue(tx: Tx, workspaceId: string, notice: PrivacyNotice, messageIds: readonly string[]): Promise<Set<string>> {
  if (!notice.enabled || notice.enabledAt === null || messageIds.length === 0) return new Set()
  const rows = await tx.query<{ message_id: string }>(DUE, [workspaceId, messageIds, notice.version, notice.again, new Date(notice.enabledAt).toISOString()])
  return new Set(rows.map((row) => row.message_id))
}

/** Shows it where it is due, by the rules everything automatic goes by; what could not be sent is tried at her next message. True when something was written. */
export async function showNotice({ tx, services, workspaceId, row, her, now }: Deed): Promise<boolean> {
  const notice = await readNotice(tx, workspaceId)
  if (!(await noticeDue(tx, workspaceId, notice, [row.message_id])).has(row.message_id)) return false
  const [done] = await tx.query(`select 1 from consent_word_event where workspace_id = $1 and message_id = $2 and kind = 'notice'`, [workspaceId, row.message_id])
  if (done) return false
  const language = answerLanguage(her, null)
  const text = noticeText(notice, language, her.company)
  const wordingId = await keepWording(tx, services, workspaceId, { name: 'privacy_notice', language, text, privacyUrl: notice.url })
  const { messageId, code } = await say(tx, services, workspaceId, { conversationId: row.conversation_id, about: row.message_id, part: 'notice' }, { kind: 'text', text })
  const at = new Date(now).toISOString()
  await tx.query(`insert into consent_word_event (workspace_id, message_id, conversation_id, kind, word, answer_id, code, at) values ($1, $2, $3, 'notice', null, $4, $5, $6) on conflict do nothing`, [workspaceId, row.message_id, row.conversation_id, messageId, code, at])
  if (messageId) await tx.query('insert into privacy_notice_shown (workspace_id, identity_id, version, wording_id, language, message_id, at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing', [workspaceId, her.identityId, notice.version, wordingId, language, messageId, at])
  return true
}

export type NoticeWish = Partial<Pick<PrivacyNotice, 'enabled' | 'again' | 'texts' | 'url'>>

const wrong = (field: string, message: string): RecadoError => new RecadoError('invalid_request', { fields: [{ field, message }] })

function check(next: PrivacyNotice): void {
  if (next.url !== null && !isHttps(next.url)) throw wrong('url', 'is no https address')
  if (next.enabled && next.url === null) throw wrong('url', 'is needed: a notice leads to the whole statement')
  for (const language of WORD_LANGUAGES) {
    const text = next.texts[language]
    if (!text) continue
    if (placesIn(text).some((place) => place !== 'company' && place !== 'privacy')) throw wrong(`texts.${language}`, 'can fill {{company}} and {{privacy}} only')
    if (!placesIn(text).includes('privacy')) throw wrong(`texts.${language}`, 'has to say {{privacy}}')
  }
}

/** Other words or another address are another version; switching it is not. */
export async function changeNotice(services: Services, principal: Principal, wish: NoticeWish): Promise<PrivacyNotice> {
  const { workspaceId } = principal
  const notice = await services.db.inWorkspace(workspaceId, async (tx) => {
    const before = await readNotice(tx, workspaceId)
    const next = { ...before, ...wish }
    check(next)
    const now = new Date(services.clock.now(workspaceId)).toISOString()
    const differs = JSON.stringify([before.texts, before.url]) !== JSON.stringify([next.texts, next.url])
    // Versions that nobody can have seen are not counted.
    const version = differs && before.updatedAt !== null && (before.enabled || (await noticeShown(tx, workspaceId)).some((one) => one.version === before.version)) ? before.version + 1 : before.version
    const enabledAt = !next.enabled ? null : before.enabledAt === null ? now : new Date(before.enabledAt).toISOString()
    await tx.query(
      `insert into privacy_notice (workspace_id, enabled, enabled_at, again, version, texts, url, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (workspace_id) do update set enabled = excluded.enabled, enabled_at = excluded.enabled_at, again = excluded.again, version = excluded.version, texts = excluded.texts, url = excluded.url, updated_at = excluded.updated_at`,
      [workspaceId, next.enabled, enabledAt, next.again, version, JSON.stringify(next.texts), next.url, now])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'privacy_notice.changed', data: { fields: Object.keys(wish), version } })
    await append(tx, [{ type: 'consent_words.changed' }])
    return readNotice(tx, workspaceId)
  })
  services.signals.committed(workspaceId)
  return notice
}
