/**
 * One small believable company: an optician's in Madrid. Demo workspaces, `npm run dev`, the browser stories and the pictures in the documents all use
 * it. Plain data: whoever plays it finds the channels by their id and leaves out what is not there. People, numbers and addresses are invented.
 */

import { consent } from './consent.js'
import { contacts } from './contacts.js'
import { desk } from './desk.js'
import { people } from './people.js'

export interface Words { en: string; es: string }

/** Somebody of the desk: a colleague's id, or 'me' for whoever tries the demo. */
export type Who = string

/** A moment of a story, counted back from now. */
export type Step = { minutesAgo: number } & (
  /** She does something with her phone; `picture` names a file of `seeds/pictures`, `onLast` refers to the company's last message. */
  | { act: string; content?: Record<string, unknown>; ref?: string; picture?: string; onLast?: true }
  /** What the desk does, by whoever tries the demo unless `by` names a colleague. */
  | { answer: string; by?: Who }
  /** `@me` in the words calls whoever tries the demo. */
  | { note: Words; by?: Who }
  | { labels: readonly Words[] }
  | { assign: Who; by?: Who }
  | { handOver: string; by?: Who }
  | { priority: 'low' | 'normal' | 'high' | 'urgent' }
  | { status: 'pending' | 'resolved'; by?: Who }
  | { sleepHours: number; by?: Who }
)

export interface Person { channel: string; name: string; country: string; language: string; phone?: string; story: readonly Step[] }

type Colour = 'grey' | 'red' | 'orange' | 'yellow' | 'green' | 'teal' | 'blue' | 'violet' | 'pink'
/** Seven days, Monday first. */
type Week = readonly (readonly { from: string; to: string }[])[]

/** What is put down about somebody; an attribute that is a function takes the present. `owner` is a colleague's id. */
export interface Known { name: string; stage?: Words; owner?: Who; company?: string; phone?: string; email?: string; attributes: Readonly<Record<string, string | number | boolean | readonly string[] | ((now: number) => string)>> }

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
  desk: {
    colleagues: readonly { id: string; name: string; role: 'supervisor' | 'agent' | 'restricted_agent'; languages: readonly string[]; skills: readonly string[]; capacity: number; state: 'available' | 'away' | 'offline'; reason?: Words }[]
    teams: readonly { id: string; name: Words; members: readonly Who[]; week?: Week }[]
    /** The first one takes every channel that no other names; without teams it is everybody's. */
    inboxes: readonly { name: Words; channels: readonly string[]; teams: readonly string[]; week?: Week }[]
    /** Days of each year on which nobody is there: month and day. */
    closed: readonly { day: string; name: Words }[]
    labels: readonly { name: Words; colour: Colour; description: Words }[]
    views: readonly { name: Words; icon: string; colour: Colour; sort: string; scope: 'private' | 'all'; filter: (label: (words: Words) => string) => Record<string, unknown> }[]
    /** How the first inbox would give out its conversations; not switched on. */
    rules: readonly { name: Words; languages: readonly string[]; team: string | null; language: 'prefer' | 'require' }[]
    /** A reminder that is not switched on. */
    nudge: { name: Words; minutes: number }
  }
  contacts: {
    stages: readonly { name: Words; colour: Colour }[]
    fields: readonly { key: string; name: Words; type: 'text' | 'number' | 'date' | 'boolean' | 'choice' | 'choices' | 'link'; options: readonly { key: string; name: Words }[] }[]
    companies: readonly { name: string; domain: string }[]
    /** About those of the stories. */
    known: readonly Known[]
    /** Who has not written yet. */
    others: readonly Known[]
  }
  consent: {
    topics: readonly { key: string; names: Record<string, string>; descriptions: Record<string, string> }[]
    wording: { name: Words; text: Words; privacyUrl: string }
    /** By the names of the stories' customers; no topic = everything. */
    said: readonly { name: string; topic: string | null; state: 'given' | 'withdrawn'; daysAgo: number }[]
  }
  savedReplies: readonly { shortcut: string; title: string; text: string; language: 'en' | 'es' }[]
}

export const company: Company = {
  name: 'Óptica Ribera',
  timeZone: 'Europe/Madrid',
  beginsMinutesAgo: 51 * 60,
  accounts: { whatsapp: 'Óptica Ribera', wechat: 'Óptica Ribera 里贝拉眼镜', messenger: 'Óptica Ribera' },
  stranger: { name: 'Teresa Vidal', country: 'ES', language: 'es' },
  people,
  desk,
  contacts,
  consent,
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
