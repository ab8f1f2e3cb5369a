import { dictionaryOf, type Dictionary, type OwnWord, RecadoError, wholeForm, wholeWord, WORD_LANGUAGES, WORD_LISTS, type WordLanguage } from '@recado/core'
import type { Tx } from '@recado/db'
import { LRUCache } from 'lru-cache'
import { actorOf, audit } from '../../auth/audit.js'
import { append } from '../../ingest/others.js'
import type { Principal, Services } from '../../services.js'
import { placesIn, TEXT_KEYS, TEXT_PLACES, TEXTS, type TextKey } from './texts.js'

export type OwnTexts = Partial<Record<TextKey, Partial<Record<WordLanguage, string>>>>

/** What the company has set about words. */
export interface WordSettings { own: OwnWord[]; without: OwnWord[]; texts: OwnTexts; help: boolean; ask: boolean; privacyUrl: string | null; updatedAt: number | null }

const DEFAULTS: WordSettings = { own: [], without: [], texts: {}, help: false, ask: true, privacyUrl: null, updatedAt: null }

interface Row { own: OwnWord[]; without: OwnWord[]; texts: OwnTexts; help: boolean; ask: boolean; privacy_url: string | null; updated_at: number }

export async function readSettings(tx: Tx, workspaceId: string): Promise<WordSettings> {
  const [row] = await tx.query<Row>('select own, without, texts, help, ask, privacy_url, updated_at from consent_word_setting where workspace_id = $1', [workspaceId])
  return row ? { own: row.own, without: row.without, texts: row.texts, help: row.help, ask: row.ask, privacyUrl: row.privacy_url, updatedAt: row.updated_at } : DEFAULTS
}

const dictionaries = new LRUCache<string, Dictionary>({ max: 50 })
/** Where the company has set nothing. */
export const PLAIN = dictionaryOf()

/** The dictionary of these settings; made once for the same words. */
export function dictionaryFor({ own, without }: Pick<WordSettings, 'own' | 'without'>): Dictionary {
  if (own.length === 0 && without.length === 0) return PLAIN
  const key = JSON.stringify([own, without])
  let made = dictionaries.get(key)
  if (!made) dictionaries.set(key, (made = dictionaryOf(own, without)))
  return made
}

/** The word our own texts ask her to write: the first known one that still counts. */
export function namedWord(kind: 'opt_out' | 'opt_in', language: WordLanguage, settings: Pick<WordSettings, 'own' | 'without'>): string {
  const list = kind === 'opt_out' ? WORD_LISTS[language].optOut : WORD_LISTS[language].optIn
  const gone = new Set(settings.without.filter((one) => one.kind === kind && one.language === language).map((one) => wholeForm(one.text)))
  const known = list.find((word) => !gone.has(wholeForm(word))) ?? settings.own.find((one) => one.kind === kind && one.language === language)?.text ?? list[0]! // none is empty
  return known.toLocaleUpperCase(language)
}

/** The text for a moment: the company's own, or ours. */
export const textFor = (key: TextKey, language: WordLanguage, { texts }: Pick<WordSettings, 'texts'>): string => texts[key]?.[language] || TEXTS[language][key]

export type SettingsWish = Partial<Omit<WordSettings, 'updatedAt'>>

const wrong = (field: string, message: string): RecadoError => new RecadoError('invalid_request', { fields: [{ field, message }] })

/** Throws invalid_request with the field that cannot stay so. */
export function checkSettings(wish: WordSettings): void {
  for (const [i, word] of wish.own.entries()) {
    if (wholeForm(word.text) === '') throw wrong(`own.${i}.text`, 'has no letter or digit')
    const other = wholeWord(word.text, PLAIN, ['yes', 'no', 'all', ...(['opt_out', 'opt_in', 'help'] as const).filter((kind) => kind !== word.kind)])
    if (other && !wish.without.some((one) => wholeForm(one.text) === other.text)) throw wrong(`own.${i}.text`, `already means ${other.kind.replace('_', ' ')}`)
    if (wish.own.some((one, j) => j < i && wholeForm(one.text) === wholeForm(word.text) && (one.kind !== word.kind || one.language === word.language))) throw wrong(`own.${i}.text`, 'stands there already')
  }
  for (const [i, word] of wish.without.entries()) {
    const list = WORD_LISTS[word.language]
    const known = word.kind === 'opt_out' ? list.optOut : word.kind === 'opt_in' ? list.optIn : list.help
    if (!known.some((one) => wholeForm(one) === wholeForm(word.text))) throw wrong(`without.${i}.text`, 'is none of the known words')
    if (known.every((one) => wish.without.some((two) => two.kind === word.kind && two.language === word.language && wholeForm(two.text) === wholeForm(one)))) throw wrong('without', 'leaves no word to end or begin with')
    // "STOP" is the word that platforms and laws promise; it ends advertising always.
    if (word.kind === 'opt_out' && ['stop', 'stopp', wholeForm(list.optOut[0]!)].includes(wholeForm(word.text))) throw wrong(`without.${i}.text`, 'always ends advertising')
  }
  for (const key of TEXT_KEYS) for (const language of WORD_LANGUAGES) {
    const text = wish.texts[key]?.[language]
    if (!text) continue
    const { may, must } = TEXT_PLACES[key]
    const found = placesIn(text)
    const stranger = found.find((place) => !(may as readonly string[]).includes(place))
    if (stranger) throw wrong(`texts.${key}.${language}`, `cannot fill {{${stranger}}}`)
    const missing = must.find((place) => !found.includes(place))
    if (missing) throw wrong(`texts.${key}.${language}`, `has to say {{${missing}}}`)
  }
  if (wish.privacyUrl !== null && !isHttps(wish.privacyUrl)) throw wrong('privacyUrl', 'is no https address')
}

export function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:'
}

export async function changeSettings(services: Services, principal: Principal, wish: SettingsWish): Promise<WordSettings> {
  const { workspaceId } = principal
  const settings = await services.db.inWorkspace(workspaceId, async (tx) => {
    const before = await readSettings(tx, workspaceId)
    const next: WordSettings = { ...before, ...wish }
    checkSettings(next)
    await tx.query(
      `insert into consent_word_setting (workspace_id, own, without, texts, help, ask, privacy_url, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (workspace_id) do update set own = excluded.own, without = excluded.without, texts = excluded.texts, help = excluded.help, ask = excluded.ask, privacy_url = excluded.privacy_url, updated_at = excluded.updated_at`,
      [workspaceId, JSON.stringify(next.own), JSON.stringify(next.without), JSON.stringify(next.texts), next.help, next.ask, next.privacyUrl, new Date(services.clock.now(workspaceId)).toISOString()])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'consent_words.changed', data: { fields: Object.keys(wish) } })
    await append(tx, [{ type: 'consent_words.changed' }])
    return readSettings(tx, workspaceId)
  })
  services.signals.committed(workspaceId)
  return settings
}
