/**
 * What a Page may say in a utility message, and what its review turns down.
 * Source: https://developers.facebook.com/docs/messenger-platform/send-messages/utility-messages (2026-03); lengths as the Send API has them.
 */
import type { TemplateBuilder } from '@recado/channel-kit'

const SOURCE = 'https://developers.facebook.com/docs/messenger-platform/send-messages/utility-messages'
/** A notice that sells is rejected. */
const SELLS = String.raw`\b(ofertas?|descuentos?|rebajas?|gratis|promoci[oó]n|promociones|sale|discounts?|offers?|promos?|free gift|rabatt|gutschein|desconto|promoção)\b|优惠|折扣|促销|特价|خصم`
const languages = 'es es_ES es_MX es_LA en en_US en_GB pt_BR pt_PT de fr it ca zh_CN zh_HK zh_TW ar nl pl ru tr th vi fil id ja ko'.split(' ')

export const builder: TemplateBuilder = {
  source: SOURCE, reviewSource: SOURCE, name: { pattern: '^[a-z0-9_]{1,512}$', most: 512 }, languages,
  categories: [{ id: 'utility', components: ['header', 'body', 'footer', 'buttons'], source: SOURCE }],
  formats: ['named', 'positional'],
  header: { kinds: ['text'], most: 60, variables: 1, media: {} }, body: { most: 1024 }, footer: { most: 60 },
  buttons: { most: 3, label: 20, url: 2000, code: 0, phone: 0, kinds: [{ type: 'quick_reply', most: 3 }, { type: 'url', most: 3 }] },
  deletion: { nameBlockedDays: 0, source: SOURCE },
  rules: [
    { check: 'variable_at_edge', level: 'error', ignores: String.raw`[\s\p{P}]*`, source: SOURCE },
    { check: 'variables_adjacent', level: 'warning', source: SOURCE },
    { check: 'variable_form', level: 'error', pattern: '^[a-z_][a-z0-9_]*$', source: SOURCE },
    { check: 'variables_not_numbered', level: 'warning', source: SOURCE },
    { check: 'example_missing', level: 'warning', source: SOURCE },
    { check: 'pattern', code: 'reads_as_marketing', level: 'warning', fields: ['header', 'body', 'footer', 'buttons'], says: 'category', pattern: SELLS, flags: 'iu', source: SOURCE },
    { check: 'pattern', code: 'line_break', level: 'error', fields: ['header', 'footer', 'buttons'], pattern: String.raw`[\n\r]`, flags: '', source: SOURCE },
    { check: 'duplicate_text', level: 'warning', source: SOURCE },
    { check: 'button_twice', level: 'hint', source: SOURCE },
  ],
}
