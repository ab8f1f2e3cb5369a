/** Words of the company's own that sign up for topics: "OFERTAS" on a poster. What stands beside the word is what she agrees to. */
import { RecadoError, wholeForm, wholeWord, WORD_LANGUAGES, type WordLanguage } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../../auth/audit.js'
import { UUID } from '../../ingest/plan.js'
import type { Principal, Services } from '../../services.js'
import { categoriesOf } from '../categories.js'
import { dictionaryFor, readSettings } from './settings.js'

export interface Keyword { id: string; words: string[]; /** None = all advertising. */ categoryIds: string[]; /** null = on every account. */ accountId: string | null; wording: Partial<Record<WordLanguage, string>>; enabled: boolean; /** People who used it. */ used: number }
export type KeywordWish = Omit<Keyword, 'id' | 'used'>

interface Row { keyword_id: string; words: string[]; category_ids: string[]; account_id: string | null; wording: Keyword['wording']; enabled: boolean; used: number }
const COLUMNS = `k.keyword_id, k.words, k.category_ids, k.account_id, k.wording, k.enabled, (select count(*)::int from consent_word_event e where e.workspace_id = $1 and e.kind = 'keyword' and e.word = k.keyword_id::text) as used`
const toKeyword = (row: Row): Keyword => ({ id: row.keyword_id, words: row.words, categoryIds: row.category_ids, accountId: row.account_id, wording: row.wording, enabled: row.enabled, used: row.used })

/** Those that stand, in order of making, with how often each was used. */
export async function listKeywords(tx: Tx, workspaceId: string): Promise<Keyword[]> {
  return (await tx.query<Row>(`select ${COLUMNS} from consent_keyword k where k.workspace_id = $1 and k.removed_at is null order by k.created_at, k.keyword_id`, [workspaceId])).map(toKeyword)
}

/** The same for the worker, which counts nothing. */
export async function readKeywords(tx: Tx, workspaceId: string): Promise<Keyword[]> {
  return (await tx.query<Row>('select keyword_id, words, category_ids, account_id, wording, enabled, 0 as used from consent_keyword where workspace_id = $1 and removed_at is null order by created_at, keyword_id', [workspaceId])).map(toKeyword)
}

const wrong = (field: string, message: string): RecadoError => new RecadoError('invalid_request', { fields: [{ field, message }] })

async function check(tx: Tx, services: Services, workspaceId: string, wish: KeywordWish, id: string | null): Promise<void> {
  const settings = await readSettings(tx, workspaceId)
  // Whoever signs up has to be able to read what becomes of her data.
  if (wish.enabled && settings.privacyUrl === null) throw wrong('privacyUrl', 'is needed before a word can sign anybody up')
  const dictionary = dictionaryFor(settings)
  const others = (await readKeywords(tx, workspaceId)).filter((one) => one.id !== id)
  for (const [i, word] of wish.words.entries()) {
    const form = wholeForm(word)
    if (form === '') throw wrong(`words.${i}`, 'has no letter or digit')
    const known = wholeWord(word, dictionary, ['opt_out', 'opt_in', 'help', 'yes', 'no', 'all', 'unsure'])
    if (known) throw wrong(`words.${i}`, `already means ${known.kind.replace('_', ' ')}`)
    if (/^\d+$/.test(form)) throw wrong(`words.${i}`, 'is a number: those answer questions')
    const other = others.find((one) => (one.accountId === null || wish.accountId === null || one.accountId === wish.accountId) && one.words.some((each) => wholeForm(each) === form))
    if (other) throw wrong(`words.${i}`, 'signs up for something else already')
  }
  if (!WORD_LANGUAGES.some((language) => wish.wording[language]?.trim())) throw wrong('wording', 'has to say what she agrees to, in one language at least')
  const known = new Set((await categoriesOf(tx, workspaceId)).filter((one) => one.archivedAt === null).map((one) => one.id))
  for (const [i, category] of wish.categoryIds.entries()) if (!known.has(category)) throw wrong(`categoryIds.${i}`, 'is no topic')
  if (wish.accountId !== null && !(UUID.test(wish.accountId) && await services.accounts.byId(workspaceId, wish.accountId))) throw wrong('accountId', 'is no account')
}

async function keep(services: Services, principal: Principal, id: string | null, change: Partial<KeywordWish>): Promise<Keyword> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const [before] = id ? await tx.query<Row>('select keyword_id, words, category_ids, account_id, wording, enabled, 0 as used from consent_keyword where workspace_id = $1 and keyword_id = $2 and removed_at is null for update', [workspaceId, id]) : []
    if (id && !before) throw new RecadoError('not_found', { keywordId: id })
    const wish: KeywordWish = { words: [], categoryIds: [], accountId: null, wording: {}, enabled: true, ...(before ? toKeyword(before) : {}), ...change }
    await check(tx, services, workspaceId, wish, id)
    const own = id ?? newId()
    const now = new Date(services.clock.now(workspaceId)).toISOString()
    await tx.query(
      `insert into consent_keyword (workspace_id, keyword_id, words, category_ids, account_id, wording, enabled, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
       on conflict (workspace_id, keyword_id) do update set words = excluded.words, category_ids = excluded.category_ids, account_id = excluded.account_id, wording = excluded.wording, enabled = excluded.enabled, updated_at = excluded.updated_at`,
      [workspaceId, own, wish.words.map((word) => word.trim()), wish.categoryIds, wish.accountId, JSON.stringify(wish.wording), wish.enabled, now])
    await audit(tx, services, workspaceId, actorOf(principal), { action: id ? 'consent_keyword.changed' : 'consent_keyword.added', subject: own, data: { fields: Object.keys(change) } })
    return (await listKeywords(tx, workspaceId)).find((one) => one.id === own)! // just written
  })
}

export const addKeyword = (services: Services, principal: Principal, wish: Partial<KeywordWish>): Promise<Keyword> => keep(services, principal, null, wish)
export const editKeyword = (services: Services, principal: Principal, id: string, change: Partial<KeywordWish>): Promise<Keyword> => keep(services, principal, id, change)

/** What people agreed to by it stays. */
export async function removeKeyword(services: Services, principal: Principal, id: string): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const gone = await tx.query('update consent_keyword set removed_at = $3 where workspace_id = $1 and keyword_id = $2 and removed_at is null returning 1', [workspaceId, id, new Date(services.clock.now(workspaceId)).toISOString()])
    if (gone.length === 0) throw new RecadoError('not_found', { keywordId: id })
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'consent_keyword.removed', subject: id })
  })
}
