/** The letters themselves. Pure. */
import type { AccountGap } from '@recado/api'
import { filled, type LocalText } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import type { Texts } from './texts.js'

export interface LetterItem { kind: string; texts: Texts | null; since: Instant }
interface Given { workspace: string; account: string; timeZone: string; language: string; url: string; items: readonly LetterItem[] }

const WORDS = {
  beginning: { en: '{account}: {title}', es: '{account}: {title}', de: '{account}: {title}', zh: '{account}：{title}', ar: '\u200f{account}: {title}', pt: '{account}: {title}' },
  over: { en: '{account} works again', es: '{account} vuelve a funcionar', de: '{account} funktioniert wieder', zh: '{account} 已恢复正常', ar: 'يعمل {account} من جديد', pt: '{account} voltou a funcionar' },
  hello: { en: 'In {workspace}, something is wrong with the account “{account}”:', es: 'En {workspace} ocurre algo con la cuenta «{account}»:', de: 'In {workspace} stimmt etwas nicht mit dem Konto „{account}“:', zh: '{workspace} 的账号“{account}”出现问题：', ar: 'في {workspace} مشكلة في الحساب «{account}»:', pt: 'Em {workspace}, há algo errado com a conta “{account}”:' },
  ended: { en: 'In {workspace}, this is over for the account “{account}”:', es: 'En {workspace} esto ha terminado para la cuenta «{account}»:', de: 'In {workspace} ist das für das Konto „{account}“ vorbei:', zh: '{workspace} 的账号“{account}”的以下问题已解除：', ar: 'في {workspace} انتهى ما يلي في الحساب «{account}»:', pt: 'Em {workspace}, isto acabou para a conta “{account}”:' },
  since: { en: 'since {moment}', es: 'desde {moment}', de: 'seit {moment}', zh: '自 {moment} 起', ar: 'منذ {moment}', pt: 'desde {moment}' },
  next: { en: 'What to do: {next}', es: 'Qué hacer: {next}', de: 'Was zu tun ist: {next}', zh: '处理方法：{next}', ar: 'ما العمل: {next}', pt: 'O que fazer: {next}' },
  page: { en: 'The account’s page: {url}', es: 'La página de la cuenta: {url}', de: 'Die Seite des Kontos: {url}', zh: '账号页面：{url}', ar: 'صفحة الحساب: {url}', pt: 'A página da conta: {url}' },
  fetched: { en: 'From {from} to {to} nothing could arrive. What was missing was fetched afterwards (messages: {count}).', es: 'De {from} a {to} no pudo llegar nada. Lo que faltaba se ha recuperado después (mensajes: {count}).', de: 'Von {from} bis {to} konnte nichts ankommen. Was fehlte, wurde nachträglich abgerufen (Nachrichten: {count}).', zh: '从 {from} 到 {to} 无法接收任何内容。遗漏的消息已事后获取（{count} 条）。', ar: 'من {from} إلى {to} لم يكن ممكنًا أن يصل شيء. وجُلب ما نقص لاحقًا (الرسائل: {count}).', pt: 'De {from} a {to} nada pôde chegar. O que faltava foi recuperado depois (mensagens: {count}).' },
  partly: { en: 'From {from} to {to} nothing could arrive. The platform gave a part of it afterwards (messages: {count}); others may be missing.', es: 'De {from} a {to} no pudo llegar nada. La plataforma ha dado después una parte (mensajes: {count}); pueden faltar otros.', de: 'Von {from} bis {to} konnte nichts ankommen. Die Plattform hat einen Teil nachgeliefert (Nachrichten: {count}); weitere können fehlen.', zh: '从 {from} 到 {to} 无法接收任何内容。平台事后补发了一部分（{count} 条消息）；可能还有遗漏。', ar: 'من {from} إلى {to} لم يكن ممكنًا أن يصل شيء. وأعطت المنصة جزءًا منه لاحقًا (الرسائل: {count})؛ وقد تنقص رسائل أخرى.', pt: 'De {from} a {to} nada pôde chegar. A plataforma entregou depois uma parte (mensagens: {count}); podem faltar outras.' },
  pending: { en: 'From {from} to {to} nothing could arrive. The missing messages are being fetched.', es: 'De {from} a {to} no pudo llegar nada. Los mensajes que faltan se están recuperando.', de: 'Von {from} bis {to} konnte nichts ankommen. Die fehlenden Nachrichten werden abgerufen.', zh: '从 {from} 到 {to} 无法接收任何内容。正在获取遗漏的消息。', ar: 'من {from} إلى {to} لم يكن ممكنًا أن يصل شيء. ويجري جلب الرسائل الناقصة.', pt: 'De {from} a {to} nada pôde chegar. As mensagens que faltam estão sendo recuperadas.' },
  lost: { en: 'From {from} to {to} nothing could arrive, and the platform does not repeat it: messages may be missing.', es: 'De {from} a {to} no pudo llegar nada y la plataforma no lo repite: pueden faltar mensajes.', de: 'Von {from} bis {to} konnte nichts ankommen, und die Plattform wiederholt es nicht: Nachrichten können fehlen.', zh: '从 {from} 到 {to} 无法接收任何内容，平台也不会补发：可能有消息遗漏。', ar: 'من {from} إلى {to} لم يكن ممكنًا أن يصل شيء، ولا تعيد المنصة إرساله: قد تنقص رسائل.', pt: 'De {from} a {to} nada pôde chegar, e a plataforma não repete: podem faltar mensagens.' },
  once: { en: 'You get this e-mail once, and another when it is over.', es: 'Este correo llega una sola vez, y otro cuando se arregle.', de: 'Diese E-Mail kommt nur einmal und eine weitere, wenn es vorbei ist.', zh: '此邮件只发送一次，问题解除后会再发一封。', ar: 'تصلك هذه الرسالة مرة واحدة، وأخرى عندما ينتهي الأمر.', pt: 'Você recebe este e-mail uma só vez, e outro quando tudo se resolver.' },
} as const satisfies Record<string, LocalText>

type Word = keyof typeof WORDS

/** The languages of the letters, and how each writes a moment. */
const LOCALES = { en: 'en-GB', es: 'es-ES', de: 'de-DE', zh: 'zh-CN', ar: 'ar-u-nu-latn', pt: 'pt-BR' } as const
type Tongue = keyof typeof LOCALES

const speaker = (language: string, timeZone: string) => {
  const main = language.toLowerCase().split('-')[0]
  const known = (Object.keys(LOCALES) as Tongue[]).find((tongue) => tongue === main) ?? 'en'
  const format = new Intl.DateTimeFormat(LOCALES[known], { timeZone, dateStyle: 'medium', timeStyle: 'short' })
  return { known, say: (word: Word, values: Record<string, string | number> = {}) => filled(WORDS[word][known], values), moment: (at: Instant | string) => format.format(new Date(at)) } as const
}

const paragraph = ({ texts, kind }: LetterItem, language: Tongue, since: string): string => {
  const text = texts?.[language] ?? texts?.en
  return text ? `${text.title} (${since})\n${text.sentence}${text.next ? `\n${speaker(language, 'UTC').say('next', { next: text.next })}` : ''}` : `${kind.replaceAll(/[._]/g, ' ')} (${since})`
}

/** In one line. A fact's title names the thing only: its first sentence says what is wrong with it. */
function lineOf({ kind, texts }: LetterItem, language: Tongue): string {
  const text = texts?.[language] ?? texts?.en
  if (!text) return kind.replaceAll(/[._]/g, ' ')
  return kind.startsWith('standing.') ? `${text.title}: ${text.sentence.split(/(?<=\.)\s|(?<=。)/)[0] ?? ''}` : text.title
}

/** Something has begun. */
export function beginning({ workspace, account, timeZone, language, url, items }: Given): { subject: string; text: string } {
  const { known, say, moment } = speaker(language, timeZone)
  const first = items[0]
  const title = first ? lineOf(first, known) : ''
  return {
    subject: say('beginning', { account, title }),
    text: [say('hello', { workspace, account }), ...items.map((item) => paragraph(item, known, say('since', { moment: moment(item.since) }))), say('page', { url }), say('once')].join('\n\n'),
  }
}

/** It is over, with what was missed. */
export function over({ workspace, account, timeZone, language, url, items, gaps }: Given & { gaps: readonly AccountGap[] }): { subject: string; text: string } {
  const { known, say, moment } = speaker(language, timeZone)
  const titles = items.map(({ texts, kind }) => `– ${texts?.[known]?.title ?? kind.replaceAll(/[._]/g, ' ')}`)
  const missed = gaps.map((gap) => say(gap.outcome ?? 'lost', { from: moment(gap.from), to: moment(gap.to ?? gap.from), count: gap.fetched }))
  return { subject: say('over', { account }), text: [say('ended', { workspace, account }), titles.join('\n'), ...missed, say('page', { url })].join('\n\n') }
}
