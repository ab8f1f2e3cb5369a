/** A template as it is written here, before a platform has it. One form for all channels; each turns it into its own. */

/** Variables by name ({{order}}) or by number ({{1}}, counted anew in header, body and each card). */
export type TemplateFormat = 'named' | 'positional'

export type MediaHeaderKind = 'image' | 'video' | 'document'
/** A text; a file of the media store as sample for the reviewer; or a place on the map, known only when it is sent. */
export type TemplateHeader = string | { kind: MediaHeaderKind; mediaId: string | null; /** a line under the file, where the platform takes one */ text?: string } | { kind: 'location' }

export const TEMPLATE_BUTTONS = ['quick_reply', 'url', 'phone', 'copy_code', 'flow', 'catalog', 'products', 'call'] as const
export type TemplateButtonKind = (typeof TEMPLATE_BUTTONS)[number]
export type TemplateDraftButton =
  | { type: 'quick_reply'; text: string }
  | { type: 'url'; text: string; /** a variable at its end only */ url: string }
  | { type: 'phone'; text: string; phone: string }
  | { type: 'copy_code'; /** a sample of the code; the label is the app's own */ code: string }
  | { type: 'flow'; text: string; flowId: string; /** the first screen */ screen?: string }
  | { type: 'catalog'; text: string }
  | { type: 'products'; text: string }
  | { type: 'call'; text: string }

export interface TemplateCard { header: { kind: 'image' | 'video'; mediaId: string | null }; body: string; buttons: readonly TemplateDraftButton[] }

/** An offer that runs out, shown above the text. */
export interface TemplateOffer { text: string; expires: boolean }

/** One-time codes: the platform words the text, we choose what stands around it. */
export interface OneTimeCode {
  button: 'copy_code' | 'one_tap' | 'zero_tap'
  securityAdvice: boolean
  /** Said in the footer; absent: not said. */
  minutes?: number
  label?: string
  /** Android apps that take the code by themselves. */
  apps?: readonly { packageName: string; signatureHash: string }[]
}

export interface TemplateDraft {
  /** a-z, 0-9 and _ */
  name: string
  /** es, en, zh, or as the platform writes it (es_MX) */
  language: string
  /** utility, marketing, authentication: as the channel declares them */
  category: string
  /** named unless it says otherwise */
  format?: TemplateFormat
  header?: TemplateHeader
  body: string
  footer?: string
  offer?: TemplateOffer
  buttons?: readonly TemplateDraftButton[]
  cards?: readonly TemplateCard[]
  code?: OneTimeCode
  /** How long the platform tries to deliver it. */
  ttlSeconds?: number
  /** A sample value for every variable, by `exampleKey`: reviewers read the text with it. */
  examples: Readonly<Record<string, string>>
}

export const VARIABLE = /\{\{\s*([^{}\s]*)\s*\}\}/g

/** Variables of a text, each once, in order. */
export const variablesIn = (words: string): string[] => [...new Set([...words.matchAll(VARIABLE)].map((match) => match[1]!))] // the pattern has one group

export type TemplatePlace = 'header' | 'body' | `button.${number}` | `card.${number}` | `card.${number}.button.${number}`

/** Under which key a variable's sample stands: names are one for the whole template, numbers belong to their place. */
export const exampleKey = (format: TemplateFormat | undefined, place: TemplatePlace, variable: string): string =>
  format !== 'positional' || !/^\d+$/.test(variable) || place === 'body' ? variable : place.includes('button') ? place : `${place}.${variable}`

/** The words of a header: the line that it is, or the one under its file. */
export const headerWords = ({ header }: Pick<TemplateDraft, 'header'>): string | undefined => (typeof header === 'string' ? header : header && 'text' in header ? header.text : undefined)

/** The texts of a draft that may hold variables, with their places. */
export function textsOf(draft: TemplateDraft): { place: TemplatePlace; words: string }[] {
  const header = headerWords(draft)
  const urls = (buttons: readonly TemplateDraftButton[], at: (index: number) => TemplatePlace) => buttons.flatMap((button, index) => (button.type === 'url' ? [{ place: at(index), words: button.url }] : []))
  return [
    ...(header === undefined ? [] : [{ place: 'header' as const, words: header }]),
    { place: 'body', words: draft.body },
    ...urls(draft.buttons ?? [], (index) => `button.${index}`),
    ...(draft.cards ?? []).flatMap((card, at) => [{ place: `card.${at}` as const, words: card.body }, ...urls(card.buttons, (index) => `card.${at}.button.${index}`)]),
  ]
}

/** Every sample that a reviewer will ask for, each once. */
export function examplesNeeded(draft: TemplateDraft): { key: string; place: TemplatePlace; variable: string }[] {
  if (draft.code) return []
  const found = new Map<string, { key: string; place: TemplatePlace; variable: string }>()
  for (const { place, words } of textsOf(draft)) for (const variable of variablesIn(words)) {
    const key = exampleKey(draft.format, place, variable)
    if (!found.has(key)) found.set(key, { key, place, variable })
  }
  return [...found.values()]
}

/** Files that a draft names as samples. */
export const mediaOf = (draft: TemplateDraft): string[] => [draft.header, ...(draft.cards ?? []).map((card) => card.header)]
  .flatMap((header) => (typeof header === 'object' && 'mediaId' in header && header.mediaId ? [header.mediaId] : []))
