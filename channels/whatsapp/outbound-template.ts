/** Values of a template as the `components` of a send: header, body, buttons, cards and a limited offer. */
import type { PlatformTemplate } from '@recado/channel-kit'
import type { TemplateContent, TemplateParameter } from '@recado/core'
import { compact, record, text, type Json } from './read.js'
import { buttonsOf, filledOf, neutralise, type Filled } from './template-values.js'
import type { Uploads } from './outbound.js'

type Body = Record<string, unknown>

const mediaTypes = new Set(['image', 'video', 'document'])

const documentName = (value: TemplateParameter): string | undefined => (value.type === 'document' ? value.text : undefined)

function valueBody({ value, place }: Filled, uploads: Uploads): Body {
  const written = value.text ?? ''
  if (mediaTypes.has(value.type)) return { type: value.type, [value.type]: compact({ id: uploads[value.mediaId ?? ''], filename: documentName(value) }) }
  switch (value.type) {
    case 'currency':
      return { type: 'currency', currency: { fallback_value: written, code: value.currency?.code ?? '', amount_1000: value.currency?.amount1000 ?? 0 } }
    case 'date_time':
      return { type: 'date_time', date_time: { fallback_value: written } }
    case 'location':
      return { type: 'location', location: compact({ ...value.location }) }
    case 'payload':
      return { type: 'payload', payload: written }
    case 'coupon_code':
      return { type: 'coupon_code', coupon_code: written }
    case 'product':
      return place.component === 'button'
        ? { type: 'action', action: { thumbnail_product_retailer_id: written } }
        : { type: 'product', product: compact({ product_retailer_id: written, catalog_id: text(record(value.value).catalogId) }) }
    case 'action':
      return { type: 'action', action: value.value ?? { flow_token: written || 'unused' } }
    default: {
      const named = place.name !== undefined && !place.name.includes('.') ? place.name : undefined
      const safe = place.component === 'body' || (place.component === 'card' && named === place.name) ? neutralise(written) : written
      return compact({ type: 'text', parameter_name: named, text: safe })
    }
  }
}

const subTypes: Readonly<Record<string, string>> = { QUICK_REPLY: 'quick_reply', URL: 'url', OTP: 'url', COPY_CODE: 'copy_code', FLOW: 'flow', CATALOG: 'catalog', MPM: 'mpm', VOICE_CALL: 'voice_call', PHONE_NUMBER: 'voice_call' }
const byValue: Readonly<Record<string, string>> = { payload: 'quick_reply', coupon_code: 'copy_code', product: 'catalog', action: 'flow' }

const buttonBody = (index: number, filled: Filled, kind: string | undefined, uploads: Uploads): Body =>
  ({ type: 'button', sub_type: (kind && subTypes[kind]) ?? byValue[filled.value.type] ?? 'url', index: String(index), parameters: [valueBody(filled, uploads)] })

/** Which button of a card: its name says `button.<n>`, since a card has texts of its own too. */
const cardButton = (filled: Filled): number | null => {
  const named = /^button\.(\d+)$/.exec(filled.place.name ?? '')
  if (named) return Number(named[1])
  return filled.value.type === 'payload' || filled.value.type === 'coupon_code' || filled.value.type === 'action' ? (filled.place.position ?? 0) : null
}

function cardBody(index: number, values: readonly Filled[], buttons: readonly Json[], uploads: Uploads): Body {
  const header = values.filter(({ value }) => mediaTypes.has(value.type) || value.type === 'product')
  const body = values.filter((one) => !header.includes(one) && cardButton(one) === null)
  const pressed = values.flatMap((one) => {
    const button = cardButton(one)
    return button === null ? [] : [buttonBody(button, one, text(buttons[button]?.type), uploads)]
  })
  return {
    card_index: index,
    components: [
      ...(header.length > 0 ? [{ type: 'header', parameters: header.map((one) => valueBody(one, uploads)) }] : []),
      ...(body.length > 0 ? [{ type: 'body', parameters: body.map((one) => valueBody(one, uploads)) }] : []),
      ...pressed,
    ],
  }
}

const offerName = 'limited_time_offer'

function offerBody({ value }: Filled): Body {
  const written = Number(value.value ?? value.text)
  const endsAt = Number.isFinite(written) ? written : Date.parse(value.text ?? '')
  return { type: offerName, parameters: [{ type: offerName, limited_time_offer: { expiration_time_ms: endsAt } }] }
}

/** The `template` object of a send. Without the stored template the values say themselves where they belong. */
export function templateBody(content: TemplateContent, template: PlatformTemplate | undefined, uploads: Uploads): Body {
  const filled = filledOf(template, content.parameters)
  const isOffer = (one: Filled): boolean => one.place.name === offerName
  const of = (component: Filled['place']['component']): Filled[] => filled.filter((one) => one.place.component === component && !isOffer(one))
  const buttons = buttonsOf(template)
  const cards = [...new Set(of('card').map((one) => one.place.index ?? 0))].sort((a, b) => a - b)
  const components = [
    ...(of('header').length > 0 ? [{ type: 'header', parameters: of('header').map((one) => valueBody(one, uploads)) }] : []),
    ...(of('body').length > 0 ? [{ type: 'body', parameters: of('body').map((one) => valueBody(one, uploads)) }] : []),
    ...filled.filter(isOffer).map(offerBody),
    ...(cards.length > 0 ? [{ type: 'carousel', cards: cards.map((index) => cardBody(index, of('card').filter((one) => (one.place.index ?? 0) === index), buttonsOf(template, index), uploads)) }] : []),
    ...of('button').map((one) => buttonBody(one.place.index ?? 0, one, text(buttons[one.place.index ?? 0]?.type), uploads)),
  ]
  return compact({ name: template?.name ?? content.name ?? '', language: { code: template?.language ?? content.language ?? '' }, components: components.length > 0 ? components : undefined })
}
