/** What notices say outside the app: to browsers and telephones, and in letters. In the six languages; pure. */
import type { NoticeKind } from '@recado/core'

export type Tongue = 'en' | 'es' | 'pt-BR' | 'de' | 'zh-CN' | 'ar'
type Text = readonly [en: string, es: string, pt: string, de: string, zh: string, ar: string]
const TONGUES: readonly Tongue[] = ['en', 'es', 'pt-BR', 'de', 'zh-CN', 'ar']

export function tongueOf(language: string): Tongue {
  const [first = 'en'] = language.toLowerCase().split('-')
  return TONGUES.find((tongue) => tongue.toLowerCase().split('-')[0] === first) ?? 'en'
}
export const directionOf = (tongue: Tongue): 'ltr' | 'rtl' => (tongue === 'ar' ? 'rtl' : 'ltr')

const KINDS: Readonly<Record<NoticeKind, Text>> = {
  mention: ['{by} mentioned you', '{by} te ha mencionado', '{by} mencionou você', '{by} hat dich erwähnt', '{by} 提到了你', 'أشار إليك {by}'],
  escalation: ['A conversation needs you', 'Una conversación te necesita', 'Uma conversa precisa de você', 'Eine Unterhaltung braucht dich', '有会话需要你处理', 'محادثة تحتاج إليك'],
  assigned: ['A conversation was assigned to you', 'Te han asignado una conversación', 'Uma conversa foi atribuída a você', 'Dir wurde eine Unterhaltung zugewiesen', '有会话分配给了你', 'أُسندت إليك محادثة'],
  nudge: ['Time to answer is running out', 'Se acaba el tiempo para responder', 'O tempo para responder está acabando', 'Die Zeit zum Antworten läuft ab', '回复时间即将结束', 'وقت الرد على وشك الانتهاء'],
  send_failed: ['A message of yours did not arrive', 'Un mensaje tuyo no ha llegado', 'Uma mensagem sua não chegou', 'Eine Nachricht von dir kam nicht an', '你的一条消息未送达', 'لم تصل رسالة أرسلتها'],
  message: ['New message for you', 'Mensaje nuevo para ti', 'Nova mensagem para você', 'Neue Nachricht für dich', '你有新消息', 'رسالة جديدة لك'],
  team: ['A conversation for your team', 'Una conversación para tu equipo', 'Uma conversa para a sua equipe', 'Eine Unterhaltung für dein Team', '团队有新会话', 'محادثة لفريقك'],
  participating: ['New message where you take part', 'Mensaje nuevo donde participas', 'Nova mensagem onde você participa', 'Neue Nachricht, wo du beteiligt bist', '你参与的会话有新消息', 'رسالة جديدة في محادثة تشارك فيها'],
  unassigned: ['New message, unassigned', 'Mensaje nuevo sin asignar', 'Nova mensagem não atribuída', 'Neue Nachricht, niemandem zugewiesen', '有未分配的新消息', 'رسالة جديدة غير مسندة'],
  template: ['News of a template', 'Novedades de una plantilla', 'Novidades de um modelo', 'Neues zu einer Vorlage', '模板有新情况', 'مستجدات قالب'],
  followed: ['New message in your inbox', 'Mensaje nuevo en tu bandeja', 'Nova mensagem na sua caixa', 'Neue Nachricht in deinem Posteingang', '收件箱有新消息', 'رسالة جديدة في صندوقك'],
}

const WORDS = {
  colleague: ['A colleague', 'Alguien del equipo', 'Alguém da equipe', 'Jemand aus dem Team', '一位同事', 'أحد الزملاء'],
  test: ['This is a test', 'Esto es una prueba', 'Isto é um teste', 'Das ist ein Test', '这是一条测试通知', 'هذا اختبار'],
  test_body: ['Notices of {workspace} reach this device.', 'Los avisos de {workspace} llegan a este dispositivo.', 'As notificações de {workspace} chegam a este dispositivo.', 'Benachrichtigungen von {workspace} kommen auf diesem Gerät an.', '{workspace} 的通知可以到达此设备。', 'تصل إشعارات {workspace} إلى هذا الجهاز.'],
  subject: ['{workspace}: {count} to look at', '{workspace}: {count} por mirar', '{workspace}: {count} para ver', '{workspace}: {count} zum Ansehen', '{workspace}：{count} 条待查看', '{workspace}: {count} بانتظارك'],
  hello: ['This is waiting for you in {workspace}:', 'Esto te espera en {workspace}:', 'Isto espera por você em {workspace}:', 'Das wartet in {workspace} auf dich:', '{workspace} 中有以下内容等待你处理：', 'هذا ما ينتظرك في {workspace}:'],
  more: ['and {count} more', 'y {count} más', 'e mais {count}', 'und {count} weitere', '另有 {count} 条', 'و{count} أخرى'],
  why: ['You get this e-mail because you asked for notices by e-mail. Change it: {settings}', 'Recibes este correo porque has pedido avisos por correo. Cámbialo: {settings}', 'Você recebe este e-mail porque pediu notificações por e-mail. Alterar: {settings}', 'Du bekommst diese E-Mail, weil du Benachrichtigungen per E-Mail wolltest. Ändern: {settings}', '你开启了邮件通知，因此收到此邮件。更改设置：{settings}', 'تصلك هذه الرسالة لأنك طلبت الإشعارات بالبريد. للتغيير: {settings}'],
  stop: ['No more e-mails like this: {stop}', 'No recibir más correos así: {stop}', 'Não receber mais e-mails assim: {stop}', 'Keine solchen E-Mails mehr: {stop}', '不再接收此类邮件：{stop}', 'إيقاف هذه الرسائل: {stop}'],
  test_subject: ['{workspace}: notices by e-mail work', '{workspace}: los avisos por correo funcionan', '{workspace}: as notificações por e-mail funcionam', '{workspace}: Benachrichtigungen per E-Mail funktionieren', '{workspace}：邮件通知可用', '{workspace}: الإشعارات بالبريد تعمل'],
  stop_title: ['No more notices by e-mail?', '¿No quieres más avisos por correo?', 'Parar as notificações por e-mail?', 'Keine Benachrichtigungen per E-Mail mehr?', '不再接收邮件通知？', 'إيقاف الإشعارات بالبريد؟'],
  stop_text: ['Everything else stays as it is: the bell, sounds and notifications.', 'Todo lo demás sigue igual: la campana, los sonidos y las notificaciones.', 'Todo o resto continua igual: o sino, os sons e as notificações.', 'Alles andere bleibt: Glocke, Töne und Benachrichtigungen.', '其他方式不变：铃铛、声音和推送通知。', 'يبقى كل شيء آخر كما هو: الجرس والأصوات والإشعارات.'],
  stop_button: ['Stop e-mails', 'No recibir más correos', 'Parar e-mails', 'E-Mails beenden', '停止发送邮件', 'إيقاف الرسائل'],
  stopped_title: ['No more e-mails', 'No recibirás más correos', 'Sem mais e-mails', 'Keine E-Mails mehr', '已停止发送邮件', 'توقفت الرسائل'],
  stopped_text: ['You can switch them on again under Settings, Notifications.', 'Puedes volver a activarlos en Ajustes, Avisos.', 'Você pode reativá-los em Configurações, Notificações.', 'Unter Einstellungen, Benachrichtigungen schaltest du sie wieder ein.', '你可以在“设置 › 通知”中重新开启。', 'يمكنك تشغيلها من جديد من الإعدادات، الإشعارات.'],
  bad_title: ['This link is not complete', 'Este enlace no está completo', 'Este link está incompleto', 'Dieser Link ist unvollständig', '链接不完整', 'هذا الرابط غير مكتمل'],
  bad_text: ['Open it again from the e-mail, or change your notices under Settings.', 'Ábrelo otra vez desde el correo o cambia tus avisos en Ajustes.', 'Abra-o de novo no e-mail ou altere suas notificações em Configurações.', 'Öffne ihn noch einmal aus der E-Mail oder ändere deine Benachrichtigungen in den Einstellungen.', '请从邮件中重新打开，或在“设置”中更改通知。', 'افتحه من الرسالة مرة أخرى أو غيّر إشعاراتك من الإعدادات.'],
} as const satisfies Record<string, Text>

const pick = (text: Text, tongue: Tongue): string => text[TONGUES.indexOf(tongue)] ?? text[0]
const fill = (text: string, values: Record<string, string | number>): string => text.replaceAll(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all))

export const word = (name: keyof typeof WORDS, tongue: Tongue, values: Record<string, string | number> = {}): string => fill(pick(WORDS[name], tongue), values)

/** What happened, in a line. `by` is the colleague behind it. */
export function kindText(kind: NoticeKind, tongue: Tongue, by: string | null): string {
  return fill(pick(KINDS[kind], tongue), { by: by ?? word('colleague', tongue) })
}
