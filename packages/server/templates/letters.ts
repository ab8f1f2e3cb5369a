/** The letter that tells what a platform made of somebody's templates. Pure. */
import { filled, type LocalText } from '@recado/channel-kit'

const WORDS = {
  subject: { en: '{workspace}: news of your templates', es: '{workspace}: novedades de tus plantillas', de: '{workspace}: Neues zu deinen Vorlagen', zh: '{workspace}：你的模板有新情况', ar: '\u200f{workspace}: مستجدات قوالبك', pt: '{workspace}: novidades dos seus modelos' },
  approved: { en: '{name} ({language}) is approved and can be sent.', es: '{name} ({language}) está aprobada y se puede enviar.', de: '{name} ({language}) ist genehmigt und kann verschickt werden.', zh: '{name}（{language}）已通过审核，可以发送。', ar: 'اعتُمد {name} ({language}) ويمكن إرساله.', pt: '{name} ({language}) foi aprovado e pode ser enviado.' },
  rejected: { en: '{name} ({language}) was rejected. Correct it and hand it in again.', es: '{name} ({language}) ha sido rechazada. Corrígela y preséntala otra vez.', de: '{name} ({language}) wurde abgelehnt. Korrigiere sie und reiche sie erneut ein.', zh: '{name}（{language}）被拒绝。请修改后重新提交。', ar: 'رُفض {name} ({language}). صحّحه وقدّمه من جديد.', pt: '{name} ({language}) foi rejeitado. Corrija-o e envie-o de novo.' },
  paused: { en: '{name} ({language}) is paused: people blocked or reported it. It cannot be sent until the pause ends.', es: '{name} ({language}) está en pausa: hay personas que la han bloqueado o denunciado. No se puede enviar hasta que termine la pausa.', de: '{name} ({language}) ist pausiert: Menschen haben sie blockiert oder gemeldet. Bis zum Ende der Pause kann sie nicht verschickt werden.', zh: '{name}（{language}）已被暂停：有人屏蔽或举报。暂停结束前无法发送。', ar: 'أُوقف {name} ({language}) مؤقتًا: حظره أشخاص أو أبلغوا عنه. لا يمكن إرساله حتى تنتهي المدة.', pt: '{name} ({language}) está pausado: pessoas o bloquearam ou denunciaram. Não pode ser enviado até o fim da pausa.' },
  disabled: { en: '{name} ({language}) was disabled for good. Write another one.', es: '{name} ({language}) ha quedado desactivada para siempre. Escribe otra.', de: '{name} ({language}) wurde endgültig deaktiviert. Schreibe eine andere.', zh: '{name}（{language}）已被永久停用。请另写一个。', ar: 'عُطّل {name} ({language}) نهائيًا. اكتب قالبًا آخر.', pt: '{name} ({language}) foi desativado para sempre. Escreva outro.' },
  archived: { en: '{name} ({language}) was archived or deleted at the platform.', es: '{name} ({language}) se ha archivado o borrado en la plataforma.', de: '{name} ({language}) wurde bei der Plattform archiviert oder gelöscht.', zh: '{name}（{language}）已在平台归档或删除。', ar: 'أُرشف {name} ({language}) أو حُذف في المنصة.', pt: '{name} ({language}) foi arquivado ou excluído na plataforma.' },
  category: { en: '{name} ({language}) now counts as {became} instead of {was}: its price and the consent it needs change.', es: '{name} ({language}) cuenta ahora como {became} en lugar de {was}: cambian su precio y el consentimiento que necesita.', de: '{name} ({language}) zählt jetzt als {became} statt {was}: Preis und nötige Einwilligung ändern sich.', zh: '{name}（{language}）的类别由 {was} 变为 {became}：价格和所需同意随之变化。', ar: 'أصبح {name} ({language}) من فئة {became} بدل {was}: يتغيّر سعره والموافقة اللازمة له.', pt: '{name} ({language}) agora conta como {became} em vez de {was}: mudam o preço e o consentimento necessário.' },
  notice: { en: '{name} ({language}) will count as {became} from {reason} on.', es: '{name} ({language}) contará como {became} a partir de {reason}.', de: '{name} ({language}) zählt ab {reason} als {became}.', zh: '{name}（{language}）自 {reason} 起将归入 {became}。', ar: 'سيصبح {name} ({language}) من فئة {became} ابتداءً من {reason}.', pt: '{name} ({language}) contará como {became} a partir de {reason}.' },
  quality: { en: '{name} ({language}): its quality is now {became}. The next step is a pause.', es: '{name} ({language}): su calidad es ahora {became}. El siguiente paso es una pausa.', de: '{name} ({language}): die Qualität ist jetzt {became}. Der nächste Schritt ist eine Pause.', zh: '{name}（{language}）的质量现为 {became}。下一步将被暂停。', ar: 'جودة {name} ({language}) الآن {became}. الخطوة التالية هي الإيقاف المؤقت.', pt: '{name} ({language}): a qualidade agora é {became}. O próximo passo é uma pausa.' },
  reason: { en: 'The platform says: {reason}', es: 'La plataforma dice: {reason}', de: 'Die Plattform sagt: {reason}', zh: '平台说明：{reason}', ar: 'تقول المنصة: {reason}', pt: 'A plataforma diz: {reason}' },
} as const satisfies Record<string, LocalText>

/** What happened to one template. */
export interface News { template_id: string; name: string; language: string; what: string; was: string | null; became: string; reason: string | null }

export function letterOf(language: string, workspace: string, rows: readonly News[], link: (templateId: string) => string): { subject: string; text: string } {
  const lines = rows.map((row) => [lineOf(language, row), ...(row.what === 'status' && row.reason ? [say(language, 'reason', { reason: row.reason })] : []), link(row.template_id)].join('\n'))
  return { subject: say(language, 'subject', { workspace }), text: lines.join('\n\n') }
}

/** The same in a sentence, as a notification says it. */
export function lineOf(language: string, row: News): string {
  const word = (row.what === 'status' ? row.became : row.what) as keyof typeof WORDS // alerts are made of these alone
  return say(language, word, { name: row.name, language: row.language, was: row.was ?? '', became: row.became, reason: row.reason ?? '' })
}

function say(language: string, word: keyof typeof WORDS, values: Record<string, string>): string {
  const texts: LocalText = WORDS[word]
  return filled(texts[language.toLowerCase().split('-')[0] ?? 'en'] ?? texts.en ?? '', values)
}
