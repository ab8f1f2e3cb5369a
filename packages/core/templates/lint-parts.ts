/** Buttons, cards, offers, codes and files of a draft against the limits of its platform. */
import { componentsFor, type TemplateBuilder } from './builder.js'
import { type TemplateDraft, type TemplateDraftButton, variablesIn } from './draft.js'
import type { FindingCode, FindingField, TemplateFinding } from './rules.js'

const length = (words: string): number => [...words].length

export function mediaFaults(builder: TemplateBuilder, draft: TemplateDraft): TemplateFinding[] {
  const say = (field: FindingField, code: FindingCode, index?: number): TemplateFinding => ({ code, field, level: 'error', source: builder.source, ...(index === undefined ? {} : { index }) })
  const { header } = draft
  const found: TemplateFinding[] = []
  if (typeof header === 'object') {
    if (builder.header && !builder.header.kinds.includes(header.kind)) found.push(say('header', 'component_not_taken'))
    if ('mediaId' in header && !header.mediaId) found.push(say('header', 'media_missing'))
  }
  for (const [index, card] of (draft.cards ?? []).entries()) if (!card.header.mediaId) found.push(say('cards', 'media_missing', index))
  return found
}

export function partFaults(builder: TemplateBuilder, draft: TemplateDraft): TemplateFinding[] {
  const may = componentsFor(builder, draft.category)
  const say = (code: FindingCode, field: FindingField, more: Partial<TemplateFinding> = {}): TemplateFinding => ({ code, field, level: 'error', source: builder.source, ...more })
  const found = buttonFaults(builder, draft.buttons ?? [], draft)
  if (draft.cards) {
    const { carousel } = builder
    if (!carousel || !may.includes('carousel')) return [...found, say('component_not_taken', 'cards')]
    if (draft.cards.length < carousel.least || draft.cards.length > carousel.most) found.push(say('cards_count', 'cards', { limit: draft.cards.length < carousel.least ? carousel.least : carousel.most }))
    if (draft.header !== undefined) found.push(say('component_not_taken', 'header'))
    if (draft.footer !== undefined) found.push(say('component_not_taken', 'footer'))
    for (const [index, card] of draft.cards.entries()) {
      if (length(card.body) > carousel.body) found.push(say('too_long', 'cards', { limit: carousel.body, index }))
      if (card.buttons.length > carousel.buttons) found.push(say('too_many_buttons', 'cards', { limit: carousel.buttons, index }))
      if (card.buttons.length === 0) found.push(say('empty', 'cards', { index }))
      found.push(...card.buttons.flatMap((button) => formFaults(builder, button, draft)).map((code) => say(code.code, 'cards', { index, ...(code.limit === undefined ? {} : { limit: code.limit }) })))
      if (card.buttons.some((button) => !carousel.kinds.includes(button.type))) found.push(say('component_not_taken', 'cards', { index }))
    }
  }
  if (draft.offer) {
    if (!builder.offer || !may.includes('offer')) found.push(say('component_not_taken', 'offer'))
    else if (draft.offer.text.trim() === '') found.push(say('empty', 'offer'))
    else if (length(draft.offer.text) > builder.offer.most) found.push(say('too_long', 'offer', { limit: builder.offer.most }))
    if (draft.footer !== undefined) found.push(say('component_not_taken', 'footer'))
  }
  if (may.includes('code')) found.push(...codeFaults(builder, draft, say))
  return found
}

function codeFaults(builder: TemplateBuilder, { code }: TemplateDraft, say: (code: FindingCode, field: FindingField, more?: Partial<TemplateFinding>) => TemplateFinding): TemplateFinding[] {
  const rule = builder.code
  if (!rule || !code) return [say('empty', 'code')]
  const found: TemplateFinding[] = []
  if (!rule.buttons.includes(code.button)) found.push(say('button_form', 'code'))
  if (code.minutes !== undefined && !(Number.isInteger(code.minutes) && code.minutes >= rule.minutes[0] && code.minutes <= rule.minutes[1])) found.push(say('code_minutes', 'code', { limit: rule.minutes[1] }))
  if (code.label !== undefined && length(code.label) > rule.label) found.push(say('too_long', 'code', { limit: rule.label }))
  const apps = code.apps ?? []
  // The hash is eleven signs of the app's certificate.
  if (code.button !== 'copy_code' && (apps.length === 0 || apps.length > rule.apps || apps.some((app) => !/^[A-Za-z][\w]*(\.[A-Za-z][\w]*)+$/.test(app.packageName) || !/^[\w+/=]{11}$/.test(app.signatureHash)))) found.push(say('app_missing', 'code', { limit: rule.apps }))
  return found
}

function buttonFaults(builder: TemplateBuilder, buttons: readonly TemplateDraftButton[], draft: TemplateDraft): TemplateFinding[] {
  const rule = builder.buttons
  const say = (code: FindingCode, more: Partial<TemplateFinding> = {}): TemplateFinding => ({ code, field: 'buttons', level: 'error', source: builder.source, ...more })
  if (!rule) return []
  const found: TemplateFinding[] = []
  if (buttons.length > rule.most) found.push(say('too_many_buttons', { limit: rule.most }))
  for (const kind of rule.kinds) {
    const own = buttons.filter((one) => one.type === kind.type)
    if (own.length > kind.most) found.push(say('too_many_buttons', { limit: kind.most, found: kind.type }))
    if (kind.alone && own.length > 0 && own.length < buttons.length) found.push(say('button_alone', { found: kind.type }))
  }
  for (const [index, button] of buttons.entries()) for (const fault of formFaults(builder, button, draft)) found.push(say(fault.code, { index, ...(fault.limit === undefined ? {} : { limit: fault.limit }) }))
  return found
}

/** What is wrong with one button by itself. */
function formFaults(builder: TemplateBuilder, button: TemplateDraftButton, draft: TemplateDraft): { code: FindingCode; limit?: number }[] {
  const rule = builder.buttons
  if (!rule) return []
  const found: { code: FindingCode; limit?: number }[] = []
  if ('text' in button) {
    if (button.text.trim() === '') found.push({ code: 'empty' })
    if (length(button.text) > rule.label) found.push({ code: 'too_long', limit: rule.label })
    if (variablesIn(button.text).length > 0) found.push({ code: 'variable_not_allowed' })
  }
  if (button.type === 'url') {
    const filled = button.url.replace(/\{\{[^}]*\}\}/g, 'x')
    if (!/^https?:\/\/[^\s/?#]+\.[^\s/?#]+/.test(filled) || /\s/.test(filled) || variablesIn(button.url).length > 1 || (button.url.includes('{{') && !button.url.endsWith('}}'))) found.push({ code: 'button_form' })
    if (button.url.length > rule.url) found.push({ code: 'too_long', limit: rule.url })
  }
  if (button.type === 'phone' && (!/^\+\d{5,}$/.test(button.phone.replace(/[\s().-]/g, '')) || button.phone.length > rule.phone)) found.push({ code: 'phone_form', limit: rule.phone })
  // A limited offer carries its code in the same button, of the same length.
  if (button.type === 'copy_code' && (button.code.trim() === '' || length(button.code) > rule.code || (draft.offer !== undefined && /\s/.test(button.code)))) found.push({ code: 'code_form', limit: rule.code })
  if (button.type === 'flow' && !/^\d{5,}$/.test(button.flowId)) found.push({ code: 'button_form' })
  return found
}
