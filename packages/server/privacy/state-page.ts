/** The page at which somebody sees what became of her request for deletion: no script, nothing from elsewhere, in her browser's language. Pure. */
import { createHash } from 'node:crypto'

export type PageState = 'waiting' | 'done' | 'cancelled' | 'unknown' | 'no_such'
interface Words { dir?: 'rtl'; title: string; code: string; asked: string; waiting: string; erase: string; anonymise: string; cancelled: string; unknown: string; no_such: string }

const WORDS: Readonly<Record<string, Words>> = {
  en: {
    title: 'Your request for deletion', code: 'Confirmation code', asked: 'Received on {date}.', waiting: 'Your request is being worked on. It will be done by {due} at the latest.', erase: 'Done on {settled}: your messages, files and all data about you were deleted.',
    anonymise: 'Done on {settled}: your messages, files and all data about you were removed; only numbers that tell nothing about you remain.', cancelled: 'The request was withdrawn.', unknown: 'Done on {settled}: this company held no data under the account you asked from.', no_such: 'There is no request with this code. Check that you copied all of it.',
  },
  es: {
    title: 'Tu solicitud de eliminación', code: 'Código de confirmación', asked: 'Recibida el {date}.', waiting: 'Tu solicitud está en curso. Se completará como muy tarde el {due}.', erase: 'Hecho el {settled}: se han borrado tus mensajes, tus archivos y todos tus datos.',
    anonymise: 'Hecho el {settled}: se han quitado tus mensajes, tus archivos y todos tus datos; solo quedan cifras que no dicen nada de ti.', cancelled: 'La solicitud se retiró.', unknown: 'Hecho el {settled}: esta empresa no tenía datos de la cuenta desde la que lo pediste.', no_such: 'No hay ninguna solicitud con este código. Comprueba que lo has copiado entero.',
  },
  'pt-BR': {
    title: 'Sua solicitação de exclusão', code: 'Código de confirmação', asked: 'Recebida em {date}.', waiting: 'Sua solicitação está em andamento. Será concluída no máximo até {due}.', erase: 'Concluída em {settled}: suas mensagens, seus arquivos e todos os seus dados foram excluídos.',
    anonymise: 'Concluída em {settled}: suas mensagens, seus arquivos e todos os seus dados foram removidos; restam apenas números que nada dizem sobre você.', cancelled: 'A solicitação foi retirada.', unknown: 'Concluída em {settled}: esta empresa não tinha dados da conta usada no pedido.', no_such: 'Não há nenhuma solicitação com este código. Confira se você o copiou por inteiro.',
  },
  de: {
    title: 'Deine Löschanfrage', code: 'Bestätigungscode', asked: 'Eingegangen am {date}.', waiting: 'Deine Anfrage wird bearbeitet. Sie wird spätestens am {due} erledigt.', erase: 'Erledigt am {settled}: Deine Nachrichten, Dateien und alle Daten über dich wurden gelöscht.',
    anonymise: 'Erledigt am {settled}: Deine Nachrichten, Dateien und alle Daten über dich wurden entfernt; es bleiben nur Zahlen, die nichts über dich verraten.', cancelled: 'Die Anfrage wurde zurückgezogen.', unknown: 'Erledigt am {settled}: Dieses Unternehmen hatte keine Daten zu dem Konto, von dem du angefragt hast.', no_such: 'Zu diesem Code gibt es keine Anfrage. Prüfe, ob du ihn ganz kopiert hast.',
  },
  'zh-CN': {
    title: '你的删除请求', code: '确认码', asked: '收到日期：{date}。', waiting: '你的请求正在处理，最迟于 {due} 完成。', erase: '已于 {settled} 完成：你的消息、文件和所有相关数据均已删除。',
    anonymise: '已于 {settled} 完成：你的消息、文件和所有相关数据均已移除，仅保留与你无关的统计数字。', cancelled: '该请求已撤回。', unknown: '已于 {settled} 完成：该公司没有你提出请求的账号的任何数据。', no_such: '没有此代码对应的请求。请确认已完整复制。',
  },
  ar: {
    dir: 'rtl', title: 'طلب حذف بياناتك', code: 'رمز التأكيد', asked: 'استُلم في {date}.', waiting: 'يُعالج طلبك الآن، وسيُنجز في موعد أقصاه {due}.', erase: 'أُنجز في {settled}: حُذفت رسائلك وملفاتك وجميع بياناتك.',
    anonymise: 'أُنجز في {settled}: أُزيلت رسائلك وملفاتك وجميع بياناتك، ولم تبقَ إلا أرقام لا تدل عليك.', cancelled: 'سُحب الطلب.', unknown: 'أُنجز في {settled}: لا توجد لدى هذه الشركة بيانات عن الحساب الذي طلبت منه.', no_such: 'لا يوجد طلب بهذا الرمز. تأكد من نسخه كاملًا.',
  },
}

const STYLE = `:root{color-scheme:light dark}body{margin:0;font:17px/1.55 system-ui,sans-serif;background:light-dark(#f6f5f2,#17181a);color:light-dark(#1d1e20,#ececea)}main{max-width:34rem;margin:12vh auto;padding:1.5rem;background:light-dark(#fff,#212326);border-radius:16px}h1{font-size:1.4rem;margin:0 0 .75rem}p{margin:.5rem 0}code{font:15px/1.4 ui-monospace,monospace;overflow-wrap:anywhere}small{color:light-dark(#5c5f66,#a9adb4)}@media(max-width:36rem){main{margin:0;border-radius:0;min-height:100vh;box-sizing:border-box}}`

/** Sent with the page: its one style, and nothing else. */
export const STATE_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** The best of a browser's languages. */
export function languageOf(accepted: string | undefined): string {
  for (const one of (accepted ?? '').slice(0, 500).split(',').map((part) => part.split(';')[0]!.trim().toLowerCase())) { // a part before the semicolon is always there
    const found = Object.keys(WORDS).find((key) => key.toLowerCase() === one || key.split('-')[0] === one.split('-')[0])
    if (found) return found
  }
  return 'en'
}

export function statePage({ language, state, how, code, askedAt, dueAt, settledAt }: { language: string; state: PageState; how?: 'erase' | 'anonymise'; code: string; askedAt?: number; dueAt?: number; settledAt?: number | null }): string {
  const words = WORDS[language] ?? WORDS.en! // stands above
  const day = (at: number | null | undefined): string => (at ? new Intl.DateTimeFormat(language === 'ar' ? 'ar-u-nu-latn' : language, { dateStyle: 'long', timeZone: 'UTC' }).format(at) : '')
  const fill = (text: string): string => text.replace('{date}', day(askedAt)).replace('{due}', day(dueAt)).replace('{settled}', day(settledAt))
  const line = state === 'done' ? words[how ?? 'erase'] : words[state]
  return `<!doctype html><html lang="${language}"${words.dir ? ` dir="${words.dir}"` : ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${words.title}</title><style>${STYLE}</style></head>
<body><main><h1>${words.title}</h1><p role="status">${fill(line)}</p>${askedAt ? `<p>${fill(words.asked)}</p>` : ''}<p><small>${words.code}</small><br><code dir="ltr">${code}</code></p></main></body></html>`
}
