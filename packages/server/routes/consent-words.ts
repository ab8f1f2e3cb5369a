import { Type } from '@fastify/type-provider-typebox'
import type { ConsentKeyword, ConsentWordSettings, PrivacyNotice, WordTrial } from '@recado/api'
import { meaningOf, wholeForm, WORD_LANGUAGES, WORD_LISTS } from '@recado/core'
import type { Tx } from '@recado/db'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { addKeyword, editKeyword, type Keyword, listKeywords, readKeywords, removeKeyword } from '../consents/words/keywords.js'
import { changeNotice, noticeShown, type PrivacyNotice as Kept, readNotice } from '../consents/words/notice.js'
import { answerQuestion } from '../consents/words/question.js'
import { changeSettings, dictionaryFor, readSettings, type WordSettings } from '../consents/words/settings.js'
import { NOTICE_TEXTS, SMALL_WORDS, TEXT_KEYS, TEXT_PLACES, TEXTS } from '../consents/words/texts.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, iso, isoOrNull, Moment, Nothing, Nullable } from '../http/schemas.js'

const strict = { additionalProperties: false } as const
const one = (...texts: string[]) => Type.Union(texts.map((text) => Type.Literal(text)))
const Language = one(...WORD_LANGUAGES)
const Kind = one('opt_out', 'opt_in', 'help')
const Word = Type.Object({ kind: Kind, language: Language, text: Type.String({ minLength: 1, maxLength: 80 }) }, strict)
const perLanguage = (maxLength: number) => Type.Object(Object.fromEntries(WORD_LANGUAGES.map((language) => [language, Type.Optional(Type.String({ maxLength }))])), strict)
const PerLanguage = perLanguage(900)
const Texts = Type.Object(Object.fromEntries(TEXT_KEYS.map((key) => [key, Type.Optional(PerLanguage)])), strict)
const Url = Nullable(Type.String({ maxLength: 500 }))
const Said = Type.Record(Type.String(), Type.String())
const SettingsWish = Type.Object({ own: Type.Optional(Type.Array(Word, { maxItems: 300 })), without: Type.Optional(Type.Array(Word, { maxItems: 300 })), texts: Type.Optional(Texts), help: Type.Optional(Type.Boolean()), ask: Type.Optional(Type.Boolean()), privacyUrl: Type.Optional(Url) }, strict)
const Words = Type.Array(Type.String())
const Settings = Type.Object({
  own: Type.Array(Type.Object({ kind: Type.String(), language: Type.String(), text: Type.String() })), without: Type.Array(Type.Object({ kind: Type.String(), language: Type.String(), text: Type.String() })), texts: Type.Record(Type.String(), Said), help: Type.Boolean(), ask: Type.Boolean(),
  privacyUrl: Nullable(Type.String()), updatedAt: Nullable(Moment), known: Type.Array(Type.Object({ language: Type.String(), optOut: Words, optIn: Words, help: Words, unsure: Words })),
  defaults: Type.Array(Type.Object({ key: Type.String(), texts: Said, may: Words, must: Words })), company: Type.String(),
  small: Type.Record(Type.String(), Type.Object({ yes: Type.String(), privacy: Type.String() })),
})
const keyword = { words: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 20 }), categoryIds: Type.Optional(Type.Array(Id, { maxItems: 50 })), accountId: Type.Optional(Nullable(Id)), wording: perLanguage(2_000), enabled: Type.Optional(Type.Boolean()) }
const KeywordWish = Type.Object(keyword, strict)
const KeywordChange = Type.Partial(KeywordWish, strict)
const KeywordShape = Type.Object({ id: Id, words: Words, categoryIds: Type.Array(Id), accountId: Nullable(Id), wording: Said, enabled: Type.Boolean(), used: Type.Integer() })
const NoticeWish = Type.Object({ enabled: Type.Optional(Type.Boolean()), again: Type.Optional(Type.Boolean()), texts: Type.Optional(PerLanguage), url: Type.Optional(Url) }, strict)
const Notice = Type.Object({
  enabled: Type.Boolean(), enabledAt: Nullable(Moment), again: Type.Boolean(), version: Type.Integer(), texts: Said, defaults: Said, url: Nullable(Type.String()), updatedAt: Nullable(Moment),
  shown: Type.Array(Type.Object({ version: Type.Integer(), people: Type.Integer(), lastAt: Moment })), company: Type.String(),
})
const Question = Type.Object({ kind: Type.Literal('end_marketing'), state: one('open', 'yes', 'no'), word: Type.String(), by: Type.Optional(Type.Object({ id: Type.String(), name: Type.String() })), at: Type.Optional(Moment) })

const companyOf = async (tx: Tx, workspaceId: string): Promise<string> => (await tx.query<{ name: string }>('select name from workspace where workspace_id = $1', [workspaceId]))[0]?.name ?? ''

async function settingsView(tx: Tx, workspaceId: string, settings: WordSettings): Promise<ConsentWordSettings> {
  return {
    ...settings, texts: settings.texts as Record<string, Record<string, string>>, updatedAt: isoOrNull(settings.updatedAt), company: await companyOf(tx, workspaceId),
    known: WORD_LANGUAGES.map((language) => ({ language, optOut: [...WORD_LISTS[language].optOut], optIn: [...WORD_LISTS[language].optIn], help: [...WORD_LISTS[language].help], unsure: [...WORD_LISTS[language].unsure] })),
    defaults: TEXT_KEYS.map((key) => ({ key, texts: Object.fromEntries(WORD_LANGUAGES.map((language) => [language, TEXTS[language][key]])), may: [...TEXT_PLACES[key].may], must: [...TEXT_PLACES[key].must] })),
    small: Object.fromEntries(WORD_LANGUAGES.map((language) => [language, { yes: SMALL_WORDS[language].yes.toLocaleUpperCase(language), privacy: SMALL_WORDS[language].privacy }])),
  }
}

async function noticeView(tx: Tx, workspaceId: string, notice: Kept): Promise<PrivacyNotice> {
  return {
    ...notice, texts: notice.texts as Record<string, string>, defaults: { ...NOTICE_TEXTS }, enabledAt: isoOrNull(notice.enabledAt), updatedAt: isoOrNull(notice.updatedAt), company: await companyOf(tx, workspaceId),
    shown: (await noticeShown(tx, workspaceId)).map((row) => ({ ...row, lastAt: iso(row.lastAt) })),
  }
}

const toKeyword = (kept: Keyword): ConsentKeyword => ({ ...kept, wording: kept.wording as Record<string, string> })

/** Words in chat, keywords that sign up, the privacy notice, and what agents are asked about a message. */
export async function consentWordRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['consents']

  api.get('/api/v1/consent-words', { ...need('consents.read'), schema: { tags, summary: 'The words that end and begin advertising, and what people are answered', response: answers({ 200: Settings }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return services.db.inWorkspace(workspaceId, async (tx) => settingsView(tx, workspaceId, await readSettings(tx, workspaceId)))
  })

  api.patch('/api/v1/consent-words', { ...need('purposes.manage'), schema: { tags, summary: 'Change words, texts and switches; what is left out stays', body: SettingsWish, response: answers({ 200: Settings }) } }, async (request) => {
    const principal = principalOf(request)
    const settings = await changeSettings(services, principal, request.body as Partial<WordSettings>) // shaped by its schema
    return services.db.inWorkspace(principal.workspaceId, (tx) => settingsView(tx, principal.workspaceId, settings))
  })

  api.post('/api/v1/consent-words/try', { ...need('consents.read'), schema: { tags, summary: 'What a text means as a whole message', body: Type.Object({ text: Type.String({ maxLength: 500 }) }, strict), response: answers({ 200: Type.Object({ kind: Type.String(), word: Nullable(Type.String()), language: Nullable(Type.String()), keywordId: Type.Optional(Id) }) }) } }, async (request): Promise<WordTrial> => {
    const { workspaceId } = principalOf(request)
    const { text } = request.body
    return services.db.inWorkspace(workspaceId, async (tx) => {
      const settings = await readSettings(tx, workspaceId)
      const meaning = meaningOf({ text, tapped: null, menu: [], colleague: null }, dictionaryFor(settings))
      const own = wholeForm(text) === '' ? undefined : (await readKeywords(tx, workspaceId)).find((kept) => kept.enabled && kept.words.some((word) => wholeForm(word) === wholeForm(text)))
      if (own && meaning.kind !== 'opt_out') return { kind: 'keyword', word: own.words[0] ?? null, language: null, keywordId: own.id }
      if (meaning.kind === 'none' || (meaning.kind === 'help' && !settings.help) || (meaning.kind === 'ask' && !settings.ask)) return { kind: 'none', word: null, language: null }
      return meaning.kind === 'ask' ? { kind: 'ask', word: meaning.word, language: meaning.language } : { kind: meaning.kind, word: meaning.word.text, language: meaning.word.language }
    })
  })

  api.get('/api/v1/consent-keywords', { ...need('consents.read'), schema: { tags, summary: 'Words of the company that sign up for topics', response: answers({ 200: Type.Object({ items: Type.Array(KeywordShape) }) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: (await services.db.inWorkspace(workspaceId, (tx) => listKeywords(tx, workspaceId))).map(toKeyword) }
  })

  api.post('/api/v1/consent-keywords', { ...need('opt_in.manage'), schema: { tags, summary: 'Add a word that signs up', body: KeywordWish, response: answers({ 201: KeywordShape }) } }, async (request, reply) =>
    reply.code(201).send(toKeyword(await addKeyword(services, principalOf(request), request.body))))

  api.patch('/api/v1/consent-keywords/:id', { ...need('opt_in.manage'), schema: { tags, summary: 'Change such a word', params: IdParams, body: KeywordChange, response: answers({ 200: KeywordShape }) } }, async (request) =>
    toKeyword(await editKeyword(services, principalOf(request), idOf(request.params.id), request.body)))

  api.delete('/api/v1/consent-keywords/:id', { ...need('opt_in.manage'), schema: { tags, summary: 'Remove such a word; what people agreed to by it stays', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeKeyword(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send(null)
  })

  api.get('/api/v1/privacy-notice', { ...need('consents.read'), schema: { tags, summary: 'The notice at somebody’s first message, and who was shown which version', response: answers({ 200: Notice }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return services.db.inWorkspace(workspaceId, async (tx) => noticeView(tx, workspaceId, await readNotice(tx, workspaceId)))
  })

  api.patch('/api/v1/privacy-notice', { ...need('purposes.manage'), schema: { tags, summary: 'Change or switch the notice; other words are a new version', body: NoticeWish, response: answers({ 200: Notice }) } }, async (request) => {
    const principal = principalOf(request)
    const notice = await changeNotice(services, principal, request.body)
    return services.db.inWorkspace(principal.workspaceId, (tx) => noticeView(tx, principal.workspaceId, notice))
  })

  api.post('/api/v1/messages/:id/question', { ...need('consents.manage'), schema: { tags, summary: 'Answer what the agents are asked about a message: whether she wants no more advertising', description: 'The first answer settles it for everybody; later ones are given what was said. `told` is false where no reply was allowed.', params: IdParams, body: Type.Object({ answer: one('yes', 'no') }, strict), response: answers({ 200: Type.Object({ question: Question, told: Nullable(Type.Boolean()) }) }) } }, async (request) =>
    answerQuestion(services, principalOf(request), idOf(request.params.id), request.body.answer === 'yes'))
}
