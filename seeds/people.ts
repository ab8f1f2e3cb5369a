/** Customers of the company and what they have written, each with a story of some hours or days. */
import type { Person, Step } from './company.js'
import { COMPLAINT, EYE_TEST, ORDER, REPAIR } from './desk.js'

const says = (minutesAgo: number, text: string): Step => ({ minutesAgo, act: 'write', content: { kind: 'text', text } })
const shows = (minutesAgo: number, picture: string, caption?: string): Step => ({ minutesAgo, act: 'write', picture, content: { kind: 'image', ...(caption ? { caption } : {}) } })
const answers = (minutesAgo: number, answer: string, by?: string): Step => ({ minutesAgo, answer, ...(by ? { by } : {}) })

export const people: readonly Person[] = [
  {
    channel: 'whatsapp', name: 'Lucía Ferrer', country: 'ES', language: 'es', phone: '+34600000412',
    story: [
      shows(24, 'broken-temple', 'Se me ha roto la patilla esta mañana 😖 ¿Tiene arreglo?'),
      says(23, 'Son de hace dos años, la montura Atocha en talla 52'),
      { minutesAgo: 20, note: { en: 'There is a spare temple for the Atocha in the back room, box 14.', es: 'Queda una patilla de la Atocha en el almacén, caja 14.' } },
      { minutesAgo: 20, labels: [REPAIR] },
      { minutesAgo: 19, handOver: 'workshop' },
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
      { minutesAgo: 2990, assign: 'me' },
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
      { minutesAgo: 1693, status: 'resolved' },
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
  {
    channel: 'whatsapp', name: 'Andrés Molina', country: 'ES', language: 'es', phone: '+34600000473',
    story: [
      says(58, 'Es la segunda vez que se me sale el cristal. Así no puedo trabajar.'),
      { minutesAgo: 55, labels: [COMPLAINT, REPAIR] },
      { minutesAgo: 55, priority: 'urgent' },
      { minutesAgo: 54, note: { en: '@me the frame was replaced in May. Shall we give him the money back?', es: '@me le cambiamos la montura en mayo. ¿Le devolvemos el dinero?' }, by: 'nuria' },
      { minutesAgo: 54, assign: 'me', by: 'nuria' },
    ],
  },
  {
    channel: 'whatsapp', name: 'Paula Crespo', country: 'ES', language: 'es', phone: '+34600000488',
    story: [
      says(74, 'Hola, ¿puedo recoger hoy las progresivas de mi padre?'),
      { minutesAgo: 73, handOver: 'shop', by: 'nuria' },
      { minutesAgo: 72, assign: 'javier', by: 'javier' },
      answers(71, 'Sí, Paula: están listas. Trae el resguardo, por favor.', 'javier'),
      says(31, '¿Y se puede pagar con Bizum?'),
    ],
  },
  {
    channel: 'wechat', name: '刘洋', country: 'ES', language: 'zh_CN',
    story: [{ minutesAgo: 68, act: 'follow' }, says(67, '你好，镜片要多久能好？'), { minutesAgo: 66, assign: 'jing', by: 'jing' }, answers(65, '你好，刘洋！星期三下午就能取。', 'jing')],
  },
  {
    channel: 'messenger', name: 'Beatriz Lago', country: 'ES', language: 'es',
    story: [
      says(260, 'Se me ha perdido un tornillo de las gafas de sol, ¿tenéis?'),
      { minutesAgo: 255, labels: [REPAIR] },
      { minutesAgo: 254, handOver: 'workshop', by: 'javier' },
      { minutesAgo: 253, note: { en: 'The supplier sends the screws on Tuesday.', es: 'El proveedor manda los tornillos el martes.' }, by: 'sofia' },
      { minutesAgo: 252, assign: 'sofia', by: 'sofia' },
      answers(251, 'Hola, Beatriz: los pedimos y te avisamos el martes.', 'sofia'),
      { minutesAgo: 250, status: 'pending', by: 'sofia' },
    ],
  },
  {
    channel: 'whatsapp', name: 'Óscar Peña', country: 'ES', language: 'es', phone: '+34600000495',
    story: [says(610, '¿Me guardáis la montura negra hasta mañana?'), answers(604, 'Guardada hasta mañana a las ocho, Óscar.', 'javier'), { minutesAgo: 603, assign: 'me' }, { minutesAgo: 602, sleepHours: 20 }],
  },
  {
    channel: 'whatsapp', name: 'Claire Dubois', country: 'FR', language: 'fr', phone: '+33600000417',
    story: [says(1420, 'Bonjour ! Avez-vous mes lentilles en stock ?'), { minutesAgo: 1416, assign: 'javier', by: 'javier' }, answers(1415, 'Bonjour Claire, oui : elles vous attendent.', 'javier'), { minutesAgo: 1412, labels: [ORDER] }, { minutesAgo: 1411, status: 'resolved', by: 'javier' }],
  },
]
