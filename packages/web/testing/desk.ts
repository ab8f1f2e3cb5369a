/** A small shop's desk for looking at the pages without a server: every kind of content, every state. Names and numbers are made up. */
import type { Channel, ChannelAccount, Content, ContactDetail, Conversation, ConversationDetail, Media, Message, Template, Verdict } from '@recado/api'

export const NOW = Date.now()
const MIN = 60_000
const HOUR = 60 * MIN
const iso = (ago: number) => new Date(NOW - ago).toISOString()
const source = 'https://developers.example.com/rules'

const base = { capabilities: {}, settings: [], guide: '# Set-up\n\n1. Open the **console** and copy the `App secret`.\n2. Paste the webhook address.\n\n| Field | Where |\n|---|---|\n| Token | Settings > API |\n\nMore at https://example.com/docs.', phone: null, rules: {} as Channel['rules'] }
const words = { support: 'native', maxLength: 4096, unit: 'characters' } as const
const media = { support: 'native', maxBytes: 16_000_000, captionMaxLength: 1024 } as const
const logo = (colour: string, letter: string) => `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="${colour}"/><text x="16" y="22.5" font-family="sans-serif" font-weight="700" font-size="18" fill="white" text-anchor="middle">${letter}</text></svg>`)}`

export const channels: Channel[] = [
  { ...base, id: 'alpha', name: 'Alpha', logoUrl: logo('#1fa855', 'A'), colour: '#1fa855', initiation: 'template-first', templates: true, reports: ['sent', 'delivered', 'read', 'failed'], presence: { typingOut: true, markRead: true, typingIn: false, profile: false, edits: true }, address: { kind: 'phone', keyKind: 'wa', example: '+34600000317' },
    capabilities: { text: words, image: { ...media, maxBytes: 5_000_000, mimes: ['image/jpeg', 'image/png'] }, video: { ...media, mimes: ['video/mp4'] }, audio: { ...media, captionMaxLength: 0 }, voice: { ...media, voiceFormat: 'ogg-opus' }, document: { ...media, maxBytes: 100_000_000 }, reaction: { support: 'native' }, reply: { support: 'native' }, template: { support: 'native' }, choices: { support: 'native', maxLength: 1024, limits: { buttons: 3, buttonTitle: 20, listRows: 10, listRowTitle: 24, listButton: 20 } } },
    settings: [
      { key: 'phoneNumberId', label: 'Phone number ID', type: 'text', required: true, confidential: false, help: 'In the app’s console under API setup.' },
      { key: 'appSecret', label: 'App secret', type: 'text', required: true, confidential: true },
      { key: 'verifyToken', label: 'Verify token', type: 'text', required: true, confidential: true, generate: 'token' },
      { key: 'mode', label: 'Mode', type: 'choice', choices: ['plain', 'secure'], required: false, confidential: false },
    ] },
  { ...base, id: 'beta', name: 'Beta', logoUrl: logo('#0aa34f', 'B'), colour: '#0aa34f', initiation: 'contact-first', templates: false, reports: ['accepted', 'failed'], presence: { typingOut: true, markRead: false, typingIn: false, profile: true, edits: false }, address: { kind: 'none', keyKind: 'open' }, capabilities: { text: { ...words, maxLength: 2048, unit: 'bytes' }, image: { ...media, captionMaxLength: 0 }, voice: { support: 'native', maxDurationMs: 60_000, voiceFormat: 'mp3' } } },
  { ...base, id: 'gamma', name: 'Gamma', logoUrl: logo('#1676f3', 'G'), colour: '#1676f3', initiation: 'contact-first', templates: false, reports: ['sent', 'delivered', 'read', 'failed'], presence: { typingOut: true, markRead: true, typingIn: true, profile: true, edits: true }, address: { kind: 'none', keyKind: 'ps' }, capabilities: { text: words, image: media, reaction: { support: 'native' }, reply: { support: 'native' } } },
]

const account = (id: string, channel: string, name: string, change: Partial<ChannelAccount> = {}): ChannelAccount => ({ id, channel, name, externalId: `10${id.length}884${name.length}`, inboxId: 'i1', state: 'ready', standing: 'ok', simulated: true, checks: [{ id: 'token', ok: true, code: 'ok', message: 'The access token works.' }], checkedAt: iso(HOUR), webhookUrl: `https://desk.example.com/webhooks/${channel}/k-7b2f9c`, firstWebhookAt: iso(50 * HOUR), lastWebhookAt: iso(MIN), settings: {}, createdAt: iso(900 * HOUR), ...change })
export const accounts = [account('a1', 'alpha', 'Librería Luna · +34 910 000 123'), account('a2', 'beta', 'Luna 书店'), account('a3', 'gamma', 'Librería Luna', { state: 'error', firstWebhookAt: null, simulated: false, checks: [{ id: 'token', ok: false, code: 'token_invalid', message: 'The access token has expired on 20 November.' }, { id: 'webhook', ok: true, code: 'ok', message: 'The webhook is subscribed.' }] })]

const allow = (until: number | null, price: string | null = null, left: number | null = null): Verdict => ({ kind: 'allow', as: 'freeform', until: until === null ? null : new Date(NOW + until).toISOString(), left, price: price ? { amount: price, currency: 'USD', class: 'service' } : null, source })
const closed: Verdict = { kind: 'deny', code: 'window_closed', source, retryAt: null, remedies: [{ kind: 'template', price: { amount: '0.0200', currency: 'USD', class: 'utility' }, templateIds: ['t1'] }, { kind: 'other_channel', conversationId: 'k2', channel: 'beta', until: new Date(NOW + 3 * HOUR).toISOString() }] }
const window = (left: number | null, whole = 24 * HOUR): Conversation['window'] => left === null ? { state: 'none', openedAt: null, closesAt: null, left: null, kind: null } : { state: left > 0 ? 'open' : 'closed', openedAt: new Date(NOW + left - whole).toISOString(), closesAt: new Date(NOW + left).toISOString(), left: null, kind: 'service' }

const ana = { id: 'u1', name: 'Ana Prieto' }
const row = (n: number, name: string, accountAt: 0 | 1 | 2, text: string, agoMin: number, change: Partial<Conversation> = {}): Conversation => {
  const { id, channel } = accounts[accountAt] ?? account('a1', 'alpha', '')
  return { id: `k${n}`, number: 100 + n, channel, channelAccountId: id, inboxId: 'i1', contact: { id: n === 2 ? 'c1' : `c${n}`, name, avatarUrl: null, companyId: null }, identity: { id: `n${n}`, keys: [{ kind: 'wa', value: `3460000${1000 + n}` }] }, status: 'open', snoozedUntil: null, snoozeMode: null, priority: 'none', assignee: null, team: null, participantIds: [], queuedSince: null, labels: [], unread: 0, waitingSince: null, lastInboundAt: iso(agoMin * MIN), lastActivityAt: iso(agoMin * MIN), lastMessage: { kind: 'text', text, direction: 'in', status: 'received', at: iso(agoMin * MIN) }, failed: 0, window: window(23 * HOUR), answerBy: null, ...change }
}
const out = (status: Message['status'], text: string, agoMin: number): Partial<Conversation> => ({ lastMessage: { kind: 'text', text, direction: 'out', status, at: iso(agoMin * MIN) } })

export const conversations: Conversation[] = [
  row(1, 'Lucía Ortega Marín', 0, '¿Me lo podéis reservar hasta el viernes?', 4, { unread: 3, waitingSince: iso(12 * MIN), window: window(23 * HOUR + 10 * MIN), labels: ['reserva', 'VIP'], assignee: ana }),
  row(2, '林小雨', 1, '这本书还有货吗？', 9, { unread: 1, waitingSince: iso(9 * MIN), window: window(3 * HOUR, 48 * HOUR) }),
  row(3, 'Mateo Herrera', 0, 'Gracias, hablamos', 1500, { ...out('read', 'Tu pedido 4471 ya ha salido. Llega mañana por la mañana.', 1490), window: window(-2 * HOUR), assignee: ana }),
  row(4, 'Sofía Benítez', 2, '', 31, { unread: 0, waitingSince: iso(31 * MIN), window: window(35 * MIN), lastMessage: { kind: 'audio', text: '', direction: 'in', status: 'received', at: iso(31 * MIN) } }),
  row(5, 'James Okafor', 0, '', 48, { ...out('failed', 'Here is the invoice you asked for', 48), failed: 1, window: window(11 * HOUR) }),
  row(6, 'نور حداد', 0, 'شكرا جزيلا على المساعدة', 75, { window: window(22 * HOUR), unread: 12, waitingSince: iso(75 * MIN) }),
  row(7, 'Carmen Vidal', 2, 'ok', 190, { ...out('delivered', 'Perfecto, te esperamos a las 18:30.', 180), window: window(20 * HOUR) }),
  row(8, '王建国', 1, '', 260, { lastMessage: { kind: 'image', text: '', direction: 'in', status: 'received', at: iso(260 * MIN) }, waitingSince: iso(260 * MIN), window: window(43 * HOUR, 48 * HOUR) }),
  row(9, 'Hugo Sanz', 0, 'Sí', 2900, { ...out('unknown', 'Te llamo en cinco minutos', 2890), failed: 1, window: window(-20 * HOUR) }),
  ...Array.from({ length: 40 }, (_, n) => row(20 + n, `Cliente ${n + 1}`, (n % 3) as 0 | 1 | 2, 'Muchas gracias, un saludo.', 3000 + n * 97, { window: window(-HOUR) })),
]

const file = (id: string, mime: string, change: Partial<Media> = {}): Media => ({ id, url: `/api/v1/media/${id}/file`, mime, bytes: 240_000, state: 'ready', ...change })
let count = 0
const message = (content: Content, agoMin: number, change: Partial<Message> = {}): Message => {
  count += 1
  const id = `m${String(count).padStart(3, '0')}`
  return { id, conversationId: 'k1', caseId: null, direction: 'in', content, status: 'received', externalId: `ext.${id}`, clientId: null, author: { type: 'contact' }, at: iso(agoMin * MIN), platformAt: iso(agoMin * MIN), ...change }
}
const ours = (status: Message['status'], change: Partial<Message> = {}): Partial<Message> => ({ direction: 'out', status, author: { type: 'agent', ...ana }, ...change })
const text = (words: string): Content => ({ kind: 'text', text: words })

const story: Message[] = [
  message({ kind: 'system', event: 'ad_entry' }, 3000, { direction: 'system', author: { type: 'automation' } }),
  message(text('Hola, vi vuestro anuncio. ¿Tenéis «La sombra del viento» en tapa dura? 😊'), 2999, { origin: { kind: 'post', type: 'ad', headline: 'Novela negra con 20 % de descuento', text: 'Solo esta semana en Librería Luna', url: 'https://example.com/ad/77' } }),
  message(text('¡Hola, Lucía! Sí, nos quedan dos. Aquí la tienes: https://example.com/libros/la-sombra-del-viento (edición de aniversario).'), 2990, ours('read')),
  message({ kind: 'reaction', messageId: 'm003', emoji: '❤️' }, 2989),
  message({ kind: 'choices', style: 'buttons', text: '¿Cómo prefieres recibirlo?', footer: 'Envío gratis desde 30 €', options: [{ id: '1', title: 'Recoger en tienda' }, { id: '2', title: 'Envío a casa' }] }, 2985, ours('read')),
  message({ kind: 'choice', id: '1', title: 'Recoger en tienda' }, 2980),
  message({ kind: 'location', latitude: 40.41678, longitude: -3.70379, name: 'Librería Luna', address: 'Calle de la Luna 14, 28004 Madrid' }, 2975, ours('read')),
  message({ kind: 'image', media: file('p1', 'image/jpeg', { width: 1200, height: 900 }) }, 1500),
  message({ kind: 'image', media: file('p2', 'image/jpeg', { width: 900, height: 1200 }) }, 1500),
  message({ kind: 'image', media: file('p3', 'image/jpeg', { width: 900, height: 900 }) }, 1500),
  message({ kind: 'video', media: file('p4', 'video/mp4', { width: 900, height: 900, durationMs: 14_000 }) }, 1500),
  message({ kind: 'image', media: file('p5', 'image/jpeg', { width: 900, height: 900 }) }, 1500),
  message(text('Estas son las estanterías de las que te hablaba'), 1499),
  message({ kind: 'audio', voice: true, media: file('v1', 'audio/ogg', { durationMs: 23_000, bytes: 61_000, waveform: Array.from({ length: 64 }, (_, n) => Math.round(50 + 45 * Math.sin(n / 3) * Math.cos(n / 7))) }) }, 1480),
  message({ kind: 'document', media: file('d1', 'application/pdf', { name: 'Presupuesto estanterías 2026.pdf', bytes: 1_480_000 }), caption: 'Te paso el presupuesto' }, 1470, ours('delivered', { author: { type: 'agent', id: 'u2', name: 'Marcos Gil' } })),
  message({ kind: 'contacts', contacts: [{ name: 'Taller Roble', organisation: 'Carpintería', phones: [{ value: '+34 600 000 412' }], emails: [{ value: 'taller@example.com' }] }] }, 1460),
  message(text('Pregunta por el roble macizo; el año pasado nos dieron un 10 %.'), 1455, { direction: 'note', author: { type: 'agent', id: 'u2', name: 'Marcos Gil' }, status: 'received' }),
  message({ kind: 'order', text: '¿Está todo?', items: [{ sku: 'B-101', title: 'La sombra del viento (tapa dura)', quantity: 1, price: { amount: '21.90', currency: 'EUR' } }, { sku: 'B-207', title: 'Nada', quantity: 2, price: { amount: '12.50', currency: 'EUR' } }] }, 300),
  message({ kind: 'template', name: 'pedido_confirmado', language: 'es', parameters: [], text: 'Hola Lucía, tu pedido 4472 está confirmado. Te avisamos en cuanto salga.', header: 'Pedido confirmado', footer: 'Librería Luna', buttons: ['Ver pedido', 'Cambiar dirección'] }, 290, ours('read', { author: { type: 'api', name: 'Tienda online' }, price: { amount: '0.0200', currency: 'USD', class: 'utility', estimated: false } })),
  message({ kind: 'products', header: 'También te puede gustar', sections: [{ title: 'Novela', products: [{ sku: '1', title: 'El juego del ángel', price: { amount: '19.90', currency: 'EUR' } }, { sku: '2', title: 'Marina', price: { amount: '9.95', currency: 'EUR' } }] }] }, 285, ours('read')),
  message({ kind: 'form_answer', name: 'Preferencias', values: { género: 'Novela negra', avisos: true } }, 280),
  message({ kind: 'link', text: 'Consulta el horario de Navidad', title: 'Horario', url: 'https://example.com/horario' }, 270, ours('sent')),
  message({ kind: 'sticker', media: file('s1', 'image/webp', { width: 200, height: 200 }) }, 260),
  message({ kind: 'unsupported', type: 'poll' }, 255),
  message(text('Mensaje retirado'), 254, { revokedAt: iso(250 * MIN) }),
  message({ kind: 'system', event: 'assigned', data: { name: 'Ana Prieto' } }, 252, { direction: 'system', author: { type: 'agent', name: 'Marcos Gil' } }),
  message({ kind: 'image', media: file('x1', 'image/jpeg', { state: 'failed', width: 600, height: 300 }) }, 251),
  message(text('Te dejo el paquete preparado en el mostrador.'), 60, ours('failed', { error: { code: 'recipient_unreachable', message: 'Message undeliverable', platformCode: '131026' } })),
  message(text('¿Te viene bien pasar el jueves?'), 58, ours('unknown', { error: { code: 'platform_silent', message: 'No answer' } })),
  message(text('Perfecto'), 15, { replyTo: 'm005' }),
  message(text('Una cosa más: mi hermana quiere otro ejemplar.\n¿Os queda alguno?'), 12, { editedAt: iso(11 * MIN) }),
  message(text('¿Me lo podéis reservar hasta el viernes?'), 4),
]

export const messagesOf = (id: string): Message[] => {
  if (id === 'k1') return story
  const found = conversations.find((each) => each.id === id)
  if (!found?.lastMessage) return []
  const last = found.lastMessage
  const content: Content = last.kind === 'audio' ? { kind: 'audio', voice: true, media: file('v2', 'audio/ogg', { durationMs: 9000 }) } : last.kind === 'image' ? { kind: 'image', media: file('p6', 'image/jpeg', { width: 800, height: 600 }) } : text(last.text)
  return [{ ...message(text('Hola'), 5000), id: `${id}-a`, conversationId: id, at: new Date(Date.parse(last.at) - 400_000).toISOString() }, { ...message(content, 0), id: `${id}-b`, conversationId: id, at: last.at, direction: last.direction, status: last.status, author: last.direction === 'out' ? { type: 'agent', ...ana } : { type: 'contact' } }]
}

export const detailOf = (row: Conversation): ConversationDetail => {
  const left = row.window.closesAt ? Date.parse(row.window.closesAt) - NOW : 0
  const freeform = row.channel === 'beta' && left > 0 ? allow(left, null, 4) : left > 0 ? allow(left) : row.id === 'k9' ? { ...closed, remedies: [] } as Verdict : closed
  return { ...row, caseId: null, drafts: [], seq: 1, verdicts: { freeform, template: row.channel === 'alpha' ? allow(null, '0.0200') : null } }
}

export const contactOf = (id: string): ContactDetail => {
  const own = conversations.filter((each) => each.contact.id === id)
  return {
    id, name: own[0]?.contact.name ?? '', avatarUrl: null, language: 'es', country: 'ES', timeZone: 'Europe/Madrid', languageGiven: false, countryGiven: false, timeZoneGiven: false, stageId: null, ownerId: null, company: null, attributes: {}, addresses: [], externalIds: [], updatedAt: iso(9000 * HOUR), notes: id === 'c1' ? 'Prefiere recoger en tienda. Colecciona ediciones de aniversario.' : '', labels: [], createdAt: iso(9000 * HOUR), conversations: own,
    identities: own.map((each) => ({ id: each.identity.id, channel: each.channel, channelAccountId: each.channelAccountId, accountName: accounts.find((a) => a.id === each.channelAccountId)?.name ?? '', keys: each.identity.keys, profileName: each.contact.name, address: each.channel === 'alpha' ? `+34 600 00 ${each.number} 17` : null, reachable: true, lastInboundAt: each.lastInboundAt, joinedBy: null })),
  }
}

export const templates: Template[] = [
  { id: 't1', channelAccountId: 'a1', name: 'pedido_listo', language: 'es', category: 'utility', status: 'approved', preview: { header: 'Tu pedido está listo', body: 'Hola {{1}}, tu pedido {{2}} ya te espera en la tienda. Abrimos de 10 a 20 h.', footer: 'Librería Luna', buttons: [{ type: 'url', text: 'Cómo llegar' }] }, parameters: [{ component: 'body', position: 0, type: 'text', label: 'Nombre', example: 'Lucía' }, { component: 'body', position: 1, type: 'text', label: 'Número de pedido', example: '4472' }] },
  { id: 't2', channelAccountId: 'a1', name: 'novedades_noviembre', language: 'es', category: 'marketing', status: 'approved', preview: { headerKind: 'image', body: 'Hola {{name}}, mira lo que ha llegado esta semana.' }, parameters: [{ component: 'header', type: 'image', label: 'Imagen' }, { component: 'body', name: 'name', type: 'text', label: 'Nombre' }] },
  { id: 't3', channelAccountId: 'a1', name: 'recordatorio', language: 'en_US', category: 'utility', status: 'pending', preview: { body: 'Remember your appointment tomorrow.' }, parameters: [] },
]
