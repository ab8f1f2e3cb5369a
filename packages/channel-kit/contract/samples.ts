/** One ordinary content of every kind: what a channel that declares the kind must be able to send. */
import type { Content, ContentKind, Media } from '@recado/core'

const file = (mime: string, name: string, more: Partial<Media> = {}): Media => ({ id: `media-${mime}`, url: '', mime, bytes: 900, name, ...more })

export const SAMPLES: Readonly<Record<ContentKind, Content>> = {
  text: { kind: 'text', text: 'Hola, ¿en qué puedo ayudarte? 你好' },
  image: { kind: 'image', media: file('image/jpeg', 'foto.jpg', { width: 64, height: 64 }) },
  video: { kind: 'video', media: file('video/mp4', 'clip.mp4', { durationMs: 1_000 }) },
  audio: { kind: 'audio', media: file('audio/mpeg', 'voz.mp3', { durationMs: 1_000 }) },
  document: { kind: 'document', media: file('application/pdf', 'factura.pdf') },
  sticker: { kind: 'sticker', media: file('image/webp', 'hola.webp') },
  location: { kind: 'location', latitude: 40.4168, longitude: -3.7038, name: 'Puerta del Sol' },
  contacts: { kind: 'contacts', contacts: [{ name: 'Óptica Ribera', phones: [{ value: '+34600000001' }] }] },
  reaction: { kind: 'reaction', messageId: 'sample-message', emoji: '👍' },
  choices: { kind: 'choices', style: 'buttons', text: '¿Qué día te viene bien?', options: [{ id: 'mon', title: 'Lunes' }, { id: 'tue', title: 'Martes' }] },
  choice: { kind: 'choice', id: 'mon', title: 'Lunes' },
  link: { kind: 'link', text: 'Nuestras tiendas', title: 'Ver tiendas', url: 'https://optica.example/tiendas' },
  form: { kind: 'form', text: 'Pide cita', title: 'Abrir', formId: '1234567890' },
  form_answer: { kind: 'form_answer', name: 'flow', values: { day: 'mon' } },
  products: { kind: 'products', text: 'Gafas de sol', header: 'Verano', catalogId: '914562207318845', sections: [{ title: 'Sol', products: [{ sku: 'SOL-1', title: 'Sol' }, { sku: 'SOL-2', title: 'Mar' }] }] },
  order: { kind: 'order', items: [{ sku: 'SOL-1', quantity: 1, price: { amount: '24.90', currency: 'EUR' } }] },
  template: { kind: 'template', templateId: 'sample-template', parameters: [] },
  post: { kind: 'post', type: 'story', url: 'https://optica.example/story' },
  system: { kind: 'system', event: 'sample' },
  request: { kind: 'request', what: 'contact', text: '¿Nos das tu teléfono?' },
  unsupported: { kind: 'unsupported', type: 'sample' },
}
