import type { Notice } from './types.js'

/** Clinics and dentists. No text names a treatment or a result: a phone on a table is read by others. */
export const clinic: readonly Notice[] = [
  { id: 'visit_confirmed', words: {
    es: { body: 'Hola, {{name}}: su cita en nuestra clínica queda confirmada el {{when}}. Si no puede venir, avísenos respondiendo a este mensaje.', replies: ['Cambiar la cita'] },
    en: { body: 'Hello, {{name}}: your appointment at our clinic is confirmed on {{when}}. If you cannot come, let us know by replying to this message.', replies: ['Change it'] },
    zh: { body: '您好，{{name}}：\n您在本诊所的预约已确认，\n时间为 {{when}} 。\n如不能前来，\n请回复通知我们。', replies: ['更改预约'] },
  } },
  { id: 'visit_reminder', words: {
    es: { body: 'Hola, {{name}}: le recordamos su cita del {{when}}. Por favor, confirme su asistencia y llegue diez minutos antes.', replies: ['Confirmo', 'Cambiar la cita'] },
    en: { body: 'Hello, {{name}}: a reminder of your appointment on {{when}}. Please confirm that you are coming and arrive ten minutes early.', replies: ['I confirm', 'Change it'] },
    zh: { body: '您好，{{name}}：\n提醒您， {{when}} 有就诊预约。\n请确认是否前来，\n并提前\n十分钟到达。', replies: ['确认', '更改预约'] },
  } },
  { id: 'visit_changed', words: {
    es: { body: 'Hola, {{name}}: hemos tenido que cambiar su cita, que ahora es el {{when}}. Disculpe las molestias; si no le viene bien, responda a este mensaje.', replies: ['Me va bien', 'Otra hora'] },
    en: { body: 'Hello, {{name}}: we had to move your appointment, which is now on {{when}}. We apologise; if this does not suit you, reply to this message.', replies: ['That works', 'Another time'] },
    zh: { body: '您好，{{name}}：\n您的就诊时间改为 {{when}} 。\n给您带来不便，敬请谅解。\n如不方便，\n请回复本消息。', replies: ['可以', '换个时间'] },
  } },
  { id: 'visit_preparation', words: {
    es: { body: 'Hola, {{name}}: para su cita del {{when}} tenga en cuenta lo siguiente: {{preparation}}. Si tiene dudas, responda a este mensaje.', replies: ['Tengo una duda'] },
    en: { body: 'Hello, {{name}}: for your appointment on {{when}} please note the following: {{preparation}}. If you have questions, reply to this message.', replies: ['I have a question'] },
    zh: { body: '您好，{{name}}：\n您 {{when}} 的就诊\n需要注意：\n{{preparation}} 。\n如有疑问，\n请直接\n回复我们，\n谢谢。', replies: ['我有问题'] },
  } },
  { id: 'documents_ready', words: {
    es: { body: 'Hola, {{name}}: los documentos que nos pidió ya están disponibles. Puede recogerlos en recepción con su documento de identidad.' },
    en: { body: 'Hello, {{name}}: the documents you asked for are available now. You can collect them at reception with your identity card.' },
    zh: { body: '您好，{{name}}：\n您要的文件已备好，\n请携带身份证件\n到前台领取。' },
  } },
  { id: 'visit_cancelled', words: {
    es: { body: 'Hola, {{name}}: su cita del {{when}} queda cancelada. Si necesita otra, responda a este mensaje y le daremos fecha.', replies: ['Pedir otra cita'] },
    en: { body: 'Hello, {{name}}: your appointment on {{when}} is cancelled. If you need another one, reply to this message and we will give you a date.', replies: ['Book another'] },
    zh: { body: '您好，{{name}}：\n您 {{when}} 的预约已取消。\n如需重新预约，\n请回复本消息，\n我们为您安排。', replies: ['重新预约'] },
  } },
  { id: 'payment_received', words: {
    es: { body: 'Hola, {{name}}: hemos recibido su pago de {{amount}}. Gracias; su factura está disponible en recepción.' },
    en: { body: 'Hello, {{name}}: we have received your payment of {{amount}}. Thank you; your invoice is available at reception.' },
    zh: { body: '您好，{{name}}：\n我们已收到您的付款 {{amount}} 。\n谢谢您，\n发票可到\n前台领取。' },
  } },
]
