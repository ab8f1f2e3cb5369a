import type { Notice } from './types.js'

/** Hairdressers, nails, beauty treatments. */
export const beauty: readonly Notice[] = [
  { id: 'appointment_confirmed', words: {
    es: { body: 'Hola, {{name}}: su cita para {{service}} queda confirmada el {{when}}. Si necesita cambiarla, responda a este mensaje.', replies: ['Cambiar la cita'] },
    en: { body: 'Hello, {{name}}: your appointment for {{service}} is confirmed on {{when}}. If you need to change it, reply to this message.', replies: ['Change it'] },
    zh: { body: '您好，{{name}}：\n您的预约已确认。\n项目： {{service}} ；\n时间： {{when}} 。\n如需更改，\n请回复\n本消息。', replies: ['更改预约'] },
  } },
  { id: 'appointment_reminder', words: {
    es: { body: 'Hola, {{name}}: le recordamos su cita del {{when}} en nuestro salón. ¿Nos confirma que viene?', replies: ['Confirmo', 'Cambiar la cita'] },
    en: { body: 'Hello, {{name}}: a reminder of your appointment on {{when}} at our salon. Can you confirm that you are coming?', replies: ['I confirm', 'Change it'] },
    zh: { body: '您好，{{name}}：\n提醒您， {{when}} 有预约。\n请确认\n是否前来，\n谢谢。', replies: ['确认', '更改预约'] },
  } },
  { id: 'appointment_changed', words: {
    es: { body: 'Hola, {{name}}: hemos cambiado su cita, que ahora es el {{when}}. Si no le viene bien, responda y buscamos otro hueco.', replies: ['Me va bien', 'Otra hora'] },
    en: { body: 'Hello, {{name}}: we have moved your appointment, which is now on {{when}}. If this does not suit you, reply and we will find another time.', replies: ['That works', 'Another time'] },
    zh: { body: '您好，{{name}}：\n您的预约已改为 {{when}} 。\n如果不方便，\n请回复我们，\n另约时间。', replies: ['可以', '换个时间'] },
  } },
  { id: 'appointment_cancelled', words: {
    es: { body: 'Hola, {{name}}: su cita del {{when}} queda cancelada. Cuando quiera otra, responda a este mensaje.', replies: ['Pedir otra cita'] },
    en: { body: 'Hello, {{name}}: your appointment on {{when}} is cancelled. When you would like another one, reply to this message.', replies: ['Book another'] },
    zh: { body: '您好，{{name}}：\n您 {{when}} 的预约已取消。\n如需重新预约，\n请回复\n本消息。', replies: ['重新预约'] },
  } },
  { id: 'payment_received', words: {
    es: { body: 'Hola, {{name}}: hemos recibido su pago de {{amount}}. Gracias por su visita; conserve este mensaje como justificante.' },
    en: { body: 'Hello, {{name}}: we have received your payment of {{amount}}. Thank you for your visit; please keep this message for your records.' },
    zh: { body: '您好，{{name}}：\n我们已收到您的付款 {{amount}} 。\n感谢您的光临，\n请保留本消息\n作为凭证。' },
  } },
  { id: 'order_ready', words: {
    es: { body: 'Hola, {{name}}: ya ha llegado lo que nos encargó: {{item}}. Puede recogerlo en el salón cuando quiera.', replies: ['Paso hoy'] },
    en: { body: 'Hello, {{name}}: what you ordered has arrived: {{item}}. You can collect it at the salon whenever you like.', replies: ['I will come today'] },
    zh: { body: '您好，{{name}}：\n您订的 {{item}} 已到店，\n可以随时\n来店领取，\n谢谢。', replies: ['我今天来取'] },
  } },
]
