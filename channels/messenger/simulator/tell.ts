/** One act of hers, on her phone, in the window, and told to the Page. */
import type { World } from '@recado/channel-kit'
import type { Content } from '@recado/core'
import type { Json } from './json.js'
import { closeMenu, messageId, nextNumber, pageOf, saveItem, type CustomerRow, type ItemRow, type PageRow } from './state.js'
import { from, post, type Field } from './webhook.js'
import { openWindow, type Opener } from './window.js'

export function pageFor(world: World, customer: CustomerRow): PageRow {
  const page = pageOf(world, customer.account)
  if (!page) throw new Error('The Page is gone.')
  if (customer.blocks) throw new Error(`You blocked ${page.name}. Unblock it to write.`)
  return page
}

export interface Told { field: Field; rest: (mid: string) => Json; shown?: Content; /** the other pictures of one message */ more?: Content[]; quoted?: string; opener: Opener | null }

export async function tell(world: World, customer: CustomerRow, told: Told): Promise<string> {
  const page = pageFor(world, customer)
  closeMenu(world, customer.id)
  const mid = messageId(world)
  const at = world.now()
  if (told.shown) {
    const row: ItemRow = { id: mid, order: nextNumber(world, 'item'), at, from: 'me', content: told.shown, options: [], ticks: 'delivered', ...(told.quoted ? { quoted: told.quoted } : {}) }
    saveItem(world, customer.id, row)
    for (const [index, content] of (told.more ?? []).entries()) saveItem(world, customer.id, { id: `${mid}.${index + 1}`, order: nextNumber(world, 'item'), at, from: 'me', content, options: [], ticks: 'delivered' })
  }
  if (told.opener) openWindow(world, customer, told.opener, at)
  await post(world, page.id, [{ field: told.field, event: from(page, customer, at, told.rest(mid)) }])
  return mid
}

export function line(world: World, customer: CustomerRow, event: string): void {
  saveItem(world, customer.id, { id: `line-${nextNumber(world, 'line')}`, order: nextNumber(world, 'item'), at: world.now(), from: 'system', content: { kind: 'system', event }, options: [] })
}
