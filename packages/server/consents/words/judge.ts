/** What a row of the log means for advertising: the pure rules of core with what stands in the thread and in our own questions. */
import { type Dictionary, meaningOf, readTopics, wholeForm, wholeWord, type WordLanguage } from '@recado/core'
import type { Tx } from '@recado/db'
import type { LoadedChannel } from '../../services.js'
import { type Dialogue, OPTION_ID, readDialogue } from './dialogue.js'
import { type Keyword, readKeywords } from './keywords.js'
import { OWN_CLIENT, readStanding, type Standing, type WordRow } from './rows.js'
import { dictionaryFor, type WordSettings } from './settings.js'

/** What is to be done about it. All but `ask` and `none` answer her, and nothing else automatic does. */
export type Judgement =
  | { kind: 'opt_out'; scope: 'everywhere' | 'channel'; word: string; language: WordLanguage | null }
  | { kind: 'opt_in'; word: string; language: WordLanguage | null }
  | { kind: 'help'; word: string; language: WordLanguage | null }
  | { kind: 'keyword'; keyword: Keyword }
  | { kind: 'topics'; dialogue: Dialogue; places: number[] | 'nothing' }
  | { kind: 'confirm'; dialogue: Dialogue; yes: boolean }
  | { kind: 'platform'; state: 'withdrawn' | 'resumed' | 'given'; what: string }
  | { kind: 'ask'; word: string }
  | { kind: 'none' }

const NONE: Judgement = { kind: 'none' }

/** Whether it can be anything at all, from what the row itself says: most messages are asked no further. */
export function isCandidate(row: WordRow, channel: LoadedChannel | undefined, settings: WordSettings, keywords: readonly Keyword[]): boolean {
  if (row.direction === 'out') return true
  if (row.direction === 'system') return platformLine(row, channel) !== null
  if (!row.content || (row.content.kind !== 'text' && row.content.kind !== 'choice')) return false
  if (row.asked) return true
  const { content } = row
  if (content.kind === 'choice' && content.id.startsWith(OWN_CLIENT)) return true
  const texts = content.kind === 'text' ? [content.text] : [content.title, content.id]
  const dictionary = dictionaryFor(settings)
  return texts.some((text) => meaningOf({ text, tapped: null, menu: [], colleague: null }, dictionary).kind !== 'none') || (content.kind === 'text' && keywordOf(content.text, row.account_id, keywords) !== null)
}

/** What the platform itself says in a line of the thread. */
function platformLine({ content }: WordRow, channel: LoadedChannel | undefined): Extract<Judgement, { kind: 'platform' }> | null {
  if (content?.kind !== 'system' || !channel) return null
  // Leaving ends what she could be sent there; coming back is no permission.
  if (channel.declaration.rules.closedBy?.includes(content.event)) return { kind: 'platform', state: 'withdrawn', what: content.event }
  const state = channel.connector.consent?.lines[content.event]
  return state ? { kind: 'platform', state, what: content.event } : null
}

const keywordOf = (text: string, accountId: string, keywords: readonly Keyword[]): Keyword | null => {
  if (keywords.length === 0) return null
  const form = wholeForm(text)
  return form === '' ? null : keywords.find((one) => (one.accountId === null || one.accountId === accountId) && one.words.some((word) => wholeForm(word) === form)) ?? null
}

/** The whole judgement; reads the thread only for a candidate. `now` ends questions that were left open. */
export async function judge(tx: Tx, workspaceId: string, row: WordRow, channel: LoadedChannel, settings: WordSettings, now: number): Promise<Judgement> {
  if (row.direction === 'out') return { kind: 'platform', state: 'withdrawn', what: 'refused' }
  if (row.direction === 'system') return platformLine(row, channel) ?? NONE
  const { content } = row
  if (!content || (content.kind !== 'text' && content.kind !== 'choice')) return NONE
  const keywords = await readKeywords(tx, workspaceId)
  if (!isCandidate(row, channel, settings, keywords.filter((one) => one.enabled))) return NONE
  const dictionary = dictionaryFor(settings)
  const dialogue = row.asked ? await readDialogue(tx, workspaceId, row.conversation_id, now) : null
  if (content.kind === 'choice' && content.id.startsWith(OWN_CLIENT)) return tapped(content.id, dialogue)
  const standing = await readStanding(tx, workspaceId, row)
  const text = content.kind === 'text' ? content.text : content.title
  const meaning = meaningOf(momentOf(text, standing), dictionary)
  if (meaning.kind === 'opt_out') return { kind: 'opt_out', scope: meaning.scope, word: meaning.word.text, language: meaning.word.language }
  if (content.kind === 'text') {
    const answer = dialogue && standing.ours[0]?.client_id?.startsWith(OWN_CLIENT) ? typed(text, dialogue, dictionary) : null
    if (answer) return answer
    const keyword = keywordOf(text, row.account_id, keywords.filter((one) => one.enabled))
    if (keyword) return { kind: 'keyword', keyword }
  }
  // A button whose title says little may carry the word in its payload.
  if (standing.tapped === 'template' && content.kind === 'choice') {
    const hidden = wholeWord(content.id, dictionary, ['opt_out'])
    if (hidden) return { kind: 'opt_out', scope: 'channel', word: hidden.text, language: hidden.language }
  }
  switch (meaning.kind) {
    case 'opt_in': return { kind: 'opt_in', word: meaning.word.text, language: meaning.word.language }
    case 'help': return settings.help ? { kind: 'help', word: meaning.word.text, language: meaning.word.language } : NONE
    case 'ask': return settings.ask ? { kind: 'ask', word: meaning.word } : NONE
    default: return NONE
  }
}

function momentOf(text: string, { ours, tapped }: Standing): Parameters<typeof meaningOf>[0] {
  const menu = ours.find((one) => one.kind === 'choices' && !one.client_id?.startsWith(OWN_CLIENT))?.content
  const colleague = ours.find((one) => one.author_type === 'agent' || one.author_type === 'outside')?.content
  return { text, tapped, menu: menu?.kind === 'choices' ? menu.options.map((option) => option.title) : [], colleague: colleague?.kind === 'text' ? colleague.text : null }
}

/** A tap on one of our own questions counts whenever she does it; on one that is over she is asked anew. */
function tapped(id: string, dialogue: Dialogue | null): Judgement {
  const option = OPTION_ID.exec(id)
  if (!option) return NONE
  const [, dialogueId, what] = option
  if (!dialogue || dialogue.id !== dialogueId) return { kind: 'opt_in', word: '', language: null }
  if (what === 'yes' || what === 'no') return dialogue.step === 'confirm' ? { kind: 'confirm', dialogue, yes: what === 'yes' } : { kind: 'topics', dialogue, places: what === 'no' ? 'nothing' : dialogue.options.map((_, place) => place) }
  const place = Number(what)
  if (what !== 'all' && !dialogue.options[place]) return NONE
  return { kind: 'topics', dialogue, places: what === 'all' ? dialogue.options.map((_, each) => each) : [place] }
}

/** What she types counts while our question is the last thing she was told. */
function typed(text: string, dialogue: Dialogue, dictionary: Dictionary): Judgement | null {
  if (dialogue.step === 'confirm') {
    const yes = yesOrNo(text, dictionary)
    return yes === null ? null : { kind: 'confirm', dialogue, yes }
  }
  const choice = dialogue.options.length === 1 && yesOrNo(text, dictionary) === false ? { kind: 'nothing' as const } : readTopics(text, dialogue.options.map((option) => option.title), dictionary)
  if (!choice) return null
  if (choice.kind === 'chosen') return { kind: 'topics', dialogue, places: choice.places }
  // Once she has chosen, "no" is about something else.
  return dialogue.answered ? null : { kind: 'topics', dialogue, places: 'nothing' }
}

/** In words, or by the number that stands before them where an app shows choices as lines. */
function yesOrNo(text: string, dictionary: Dictionary): boolean | null {
  const form = wholeForm(text)
  if (form === '1' || form === '2') return form === '1'
  const word = wholeWord(text, dictionary, ['yes', 'no'])
  return word ? word.kind === 'yes' : null
}
