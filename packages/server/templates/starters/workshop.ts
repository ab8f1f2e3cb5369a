import type { Notice } from './types.js'

/** Workshops and repairs: cars, bicycles, phones, household machines. */
export const workshop: readonly Notice[] = [
  { id: 'drop_off_confirmed', words: {
    es: { body: 'Hola, {{name}}: le esperamos en el taller el {{when}} para dejar {{item}}. Si no puede venir, responda a este mensaje.', replies: ['Cambiar la cita'] },
    en: { body: 'Hello, {{name}}: we expect you at the workshop on {{when}} to drop off {{item}}. If you cannot come, reply to this message.', replies: ['Change it'] },
    zh: { body: '您好，{{name}}：\n您的送修预约已确认。\n时间： {{when}} ；\n物品： {{item}} 。\n如不能前来，\n请回复\n本消息。', replies: ['更改预约'] },
  } },
  { id: 'estimate_ready', words: {
    es: { body: 'Hola, {{name}}: el presupuesto de su reparación {{order}} es de {{amount}}. No empezamos hasta que nos diga que sí.', replies: ['Acepto', 'No lo reparen'] },
    en: { body: 'Hello, {{name}}: the estimate for your repair {{order}} is {{amount}}. We do not start until you tell us to go ahead.', replies: ['Go ahead', 'Do not repair it'] },
    zh: { body: '您好，{{name}}：\n您的维修单 {{order}} 报价为 {{amount}} 。\n经您同意后，\n我们才会\n开始维修，\n请回复。', replies: ['同意', '不修了'] },
  } },
  { id: 'waiting_for_part', words: {
    es: { body: 'Hola, {{name}}: para su reparación {{order}} falta una pieza que ya hemos pedido. La esperamos el {{when}} y le avisaremos al terminar.' },
    en: { body: 'Hello, {{name}}: your repair {{order}} needs a part that we have ordered. We expect it on {{when}} and will tell you when we are done.' },
    zh: { body: '您好，{{name}}：\n您的维修单 {{order}} 需要的零件已订购，\n预计 {{when}} 到货。\n修好后，\n我们会\n通知您。' },
  } },
  { id: 'repair_delayed', words: {
    es: { body: 'Hola, {{name}}: la reparación {{order}} nos lleva más tiempo del previsto; estará lista el {{when}}. Disculpe las molestias.', replies: ['De acuerdo', 'Llámenme'] },
    en: { body: 'Hello, {{name}}: repair {{order}} takes longer than planned; it will be ready on {{when}}. We apologise for the delay.', replies: ['All right', 'Please call me'] },
    zh: { body: '您好，{{name}}：\n您的维修单 {{order}} 需要更多时间，\n预计 {{when}} 完成。\n给您带来不便，\n敬请谅解，\n谢谢。', replies: ['好的', '请给我打电话'] },
  } },
  { id: 'repair_ready', words: {
    es: { body: 'Hola, {{name}}: su reparación {{order}} está terminada. El importe es de {{amount}}; puede recogerla en horario de taller.', replies: ['Paso hoy', 'Tengo una duda'] },
    en: { body: 'Hello, {{name}}: your repair {{order}} is finished. The amount is {{amount}}; you can collect it during workshop hours.', replies: ['I will come today', 'I have a question'] },
    zh: { body: '您好，{{name}}：\n您的维修单 {{order}} 已完成，\n费用为 {{amount}} 。\n请在营业时间\n来店领取，\n谢谢。', replies: ['我今天来取', '我有问题'] },
  } },
  { id: 'inspection_due', words: {
    es: { body: 'Hola, {{name}}: como nos pidió, le recordamos que la revisión de {{vehicle}} vence el {{when}}. Responda y le damos cita.', replies: ['Pedir cita'] },
    en: { body: 'Hello, {{name}}: as you asked, a reminder that the inspection of {{vehicle}} is due on {{when}}. Reply and we will book you in.', replies: ['Book me in'] },
    zh: { body: '您好，{{name}}：\n按您的要求提醒： {{vehicle}} 的检验\n将于 {{when}} 到期。\n请回复，\n我们\n为您预约。', replies: ['预约'] },
  } },
  { id: 'payment_received', words: {
    es: { body: 'Hola, {{name}}: hemos recibido su pago de {{amount}} por la reparación {{order}}. Gracias por su confianza; la factura le llega por correo.' },
    en: { body: 'Hello, {{name}}: we have received your payment of {{amount}} for repair {{order}}. Thank you for your trust; the invoice comes by e-mail.' },
    zh: { body: '您好，{{name}}：\n我们已收到维修单 {{order}} 的付款 {{amount}} 。\n感谢您的信任，\n发票\n将通过邮件\n发送给您。' },
  } },
]
