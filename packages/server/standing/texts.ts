/** Words for what the server itself finds out about accounts. What platforms say is worded by their channels. */
import type { HealthText } from '@recado/api'
import { type FactText, filled, type LocalText } from '@recado/channel-kit'

export type Words = { title: LocalText } & FactText
export type Texts = Record<string, HealthText>

const say = (en: string, es: string, de: string, zh: string, ar: string, pt: string): LocalText => ({ en, es, de, zh, ar, pt })

/** Health items of our own, by kind. `{name}` is filled from the item's data. */
const OWN: Readonly<Record<string, Words>> = {
  account_paused: {
    title: say('Sending is paused', 'El envío está en pausa', 'Der Versand ist pausiert', '发送已暂停', 'الإرسال متوقف مؤقتًا', 'O envio está pausado'),
    sentence: say('The platform refuses to send for this account. What is written waits and goes by itself once it works again.', 'La plataforma se niega a enviar desde esta cuenta. Lo que se escriba espera y sale solo en cuanto vuelva a funcionar.', 'Die Plattform verweigert den Versand für dieses Konto. Was geschrieben wird, wartet und geht von selbst hinaus, sobald es wieder funktioniert.', '平台拒绝为此账号发送。所写内容会等待，恢复后自动发送。', 'ترفض المنصة الإرسال من هذا الحساب. ما يُكتب ينتظر ويُرسل تلقائيًا متى عاد إلى العمل.', 'A plataforma se recusa a enviar por esta conta. O que for escrito espera e sai sozinho assim que voltar a funcionar.'),
  },
  webhook_silent: {
    title: say('Nothing arrives', 'No llega nada', 'Nichts kommt an', '收不到任何内容', 'لا يصل شيء', 'Nada chega'),
    sentence: say('The platform has not called for unusually long.', 'La plataforma lleva un tiempo inusual sin avisar de nada.', 'Die Plattform hat sich ungewöhnlich lange nicht gemeldet.', '平台异常地长时间没有调用。', 'لم تستدعِ المنصة هذا الخادم منذ مدة طويلة على غير العادة.', 'A plataforma está há um tempo incomum sem chamar.'),
    next: say('Check whether this server can be reached from outside and whether the webhook address at the platform is the one shown here.', 'Mira si se puede llegar a este servidor desde fuera y si la dirección del webhook en la plataforma es la que se muestra aquí.', 'Prüfe, ob dieser Server von außen erreichbar ist und ob bei der Plattform die Webhook-Adresse steht, die hier angezeigt wird.', '请检查外部能否访问此服务器，以及平台上的 Webhook 地址是否与这里显示的一致。', 'تحقق من إمكان الوصول إلى هذا الخادم من الخارج، ومن أن عنوان webhook لدى المنصة هو المعروض هنا.', 'Verifique se este servidor pode ser acessado de fora e se o endereço do webhook na plataforma é o que aparece aqui.'),
  },
  webhook_missed: {
    title: say('Messages may be missing', 'Pueden faltar mensajes', 'Nachrichten können fehlen', '可能有消息遗漏', 'قد تنقص رسائل', 'Podem faltar mensagens'),
    sentence: say('For a while nothing could arrive, and the platform does not repeat it all.', 'Durante un tiempo no pudo llegar nada y la plataforma no lo repite todo.', 'Eine Zeit lang konnte nichts ankommen, und die Plattform wiederholt nicht alles.', '有一段时间无法接收任何内容，平台也不会全部补发。', 'لفترة لم يكن ممكنًا أن يصل شيء، ولا تعيد المنصة إرسال ذلك كله.', 'Por um tempo nada pôde chegar, e a plataforma não repete tudo.'),
    next: say('Look at that time in the app itself, or ask the customers you were expecting.', 'Mira esas horas en la propia aplicación o pregunta a los clientes que esperabas.', 'Sieh dir diese Zeit in der App selbst an oder frage die Kunden, die du erwartet hast.', '请在应用内查看那段时间，或询问你在等待的客户。', 'راجع تلك الفترة في التطبيق نفسه، أو اسأل العملاء الذين كنت تنتظرهم.', 'Veja esse período no próprio app ou pergunte aos clientes que você esperava.'),
  },
  template_paused: {
    title: say('Template “{template}” cannot be sent', 'La plantilla «{template}» no se puede enviar', 'Die Vorlage „{template}“ kann nicht gesendet werden', '模板“{template}”无法发送', 'لا يمكن إرسال القالب «{template}»', 'O modelo “{template}” não pode ser enviado'),
    sentence: say('The platform has paused or disabled it. {reason}', 'La plataforma la ha pausado o desactivado. {reason}', 'Die Plattform hat sie pausiert oder deaktiviert. {reason}', '平台已将其暂停或停用。{reason}', 'أوقفته المنصة مؤقتًا أو عطّلته. {reason}', 'A plataforma o pausou ou desativou. {reason}'),
    next: say('Use another template; change this one if customers block it.', 'Usa otra plantilla; cambia esta si los clientes la bloquean.', 'Nutze eine andere Vorlage; ändere diese, wenn Kunden sie blockieren.', '请使用其他模板；如果客户屏蔽它，请修改。', 'استخدم قالبًا آخر؛ وعدّل هذا إن كان العملاء يحظرونه.', 'Use outro modelo; altere este se os clientes o bloquearem.'),
  },
  mail_failed: {
    title: say('E-mails are not going out', 'Los correos no salen', 'E-Mails gehen nicht hinaus', '邮件无法发出', 'رسائل البريد لا تخرج', 'Os e-mails não estão saindo'),
    sentence: say('The mail server refused them: {error}', 'El servidor de correo los rechaza: {error}', 'Der Mailserver hat sie abgelehnt: {error}', '邮件服务器拒收：{error}', 'رفضها خادم البريد: {error}', 'O servidor de e-mail os recusou: {error}'),
    next: say('Look at SMTP_URL and MAIL_FROM.', 'Revisa SMTP_URL y MAIL_FROM.', 'Prüfe SMTP_URL und MAIL_FROM.', '请检查 SMTP_URL 和 MAIL_FROM。', 'راجع SMTP_URL وMAIL_FROM.', 'Verifique SMTP_URL e MAIL_FROM.'),
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
