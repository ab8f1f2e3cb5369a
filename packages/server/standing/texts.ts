/** Words for what the server itself finds out about accounts. What platforms say is worded by their channels. */
import type { HealthText } from '@recado/api'
import { type FactText, filled, type LocalText } from '@recado/channel-kit'

export type Words = { title: LocalText } & FactText
export type Texts = Record<string, HealthText>

const say = (en: string, es: string, de: string): LocalText => ({ en, es, de })

/** Health items of our own, by kind. `{name}` is filled from the item's data. */
const OWN: Readonly<Record<string, Words>> = {
  account_paused: {
    title: say('Sending is paused', 'El envío está en pausa', 'Der Versand ist pausiert'),
    sentence: say('The platform refuses to send for this account. What is written waits and goes by itself once it works again.', 'La plataforma se niega a enviar desde esta cuenta. Lo que se escriba espera y sale solo en cuanto vuelva a funcionar.', 'Die Plattform verweigert den Versand für dieses Konto. Was geschrieben wird, wartet und geht von selbst hinaus, sobald es wieder funktioniert.'),
  },
  webhook_silent: {
    title: say('Nothing arrives', 'No llega nada', 'Nichts kommt an'),
    sentence: say('The platform has not called for unusually long.', 'La plataforma lleva un tiempo inusual sin avisar de nada.', 'Die Plattform hat sich ungewöhnlich lange nicht gemeldet.'),
    next: say('Check whether this server can be reached from outside and whether the webhook address at the platform is the one shown here.', 'Mira si se puede llegar a este servidor desde fuera y si la dirección del webhook en la plataforma es la que se muestra aquí.', 'Prüfe, ob dieser Server von außen erreichbar ist und ob bei der Plattform die Webhook-Adresse steht, die hier angezeigt wird.'),
  },
  webhook_missed: {
    title: say('Messages may be missing', 'Pueden faltar mensajes', 'Nachrichten können fehlen'),
    sentence: say('For a while nothing could arrive, and the platform does not repeat it all.', 'Durante un tiempo no pudo llegar nada y la plataforma no lo repite todo.', 'Eine Zeit lang konnte nichts ankommen, und die Plattform wiederholt nicht alles.'),
    next: say('Look at that time in the app itself, or ask the customers you were expecting.', 'Mira esas horas en la propia aplicación o pregunta a los clientes que esperabas.', 'Sieh dir diese Zeit in der App selbst an oder frage die Kunden, die du erwartet hast.'),
  },
  template_paused: {
    title: say('Template “{template}” cannot be sent', 'La plantilla «{template}» no se puede enviar', 'Die Vorlage „{template}“ kann nicht gesendet werden'),
    sentence: say('The platform has paused or disabled it. {reason}', 'La plataforma la ha pausado o desactivado. {reason}', 'Die Plattform hat sie pausiert oder deaktiviert. {reason}'),
    next: say('Use another template; change this one if customers block it.', 'Usa otra plantilla; cambia esta si los clientes la bloquean.', 'Nutze eine andere Vorlage; ändere diese, wenn Kunden sie blockieren.'),
  },
  mail_failed: {
    title: say('E-mails are not going out', 'Los correos no salen', 'E-Mails gehen nicht hinaus'),
    sentence: say('The mail server refused them: {error}', 'El servidor de correo los rechaza: {error}', 'Der Mailserver hat sie abgelehnt: {error}'),
    next: say('Look at SMTP_URL and MAIL_FROM.', 'Revisa SMTP_URL y MAIL_FROM.', 'Prüfe SMTP_URL und MAIL_FROM.'),
  },
}

/** Words in every language, with their places filled. */
export function inWords(words: Words, values: Readonly<Record<string, unknown>> = {}): Texts {
  const known = Object.fromEntries(Object.entries(values).filter((pair): pair is [string, string | number] => typeof pair[1] === 'string' || typeof pair[1] === 'number'))
  return Object.fromEntries(Object.keys(words.title).map((language) => [language, {
    title: filled(words.title[language] ?? words.title.en, known), sentence: filled(words.sentence[language] ?? words.sentence.en, known), next: words.next ? filled(words.next[language] ?? words.next.en, known) : null,
  }]))
}

/** The words of an item that was kept without any; null where only its kind is known. */
export function ownTexts(kind: string, data: Readonly<Record<string, unknown>>): Texts | null {
  const words = OWN[kind]
  return words ? inWords(words, data) : null
}
