/** Meta's components as a draft of ours, to be edited or taken as a pattern. */
import type { PlatformTemplate, TemplateDraft, TemplateDraftButton } from '@recado/channel-kit'
import { exampleKey, variablesIn, type OneTimeCode, type TemplateCard, type TemplateFormat, type TemplateHeader, type TemplatePlace } from '@recado/core'
import { list, number, record, text, type Json } from './read.js'

const FILES: Readonly<Record<string, 'image' | 'video' | 'document'>> = { IMAGE: 'image', VIDEO: 'video', DOCUMENT: 'document' }

export function readDraft(template: PlatformTemplate): TemplateDraft | null {
  const components = list(template.components).map(record)
  const of = (type: string): Json | undefined => components.find((one) => one.type === type)
  const category = template.category.toLowerCase()
  const head = { name: template.name, language: template.language, category }
  if (category === 'authentication') return { ...head, format: 'positional', body: '', code: readCode(components), examples: {} }
  const samples: Record<string, string> = {}
  const body = text(of('BODY')?.text) ?? ''
  const format: TemplateFormat = [body, text(of('HEADER')?.text) ?? ''].some((words) => variablesIn(words).some((name) => !/^\d+$/.test(name))) ? 'named' : variablesIn(body).length > 0 || variablesIn(text(of('HEADER')?.text) ?? '').length > 0 ? 'positional' : 'named'
  takeSamples(samples, format, 'header', of('HEADER'), 'header_text')
  takeSamples(samples, format, 'body', of('BODY'), 'body_text')
  const header = readHeader(of('HEADER'))
  const buttons = readButtons(list(of('BUTTONS')?.buttons).map(record), samples, format, (index) => `button.${index}`)
  const cards = of('CAROUSEL') ? list(of('CAROUSEL')?.cards).map((card, at) => readCard(record(card), samples, format, at)) : undefined
  const offer = record(of('LIMITED_TIME_OFFER')?.limited_time_offer)
  // A part that this form cannot say would be lost by an edit.
  if (header === null || buttons === null || cards?.some((card) => card === null)) return null
  const footer = text(of('FOOTER')?.text)
  return {
    ...head, format, ...(header === undefined ? {} : { header }), body, ...(footer === undefined ? {} : { footer }), ...(of('LIMITED_TIME_OFFER') ? { offer: { text: text(offer.text) ?? '', expires: offer.has_expiration === true } } : {}),
    ...(buttons.length > 0 ? { buttons } : {}), ...(cards ? { cards: cards.flatMap((card) => card ?? []) } : {}), examples: samples,
  }
}

function takeSamples(samples: Record<string, string>, format: TemplateFormat, place: TemplatePlace, component: Json | undefined, key: 'header_text' | 'body_text'): void {
  const example = record(component?.example)
  for (const one of list(example[`${key}_named_params`]).map(record)) samples[text(one.param_name) ?? ''] = text(one.example) ?? ''
  const rows = list(example[key])
  const values = Array.isArray(rows[0]) ? rows[0] : rows
  for (const [at, value] of values.entries()) samples[exampleKey(format, place, String(at + 1))] = text(value) ?? ''
}

/** undefined: none; null: one that cannot be written here. */
function readHeader(component: Json | undefined): TemplateHeader | undefined | null {
  if (!component) return undefined
  const kind = text(component.format) ?? ''
  if (kind === 'TEXT') return text(component.text) ?? ''
  if (kind === 'LOCATION') return { kind: 'location' }
  const file = FILES[kind]
  return file ? { kind: file, mediaId: null } : null
}

function readButtons(buttons: readonly Json[], samples: Record<string, string>, format: TemplateFormat, place: (index: number) => TemplatePlace): TemplateDraftButton[] | null {
  const read = buttons.map((button, index) => readButton(button, samples, format, place(index)))
  return read.includes(null) ? null : read.flatMap((one) => one ?? [])
}

function readButton(button: Json, samples: Record<string, string>, format: TemplateFormat, place: TemplatePlace): TemplateDraftButton | null {
  const label = text(button.text) ?? ''
  switch (button.type) {
    case 'QUICK_REPLY': return { type: 'quick_reply', text: label }
    case 'PHONE_NUMBER': return { type: 'phone', text: label, phone: text(button.phone_number) ?? '' }
    case 'COPY_CODE': return { type: 'copy_code', code: text(button.example) ?? text(list(button.example)[0]) ?? '' }
    case 'CATALOG': return { type: 'catalog', text: label }
    case 'MPM': return { type: 'products', text: label }
    case 'VOICE_CALL': return { type: 'call', text: label }
    case 'FLOW': { const screen = text(button.navigate_screen); return { type: 'flow', text: label, flowId: text(button.flow_id) ?? String(button.flow_id ?? ''), ...(screen ? { screen } : {}) } }
    case 'URL': {
      const url = text(button.url) ?? ''
      const [hole] = variablesIn(url)
      if (hole === undefined) return { type: 'url', text: label, url }
      // By number at Meta; beside named ones it gets a name of its own.
      const name = format === 'positional' ? '1' : `link_${place.split('.').at(-1)}`
      const whole = text(list(button.example)[0])
      const stem = url.slice(0, url.indexOf('{{'))
      if (whole !== undefined) samples[exampleKey(format, place, name)] = whole.startsWith(stem) ? whole.slice(stem.length) : whole
      return { type: 'url', text: label, url: `${stem}{{${name}}}` }
    }
    default: return null
  }
}

function readCard(card: Json, samples: Record<string, string>, format: TemplateFormat, at: number): TemplateCard | null {
  const components = list(card.components).map(record)
  const of = (type: string): Json | undefined => components.find((one) => one.type === type)
  const kind = FILES[text(of('HEADER')?.format) ?? '']
  const buttons = readButtons(list(of('BUTTONS')?.buttons).map(record), samples, format, (index) => `card.${at}.button.${index}`)
  takeSamples(samples, format, `card.${at}`, of('BODY'), 'body_text')
  return (kind === 'image' || kind === 'video') && buttons ? { header: { kind, mediaId: null }, body: text(of('BODY')?.text) ?? '', buttons } : null
}

function readCode(components: readonly Json[]): OneTimeCode {
  const of = (type: string): Json => components.find((one) => one.type === type) ?? {}
  const button = record(list(of('BUTTONS').buttons)[0])
  const kind = (text(button.otp_type) ?? 'COPY_CODE').toLowerCase()
  const minutes = number(of('FOOTER').code_expiration_minutes)
  const label = text(button.text)
  const apps = list(button.supported_apps).map(record).map((app) => ({ packageName: text(app.package_name) ?? '', signatureHash: text(app.signature_hash) ?? '' }))
  return { button: kind === 'one_tap' || kind === 'zero_tap' ? kind : 'copy_code', securityAdvice: of('BODY').add_security_recommendation === true, ...(minutes === undefined ? {} : { minutes }), ...(label ? { label } : {}), ...(apps.length > 0 ? { apps } : {}) }
}
