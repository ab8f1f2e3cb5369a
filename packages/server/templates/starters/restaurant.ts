import type { Notice } from './types.js'

/** A restaurant with tables, and dishes to take away. */
export const restaurant: readonly Notice[] = [
  { id: 'booking_confirmed', words: {
    es: { body: 'Hola, {{name}}: su mesa para {{guests}} personas el {{when}} está reservada. Si cambian de planes, responda a este mensaje.', replies: ['Cancelar la reserva'] },
    en: { body: 'Hello, {{name}}: your table for {{guests}} people on {{when}} is booked. If your plans change, please reply to this message.', replies: ['Cancel the booking'] },
    zh: { body: '您好，{{name}}：\n您的餐位已预订：\n{{guests}} 位，\n时间为 {{when}} 。\n如有变动，\n请回复本消息，\n谢谢。', replies: ['取消预订'] },
  } },
  { id: 'booking_reminder', words: {
    es: { body: 'Hola, {{name}}: le recordamos su mesa del {{when}}. Por favor, confirme que viene para que podamos guardarla.', replies: ['Confirmo', 'Cancelar'] },
    en: { body: 'Hello, {{name}}: a reminder of your table on {{when}}. Please confirm that you are coming so that we can keep it.', replies: ['I confirm', 'Cancel'] },
    zh: { body: '您好，{{name}}：\n提醒您， {{when}} 有餐位预订。\n请确认是否前来，\n以便我们\n为您留座。', replies: ['确认', '取消'] },
  } },
  { id: 'booking_changed', words: {
    es: { body: 'Hola, {{name}}: hemos cambiado su reserva, que ahora es el {{when}}. Si no le viene bien, responda y buscamos otra hora.', replies: ['Me va bien', 'Otra hora'] },
    en: { body: 'Hello, {{name}}: we have changed your booking, which is now on {{when}}. If this does not suit you, reply and we will find another time.', replies: ['That works', 'Another time'] },
    zh: { body: '您好，{{name}}：\n您的预订已更改为 {{when}} 。\n如果不方便，\n请回复我们，\n另约时间。', replies: ['可以', '换个时间'] },
  } },
  { id: 'booking_cancelled', words: {
    es: { body: 'Hola, {{name}}: su reserva del {{when}} queda cancelada, como nos pidió. Esperamos verle en otra ocasión.' },
    en: { body: 'Hello, {{name}}: your booking on {{when}} is cancelled, as you asked. We hope to see you another time.' },
    zh: { body: '您好，{{name}}：\n按您的要求， {{when}} 的预订已取消。\n期待您\n下次光临。' },
  } },
  { id: 'takeaway_confirmed', words: {
    es: { body: 'Hola, {{name}}: hemos recibido su pedido {{order}} por {{amount}} y ya está en la cocina. Le avisaremos cuando esté listo.' },
    en: { body: 'Hello, {{name}}: we have received your order {{order}} for {{amount}} and it is in the kitchen now. We will tell you when it is ready.' },
    zh: { body: '您好，{{name}}：\n我们已收到您的订单 {{order}} ，\n金额 {{amount}} ，\n厨房正在制作。\n做好后，\n我们会\n通知您。' },
  } },
  { id: 'takeaway_ready', words: {
    es: { body: 'Hola, {{name}}: su pedido {{order}} está listo y caliente. Puede recogerlo en el mostrador cuando quiera.' },
    en: { body: 'Hello, {{name}}: your order {{order}} is ready and hot. You can collect it at the counter whenever you like.' },
    zh: { body: '您好，{{name}}：\n您的订单 {{order}} 已做好，\n请趁热来取。\n取餐处\n在前台。' },
  } },
  { id: 'takeaway_on_its_way', words: {
    es: { body: 'Hola, {{name}}: su pedido {{order}} acaba de salir de nuestra cocina y llegará en unos minutos. Tenga el teléfono a mano, por favor.' },
    en: { body: 'Hello, {{name}}: your order {{order}} has just left our kitchen and will arrive in a few minutes. Please keep your phone at hand.' },
    zh: { body: '您好，{{name}}：\n您的订单 {{order}} 正在配送，\n几分钟后送达。\n请保持\n电话畅通。' },
  } },
]
