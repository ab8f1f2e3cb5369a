/** Menus as they are kept, and which of them a person sees. */
import type { World } from '@recado/channel-kit'
import { backendMenu, type BackendButton } from './backend.js'
import type { Button } from './menu-shape.js'
import { nextNumber, type Account, type Person } from './rows.js'

export interface Menu { menuId: number; button: Button[] }
export interface MatchRule { tag_id?: string; client_platform_type?: string }
export interface ConditionalMenu extends Menu { matchrule: MatchRule }
/** What a person sees: the menu made by the API, or the one that the owner made in the backend while developer mode is off. */
export interface SeenMenu { menuId: number; button: (Button | BackendButton)[]; from: 'api' | 'backend' }

export const menuOf = (world: World, account: Account): Menu | undefined => world.get<Menu>('menus', account.id)
export const newMenuId = (world: World): number => 410_418_123 + nextNumber(world, 'menu')

export function putMenu(world: World, account: Account, button: Button[]): void {
  world.put<Menu>('menus', account.id, { menuId: newMenuId(world), button })
}

/** The default menu takes the others with it. */
export function removeMenus(world: World, account: Account): void {
  world.remove('menus', account.id)
  for (const { menuId } of conditionalMenus(world, account)) world.remove(`conditionalMenus:${account.id}`, String(menuId))
}

/** In the order in which they were made. */
export const conditionalMenus = (world: World, account: Account): ConditionalMenu[] => world.all<ConditionalMenu>(`conditionalMenus:${account.id}`)

/** What can be tapped, bar and submenus in order. */
export function buttonsOf<B extends { sub_button?: B[] }>(menu: { button: B[] }): B[] {
  return menu.button.flatMap((button) => (button.sub_button && button.sub_button.length > 0 ? button.sub_button : [button]))
}

/** The menu on a person's phone. The newest conditional menu that fits her goes before the default one. */
export function menuFor(world: World, account: Account, person: Person): SeenMenu | undefined {
  const standing = menuOf(world, account)
  if (!standing) {
    const button = backendMenu(world, account)
    return button.length > 0 ? { menuId: 0, button, from: 'backend' } : undefined
  }
  return { ...(conditionalMenus(world, account).findLast((menu) => fits(menu.matchrule, person)) ?? standing), from: 'api' }
}

/** Of several tags the one put on last counts. Phones of these people are Android ones (2). */
function fits(rule: MatchRule, person: Person): boolean {
  if (rule.tag_id !== undefined && String(person.tags.at(-1) ?? '') !== rule.tag_id) return false
  return rule.client_platform_type === undefined || rule.client_platform_type === '2'
}
