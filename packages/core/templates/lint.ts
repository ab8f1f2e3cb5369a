/** Reads a draft with a platform's eyes, before it has it: the builder's limits and its rules, nothing else. */
import { buttonAllowed, componentsFor, type TemplateBuilder } from './builder.js'
import { mediaFaults, partFaults } from './lint-parts.js'
import { examplesNeeded, headerWords, type TemplateDraft, type TemplateDraftButton, textsOf, variablesIn, VARIABLE } from './draft.js'
import type { FindingField, LintRule, TemplateFinding } from './rules.js'

/** Other templates of the account, for names and texts that are there already. */
export interface LintContext { others?: readonly { name: string; language: string; body: string }[] }

/** Everything that would be found, the gravest first, each finding once. */
export function lintTemplate(builder: TemplateBuilder, draft: TemplateDraft, { others = [] }: LintContext = {}): TemplateFinding[] {
  const found: TemplateFinding[] = [...limitFaults(builder, draft), ...mediaFaults(builder, draft), ...partFaults(builder, draft)]
  if (others.some((one) => one.name === draft.name && one.language === draft.language)) found.push({ code: 'name_taken', field: 'name', level: 'error', source: builder.source })
  for (const rule of builder.rules) if (rule.categories?.includes(draft.category) ?? true) found.push(...applied(rule, draft, others))
  const grave = { error: 0, warning: 1, hint: 2 }
  const keys = new Set<string>()
  return found.sort((a, b) => grave[a.level] - grave[b.level]).filter((one) => {
    const key = `${one.code} ${one.field} ${one.index ?? ''} ${one.found ?? ''}`
    return !keys.has(key) && keys.add(key)
  })
}

/** Characters as the platforms count them. */
export const templateLength = (words: string): number => [...words].length

function limitFaults(builder: TemplateBuilder, draft: TemplateDraft): TemplateFinding[] {
  const found: TemplateFinding[] = []
  const say = (code: TemplateFinding['code'], field: FindingField, limit?: number): void => { found.push({ code, field, level: 'error', source: builder.source, ...(limit === undefined ? {} : { limit }) }) }
  if (draft.name.length > builder.name.most || !new RegExp(builder.name.pattern).test(draft.name)) say('name_form', 'name')
  if (!builder.languages.includes(draft.language)) say('language_not_taken', 'language')
  if (!builder.categories.some((one) => one.id === draft.category)) say('category_not_taken', 'category')
  const may = componentsFor(builder, draft.category)
  if (may.includes('body')) {
    if (draft.body.trim() === '') say('empty', 'body')
    const most = draft.offer && builder.offer ? builder.offer.body : builder.body.most
    if (templateLength(draft.body) > most) say('too_long', 'body', most)
  }
  if (draft.header !== undefined && !may.includes('header')) say('component_not_taken', 'header')
  const header = headerWords(draft)
  if (header !== undefined && builder.header) {
    if (header.trim() === '') say('empty', 'header')
    if (typeof draft.header === 'object' && !builder.header.mediaTitle) say('component_not_taken', 'header')
    if (templateLength(header) > builder.header.most) say('too_long', 'header', builder.header.most)
    if (variablesIn(header).length > builder.header.variables) say('too_many_variables', 'header', builder.header.variables)
  }
  if (draft.footer !== undefined) {
    if (!may.includes('footer')) say('component_not_taken', 'footer')
    if (draft.footer.trim() === '') say('empty', 'footer')
    if (builder.footer && templateLength(draft.footer) > builder.footer.most) say('too_long', 'footer', builder.footer.most)
    if (variablesIn(draft.footer).length > 0) say('variable_not_allowed', 'footer')
  }
  const range = draft.ttlSeconds === undefined ? undefined : builder.ttl?.[draft.category] ?? null
  if (range === null || (range && draft.ttlSeconds !== -1 && (draft.ttlSeconds! < range[0] || draft.ttlSeconds! > range[1]))) say('ttl_range', 'ttl') // a range means a number
  for (const [index, button] of (draft.buttons ?? []).entries()) if (!buttonAllowed(builder, button.type, draft.category)) found.push({ code: 'component_not_taken', field: 'buttons', level: 'error', source: builder.source, index })
  return found
}

const labelOf = (button: TemplateDraftButton): string => ('text' in button ? button.text : '')

/** Words of a field, with the card or button that they are in. */
function wordsIn(draft: TemplateDraft, field: 'header' | 'body' | 'footer' | 'buttons' | 'cards'): { words: string; index?: number }[] {
  if (field === 'header') return headerWords(draft) === undefined ? [] : [{ words: headerWords(draft)! }] // just asked
  if (field === 'body') return [{ words: draft.body }]
  if (field === 'footer') return draft.footer === undefined ? [] : [{ words: draft.footer }]
  const ofButtons = (buttons: readonly TemplateDraftButton[]) => buttons.map((button) => [labelOf(button), button.type === 'url' ? button.url : ''].join('\u0000'))
  if (field === 'buttons') return ofButtons(draft.buttons ?? []).map((words, index) => ({ words, index }))
  return (draft.cards ?? []).map((card, index) => ({ words: [card.body, ...ofButtons(card.buttons)].join('\u0000'), index }))
}

const spread = (words: string): string => words.toLowerCase().replace(VARIABLE, '{}').replace(/\s+/g, ' ').trim()

/** Letters or digits make a word; where words are not spaced, a stretch between blanks counts as one. */
const countWords = (words: string): number => words.replace(VARIABLE, ' ').split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length

function applied(rule: LintRule, draft: TemplateDraft, others: NonNullable<LintContext['others']>): TemplateFinding[] {
  const base = { level: rule.level, source: rule.source }
  const texts = draft.code ? [] : textsOf(draft).filter(({ place }) => place === 'body' || /^card\.\d+$/.test(place))
  const at = (place: string): { field: FindingField; index?: number } => (place === 'body' || place === 'header' ? { field: place } : place.startsWith('card') ? { field: 'cards', index: Number(place.split('.')[1]) } : { field: 'buttons', index: Number(place.split('.')[1]) })
  switch (rule.check) {
    case 'variable_at_edge': {
      const edge = new RegExp(`^\\s*\\{\\{[^}]*\\}\\}|\\{\\{[^}]*\\}\\}${rule.ignores}$`, 'u')
      return texts.filter(({ words }) => edge.test(words)).map(({ place }) => ({ ...base, code: 'variable_at_edge', ...at(place) }))
    }
    case 'variables_adjacent': return texts.filter(({ words }) => /\}\}\s*\{\{/.test(words)).map(({ place }) => ({ ...base, code: 'variables_adjacent', ...at(place) }))
    case 'too_many_variables': return texts.filter(({ words }) => variablesIn(words).length > 0 && countWords(words) < rule.perVariable * variablesIn(words).length + rule.plus).map(({ place }) => ({ ...base, code: 'too_many_variables', ...at(place) }))
    case 'variable_form': return draft.code ? [] : textsOf(draft).flatMap(({ place, words }) => [...wrongVariables(words, draft.format === 'positional' ? '^\\d+$' : rule.pattern)].map((found) => ({ ...base, code: 'variable_form' as const, ...at(place), found })))
    case 'variables_not_numbered': return draft.code || draft.format !== 'positional' ? [] : textsOf(draft).filter(({ words, place }) => !place.includes('button') && variablesIn(words).some((name, i, all) => !all.includes(String(i + 1)))).map(({ place }) => ({ ...base, code: 'variables_not_numbered', ...at(place) }))
    case 'example_missing': return examplesNeeded(draft).filter(({ key }) => !draft.examples[key]?.trim()).map(({ key }) => ({ ...base, code: 'example_missing', field: 'examples', found: key }))
    case 'example_form': return examplesNeeded(draft).filter(({ key }) => new RegExp(rule.pattern, 'u').test(draft.examples[key] ?? '')).map(({ key }) => ({ ...base, code: 'example_form', field: 'examples', found: key }))
    case 'pattern': return rule.fields.flatMap((field) => wordsIn(draft, field).flatMap(({ words, index }): TemplateFinding[] => {
      const hit = new RegExp(rule.pattern, rule.flags).exec(words)?.[0]
      return hit === undefined ? [] : [{ ...base, code: rule.code, field: rule.says ?? field, ...(index === undefined || rule.says ? {} : { index }), ...(hit.trim() ? { found: hit.trim().slice(0, 60) } : {}), ...(rule.most === undefined ? {} : { limit: rule.most }) }]
    }))
    case 'duplicate_text': return draft.code || draft.body.trim() === '' ? [] : others.filter((one) => one.name !== draft.name && one.language === draft.language && spread(one.body) === spread(draft.body)).slice(0, 1).map((one) => ({ ...base, code: 'duplicate_text', field: 'body', found: one.name }))
    case 'buttons_mixed': return [draft.buttons ?? []].filter((buttons) => { const kinds = buttons.map((one) => one.type === rule.type); return kinds.includes(true) && kinds.slice(kinds.indexOf(true), kinds.lastIndexOf(true) + 1).includes(false) }).map(() => ({ ...base, code: 'buttons_mixed', field: 'buttons' }))
    case 'button_twice': return (draft.buttons ?? []).flatMap((button, index, all): TemplateFinding[] => (labelOf(button) !== '' && all.findIndex((one) => labelOf(one).trim() === labelOf(button).trim()) < index ? [{ ...base, code: 'button_twice', field: 'buttons', index }] : []))
    case 'cards_unlike': {
      const shapes = (draft.cards ?? []).map((card) => [card.header.kind, ...card.buttons.map((button) => button.type)].join(' '))
      return shapes.flatMap((shape, index): TemplateFinding[] => (shape === shapes[0] ? [] : [{ ...base, code: 'cards_unlike', field: 'cards', index }]))
    }
    case 'offer_needs_code': return draft.offer && !draft.buttons?.some((button) => button.type === 'url') ? [{ ...base, code: 'offer_needs_code', field: 'offer' }] : []
    case 'no_opt_out': return new RegExp(rule.pattern, 'iu').test([draft.body, draft.footer, ...(draft.buttons ?? []).map(labelOf)].join('\n')) ? [] : [{ ...base, code: 'no_opt_out', field: 'footer' }]
  }
}

/** What stands in braces and is no variable the platform would read, single braces included. */
function* wrongVariables(words: string, pattern: string): Generator<string> {
  const form = new RegExp(pattern, 'u')
  for (const match of words.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)) if (!form.test(match[1]!)) yield match[0] // the pattern has one group
  for (const match of words.replace(/\{\{[^{}]*\}\}/g, '').matchAll(/\{+[^{}]*\}*|\}+/g)) yield match[0].slice(0, 60)
}
