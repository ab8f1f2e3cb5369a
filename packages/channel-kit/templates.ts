/** Templates that are written here and handed to a platform. */
import type { CallContext, PlatformTemplate, Settings } from './connector.js'

/** A text with placeholders as {{name}}, in our words; the channel turns it into the platform's form. */
export interface TemplateDraft {
  /** a-z, 0-9 and _ */
  name: string
  /** es, en, zh, or as the platform writes it (es_MX) */
  language: string
  category: 'utility' | 'marketing'
  header?: string
  body: string
  footer?: string
  buttons?: readonly TemplateDraftButton[]
  /** A sample value for every placeholder: reviewers read the text with it. */
  examples: Readonly<Record<string, string>>
}

export type TemplateDraftButton = { type: 'quick_reply'; text: string } | { type: 'url'; text: string; /** {{name}} at its end only */ url: string } | { type: 'phone'; text: string; phone: string }

/** A rule that the platform would refuse or re-file the draft by, found before it is sent. */
export interface DraftFault { field: 'name' | 'language' | 'category' | 'header' | 'body' | 'footer' | 'buttons' | 'examples'; code: DraftFaultCode; limit?: number; source: string }
export type DraftFaultCode =
  | 'name_form' | 'too_long' | 'empty' | 'variable_at_edge' | 'variables_adjacent' | 'too_many_variables' | 'variable_not_allowed' | 'example_missing' | 'reads_as_marketing' | 'reads_as_code' | 'short_link'
  | 'too_many_buttons' | 'button_form' | 'category_not_taken' | 'language_not_taken'

/** A text of the platform's own library: nothing in it can be worded, only its lines be chosen. */
export interface LibraryEntry { id: string; title: string; category: string; kind: string; lines: { id: string; label: string; example: string }[] }

export interface TemplateCreation {
  /** Any text is reviewed, or texts are taken from the platform's library. */
  from: 'drafts' | 'library'
  /** The language as the platform writes it, of one of ours. */
  languageOf(language: string): string
  /** What the platform would find, in one go. */
  check(draft: TemplateDraft): DraftFault[]
  /** Hands it in. Throws PlatformRefusal. The answer is the template as it stands: mostly `pending`. */
  create?(draft: TemplateDraft, context: CallContext): Promise<PlatformTemplate>
  library?(context: CallContext): Promise<LibraryEntry[]>
  /** Takes an entry of the library into use with the lines chosen. */
  adopt?(wish: { entry: string; lines: readonly string[]; /** what for, in the owner's words */ purpose: string }, context: CallContext): Promise<void>
  /** What the form needs to know of the account's settings; empty = it can create. */
  missing?(settings: Settings): string[]
}
