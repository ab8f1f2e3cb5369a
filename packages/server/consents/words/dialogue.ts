/** What she was asked about advertising and may still answer: which topics, or her second yes. One for each thread. */
import { type ChoicesContent, type Content, hours, type Instant, type Media, type WordLanguage } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import type { Account, LoadedChannel } from '../../services.js'
import { OWN_CLIENT } from './rows.js'
import { SMALL_WORDS } from './texts.js'

/** A topic as she was shown it; null = all advertising. */
export interface TopicOption { categoryId: string | null; title: string }

export interface Dialogue { id: string; step: 'topics' | 'confirm'; language: WordLanguage; options: TopicOption[]; /** What waits for her second yes. */ chosen: TopicOption[]; wordingId: string; answered: boolean }

/** So long an answer counts. */
const OPEN_MS = hours(24)

/** Ids of our own choices: dialogue, and what of it. */
export const OPTION_ID = new RegExp(`^${OWN_CLIENT}([0-9a-f-]{36}):(\\d{1,3}|all|yes|no)$`)
export const optionId = (dialogueId: string, what: number | 'all' | 'yes' | 'no'): string => `${OWN_CLIENT}${dialogueId}:${what}`

interface Row { dialogue_id: string; step: Dialogue['step']; language: WordLanguage; options: TopicOption[]; chosen: TopicOption[]; wording_id: string; answered: boolean }

/** The open question of this thread; null when there is none or its time is over. */
export async function readDialogue(tx: Tx, workspaceId: string, conversationId: string, now: Instant): Promise<Dialogue | null> {
  const [row] = await tx.query<Row>('select dialogue_id, step, language, options, chosen, wording_id, answered from consent_dialogue where workspace_id = $1 and conversation_id = $2 and expires_at > $3', [workspaceId, conversationId, new Date(now).toISOString()])
  return row ? { id: row.dialogue_id, step: row.step, language: row.language, options: row.options, chosen: row.chosen, wordingId: row.wording_id, answered: row.answered } : null
}

export async function keepDialogue(tx: Tx, workspaceId: string, conversationId: string, dialogue: Dialogue, now: Instant): Promise<void> {
  await tx.query(
    `insert into consent_dialogue (workspace_id, conversation_id, dialogue_id, step, language, options, chosen, wording_id, answered, asked_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (workspace_id, conversation_id) do update set dialogue_id = excluded.dialogue_id, step = excluded.step, language = excluded.language, options = excluded.options, chosen = excluded.chosen,
       wording_id = excluded.wording_id, answered = excluded.answered, asked_at = excluded.asked_at, expires_at = excluded.expires_at`,
    [workspaceId, conversationId, dialogue.id, dialogue.step, dialogue.language, JSON.stringify(dialogue.options), JSON.stringify(dialogue.chosen), dialogue.wordingId, dialogue.answered, new Date(now).toISOString(), new Date(now + OPEN_MS).toISOString()])
}

export const endDialogue = (tx: Tx, workspaceId: string, conversationId: string): Promise<unknown> => tx.query('delete from consent_dialogue where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId])

export const newDialogueId = (): string => newId()

const cut = (title: string, most: number): string => ([...title].length <= most ? title : `${[...title].slice(0, most - 1).join('').trimEnd()}…`)

/** Longest titles that channels are tried with; what does not fit goes as lines with numbers. */
const ROW_TITLE = 24

interface Asking { dialogueId: string; text: string; numbered: string; options: readonly TopicOption[]; language: WordLanguage }

/** The question as this channel carries it best: buttons, a list to tap, or lines with numbers. */
export function topicsContent({ dialogueId, text, numbered, options, language }: Asking, account: Account, channel: LoadedChannel): Content {
  const small = SMALL_WORDS[language]
  const lines: Content = { kind: 'text', text: `${text}\n\n${options.map((option, i) => `${i + 1}. ${option.title}`).join('\n')}\n\n${numbered}` }
  const support = channel.declaration.capabilities.choices?.support
  if (support !== 'native' && support !== 'converted') return lines
  // Where taps may arrive as plain text, she is told how to answer with numbers.
  const said = support === 'native' ? text : `${text}\n${numbered}`
  const one = options.length === 1
  const choices = one
    ? [{ id: optionId(dialogueId, 'yes'), title: small.yes }, { id: optionId(dialogueId, 'no'), title: small.no }]
    : [...options.map((option, i) => ({ id: optionId(dialogueId, i), title: option.title })), { id: optionId(dialogueId, 'all'), title: small.all }]
  const buttons: ChoicesContent<Media> = { kind: 'choices', style: 'buttons', text: one && support === 'converted' ? text : said, options: choices }
  const list: ChoicesContent<Media> = {
    kind: 'choices', style: 'list', text: said, buttonText: small.choose,
    options: choices.map((choice) => ({ id: choice.id, title: cut(choice.title, ROW_TITLE), ...([...choice.title].length > ROW_TITLE ? { description: choice.title } : {}) })),
  }
  // A list shows each once and can be opened again: she may want several. Buttons are for yes and no, and where there is no list.
  return (one ? [buttons] : [list, buttons]).find((content) => channel.connector.validate(content, account.settings) === null) ?? (one ? { kind: 'text', text } : lines)
}

/** Yes or no, to tap where the channel can. */
export function confirmContent(dialogueId: string, text: string, language: WordLanguage, account: Account, channel: LoadedChannel): Content {
  const small = SMALL_WORDS[language]
  const buttons: ChoicesContent<Media> = { kind: 'choices', style: 'buttons', text, options: [{ id: optionId(dialogueId, 'yes'), title: small.yes }, { id: optionId(dialogueId, 'no'), title: small.no }] }
  const support = channel.declaration.capabilities.choices?.support
  return (support === 'native' || support === 'converted') && channel.connector.validate(buttons, account.settings) === null ? buttons : { kind: 'text', text }
}
