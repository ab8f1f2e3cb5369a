/** What the sign-up says in chat: her first message, ready written, and our answer to it. In the product's languages; the company's own words come before. */
import { fill, languageFor, OPT_IN_LANGUAGES, type OptInLanguage } from '@recado/api'
import { WORD_LISTS } from '@recado/core'

interface Words { first: string; plain: string; about: string; stop: string; change: string; elsewhere: string; spent: string; late: string }

const WORDS: Record<OptInLanguage, Words> = {
  en: {
    first: 'Hello! Please send me messages about: {topics}', plain: 'Hello! Please sign me up', about: 'You will get messages here about: {topics}.', stop: 'To stop at any time, answer {stop}.', change: 'Change your choice: {link}',
    elsewhere: 'One thing: {app} does not deliver messages of this kind to numbers of your country. You can choose another app here: {page}', spent: 'This code has been used already, so nothing has changed. To sign up, get a new one here: {page}', late: 'This code has expired, so nothing has changed. To sign up, get a new one here: {page}',
  },
  es: {
    first: '¡Hola! Quiero recibir mensajes sobre: {topics}', plain: '¡Hola! Quiero apuntarme', about: 'Te escribiremos por aquí sobre: {topics}.', stop: 'Si quieres dejarlo, responde {stop} cuando quieras.', change: 'Cambia lo que has elegido: {link}',
    elsewhere: 'Una cosa: {app} no entrega mensajes de este tipo a números de tu país. Puedes elegir otra aplicación aquí: {page}', spent: 'Este código ya se ha usado, así que no ha cambiado nada. Para apuntarte, consigue otro aquí: {page}', late: 'Este código ha caducado, así que no ha cambiado nada. Para apuntarte, consigue otro aquí: {page}',
  },
  'pt-BR': {
    first: 'Olá! Quero receber mensagens sobre: {topics}', plain: 'Olá! Quero me inscrever', about: 'Você vai receber mensagens aqui sobre: {topics}.', stop: 'Para parar quando quiser, responda {stop}.', change: 'Mude sua escolha: {link}',
    elsewhere: 'Um detalhe: o {app} não entrega mensagens desse tipo a números do seu país. Você pode escolher outro aplicativo aqui: {page}', spent: 'Este código já foi usado, então nada mudou. Para se inscrever, pegue outro aqui: {page}', late: 'Este código expirou, então nada mudou. Para se inscrever, pegue outro aqui: {page}',
  },
  de: {
    first: 'Hallo! Schickt mir bitte Nachrichten zu: {topics}', plain: 'Hallo! Ich möchte mich anmelden', about: 'Du bekommst hier Nachrichten zu: {topics}.', stop: 'Wenn du aufhören willst, antworte jederzeit {stop}.', change: 'Auswahl ändern: {link}',
    elsewhere: 'Eins noch: {app} stellt solche Nachrichten an Nummern deines Landes nicht zu. Hier kannst du eine andere App wählen: {page}', spent: 'Dieser Code wurde schon benutzt, es hat sich also nichts geändert. Für die Anmeldung gibt es hier einen neuen: {page}', late: 'Dieser Code ist abgelaufen, es hat sich also nichts geändert. Für die Anmeldung gibt es hier einen neuen: {page}',
  },
  'zh-CN': {
    first: '您好！我想接收以下内容的消息：{topics}', plain: '您好！我想订阅', about: '您将在这里收到以下内容的消息：{topics}。', stop: '如需停止，随时回复“{stop}”。', change: '更改选择：{link}',
    elsewhere: '请注意：{app}无法向您所在国家的号码送达此类消息。您可以在此选择其他应用：{page}', spent: '此代码已被使用，因此没有任何更改。如需订阅，请在此获取新代码：{page}', late: '此代码已过期，因此没有任何更改。如需订阅，请在此获取新代码：{page}',
  },
  ar: {
    first: 'مرحبًا! أودّ استلام رسائل حول: {topics}', plain: 'مرحبًا! أودّ الاشتراك', about: 'ستصلك هنا رسائل حول: {topics}.', stop: 'للإيقاف في أي وقت أجب بكلمة {stop}.', change: 'غيّر اختيارك: {link}',
    elsewhere: 'ملاحظة: لا يوصل {app} هذا النوع من الرسائل إلى أرقام بلدك. يمكنك اختيار تطبيق آخر هنا: {page}', spent: 'استُخدم هذا الرمز من قبل، لذا لم يتغير شيء. للاشتراك احصل على رمز جديد هنا: {page}', late: 'انتهت صلاحية هذا الرمز، لذا لم يتغير شيء. للاشتراك احصل على رمز جديد هنا: {page}',
  },
}

const ours = (language: string): OptInLanguage => languageFor([language], OPT_IN_LANGUAGES) as OptInLanguage // one of these

const list = (names: readonly string[], language: string): string => new Intl.ListFormat(language, { type: 'conjunction' }).format(names)

/** The word that ends advertising, as people write it. */
export const stopWord = (language: string): string => (WORD_LISTS[ours(language)].optOut[0] ?? 'stop').toLocaleUpperCase(language)

/** What she finds written when the app opens; without topics where the text would not fit into a code. */
export const firstMessage = (language: string, topics: readonly string[]): string => (topics.length > 0 ? fill(WORDS[ours(language)].first, { topics: list(topics, language) }) : WORDS[ours(language)].plain)

/** Tells her what she signed up for, and how it ends. `elsewhere`: the app does not deliver to her number's country. */
export function answer(language: string, { thanks, topics, link, elsewhere }: { thanks: string; topics: readonly string[]; link: string; elsewhere: { app: string; page: string } | null }): string {
  const words = WORDS[ours(language)]
  return [
    thanks.trim(), fill(words.about, { topics: list(topics, language) }), ...(elsewhere ? [fill(words.elsewhere, elsewhere)] : []), `${fill(words.stop, { stop: stopWord(language) })}\n${fill(words.change, { link })}`,
  ].join('\n\n')
}

/** A code that is no good any more. */
export const refusal = (language: string, why: 'spent' | 'late', page: string): string => fill(WORDS[ours(language)][why], { page })
