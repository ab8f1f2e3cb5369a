import type { LocalText } from './declaration.js'

/** One way of connecting, chosen before the form is shown. Texts are Markdown. */
export interface ConnectChoice {
  id: string
  title: LocalText
  /** In one sentence: for whom this way is. */
  summary: LocalText
  pros: readonly LocalText[]
  /** What is lost or cannot be undone: shown before the choice is made. */
  consequences: readonly LocalText[]
  /** Minutes to days, and what is paid to whom. */
  time: LocalText
  cost: LocalText
  /** What to do, in order. */
  steps: readonly LocalText[]
  links?: readonly { label: LocalText; url: string }[]
  /** Values that this way puts into the form. */
  presets?: Readonly<Record<string, string | boolean | number>>
  /** Settings shown first for this way; the others stay folded away. */
  fields?: readonly string[]
  /** After connecting, the old chats can be imported from files. */
  importChats?: boolean
  source?: string
}

/** A question asked before the form of a channel. */
export interface ConnectQuestion { title: LocalText; lead: LocalText; choices: readonly ConnectChoice[] }
