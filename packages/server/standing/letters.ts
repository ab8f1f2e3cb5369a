/** The letters themselves. Pure. */
import type { AccountGap } from '@recado/api'
import { filled, type LocalText } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import type { Texts } from './texts.js'

export interface LetterItem { kind: string; texts: Texts | null; since: Instant }
interface Given { workspace: string; account: string; timeZone: string; language: string; url: string; items: readonly LetterItem[] }

const WORDS = {
  beginning: { en: '{account}: {title}', es: '{account}: {title}' },
  over: { en: '{account} works again', es: '{account} vuelve a funcionar' },
  hello: { en: 'In {workspace}, something is wrong with the account “{account}”:', es: 'En {workspace} ocurre algo con la cuenta «{account}»:' },
  ended: { en: 'In {workspace}, this is over for the account “{account}”:', es: 'En {workspace} esto ha terminado para la cuenta «{account}»:' },
  since: { en: 'since {moment}', es: 'desde {moment}' },
  next: { en: 'What to do: {next}', es: 'Qué hacer: {next}' },
  page: { en: 'The account’s page: {url}', es: 'La página de la cuenta: {url}' },
  fetched: { en: 'From {from} to {to} nothing could arrive. What was missing was fetched afterwards (messages: {count}).', es: 'De {from} a {to} no pudo llegar nada. Lo que faltaba se ha recuperado después (mensajes: {count}).' },
  partly: { en: 'From {from} to {to} nothing could arrive. The platform gave a part of it afterwards (messages: {count}); others may be missing.', es: 'De {from} a {to} no pudo llegar nada. La plataforma ha dado después una parte (mensajes: {count}); pueden faltar otros.' },
  pending: { en: 'From {from} to {to} nothing could arrive. The missing messages are being fetched.', es: 'De {from} a {to} no pudo llegar nada. Los mensajes que faltan se están recuperando.' },
  lost: { en: 'From {from} to {to} nothing could arrive, and the platform does not repeat it: messages may be missing.', es: 'De {from} a {to} no pudo llegar nada y la plataforma no lo repite: pueden faltar mensajes.' },
  once: { en: 'You get this e-mail once, and another when it is over.', es: 'Este correo llega una sola vez, y otro cuando se arregle.' },
} as const satisfies Record<string, LocalText>

type Word = keyof typeof WORDS

const speaker = (language: string, timeZone: string) => {
  const known = language.toLowerCase().startsWith('es') ? 'es' : 'en'
  const format = new Intl.DateTimeFormat(known === 'es' ? 'es-ES' : 'en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' })
  return { known, say: (word: Word, values: Record<string, string | number> = {}) => filled(WORDS[word][known], values), moment: (at: Instant | string) => format.format(new Date(at)) } as const
}

const paragraph = ({ texts, kind }: LetterItem, language: 'en' | 'es', since: string): string => {
  const text = texts?.[language] ?? texts?.en
  return text ? `${text.title} (${since})\n${text.sentence}${text.next ? `\n${speaker(language, 'UTC').say('next', { next: text.next })}` : ''}` : `${kind.replaceAll(/[._]/g, ' ')} (${since})`
}

/** In one line. A fact's title names the thing only: its first sentence says what is wrong with it. */
function lineOf({ kind, texts }: LetterItem, language: 'en' | 'es'): string {
  const text = texts?.[language] ?? texts?.en
  if (!text) return kind.replaceAll(/[._]/g, ' ')
  return kind.startsWith('standing.') ? `${text.title}: ${text.sentence.split(/(?<=\.)\s/)[0] ?? ''}` : text.title
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
