/** A draft as Meta's components, and back. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components (2026-06). */
import type { PlatformTemplate, TemplateDraft, TemplateDraftButton } from '@recado/channel-kit'
import { exampleKey, VARIABLE, variablesIn, type TemplatePlace } from '@recado/core'
import { compact, type Json } from './read.js'
import { readDraft } from './template-read.js'

type Handles = Readonly<Record<string, string>>

/** Samples of a text, by name or by number. */
function examplesOf(draft: TemplateDraft, place: TemplatePlace, key: 'header_text' | 'body_text', words: string): Json {
  const names = variablesIn(words)
  if (names.length === 0) return {}
  const sample = (name: string): string => draft.examples[exampleKey(draft.format, place, name)] ?? ''
  if (draft.format !== 'positional') return { example: { [`${key}_named_params`]: names.map((param_name) => ({ param_name, example: sample(param_name) })) } }
  const values = [...names].sort((a, b) => Number(a) - Number(b)).map(sample)
  return { example: { [key]: key === 'body_text' ? [values] : values } }
}

function headerOf(draft: TemplateDraft, handles: Handles): Json[] {
  const { header } = draft
  if (header === undefined) return []
  if (typeof header === 'string') return [{ type: 'HEADER', format: 'TEXT', text: header, ...examplesOf(draft, 'header', 'header_text', header) }]
  if (header.kind === 'location') return [{ type: 'HEADER', format: 'LOCATION' }]
  return [{ type: 'HEADER', format: header.kind.toUpperCase(), example: { header_handle: [handles[header.mediaId ?? ''] ?? ''] } }]
}

/** An address takes its variable by number; its sample is the whole address. */
function buttonOf(button: TemplateDraftButton, draft: TemplateDraft, place: TemplatePlace): Json {
  switch (button.type) {
    case 'quick_reply': return { type: 'QUICK_REPLY', text: button.text }
    case 'phone': return { type: 'PHONE_NUMBER', text: button.text, phone_number: button.phone.replace(/[\s().-]/g, '') }
    case 'copy_code': return { type: 'COPY_CODE', example: button.code }
    case 'flow': return compact({ type: 'FLOW', text: button.text, flow_id: button.flowId, flow_action: button.screen ? 'navigate' : 'data_exchange', navigate_screen: button.screen })
    case 'catalog': return { type: 'CATALOG', text: button.text }
    case 'products': return { type: 'MPM', text: button.text }
    case 'call': return { type: 'VOICE_CALL', text: button.text }
    case 'url': {
      const [hole] = variablesIn(button.url)
      const sample = hole === undefined ? undefined : draft.examples[exampleKey(draft.format, place, hole)] ?? ''
      return { type: 'URL', text: button.text, url: button.url.replace(VARIABLE, '{{1}}'), ...(sample === undefined ? {} : { example: [button.url.replace(VARIABLE, () => sample)] }) }
    }
  }
}

/** Meta words a one-time code itself; what is said is only what stands around it. https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/authentication-templates */
function codeComponents({ code }: TemplateDraft): Json[] {
  if (!code) return []
  const apps = (code.apps ?? []).map((app) => ({ package_name: app.packageName, signature_hash: app.signatureHash }))
  return [
    { type: 'BODY', add_security_recommendation: code.securityAdvice },
    ...(code.minutes === undefined ? [] : [{ type: 'FOOTER', code_expiration_minutes: code.minutes }]),
    { type: 'BUTTONS', buttons: [compact({ type: 'OTP', otp_type: code.button.toUpperCase(), text: code.label, supported_apps: code.button === 'copy_code' ? undefined : apps, zero_tap_terms_accepted: code.button === 'zero_tap' ? true : undefined })] },
  ]
}

/** Meta's components of a draft, in the order in which a reader meets them. */
export function componentsOf(draft: TemplateDraft, handles: Handles = {}): Json[] {
  if (draft.code) return codeComponents(draft)
  const { footer, offer, cards, buttons = [] } = draft
  return [
    ...headerOf(draft, handles),
    ...(offer ? [{ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: offer.text, has_expiration: offer.expires } }] : []),
    { type: 'BODY', text: draft.body, ...examplesOf(draft, 'body', 'body_text', draft.body) },
    ...(footer === undefined ? [] : [{ type: 'FOOTER', text: footer }]),
    ...(buttons.length > 0 ? [{ type: 'BUTTONS', buttons: buttons.map((button, index) => buttonOf(button, draft, `button.${index}`)) }] : []),
    ...(cards ? [{ type: 'CAROUSEL', cards: cards.map((card, at) => ({ components: [
      { type: 'HEADER', format: card.header.kind.toUpperCase(), example: { header_handle: [handles[card.header.mediaId ?? ''] ?? ''] } },
      ...(card.body === '' ? [] : [{ type: 'BODY', text: card.body, ...examplesOf(draft, `card.${at}`, 'body_text', card.body) }]),
      ...(card.buttons.length > 0 ? [{ type: 'BUTTONS', buttons: card.buttons.map((button, index) => buttonOf(button, draft, `card.${at}.button.${index}`)) }] : []),
    ] })) }] : []),
  ]
}

/** The stored components as a draft; the sample files stay with Meta and are chosen anew. */
export const draftOf = (template: PlatformTemplate): TemplateDraft | null => readDraft(template)
