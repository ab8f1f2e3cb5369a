/** What the company's customers can say yes or no to, the words they were shown, and what some of them have said. */
import type { Company } from './company.js'

export const consent: Company['consent'] = {
  topics: [
    { key: 'new-frames', names: { en: 'New frames', es: 'Novedades en monturas', zh: '新款镜架' }, descriptions: { en: 'Twice a season, when the new ones come in.', es: 'Dos veces por temporada, cuando llegan.', zh: '每季两次，新款到店时。' } },
    { key: 'offers', names: { en: 'Offers', es: 'Ofertas', zh: '优惠' }, descriptions: { en: 'Sales and two for one, at most once a month.', es: 'Rebajas y dos por uno, como mucho una vez al mes.', zh: '促销与买一送一，每月最多一次。' } },
    { key: 'eye-test', names: { en: 'Eye test reminder', es: 'Recordatorio de revisión', zh: '验光提醒' }, descriptions: { en: 'Once a year.', es: 'Una vez al año.', zh: '每年一次。' } },
  ],
  wording: {
    name: { en: 'Counter', es: 'Mostrador' }, privacyUrl: 'https://optica-ribera.example/privacidad',
    text: { en: 'Óptica Ribera may write to me on this app about what I have chosen. I can stop it at any time by answering STOP.', es: 'Óptica Ribera puede escribirme por esta app sobre lo que he elegido. Puedo dejarlo cuando quiera contestando BAJA.' },
  },
  said: [
    { name: 'Carmen Ortiz', topic: 'offers', state: 'given', daysAgo: 120 },
    { name: 'Carmen Ortiz', topic: 'eye-test', state: 'given', daysAgo: 120 },
    { name: 'Paula Crespo', topic: 'new-frames', state: 'given', daysAgo: 9 },
    { name: 'Andrés Molina', topic: 'new-frames', state: 'given', daysAgo: 3 },
    { name: 'Marta Vidal', topic: 'new-frames', state: 'given', daysAgo: 12 },
    { name: 'Claire Dubois', topic: 'new-frames', state: 'given', daysAgo: 17 },
    { name: 'Óscar Peña', topic: 'new-frames', state: 'given', daysAgo: 25 },
    { name: 'Lucía Ferrer', topic: 'offers', state: 'given', daysAgo: 410 },
    { name: 'Lucía Ferrer', topic: null, state: 'withdrawn', daysAgo: 60 },
    { name: '王芳', topic: null, state: 'given', daysAgo: 200 },
    { name: 'Iker Salas', topic: 'eye-test', state: 'given', daysAgo: 122 },
  ],
}
