/** The head of the chain as a letter to whoever keeps it elsewhere. Pure. */
import { filled } from '@recado/channel-kit'
import type { Head } from './verify.js'

interface Words { subject: string; text: string }
const WORDS: Readonly<Record<string, Words>> = {
  en: { subject: '{workspace}: audit log sealed up to entry {seq}', text: 'Head of the audit log of {workspace} on {at}:\n\n{seq}:{hash}\n\nKeep this letter. With it, “Verify now” tells whether anything before this entry was removed or changed since.' },
  es: { subject: '{workspace}: registro de auditoría sellado hasta la entrada {seq}', text: 'Cabecera del registro de auditoría de {workspace} a {at}:\n\n{seq}:{hash}\n\nGuarda este correo. Con él, «Verificar ahora» dice si desde entonces se ha quitado o cambiado algo anterior a esta entrada.' },
  'pt-BR': { subject: '{workspace}: registro de auditoria selado até a entrada {seq}', text: 'Cabeça do registro de auditoria de {workspace} em {at}:\n\n{seq}:{hash}\n\nGuarde este e-mail. Com ele, “Verificar agora” diz se desde então algo anterior a esta entrada foi removido ou alterado.' },
  de: { subject: '{workspace}: Prüfprotokoll bis Eintrag {seq} versiegelt', text: 'Kopf des Prüfprotokolls von {workspace} am {at}:\n\n{seq}:{hash}\n\nBewahre diese E-Mail auf. Mit ihr sagt „Jetzt prüfen“, ob seither etwas vor diesem Eintrag entfernt oder geändert wurde.' },
  'zh-CN': { subject: '{workspace}：审计日志已封存至第 {seq} 条', text: '{workspace} 审计日志在 {at} 的链头：\n\n{seq}:{hash}\n\n请保存此邮件。凭它，“立即验证”可以判断此后是否有人删除或更改了该条之前的内容。' },
  ar: { subject: '‏{workspace}: خُتم سجل التدقيق حتى القيد {seq}', text: 'رأس سجل التدقيق في {workspace} بتاريخ {at}:\n\n{seq}:{hash}\n\nاحتفظ بهذه الرسالة. بها يبيّن «تحقّق الآن» هل حُذف أو غُيّر منذ ذلك الحين شيء قبل هذا القيد.' },
}

export function headLetter({ workspace, language, timeZone, at, head }: { workspace: string; language: string; timeZone: string; at: number; head: Head }): Words {
  const words = WORDS[language] ?? WORDS[Object.keys(WORDS).find((one) => one.split('-')[0] === language.split('-')[0]) ?? 'en']! // one of its keys
  const values = { workspace, seq: head.seq, hash: head.hash, at: new Intl.DateTimeFormat(language.startsWith('ar') ? 'ar-u-nu-latn' : language, { timeZone, dateStyle: 'long', timeStyle: 'short' }).format(at) }
  return { subject: filled(words.subject, values), text: filled(words.text, values) }
}
