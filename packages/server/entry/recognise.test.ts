import type { Content } from '@recado/core'
import { expect, test } from 'vitest'
import { type Found, recognise } from './recognise.js'

const poster = { id: 'p1', kind: 'qr' as const, code: 'K7M2PQ', name: 'Escaparate' }
const points = (code: string) => (code.toLowerCase() === 'k7m2pq' ? poster : undefined)
const says = (text: string): Content => ({ kind: 'text', text })
const line = (event: string, data: Record<string, string> = {}): Content => ({ kind: 'system', event, data })
const ad = { kind: 'post' as const, type: 'ad' as const, id: '2385', headline: 'Tartas a medida', clickId: 'clid' }

const rows: [string, { content: Content; first?: boolean; direction?: string; origin?: object }, Partial<Found> | null][] = [
  ['an ad', { content: says('Hola'), origin: ad }, { kind: 'ad', source: '2385', label: 'Tartas a medida', clickId: 'clid' }],
  ['an ad again', { content: says('Hola'), origin: ad, first: false }, { kind: 'ad' }],
  ['an ad that says only its number', { content: line('referral', { adId: '77', ref: 'x' }), direction: 'system' }, { kind: 'ad', source: '77', clickId: 'x' }],
  ['our code in her text', { content: says('Hola, vengo del escaparate (#K7M2PQ)') }, { kind: 'qr', source: 'K7M2PQ', label: 'Escaparate', entryPointId: 'p1' }],
  ['our code, typed by hand, later', { content: says('(#k7m2pq)'), first: false }, { kind: 'qr', entryPointId: 'p1' }],
  ['a code that is none of ours', { content: says('Pedido (#A1B2C3)'), first: false }, null],
  ['our scene at a follow', { content: line('follow', { scene: 'K7M2PQ', via: 'qr' }), direction: 'system' }, { kind: 'qr', entryPointId: 'p1' }],
  ['somebody else’s scene', { content: line('scan', { scene: 'feria-2025' }), direction: 'system', first: false }, { kind: 'qr', source: 'feria-2025', entryPointId: null }],
  ['a link with our reference', { content: line('referral', { ref: 'k7m2pq', source: 'SHORTLINK' }), direction: 'system', first: false }, { kind: 'qr', entryPointId: 'p1' }],
  ['a link with another reference', { content: line('get_started', { ref: 'web' }), direction: 'system' }, { kind: 'link', source: 'web' }],
  ['the menu', { content: line('menu_click', { key: 'PRICES', title: 'Precios' }), direction: 'system', first: false }, { kind: 'menu', source: 'PRICES', label: 'Precios' }],
  ['a search', { content: line('follow', { scene: '', via: 'search' }), direction: 'system' }, { kind: 'search' }],
  ['a post', { content: says('¿Precio?'), origin: { type: 'post', id: '9', headline: 'Novedades' } }, { kind: 'post', source: '9', label: 'Novedades' }],
  ['a first word', { content: says('Hola') }, { kind: 'direct' }],
  ['a first follow', { content: line('follow', { scene: '', via: '' }), direction: 'system' }, { kind: 'direct' }],
  ['any later word', { content: says('Hola'), first: false }, null],
  ['a later follow', { content: line('follow', { scene: '' }), direction: 'system', first: false }, null],
  ['an unfollow', { content: line('unfollow'), direction: 'system' }, null],
  ['a line of the desk', { content: line('assigned', { name: 'Ana' }), direction: 'system' }, null],
]
test.each(rows)('%s', (_name, { content, first = true, direction = 'in', origin = null }, expected) => {
  const found = recognise({ direction, content, origin, first }, points)
  if (expected === null) expect(found).toBeNull()
  else expect(found).toMatchObject(expected)
})
