/**
 * One small believable company: an optician's in Madrid. Demo workspaces, `npm run dev`, the browser stories and the pictures in the documents all use
 * it. Plain data: whoever plays it finds the channels by their id and leaves out what is not there. People, numbers and addresses are invented.
 */

export interface Words { en: string; es: string }

/** A moment of a story, counted back from now. */
export type Step = { minutesAgo: number } & (
  /** She does something with her phone; `picture` names a file of `seeds/pictures`, `onLast` refers to the company's last message. */
  | { act: string; content?: Record<string, unknown>; ref?: string; picture?: string; onLast?: true }
  | { answer: string }
  | { note: Words }
  | { labels: readonly Words[] }
  | { assign: true }
  | { resolve: true }
)

export interface Person { channel: string; name: string; country: string; language: string; phone?: string; story: readonly Step[] }

export interface Company {
  name: string
  timeZone: string
  /** Business time begins so long before now. */
  beginsMinutesAgo: number
  /** Display names of its accounts by channel; any other channel takes the company's name. */
  accounts: Readonly<Record<string, string>>
  people: readonly Person[]
  /** Somebody for a channel that no story tells of. */
  stranger: { name: string; country: string; language: string }
  savedReplies: readonly { shortcut: string; title: string; text: string; language: 'en' | 'es' }[]
}

const says = (minutesAgo: number, text: string): Step => ({ minutesAgo, act: 'write', content: { kind: 'text', text } })
const shows = (minutesAgo: number, picture: string, caption?: string): Step => ({ minutesAgo, act: 'write', picture, content: { kind: 'image', ...(caption ? { caption } : {}) } })
const answers = (minutesAgo: number, answer: string): Step => ({ minutesAgo, answer })

const ORDER: Words = { en: 'order', es: 'pedido' }
const REPAIR: Words = { en: 'repair', es: 'arreglo' }
const EYE_TEST: Words = { en: 'eye test', es: 'revisión' }

export const company: Company = {
  name: 'Óptica Ribera',
  timeZone: 'Europe/Madrid',
  beginsMinutesAgo: 51 * 60,
  accounts: { whatsapp: 'Óptica Ribera', wechat: 'Óptica Ribera 里贝拉眼镜', messenger: 'Óptica Ribera' },
  stranger: { name: 'Teresa Vidal', country: 'ES', language: 'es' },
  people: [
    {
      channel: 'whatsapp', name: 'Lucía Ferrer', country: 'ES', language: 'es', phone: '+34600000412',
      story: [
        shows(24, 'broken-temple', 'Se me ha roto la patilla esta mañana 😖 ¿Tiene arreglo?'),
        says(23, 'Son de hace dos años, la montura Atocha en talla 52'),
        { minutesAgo: 20, note: { en: 'There is a spare temple for the Atocha in the back room, box 14.', es: 'Queda una patilla de la Atocha en el almacén, caja 14.' } },
        { minutesAgo: 20, labels: [REPAIR] },
      ],
    },
    {
      channel: 'wechat', name: '李娜', country: 'ES', language: 'zh_CN',
      story: [
        { minutesAgo: 97, act: 'scan', ref: 'tienda-atocha' },
        says(96, '你好！我想预约验光，这周六可以吗？'),
        answers(90, '你好，李娜！周六 11:30 有空。/ Hola, Li Na: el sábado a las 11:30 tenemos hueco.'),
        says(13, 'Perfecto, a las 11:30 👍'),
        says(12, '请问店里有人会说中文吗？Mi español todavía no es muy bueno 😅'),
        { minutesAgo: 11, labels: [EYE_TEST] },
      ],
    },
    {
      channel: 'messenger', name: 'Ana Benítez', country: 'ES', language: 'es',
      story: [{ minutesAgo: 35, act: 'ad', ref: 'ad:23850000000000000', content: { kind: 'text', text: 'Hola, he visto el anuncio: ¿la segunda gafa de sol graduada vale también con progresivos?' } }],
    },
    {
      channel: 'whatsapp', name: 'Carmen Ortiz', country: 'ES', language: 'es', phone: '+34600000438',
      story: [
        says(3010, 'Buenos días, ¿sabéis si han llegado ya mis gafas? Es el pedido A-4471'),
        answers(3001, 'Buenos días, Carmen. Llegan mañana por la tarde; te avisamos en cuanto estén.'),
        says(2996, 'Perfecto, muchas gracias 😊'),
        answers(2994, 'A ti, Carmen. ¡Buen día!'),
        { minutesAgo: 2990, labels: [ORDER] },
        { minutesAgo: 2990, assign: true },
      ],
    },
    {
      channel: 'whatsapp', name: 'Iker Salas', country: 'ES', language: 'es', phone: '+34600000451',
      story: [
        says(181, '¿A qué hora cerráis hoy?'),
        answers(177, 'Hoy hasta las 20:30, y mañana abrimos a las 10:00.'),
        says(175, 'Genial, me paso a las ocho a por las lentillas'),
        answers(174, 'Aquí las tienes apartadas, Iker.'),
        { minutesAgo: 173, act: 'react', content: { emoji: '👍' }, onLast: true },
      ],
    },
    {
      channel: 'messenger', name: 'Hugo Serrano', country: 'ES', language: 'es',
      story: [
        says(1710, 'Hola, ¿hacéis revisiones a niños? Mi hija tiene cinco años'),
        answers(1702, 'Hola, Hugo. Sí, desde los cuatro, y sin coste. ¿Os viene bien el sábado a las 11:00?'),
        says(1698, 'El sábado perfecto. Se llama Vera'),
        answers(1695, 'Apuntada: Vera, sábado a las 11:00 en la tienda de Atocha.'),
        { minutesAgo: 1694, labels: [EYE_TEST] },
        { minutesAgo: 1693, resolve: true },
      ],
    },
    {
      channel: 'wechat', name: '王芳', country: 'ES', language: 'zh_CN',
      story: [{ minutesAgo: 44, act: 'follow' }, shows(42, 'round-frames'), says(41, '这副眼镜还有别的颜色吗？Me gustan en verde 💚')],
    },
    {
      channel: 'whatsapp', name: 'Marta Vidal', country: 'ES', language: 'es', phone: '+34600000467',
      story: [
        says(9, 'Hola, ¿estáis cerca de Atocha? Salgo ahora del tren'),
        { minutesAgo: 8, act: 'write', content: { kind: 'location', latitude: 40.4066, longitude: -3.6892, name: 'Estación de Atocha', address: 'Plaza del Emperador Carlos V, 28045 Madrid' } },
      ],
    },
  ],
  savedReplies: [
    { shortcut: 'horario', title: 'Horario', language: 'es', text: 'Abrimos de lunes a sábado de 10:00 a 20:30, en la calle de Atocha 45.' },
    { shortcut: 'listo', title: 'Pedido listo', language: 'es', text: 'Hola, {{contact.firstName}}: tu pedido ya está en la tienda. Puedes recogerlo cuando quieras de 10:00 a 20:30.' },
    { shortcut: 'cita', title: 'Revisión de la vista', language: 'es', text: 'La revisión dura unos 20 minutos y no tiene coste. ¿Qué día te viene bien?' },
    { shortcut: 'arreglo', title: 'Arreglos', language: 'es', text: 'Tráelas cuando puedas y las vemos en el momento; si hay recambio, salen arregladas en media hora.' },
    { shortcut: 'gracias', title: 'Gracias', language: 'es', text: 'Gracias a ti, {{contact.firstName}}. Un saludo de {{agent.firstName}}, de {{company}}.' },
    { shortcut: 'hours', title: 'Opening hours', language: 'en', text: 'We are open Monday to Saturday from 10:00 to 20:30, at Calle de Atocha 45.' },
    { shortcut: 'ready', title: 'Order ready', language: 'en', text: 'Hello {{contact.firstName}}, your order is at the shop. You can collect it any day from 10:00 to 20:30.' },
    { shortcut: 'test', title: 'Eye test', language: 'en', text: 'The eye test takes about 20 minutes and is free of charge. Which day suits you?' },
    { shortcut: 'thanks', title: 'Thanks', language: 'en', text: 'Thank you, {{contact.firstName}}. Kind regards from {{agent.firstName}} at {{company}}.' },
  ],
}
