/** Templates that are written here and handed to a platform. */
import type { FindingCode, FindingField, FindingLevel, TemplateBuilder, TemplateDraft } from '@recado/core'
import type { CallContext, PlatformTemplate, Settings } from './connector.js'

export type { TemplateBuilder, TemplateDraft, TemplateDraftButton } from '@recado/core'

/** A rule that the platform would refuse or re-file the draft by, found before it is sent. */
export interface DraftFault { field: FindingField; code: FindingCode; limit?: number; source: string; level?: FindingLevel; index?: number; found?: string }
export type DraftFaultCode = FindingCode

/** A text of the platform's own library: nothing in it can be worded, only its lines be chosen. */
export interface LibraryEntry { id: string; title: string; category: string; kind: string; lines: { id: string; label: string; example: string }[]; /** so many lines at least and at most; 2 to 5 unless given */ least?: number; most?: number }

/** A template of the platform's, by what it is known under. */
export interface TemplateKey { externalId: string; name: string; language: string; category: string; status: string }

export interface TemplateCreation {
  /** Any text is reviewed, or texts are taken from the platform's library. */
  from: 'drafts' | 'library'
  /** What can be written: the form, its limits and its lint. Absent where nothing is worded here. */
  builder?: TemplateBuilder
  /** The language as the platform writes it, of one of ours. */
  languageOf(language: string): string
  /** What the platform would find, in one go. */
  check(draft: TemplateDraft): DraftFault[]
  /** Hands it in. Throws PlatformRefusal. The answer is the template as it stands: mostly `pending`. */
  create?(draft: TemplateDraft, context: CallContext): Promise<PlatformTemplate>
  /** Changes one that is there already; it is reviewed again. */
  edit?(template: TemplateKey, draft: TemplateDraft, context: CallContext): Promise<PlatformTemplate>
  /** Takes it from the platform, in its language alone or in all that have its name. */
  remove?(template: TemplateKey, scope: 'language' | 'name', context: CallContext): Promise<void>
  /** Ends a pause before its time. */
  resume?(template: TemplateKey, context: CallContext): Promise<void>
  /** The platform's own structure as a draft, to be edited or taken as a pattern; null where it holds what cannot be written here. */
  draftOf?(template: PlatformTemplate): TemplateDraft | null
  library?(context: CallContext): Promise<LibraryEntry[]>
  /** Takes an entry of the library into use with the lines chosen. */
  adopt?(wish: { entry: string; lines: readonly string[]; /** what for, in the owner's words */ purpose: string }, context: CallContext): Promise<void>
  /** Takes an entry that the list does not show, by the number its own console gives; `lines` by their names, all of them when empty. */
  adoptNumber?(wish: { number: string; lines: readonly string[] }, context: CallContext): Promise<void>
  /** What the form needs to know of the account's settings; empty = it can create. */
  missing?(settings: Settings): string[]
}
