/** Which words a text is made of: a whole message that is a word for ending or beginning advertising, or a sentence in which one stands. */
import { saidOnce, wholeForm } from './words-form.js'
import { WORD_LANGUAGES, WORD_LISTS, type WordLanguage, type WordList } from './words-lists.js'

export type WordKind = 'opt_out' | 'opt_in' | 'help' | 'yes' | 'no' | 'all' | 'unsure'

/** A word that the company has added or taken away. */
export interface OwnWord { kind: 'opt_out' | 'opt_in' | 'help'; language: WordLanguage; text: string }

/** What was found. `language` is null where the word is of several ("stop"). */
export interface FoundWord { kind: WordKind; text: string; language: WordLanguage | null }

/** Longest text that can be one of the words; nothing longer is looked at. */
const LONGEST_WORD = 80
/** A sentence longer than this is a letter: it is read by a person anyway. */
const LONGEST_SENTENCE = 500

const FIELDS = { optOut: 'opt_out', optIn: 'opt_in', help: 'help', yes: 'yes', no: 'no', all: 'all', unsure: 'unsure' } as const satisfies Partial<Record<keyof WordList, WordKind>>

type Entry = Map<WordKind, Set<WordLanguage>>

/** The words of six languages and of the company, ready to be asked. */
export interface Dictionary { entries: ReadonlyMap<string, Entry>; /** Phrases by their first word, longest first; those of scripts whose words touch by themselves. */ hints: { spaced: ReadonlyMap<string, readonly string[]>; joined: readonly string[] }; courtesy: ReadonlySet<string>; longestCourtesy: number; touching: RegExp }

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
const HAN = /\p{sc=Han}/u
/** Where Chinese meets letters nothing goes on. */
const HAN_EDGE = /(?<=\p{sc=Han})(?=[^\p{sc=Han} ])|(?<=[^\p{sc=Han} ])(?=\p{sc=Han})/gu

/** `own` beside the known ones; `without`: known words that the company does not want to count, by language. */
export function dictionaryOf(own: readonly OwnWord[] = [], without: readonly OwnWord[] = []): Dictionary {
  const entries = new Map<string, Entry>()
  const put = (text: string, kind: WordKind, language: WordLanguage): void => {
    const form = wholeForm(text)
    if (form === '') return
    const entry = entries.get(form) ?? new Map<WordKind, Set<WordLanguage>>()
    entry.set(kind, (entry.get(kind) ?? new Set<WordLanguage>()).add(language))
    entries.set(form, entry)
  }
  for (const language of WORD_LANGUAGES) {
    for (const [field, kind] of Object.entries(FIELDS) as [keyof typeof FIELDS, WordKind][]) for (const word of WORD_LISTS[language][field]) put(word, kind, language)
  }
  for (const { kind, language, text } of without) entries.get(wholeForm(text))?.get(kind)?.delete(language)
  for (const { kind, language, text } of own) put(text, kind, language)
  const courtesies = WORD_LANGUAGES.flatMap((language) => WORD_LISTS[language].courtesy).map(wholeForm)
  const hints = [...new Set([...WORD_LANGUAGES.flatMap((language) => WORD_LISTS[language].hints), ...own.filter((one) => one.kind === 'opt_out').map((one) => one.text)].map(wholeForm))].filter((hint) => hint !== '').sort((a, b) => b.length - a.length)
  const [joined, spaced] = [hints.filter((hint) => HAN.test(hint)), hints.filter((hint) => !HAN.test(hint))]
  const han = courtesies.filter((one) => HAN.test(one)).sort((a, b) => b.length - a.length).map(escaped).join('|')
  const byFirst = new Map<string, string[]>()
  for (const hint of spaced) byFirst.set(firstOf(hint), [...(byFirst.get(firstOf(hint)) ?? []), hint])
  return {
    entries, courtesy: new Set(courtesies), longestCourtesy: Math.max(...courtesies.map((one) => one.split(' ').length)), hints: { spaced: byFirst, joined },
    touching: new RegExp(`^(?:${han})|(?:${han})$`, 'u'),
  }
}

const firstOf = (words: string): string => { const end = words.indexOf(' '); return end === -1 ? words : words.slice(0, end) }

/** Without one "please" or "thanks" at either end; null when there is none. What is nothing else stays as it is. */
function lessPolite(form: string, { courtesy, longestCourtesy, touching }: Dictionary): string | null {
  const words = form.split(' ')
  for (let length = Math.min(longestCourtesy, words.length - 1); length > 0; length--) {
    if (courtesy.has(words.slice(0, length).join(' '))) return words.slice(length).join(' ')
    if (courtesy.has(words.slice(-length).join(' '))) return words.slice(0, -length).join(' ')
  }
  if (!HAN.test(form)) return null
  const rest = form.replace(touching, '')
  return rest !== form && rest !== '' ? rest : null
}

/** The kinds this very form is of, in the order in which they are asked; a word that ends something goes before all others. */
const ORDER: readonly WordKind[] = ['opt_out', 'opt_in', 'help', 'yes', 'no', 'all', 'unsure']

function lookUp(form: string, dictionary: Dictionary, kinds: readonly WordKind[]): FoundWord | null {
  const entry = dictionary.entries.get(form)
  for (const kind of ORDER) {
    const languages = kinds.includes(kind) ? entry?.get(kind) : undefined
    if (languages && languages.size > 0) return { kind, text: form, language: languages.size === 1 ? [...languages][0]! : null } // it has one
  }
  return null
}

/** Politeness goes word by word: "hola, baja por favor, gracias" is "baja". */
const POLITE_STEPS = 4

/** The word that the whole message is, of one of `kinds`; null when it is none. */
export function wholeWord(text: string, dictionary: Dictionary, kinds: readonly WordKind[]): FoundWord | null {
  return text.length > LONGEST_WORD * 2 ? null : wordOfForm(wholeForm(text), dictionary, kinds)
}

/** The same for whoever has the form already. */
export function wordOfForm(form: string, dictionary: Dictionary, kinds: readonly WordKind[]): FoundWord | null {
  if (form === '' || form.length > LONGEST_WORD) return null
  for (let rest: string | null = form, step = 0; rest !== null && step <= POLITE_STEPS; rest = lessPolite(rest, dictionary), step++) {
    const found = lookUp(rest, dictionary, kinds) ?? (rest.includes(' ') ? lookUp(saidOnce(rest), dictionary, kinds) : null)
    if (found) return found
  }
  return null
}

/** The word or phrase in a sentence that could mean that advertising has to end; null when there is none. */
export function hintIn(text: string, dictionary: Dictionary): string | null {
  return text.length > LONGEST_SENTENCE ? null : hintInForm(wholeForm(text), dictionary)
}

/** Every message is asked this: words are looked up, not searched for one by one (2 us for a sentence, an alternation of all of them took 90). */
export function hintInForm(form: string, { hints }: Dictionary): string | null {
  const mixed = HAN.test(form)
  if (mixed) {
    const joined = hints.joined.find((hint) => form.includes(hint))
    if (joined) return joined
  }
  const words = (mixed ? form.replace(HAN_EDGE, ' ') : form).split(' ')
  for (const [at, word] of words.entries()) {
    for (const hint of hints.spaced.get(word) ?? []) {
      const parts = hint.split(' ')
      if (parts.every((part, i) => words[at + i] === part)) return hint
    }
  }
  return null
}
