/** The letter to a future colleague, in her language. Pure. */
import { filled } from '@recado/channel-kit'

interface Words { subject: string; hello: string; named: string; invites: string; anonymous: string; open: string; holds: string; ignore: string }

const WORDS: Readonly<Record<string, Words>> = {
  en: {
    subject: '{workspace} invites you to Recado', hello: 'Hello,', named: 'Hello {name},', invites: '{by} invites you to answer customers together in {workspace}.', anonymous: 'You are invited to answer customers together in {workspace}.',
    open: 'Accept here: {url}', holds: 'The link works once and until {until}.', ignore: 'If you did not expect this, do nothing: nobody comes in without the link.',
  },
  es: {
    subject: '{workspace} te invita a Recado', hello: 'Hola:', named: 'Hola, {name}:', invites: '{by} te invita a atender juntos a los clientes de {workspace}.', anonymous: 'Te invitan a atender a los clientes de {workspace}.',
    open: 'Acepta aquí: {url}', holds: 'El enlace sirve una sola vez y hasta el {until}.', ignore: 'Si no lo esperabas, no hagas nada: sin el enlace no entra nadie.',
  },
  'pt-BR': {
    subject: '{workspace} convida você para o Recado', hello: 'Olá,', named: 'Olá, {name},', invites: '{by} convida você para atender junto os clientes de {workspace}.', anonymous: 'Você foi convidado para atender os clientes de {workspace}.',
    open: 'Aceite aqui: {url}', holds: 'O link funciona uma única vez e até {until}.', ignore: 'Se você não esperava por isso, não faça nada: sem o link ninguém entra.',
  },
  de: {
    subject: '{workspace} lädt dich zu Recado ein', hello: 'Hallo,', named: 'Hallo {name},', invites: '{by} lädt dich ein, in {workspace} gemeinsam Kunden zu antworten.', anonymous: 'Du bist eingeladen, in {workspace} gemeinsam Kunden zu antworten.',
    open: 'Hier annehmen: {url}', holds: 'Der Link gilt einmal und bis zum {until}.', ignore: 'Wenn du das nicht erwartet hast, tu nichts: Ohne den Link kommt niemand hinein.',
  },
  'zh-CN': {
    subject: '{workspace} 邀请你加入 Recado', hello: '你好：', named: '{name}，你好：', invites: '{by} 邀请你加入 {workspace}，一起回复客户。', anonymous: '你受邀加入 {workspace}，一起回复客户。',
    open: '在此接受邀请：{url}', holds: '链接只能使用一次，有效期至 {until}。', ignore: '如果这不是你期待的邀请，请忽略：没有链接，任何人都无法进入。',
  },
  ar: {
    subject: '‏{workspace} تدعوك إلى Recado', hello: 'مرحبًا،', named: 'مرحبًا {name}،', invites: 'يدعوك {by} إلى الرد على العملاء معًا في {workspace}.', anonymous: 'أنت مدعو إلى الرد على العملاء في {workspace}.',
    open: 'اقبل الدعوة من هنا: {url}', holds: 'يعمل الرابط مرة واحدة وحتى {until}.', ignore: 'إن لم تكن تتوقع هذه الرسالة فلا تفعل شيئًا: لا يدخل أحد من دون الرابط.',
  },
}

/** The words of a language, of its main language, or English. */
const wordsOf = (language: string): [string, Words] => {
  const key = language in WORDS ? language : (Object.keys(WORDS).find((one) => one.split('-')[0] === language.split('-')[0]) ?? 'en')
  return [key, WORDS[key]!] // one of its keys
}

export function invitationLetter({ workspace, by, name, url, language, expiresAt, timeZone }: { workspace: string; by: string | null; name: string; url: string; language: string; expiresAt: number; timeZone: string }): { subject: string; text: string } {
  const [locale, words] = wordsOf(language)
  const until = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'long', timeStyle: 'short' }).format(expiresAt)
  const values = { workspace, by: by ?? '', name, url, until }
  const lines = [name ? words.named : words.hello, by ? words.invites : words.anonymous, words.open, words.holds, words.ignore]
  return { subject: filled(words.subject, values), text: lines.map((line) => filled(line, values)).join('\n\n') }
}
