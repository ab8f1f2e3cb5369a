/** How the company works: colleagues, teams, inboxes, labels, views, hours, and what is prepared but not switched on. */
import type { Company, Words } from './company.js'

export const ORDER: Words = { en: 'order', es: 'pedido' }
export const REPAIR: Words = { en: 'repair', es: 'arreglo' }
export const EYE_TEST: Words = { en: 'eye test', es: 'revisión' }
export const COMPLAINT: Words = { en: 'complaint', es: 'queja' }

const long = { from: '10:00', to: '20:30' }
const workshop = [{ from: '09:30', to: '14:00' }, { from: '16:00', to: '18:30' }]

export const desk: Company['desk'] = {
  colleagues: [
    { id: 'nuria', name: 'Nuria Campos', role: 'supervisor', languages: ['es', 'en'], skills: [], capacity: 8, state: 'available' },
    { id: 'javier', name: 'Javier Soto', role: 'agent', languages: ['es', 'fr'], skills: [], capacity: 6, state: 'available' },
    { id: 'jing', name: '陈静', role: 'agent', languages: ['zh', 'es'], skills: [], capacity: 6, state: 'available' },
    { id: 'sofia', name: 'Sofía Navarro', role: 'restricted_agent', languages: ['es'], skills: ['taller'], capacity: 4, state: 'away', reason: { en: 'At lunch', es: 'Comiendo' } },
    { id: 'mateo', name: 'Mateo Rivas', role: 'agent', languages: ['es', 'en'], skills: ['taller'], capacity: 6, state: 'offline' },
  ],
  teams: [
    { id: 'shop', name: { en: 'Shop', es: 'Tienda' }, members: ['me', 'nuria', 'javier', 'jing'] },
    { id: 'workshop', name: { en: 'Workshop', es: 'Taller' }, members: ['sofia', 'mateo'], week: [workshop, workshop, workshop, workshop, workshop, [], []] },
  ],
  inboxes: [
    { name: { en: 'Calle de Atocha', es: 'Calle de Atocha' }, channels: [], teams: [], week: [[long], [long], [long], [long], [long], [long], []] },
    { name: { en: 'Social networks', es: 'Redes sociales' }, channels: ['messenger'], teams: ['shop', 'workshop'] },
  ],
  closed: [{ day: '12-25', name: { en: 'Christmas', es: 'Navidad' } }, { day: '01-01', name: { en: 'New Year', es: 'Año Nuevo' } }, { day: '01-06', name: { en: 'Epiphany', es: 'Reyes' } }],
  labels: [
    { name: ORDER, colour: 'blue', description: { en: 'Asks for glasses or lenses that were ordered', es: 'Pregunta por gafas o lentillas encargadas' } },
    { name: REPAIR, colour: 'orange', description: { en: 'Broken or bent: for the workshop', es: 'Roto o torcido: para el taller' } },
    { name: EYE_TEST, colour: 'teal', description: { en: 'Wants an appointment', es: 'Quiere una cita' } },
    { name: COMPLAINT, colour: 'red', description: { en: 'Answered by Nuria or the owner', es: 'Contesta Nuria o la dueña' } },
  ],
  views: [
    { name: { en: 'Repairs under way', es: 'Arreglos en curso' }, icon: 'truck', colour: 'orange', sort: 'waiting', scope: 'all', filter: (label) => ({ all: [{ field: 'labels', op: 'any', value: [label(REPAIR)] }, { field: 'status', op: 'not_in', value: ['resolved'] }] }) },
    { name: { en: 'Chinese', es: 'Chino' }, icon: 'globe', colour: 'teal', sort: 'newest', scope: 'all', filter: () => ({ all: [{ any: [{ field: 'channel', op: 'in', value: ['wechat'] }, { field: 'language', op: 'in', value: ['zh'] }] }, { field: 'status', op: 'not_in', value: ['resolved'] }] }) },
    { name: { en: 'Careful with these', es: 'Con cuidado' }, icon: 'flag', colour: 'red', sort: 'priority', scope: 'private', filter: (label) => ({ all: [{ field: 'status', op: 'in', value: ['open', 'pending'] }, { any: [{ field: 'labels', op: 'any', value: [label(COMPLAINT)] }, { field: 'priority', op: 'in', value: ['high', 'urgent'] }] }] }) },
  ],
  rules: [
    { name: { en: 'Chinese goes to who speaks it', es: 'El chino, a quien lo habla' }, languages: ['zh'], team: null, language: 'require' },
    { name: { en: 'Everybody else', es: 'Todos los demás' }, languages: [], team: 'shop', language: 'prefer' },
  ],
  nudge: { name: { en: 'Half an hour before it is too late', es: 'Media hora antes de que sea tarde' }, minutes: 30 },
}
