/** What a platform takes in a template, as data of its channel: the form, its limits and the lint are made of it. */
import { headerWords, type MediaHeaderKind, type TemplateButtonKind, type TemplateDraft, type TemplateFormat } from './draft.js'
import type { LintRule } from './rules.js'

/** A sentence in every language of the product that has one. */
export type LocalWords = { en: string } & Readonly<Record<string, string>>

export type TemplateComponent = 'header' | 'body' | 'footer' | 'buttons' | 'offer' | 'carousel' | 'code' | 'ttl'

export interface MediaLimit { mimes: readonly string[]; maxBytes: number }

export interface ButtonRule {
  type: TemplateButtonKind
  /** so many of them in one template */
  most: number
  /** only in these categories; in all unless given */
  categories?: readonly string[]
  /** no other kind of button beside it */
  alone?: boolean
}

export interface TemplateBuilder {
  /** Where the platform describes all this. */
  source: string
  /** Platform's page on its review. */
  reviewSource: string
  name: { pattern: string; most: number }
  /** Language codes as the platform writes them. */
  languages: readonly string[]
  /** What each category may be made of. */
  categories: readonly { id: string; components: readonly TemplateComponent[]; source: string }[]
  formats: readonly TemplateFormat[]
  header?: {
    kinds: readonly ('text' | 'location' | MediaHeaderKind)[]; most: number; variables: number; media: Partial<Record<MediaHeaderKind, MediaLimit>>
    /** a line of text may stand under the file */
    mediaTitle?: boolean
    /** the file is part of the template and goes with every message; otherwise it is a sample, and each message brings its own */
    mediaKept?: boolean
  }
  body: { most: number }
  footer?: { most: number }
  buttons?: { most: number; label: number; url: number; code: number; phone: number; kinds: readonly ButtonRule[] }
  carousel?: { least: number; most: number; body: number; buttons: number; kinds: readonly TemplateButtonKind[]; media: Partial<Record<MediaHeaderKind, MediaLimit>> }
  offer?: { most: number; body: number }
  code?: { minutes: readonly [number, number]; label: number; apps: number; buttons: readonly ('copy_code' | 'one_tap' | 'zero_tap')[] }
  /** Seconds, by category; -1 where "as long as it takes" can be asked for. */
  ttl?: Readonly<Record<string, readonly [number, number]>>
  /** What can be changed later, and how often; absent: nothing. */
  edits?: { statuses: readonly string[]; /** of an approved one; absent where the platform names no limit */ perDay?: number; per30Days?: number; /** category of an approved one */ category: boolean; source: string }
  /** What the platform does not offer and people look for, said beside the form. */
  absent?: readonly { say: LocalWords; source: string }[]
  /** A deleted name is blocked for so long. */
  deletion?: { nameBlockedDays: number; source: string }
  /** How long the first, the second ... pause lasts; after the last the template is disabled. */
  pausesMs?: readonly number[]
  rules: readonly LintRule[]
}

/** Which parts this draft's category may have. */
export const componentsFor = (builder: TemplateBuilder, category: string): readonly TemplateComponent[] => builder.categories.find((one) => one.id === category)?.components ?? []

/** A draft to begin with. */
export function emptyDraft(builder: TemplateBuilder, language: string): TemplateDraft {
  const spoken = builder.languages.find((one) => one === language) ?? builder.languages.find((one) => one.split('_')[0] === language.split(/[-_]/)[0]) ?? builder.languages[0] ?? 'en'
  return { name: '', language: spoken, category: builder.categories[0]?.id ?? 'utility', format: builder.formats[0] ?? 'named', body: '', examples: {} }
}

/** The draft in another category: what that one cannot have falls away, so that nothing is handed in unseen. */
export function inCategory(builder: TemplateBuilder, draft: TemplateDraft, category: string): TemplateDraft {
  const may = componentsFor(builder, category)
  const { header, footer, buttons, offer, cards, code, ttlSeconds, ...rest } = draft
  const range = builder.ttl?.[category]
  return {
    ...rest, category,
    ...(header !== undefined && may.includes('header') ? { header } : {}), ...(footer !== undefined && may.includes('footer') ? { footer } : {}),
    ...(buttons && may.includes('buttons') ? { buttons: buttons.filter((button) => buttonAllowed(builder, button.type, category)) } : {}),
    ...(offer && may.includes('offer') ? { offer } : {}), ...(cards && may.includes('carousel') ? { cards } : {}),
    ...(may.includes('code') ? { code: code ?? { button: 'copy_code', securityAdvice: true, minutes: 10 } } : {}),
    ...(ttlSeconds !== undefined && range && (ttlSeconds === -1 || (ttlSeconds >= range[0] && ttlSeconds <= range[1])) ? { ttlSeconds } : {}),
  }
}

export const buttonAllowed = (builder: TemplateBuilder, type: TemplateButtonKind, category: string): boolean =>
  builder.buttons?.kinds.some((rule) => rule.type === type && (rule.categories?.includes(category) ?? true)) ?? false

/** The same text for another account: what its platform does not take is left out, and named. */
export function adaptDraft(builder: TemplateBuilder, draft: TemplateDraft): { draft: TemplateDraft; left: TemplateComponent[] } {
  const category = builder.categories.some((one) => one.id === draft.category) ? draft.category : builder.categories[0]?.id ?? draft.category
  const fitted = inCategory(builder, draft, category)
  const kept: TemplateDraft = { ...fitted, format: builder.formats.includes(fitted.format ?? 'named') ? fitted.format ?? 'named' : builder.formats[0] ?? 'named' }
  const headerKind = typeof kept.header === 'string' ? 'text' : kept.header?.kind
  const { header: _header, ...headless } = kept
  const untitled: TemplateDraft = typeof kept.header === 'object' && 'text' in kept.header && !builder.header?.mediaTitle ? { ...kept, header: { kind: kept.header.kind, mediaId: kept.header.mediaId } } : kept
  const done: TemplateDraft = headerKind && !builder.header?.kinds.includes(headerKind) ? headless : untitled
  const left: TemplateComponent[] = ([['header', 'header'], ['footer', 'footer'], ['offer', 'offer'], ['carousel', 'cards'], ['ttl', 'ttlSeconds']] as const).flatMap(([component, key]) => ((draft[key] !== undefined && done[key] === undefined) || (key === 'header' && headerWords(draft) !== undefined && headerWords(done) === undefined) ? [component] : []))
  return { draft: done, left: (done.buttons?.length ?? 0) < (draft.buttons?.length ?? 0) ? [...left, 'buttons'] : left }
}
