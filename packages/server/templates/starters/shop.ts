import type { Notice } from './types.js'

/** A shop that delivers. */
export const shop: readonly Notice[] = [
  { id: 'order_confirmed', words: {
    es: { body: 'Hola, {{name}}: hemos recibido su pedido {{order}} y ya lo estamos preparando. Le avisaremos en cuanto salga de nuestro almacén.' },
    en: { body: 'Hello, {{name}}: we have received your order {{order}} and are preparing it now. We will let you know when it leaves our warehouse.' },
    zh: { body: '您好，{{name}}：\n我们已收到您的订单 {{order}} ，正在备货。\n发货后，\n我们会再通知您。' },
  } },
  { id: 'payment_received', words: {
    es: { body: 'Hola, {{name}}: hemos recibido el pago de {{amount}} de su pedido {{order}}. Gracias por su compra; conserve este mensaje como justificante.' },
    en: { body: 'Hello, {{name}}: we have received your payment of {{amount}} for order {{order}}. Thank you; please keep this message for your records.' },
    zh: { body: '您好，{{name}}：\n我们已收到 {{amount}} 的付款，\n订单号 {{order}} 。\n感谢您的购买，\n请保留本消息\n作为付款凭证。' },
  } },
  { id: 'order_shipped', words: {
    es: { body: 'Hola, {{name}}: su pedido {{order}} ya está en camino. Lo entrega {{carrier}} en los próximos días laborables.', replies: ['Tengo una duda'] },
    en: { body: 'Hello, {{name}}: your order {{order}} is on its way. It will be delivered by {{carrier}} within the next working days.', replies: ['I have a question'] },
    zh: { body: '您好，{{name}}：\n您的订单 {{order}} 已发货，\n由 {{carrier}} 配送，\n预计在几个工作日内送达。\n如有问题，\n请直接回复。', replies: ['我有问题'] },
  } },
  { id: 'delivery_today', words: {
    es: { body: 'Hola, {{name}}: entregamos hoy su pedido {{order}}. Si no va a estar en casa, responda a este mensaje y buscamos otro momento.', replies: ['Estaré en casa', 'No estaré'] },
    en: { body: 'Hello, {{name}}: we are delivering your order {{order}} today. If you will not be at home, reply to this message and we will find another time.', replies: ['I will be at home', 'I will be out'] },
    zh: { body: '您好，{{name}}：\n您的订单 {{order}} 今天送达。\n如果您不在家，\n请回复本消息，\n我们另约时间。', replies: ['我在家', '我不在家'] },
  } },
  { id: 'delivery_failed', words: {
    es: { body: 'Hola, {{name}}: no hemos podido entregar su pedido {{order}} porque no había nadie en la dirección. Díganos cuándo le viene bien un nuevo intento.', replies: ['Mañana', 'Prefiero recogerlo'] },
    en: { body: 'Hello, {{name}}: we could not deliver your order {{order}} because nobody was at the address. Tell us when a new attempt suits you.', replies: ['Tomorrow', 'I will collect it'] },
    zh: { body: '您好，{{name}}：\n您的订单 {{order}} 未能送达，\n当时地址无人签收。\n请告诉我们，\n何时方便再次配送。', replies: ['明天', '我自己来取'] },
  } },
  { id: 'order_ready', words: {
    es: { body: 'Hola, {{name}}: su pedido {{order}} está listo para recoger en la tienda. Se lo guardamos siete días; basta con enseñar este mensaje.', replies: ['Paso hoy', 'Tengo una duda'] },
    en: { body: 'Hello, {{name}}: your order {{order}} is ready to collect in our shop. We keep it for seven days; just show this message.', replies: ['I will come today', 'I have a question'] },
    zh: { body: '您好，{{name}}：\n您的订单 {{order}} 已到店，\n可以来取了。\n我们为您保留七天，\n出示本消息即可。', replies: ['我今天来取', '我有问题'] },
  } },
  { id: 'refund_issued', words: {
    es: { body: 'Hola, {{name}}: hemos tramitado el reembolso de {{amount}} de su pedido {{order}}. Lo verá en su cuenta en los próximos días, según su banco.' },
    en: { body: 'Hello, {{name}}: we have issued the refund of {{amount}} for your order {{order}}. You will see it in your account within days, depending on your bank.' },
    zh: { body: '您好，{{name}}：\n您的订单 {{order}} 已退款，\n金额为 {{amount}} ，\n将退回原付款账户，\n到账时间\n以银行为准。' },
  } },
]
