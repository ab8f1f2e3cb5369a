/** What the company keeps about its customers: fields, stages, companies, what it has put down about each, and some who have not written yet. */
import type { Company, Words } from './company.js'

const NEW: Words = { en: 'New', es: 'Nuevo' }
const REGULAR: Words = { en: 'Customer', es: 'Cliente' }
const OPTICAL: Words = { en: 'Company plan', es: 'Convenio' }

/** Days of a year: the demo stays of today whenever it is made. */
const days = (ago: number) => (now: number): string => new Date(now - ago * 86_400_000).toISOString().slice(0, 10)

export const contacts: Company['contacts'] = {
  stages: [{ name: NEW, colour: 'blue' }, { name: REGULAR, colour: 'green' }, { name: OPTICAL, colour: 'violet' }, { name: { en: 'Long gone', es: 'Inactivo' }, colour: 'grey' }],
  fields: [
    { key: 'last_eye_test', name: { en: 'Last eye test', es: 'Última revisión' }, type: 'date', options: [] },
    { key: 'frame', name: { en: 'Frame', es: 'Montura' }, type: 'text', options: [] },
    { key: 'wears', name: { en: 'Wears', es: 'Usa' }, type: 'choices', options: [{ key: 'glasses', name: { en: 'Glasses', es: 'Gafas' } }, { key: 'lenses', name: { en: 'Contact lenses', es: 'Lentillas' } }, { key: 'sun', name: { en: 'Sunglasses', es: 'Gafas de sol' } }] },
    { key: 'lens', name: { en: 'Lens', es: 'Lente' }, type: 'choice', options: [{ key: 'single', name: { en: 'Single vision', es: 'Monofocal' } }, { key: 'progressive', name: { en: 'Progressive', es: 'Progresiva' } }] },
    { key: 'spent', name: { en: 'Spent this year (€)', es: 'Gastado este año (€)' }, type: 'number', options: [] },
    { key: 'family', name: { en: 'Brings the family', es: 'Viene en familia' }, type: 'boolean', options: [] },
  ],
  companies: [{ name: 'Talleres Norte', domain: 'talleresnorte.example' }, { name: 'Academia Prado', domain: 'prado.example' }],
  known: [
    { name: 'Lucía Ferrer', stage: REGULAR, owner: 'javier', attributes: { frame: 'Atocha 52', wears: ['glasses'], lens: 'single', last_eye_test: days(410), spent: 0 } },
    { name: '李娜', stage: NEW, owner: 'jing', attributes: { wears: ['glasses', 'lenses'] }, email: 'li.na@example.com' },
    { name: 'Ana Benítez', stage: NEW, attributes: { wears: ['sun'], lens: 'progressive' } },
    { name: 'Carmen Ortiz', stage: OPTICAL, owner: 'nuria', company: 'Academia Prado', email: 'carmen.ortiz@prado.example', attributes: { lens: 'progressive', last_eye_test: days(38), spent: 415.5, wears: ['glasses'] } },
    { name: 'Iker Salas', stage: REGULAR, attributes: { wears: ['lenses'], last_eye_test: days(122), spent: 96 } },
    { name: 'Hugo Serrano', stage: REGULAR, owner: 'javier', attributes: { family: true, last_eye_test: days(300) } },
    { name: '王芳', stage: REGULAR, owner: 'jing', attributes: { wears: ['glasses', 'sun'], spent: 260 } },
    { name: 'Andrés Molina', stage: OPTICAL, company: 'Talleres Norte', email: 'a.molina@talleresnorte.example', attributes: { wears: ['glasses'], lens: 'single', spent: 148 } },
    { name: 'Paula Crespo', stage: REGULAR, attributes: { frame: 'Lavapiés 49', last_eye_test: days(9), spent: 189 } },
    { name: 'Claire Dubois', stage: NEW, attributes: { wears: ['sun'] }, email: 'claire.dubois@example.com' },
  ],
  others: [
    { name: 'Rosa Medina', phone: '+34600000512', email: 'rosa.medina@talleresnorte.example', company: 'Talleres Norte', stage: OPTICAL, attributes: { last_eye_test: days(520), wears: ['glasses'] } },
    { name: 'Tomás Herrero', phone: '+34600000527', stage: REGULAR, attributes: { last_eye_test: days(700), wears: ['glasses'], lens: 'progressive' } },
    { name: 'Inés Robledo', email: 'ines.robledo@prado.example', company: 'Academia Prado', stage: OPTICAL, attributes: { family: true } },
    { name: 'Diego Navas', phone: '+525500000544', stage: NEW, attributes: {} },
  ],
}
