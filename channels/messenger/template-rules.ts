/**
 * What a Page may say in a utility message, and what its review turns down.
 * Sources: https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/utility-messages (2026-03-13) for parts, samples and reasons of rejection;
 * https://github.com/facebook/facebook-business-sdk-codegen/blob/main/api_specs/specs/MessengerBusinessTemplate.json (Meta's own description of its Graph API) for what can be changed later. Lengths as the Send API has them.
 */
import type { TemplateBuilder } from '@recado/channel-kit'

export const SOURCE = 'https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/utility-messages'
const UPDATE = 'https://github.com/facebook/facebook-business-sdk-codegen/blob/main/api_specs/specs/MessengerBusinessTemplate.json'
/** A notice that sells is rejected. */
const SELLS = String.raw`\b(ofertas?|descuentos?|rebajas?|gratis|promoci[oó]n|promociones|(?:on|our|big|flash|final|summer|winter|season) sale|discounts?|offers?|promos?|free gift|rabatt|gutschein|desconto|promoção)\b|优惠|折扣|促销|特价|خصم`
const languages = 'es es_ES es_MX es_LA en en_US en_GB pt_BR pt_PT de fr it ca zh_CN zh_HK zh_TW ar nl pl ru tr th vi fil id ja ko'.split(' ')

export const builder: TemplateBuilder = {
  source: SOURCE, reviewSource: SOURCE, name: { pattern: '^[a-z0-9_]{1,512}$', most: 512 }, languages,
  categories: [{ id: 'utility', components: ['header', 'body', 'buttons'], source: SOURCE }],
  formats: ['named', 'positional'],
  // The picture is uploaded with the template and no parameter of a message names another; the size is that of pictures in messages (NV).
  header: { kinds: ['text', 'image'], most: 60, variables: 1, media: { image: { mimes: ['image/jpeg', 'image/png'], maxBytes: 8_000_000 } }, mediaTitle: true, mediaKept: true },
  body: { most: 1024 },
  buttons: { most: 3, label: 20, url: 2000, code: 0, phone: 0, kinds: [{ type: 'quick_reply', most: 3 }, { type: 'url', most: 3 }] },
  // Parts and format of parameters, nothing else. Meta names neither how often nor in which states: these three are the ones it names for the templates of its other channel.
  edits: { statuses: ['approved', 'rejected', 'paused'], category: false, source: UPDATE },
  deletion: { nameBlockedDays: 0, source: SOURCE },
  absent: [{
    say: {
      en: 'Utility messages have a heading, a text and buttons. Meta describes no footer, no video or document above the text and no button to call: they cannot be written here.',
      es: 'Los avisos de Messenger tienen encabezado, texto y botones. Meta no describe pie, ni vídeo o documento encima del texto, ni botón de llamada: aquí no se pueden escribir.',
      'pt-BR': 'Os avisos do Messenger têm cabeçalho, texto e botões. A Meta não descreve rodapé, nem vídeo ou documento acima do texto, nem botão de ligação: aqui não podem ser escritos.',
      de: 'Service-Nachrichten haben Kopfzeile, Text und Schaltflächen. Eine Fußzeile, ein Video oder Dokument über dem Text und eine Anruf-Schaltfläche beschreibt Meta nicht: Sie lassen sich hier nicht schreiben.',
      'zh-CN': 'Messenger 通知由标题、正文和按钮组成。Meta 没有提供页脚、正文上方的视频或文件以及拨号按钮，因此这里无法填写。',
      ar: 'تتكوّن إشعارات Messenger من عنوان ونص وأزرار. لا تذكر Meta تذييلًا ولا فيديو أو مستندًا فوق النص ولا زر اتصال، لذلك لا يمكن كتابتها هنا.',
    }, source: SOURCE,
  }],
  rules: [
    { check: 'variable_at_edge', level: 'error', ignores: String.raw`[\s\p{P}]*`, source: SOURCE },
    { check: 'variables_adjacent', level: 'warning', source: SOURCE },
    // Meta rejects it (PARAMS_TO_WORD_RATIO_EXCEED_LIMIT) and names no figure: this is the one of its other templates (NV).
    { check: 'too_many_variables', level: 'warning', perVariable: 2, plus: 1, source: SOURCE },
    { check: 'variable_form', level: 'error', pattern: '^[a-z_][a-z0-9_]*$', source: SOURCE },
    { check: 'variables_not_numbered', level: 'warning', source: SOURCE },
    { check: 'example_missing', level: 'warning', source: SOURCE },
    { check: 'pattern', code: 'reads_as_marketing', level: 'warning', fields: ['header', 'body', 'footer', 'buttons'], says: 'category', pattern: SELLS, flags: 'iu', source: SOURCE },
    { check: 'pattern', code: 'line_break', level: 'error', fields: ['header', 'footer', 'buttons'], pattern: String.raw`[\n\r]`, flags: '', source: SOURCE },
    { check: 'duplicate_text', level: 'warning', source: SOURCE },
    { check: 'button_twice', level: 'hint', source: SOURCE },
  ],
}
