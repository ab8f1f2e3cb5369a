/** What a message of hers means for advertising, where it stands in the thread. */
import { type Dictionary, type FoundWord, hintInForm, wordOfForm } from './words.js'
import { wholeForm } from './words-form.js'
import type { WordLanguage } from './words-lists.js'

/** Where the message stands. */
export interface WordMoment {
  text: string
  /** She tapped it: a button of an approved template, or one of a message's own choices. */
  tapped: 'template' | 'choice' | null
  /** Titles of the choices in our last message, while she has not answered it. */
  menu: readonly string[]
  /** What a colleague wrote to her last, where nothing of hers came since. */
  colleague: string | null
}

export type Meaning =
  /** `channel`: a button of a template ends advertising on its own channel; a word that she writes ends it everywhere. */
  | { kind: 'opt_out'; scope: 'everywhere' | 'channel'; word: FoundWord }
  | { kind: 'opt_in'; word: FoundWord }
  | { kind: 'help'; word: FoundWord }
  /** It could be meant: a colleague is asked. */
  | { kind: 'ask'; word: string; language: WordLanguage | null }
  | { kind: 'none' }

const NONE: Meaning = { kind: 'none' }
/** A longer text is a letter: it is read by a person anyway. */
const LONGEST = 500
const COUNTED = ['opt_out', 'opt_in', 'help'] as const

const holds = (text: string, word: string): boolean => ` ${wholeForm(text)} `.includes(/\p{sc=Han}/u.test(word) ? word : ` ${word} `)

/** It answers something else: a menu in which the word stands, or a colleague's question that has it ("¿planta alta o baja?"). */
function answersSomethingElse(word: string, { menu, colleague }: WordMoment): boolean {
  if (menu.some((title) => holds(title, word))) return true
  return colleague !== null && /[?？؟]/.test(colleague) && holds(colleague, word)
}

/** The rules of docs/concepts/opt-out.md, in their order. */
export function meaningOf(moment: WordMoment, dictionary: Dictionary): Meaning {
  if (moment.text.length > LONGEST) return NONE
  const form = wholeForm(moment.text)
  const word = wordOfForm(form, dictionary, COUNTED)
  const unclear = (text: string, language: WordLanguage | null): Meaning => (moment.tapped === 'choice' ? NONE : { kind: 'ask', word: text, language })
  if (!word) {
    const unsure = wordOfForm(form, dictionary, ['unsure'])
    if (unsure) return unclear(unsure.text, unsure.language)
    const hint = moment.tapped === null ? hintInForm(form, dictionary) : null
    return hint === null ? NONE : { kind: 'ask', word: hint, language: null }
  }
  // A choice in one of our own messages is an answer to that message.
  if (moment.tapped === 'choice') return word.kind === 'opt_out' ? { kind: 'ask', word: word.text, language: word.language } : NONE
  // "/start" is what an app writes when a chat is opened.
  if (word.kind !== 'opt_out' && moment.text.trim().startsWith('/')) return NONE
  if (moment.tapped === null && answersSomethingElse(word.text, moment)) return word.kind === 'opt_out' ? { kind: 'ask', word: word.text, language: word.language } : NONE
  if (word.kind === 'opt_out') return { kind: 'opt_out', scope: moment.tapped === 'template' ? 'channel' : 'everywhere', word }
  return { kind: word.kind as 'opt_in' | 'help', word } // one of those counted
}
