/** A draft as its bubble will look: the same shape that a platform's list is shown in. */
import { headerWords, type TemplateDraft, type TemplateDraftButton } from './draft.js'

export interface DraftPreview {
  header?: string
  headerKind?: 'text' | 'image' | 'video' | 'document' | 'location'
  body: string
  footer?: string
  /** An offer that runs out. */
  offer?: string
  buttons?: { type: string; text: string; url?: string }[]
  cards?: { headerKind: 'image' | 'video'; body: string; buttons: { type: string; text: string; url?: string }[] }[]
}

/** `words`: what a platform writes by itself, where its own words are not known yet. */
export interface PlatformWords { code: string; advice: string; expires: string; copy: string; copyOffer: string; autofill: string }

export function previewOfDraft(draft: TemplateDraft, words: PlatformWords): DraftPreview {
  if (draft.code) {
    const { securityAdvice, minutes, label, button } = draft.code
    return {
      body: [words.code, ...(securityAdvice ? [words.advice] : [])].join(' '), ...(minutes === undefined ? {} : { footer: words.expires.replace('{minutes}', String(minutes)) }),
      buttons: button === 'zero_tap' ? [] : [{ type: 'otp', text: label?.trim() || (button === 'one_tap' ? words.autofill : words.copy) }],
    }
  }
  const shown = (button: TemplateDraftButton): { type: string; text: string; url?: string } => ({ type: button.type, text: 'text' in button ? button.text : words.copyOffer, ...(button.type === 'url' ? { url: button.url } : {}) })
  return {
    ...(typeof draft.header === 'string' ? { header: draft.header, headerKind: 'text' as const } : draft.header ? { headerKind: draft.header.kind, ...(headerWords(draft) ? { header: headerWords(draft)! } : {}) } : {}), // just asked
    body: draft.body, ...(draft.footer ? { footer: draft.footer } : {}), ...(draft.offer ? { offer: draft.offer.text } : {}),
    ...(draft.buttons?.length ? { buttons: draft.buttons.map(shown) } : {}),
    ...(draft.cards ? { cards: draft.cards.map((card) => ({ headerKind: card.header.kind, body: card.body, buttons: card.buttons.map(shown) })) } : {}),
  }
}

/** In English, for programs; the web says them in the reader's language. */
export const PLATFORM_WORDS: PlatformWords = { code: '*{{1}}* is your verification code.', advice: 'For your security, do not share this code.', expires: 'This code expires in {minutes} minutes.', copy: 'Copy code', copyOffer: 'Copy offer code', autofill: 'Autofill' }
