import { type Content, hours, type Instant, type WordLanguage } from '@recado/core'
import type { Tx } from '@recado/db'
import { append } from '../../ingest/others.js'
import type { Account, LoadedChannel, Services } from '../../services.js'
import { categoriesOf } from '../categories.js'
import { recordConsent, recordConsents } from '../ledger.js'
import { purposesOf } from '../purposes.js'
import { keepWording } from '../wordings.js'
import { confirmContent, type Dialogue, endDialogue, keepDialogue, newDialogueId, type TopicOption, topicsContent } from './dialogue.js'
import { type Judgement, judge } from './judge.js'
import { answerLanguage, type Her, readHer } from './language.js'
import { showNotice } from './notice.js'
import { platformDecided } from './platform.js'
import { endedAt, type WordRow } from './rows.js'
import { say, tellThread, wording } from './say.js'
import { readSettings, type WordSettings } from './settings.js'
import { SMALL_WORDS, type TextKey } from './texts.js'

/** Later than this an answer surprises more than it helps; what she said is written down however late. */
const LATE_MS = hours(24)
/** A question about what she wrote an hour ago is a question for nobody. */
const LATE_QUESTION_MS = hours(1)
/** Whoever writes it again is not told again. */
const TOLD_MS = hours(24)

const iso = (at: Instant): string => new Date(at).toISOString()

/** Everything one deed needs. */
export interface Deed { tx: Tx; services: Services; workspaceId: string; account: Account; channel: LoadedChannel; row: WordRow; her: Her; settings: WordSettings; now: Instant }

/** Holds all threads of the person, in one order: whatever she ends is ended in each of them. False when the thread is gone. */
async function hold(tx: Tx, workspaceId: string, conversationId: string): Promise<boolean> {
  const rows = await tx.query(
    `select c.conversation_id from conversation c where c.workspace_id = $1 and c.contact_id = (select o.contact_id from conversation o where o.workspace_id = $1 and o.conversation_id = $2) order by c.conversation_id for update`, [workspaceId, conversationId])
  return rows.length > 0
}

/** Does about one row of the log what it says, once. True when something was written. All in the caller's transaction. */
export async function carryOut(tx: Tx, services: Services, account: Account, channel: LoadedChannel, row: WordRow): Promise<boolean> {
  const { workspaceId } = account
  if (!await hold(tx, workspaceId, row.conversation_id)) return false
  const done = await tx.query<{ kind: string }>('select kind from consent_word_event where workspace_id = $1 and message_id = $2', [workspaceId, row.message_id])
  const her = await readHer(tx, workspaceId, row.conversation_id)
  if (!her) return false
  const [settings, now] = [await readSettings(tx, workspaceId), services.clock.now(workspaceId)]
  const deed: Deed = { tx, services, workspaceId, account, channel, row, her, settings, now }
  const judgement = done.some(({ kind }) => kind !== 'notice') ? null : await judge(tx, workspaceId, row, channel, settings, now)
  const acted = judgement ? await act(deed, judgement) : false
  // Whoever has just ended or begun something has been answered; the notice comes with her next message.
  const free = judgement?.kind === 'none' || judgement?.kind === 'ask'
  const shown = free && row.direction === 'in' && now - row.at <= LATE_QUESTION_MS ? await showNotice(deed) : false
  return acted || shown
}

async function act(deed: Deed, judgement: Judgement): Promise<boolean> {
  switch (judgement.kind) {
    case 'opt_out': await optOut(deed, judgement); return true
    case 'opt_in': return fresh(deed) && (await askTopics(deed, judgement), true)
    case 'help': return fresh(deed) && (await note(deed, 'help', judgement.word, await answer(deed, 'help', answerLanguage(deed.her, judgement.language))), true)
    case 'keyword': return fresh(deed) && (await byKeyword(deed, judgement), true)
    case 'topics': await topics(deed, judgement); return true
    case 'confirm': await confirm(deed, judgement); return true
    case 'platform': await platformDecided(deed, judgement); await note(deed, 'platform', judgement.what); return true
    case 'ask': return ask(deed, judgement.word)
    case 'none': return false
  }
}

/** What she asks for is answered while she still waits for it, and never what came from a phone's history. */
const fresh = ({ row, now }: Deed): boolean => now - row.at <= LATE_QUESTION_MS

const said = ({ her, settings, channel }: Deed, language: WordLanguage, titles?: readonly string[]): Parameters<typeof wording>[1] => ({ her, language, settings, channelName: channel.declaration.name, ...(titles ? { topics: titles } : {}) })

interface Answered { messageId: string | null; code: string | null }

function answer(deed: Deed, key: TextKey, language: WordLanguage, titles?: readonly string[]): Promise<Answered> {
  return put(deed, { kind: 'text', text: wording(key, said(deed, language, titles)) })
}

async function put({ tx, services, workspaceId, row, now }: Deed, content: Content): Promise<Answered> {
  if (now - row.at > LATE_MS) return { messageId: null, code: 'late' }
  return say(tx, services, workspaceId, { conversationId: row.conversation_id, about: row.message_id }, content)
}

/** The ledger of this work. */
export async function note({ tx, workspaceId, row, now }: Deed, kind: string, word: string | null, answered: Answered = { messageId: null, code: null }): Promise<void> {
  await tx.query('insert into consent_word_event (workspace_id, message_id, conversation_id, kind, word, answer_id, code, at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing',
    [workspaceId, row.message_id, row.conversation_id, kind, word, answered.messageId, answered.code, iso(now)])
}

/** She needs nobody for it: where this is all she waits for, she waits no longer. */
async function settled({ tx, workspaceId, row }: Deed): Promise<void> {
  const rows = await tx.query('update conversation set waiting_since = null where workspace_id = $1 and conversation_id = $2 and waiting_since >= $3 returning 1', [workspaceId, row.conversation_id, iso(row.at)])
  if (rows.length > 0) await append(tx, [{ type: 'conversation.changed', conversationId: row.conversation_id }])
}

/** Nobody has to be asked any more what she meant before: it has ended anyway. */
async function settleQuestions({ tx, workspaceId, her, now, row }: Deed): Promise<void> {
  const rows = await tx.query<{ message_id: string; conversation_id: string }>(
    `update message m set question = m.question || $3::jsonb from consent_word_event e, conversation c
     where c.workspace_id = $1 and c.contact_id = $2 and e.workspace_id = $1 and e.conversation_id = c.conversation_id and e.kind = 'ask' and m.workspace_id = $1 and m.message_id = e.message_id and m.question->>'state' = 'open' and m.message_id <> $4
     returning m.message_id, m.conversation_id`, [workspaceId, her.contactId, JSON.stringify({ state: 'yes', at: iso(now) }), row.message_id])
  await append(tx, [...new Set(rows.map((one) => one.conversation_id))].map((conversationId) => ({ type: 'message.updated', conversationId, messageIds: rows.filter((one) => one.conversation_id === conversationId).map((one) => one.message_id) })))
}

/** No more advertising: written down first, then told, once a day. */
async function optOut(deed: Deed, { scope, word, language }: Extract<Judgement, { kind: 'opt_out' }>): Promise<void> {
  const { tx, services, workspaceId, row, her, now, channel } = deed
  const [told] = await tx.query(`select 1 from consent_word_event where workspace_id = $1 and conversation_id = $2 and kind = 'opt_out' and answer_id is not null and at > $3 limit 1`, [workspaceId, row.conversation_id, iso(now - TOLD_MS)])
  await recordConsent(tx, services, workspaceId, {
    contactId: her.contactId, identityId: her.identityId, purpose: 'marketing', categoryId: null, channel: scope === 'everywhere' ? null : her.channel, state: 'withdrawn', source: 'keyword', at: endedAt(row.at, now),
    actor: { kind: 'contact', id: her.contactId }, evidence: { messageId: row.message_id, word, ...(scope === 'channel' ? { button: true } : {}) },
  })
  await endDialogue(tx, workspaceId, row.conversation_id)
  if (scope === 'everywhere') await settleQuestions(deed)
  await tellThread(tx, workspaceId, her, row.conversation_id, 'consent_withdrawn', { word, scope, channel: channel.declaration.name }, now)
  const answered = told ? { messageId: null, code: 'told' } : await answer(deed, scope === 'everywhere' ? 'optOut' : 'optOutChannel', answerLanguage(her, language))
  await settled(deed)
  await note(deed, 'opt_out', word, answered)
}

/** The same at a colleague's word: she meant it. */
export async function endForAgent(deed: Deed, by: { type: 'agent' | 'api'; id: string }): Promise<Answered> {
  const { tx, services, workspaceId, row, her, now, channel } = deed
  await recordConsent(tx, services, workspaceId, {
    contactId: her.contactId, identityId: her.identityId, purpose: 'marketing', categoryId: null, channel: null, state: 'withdrawn', source: 'agent', at: now, actor: { kind: by.type === 'agent' ? 'user' : 'token', id: by.id }, evidence: { messageId: row.message_id },
  })
  await endDialogue(tx, workspaceId, row.conversation_id)
  await settleQuestions(deed)
  await tellThread(tx, workspaceId, her, row.conversation_id, 'consent_withdrawn', { word: null, scope: 'everywhere', channel: channel.declaration.name }, now, by)
  const answered = await answer(deed, 'optOut', answerLanguage(her, null))
  await note(deed, 'opt_out', null, answered)
  return answered
}

const nameIn = (names: Record<string, string>, language: WordLanguage, key: string): string => names[language] ?? Object.entries(names).find(([one]) => one.split('-')[0] === language.split('-')[0])?.[1] ?? Object.values(names)[0] ?? key

/** Which topics? Shown as the channel can, and kept word by word: it is what she says yes to. */
async function askTopics(deed: Deed, { word, language: spoken }: Extract<Judgement, { kind: 'opt_in' }>): Promise<void> {
  const { tx, services, workspaceId, row, her, now, account, channel, settings } = deed
  const language = answerLanguage(her, spoken)
  const small = SMALL_WORDS[language]
  const categories = (await categoriesOf(tx, workspaceId)).filter((one) => one.archivedAt === null)
  const options: TopicOption[] = categories.length > 0 ? categories.map((one) => ({ categoryId: one.id, title: nameIn(one.names, language, one.key) })) : [{ categoryId: null, title: small.everything }]
  const id = newDialogueId()
  const text = wording(options.length > 1 ? 'topics' : 'noTopics', said(deed, language))
  const shown = options.length > 1 ? text : options[0]!.categoryId === null ? text : `${text}\n${options[0]!.title}` // one at least
  const content = topicsContent({ dialogueId: id, text: shown, numbered: wording('numbered', said(deed, language)), options, language }, account, channel)
  const wordingId = await keepWording(tx, services, workspaceId, { name: 'chat_topics', language, text: [shown, ...options.map((option, i) => `${i + 1}. ${option.title}`)].join('\n'), privacyUrl: settings.privacyUrl })
  await keepDialogue(tx, workspaceId, row.conversation_id, { id, step: 'topics', language, options, chosen: [], wordingId, answered: false }, now)
  const answered = await put(deed, content)
  if (answered.code !== null) await endDialogue(tx, workspaceId, row.conversation_id)
  await settled(deed)
  await note(deed, 'opt_in', word, answered)
}

/** Her choice, topic by topic; where a second yes is demanded it waits for that. */
async function topics(deed: Deed, { dialogue, places }: Extract<Judgement, { kind: 'topics' }>): Promise<void> {
  const { tx, workspaceId, row } = deed
  if (places === 'nothing') {
    await endDialogue(tx, workspaceId, row.conversation_id)
    const answered = await answer(deed, 'declined', dialogue.language)
    await settled(deed)
    return note(deed, 'topics', null, answered)
  }
  const answered = await agreed(deed, dialogue, places.map((place) => dialogue.options[place]!)) // the judgement took them from there
  await settled(deed)
  await note(deed, 'topics', null, answered)
}

/** Writes down a yes to these topics and answers it. */
async function agreed(deed: Deed, dialogue: Dialogue, chosen: readonly TopicOption[]): Promise<Answered> {
  const { tx, services, workspaceId, row, now, her, channel, account } = deed
  const { doubleOptIn } = (await purposesOf(tx, workspaceId)).marketing
  const waiting = doubleOptIn ? [...dialogue.chosen, ...chosen.filter((one) => !dialogue.chosen.some((other) => other.categoryId === one.categoryId))] : []
  await write(deed, chosen, doubleOptIn ? 'pending' : 'given', 'keyword', dialogue.wordingId)
  await keepDialogue(tx, workspaceId, row.conversation_id, { ...dialogue, step: doubleOptIn ? 'confirm' : 'topics', chosen: waiting, answered: true }, now)
  const titles = (doubleOptIn ? waiting : chosen).map((one) => one.title)
  await tellThread(tx, workspaceId, her, row.conversation_id, doubleOptIn ? 'consent_pending' : 'consent_given', { topics: titles.join(', '), channel: channel.declaration.name }, services.clock.now(workspaceId))
  if (!doubleOptIn) return answer(deed, 'optedIn', dialogue.language, titles)
  return put(deed, confirmContent(dialogue.id, wording('confirm', said(deed, dialogue.language, titles)), dialogue.language, account, channel))
}

function write({ tx, services, workspaceId, row, her }: Deed, options: readonly TopicOption[], state: 'pending' | 'given' | 'confirmed', source: 'keyword' | 'double_opt_in', wordingId: string): Promise<unknown> {
  return recordConsents(tx, services, workspaceId, options.map(({ categoryId }) => ({
    contactId: her.contactId, identityId: her.identityId, purpose: 'marketing' as const, categoryId, channel: her.channel, state, source, wordingId, at: row.at, actor: { kind: 'contact' as const, id: her.contactId }, evidence: { messageId: row.message_id },
  })))
}

/** Her second yes, or that she thought better of it. */
async function confirm(deed: Deed, { dialogue, yes }: Extract<Judgement, { kind: 'confirm' }>): Promise<void> {
  const { tx, workspaceId, row, her, now, channel } = deed
  const titles = dialogue.chosen.map((one) => one.title)
  if (yes) {
    await write(deed, dialogue.chosen, 'confirmed', 'double_opt_in', dialogue.wordingId)
    await keepDialogue(tx, workspaceId, row.conversation_id, { ...dialogue, step: 'topics', chosen: [], answered: true }, now)
    await tellThread(tx, workspaceId, her, row.conversation_id, 'consent_confirmed', { topics: titles.join(', '), channel: channel.declaration.name }, now)
  } else await endDialogue(tx, workspaceId, row.conversation_id)
  const answered = await answer(deed, yes ? 'optedIn' : 'declined', dialogue.language, titles)
  await settled(deed)
  await note(deed, 'confirm', null, answered)
}

/** A word of the company's: what stands beside it is what she agrees to. */
async function byKeyword(deed: Deed, { keyword }: Extract<Judgement, { kind: 'keyword' }>): Promise<void> {
  const { tx, services, workspaceId, her, settings } = deed
  const wanted = answerLanguage(her, null)
  const language = keyword.wording[wanted] ? wanted : (Object.keys(keyword.wording) as WordLanguage[]).find((one) => keyword.wording[one]?.trim()) ?? wanted
  const wordingId = await keepWording(tx, services, workspaceId, { name: `keyword_${keyword.words[0]!}`, language, text: keyword.wording[language] ?? '', privacyUrl: settings.privacyUrl }) // it has a word
  const known = await categoriesOf(tx, workspaceId)
  const options: TopicOption[] = keyword.categoryIds.length === 0 ? [{ categoryId: null, title: SMALL_WORDS[wanted].everything }] : keyword.categoryIds.flatMap((id) => {
    const category = known.find((one) => one.id === id)
    return category ? [{ categoryId: id, title: nameIn(category.names, wanted, category.key) }] : []
  })
  const answered = await agreed(deed, { id: newDialogueId(), step: 'topics', language: wanted, options, chosen: [], wordingId, answered: false }, options)
  await settled(deed)
  await note(deed, 'keyword', keyword.id, answered)
}

/** It could be meant: a colleague is asked in the thread, once, and not about what has ended already. */
async function ask(deed: Deed, word: string): Promise<boolean> {
  const { tx, workspaceId, row, her, now } = deed
  if (now - row.at > LATE_MS) return false
  const [ended] = await tx.query(`select 1 from consent_now where workspace_id = $1 and contact_id = $2 and purpose = 'marketing' and category_id is null and channel is null and standing = 'withdrawn'`, [workspaceId, her.contactId])
  const [answeredNo] = await tx.query(
    `select 1 from consent_word_event e join message m on m.workspace_id = $1 and m.message_id = e.message_id where e.workspace_id = $1 and e.conversation_id = $2 and e.kind = 'ask' and e.word = $3 and e.at > $4 and m.question->>'state' = 'no' limit 1`, [workspaceId, row.conversation_id, word, iso(now - TOLD_MS)])
  if (ended || answeredNo) return false
  await note(deed, 'ask', word)
  await tx.query('update message set question = $3 where workspace_id = $1 and message_id = $2', [workspaceId, row.message_id, JSON.stringify({ state: 'open', word })])
  await append(tx, [{ type: 'message.updated', conversationId: row.conversation_id, messageIds: [row.message_id] }])
  return true
}
