/** What the customer's app shows. While she is offline things wait on the platform and arrive when she is back. */
import type { ScreenItem, World } from '@recado/channel-kit'
import { findPerson, nextNumber } from './rows.js'

interface ShownItem extends ScreenItem { waiting?: true }

/** The line the app shows when the account's server does not answer, or answers nonsense. */
export const UNAVAILABLE = '该公众号暂时无法提供服务，请稍后再试'

export function show(world: World, openid: string, item: Pick<ScreenItem, 'from' | 'content' | 'quoted' | 'options'>): string {
  const id = `wx${String(nextNumber(world, 'screen')).padStart(9, '0')}`
  const waiting = item.from !== 'me' && findPerson(world, openid)?.online === false
  const shown: ShownItem = { id, at: world.now(), ...item, ...(waiting ? { waiting: true } : {}) }
  world.put(`screen:${openid}`, id, shown)
  return id
}

export function showErrorLine(world: World, openid: string): void {
  show(world, openid, { from: 'system', content: { kind: 'error_line', text: UNAVAILABLE } })
}

export function showSystemLine(world: World, openid: string, event: string, data: Record<string, string | number | boolean | null> = {}): void {
  show(world, openid, { from: 'system', content: { kind: 'system', event, data } })
}

/** Her phone is back: what waited appears now, in the order in which it was sent. */
export function deliverWaiting(world: World, openid: string): void {
  for (const { waiting, ...item } of world.all<ShownItem>(`screen:${openid}`))
    if (waiting) world.put(`screen:${openid}`, item.id, { ...item, at: world.now() })
}

export function screenOf(world: World, openid: string): ScreenItem[] {
  return world.all<ShownItem>(`screen:${openid}`).filter((item) => !item.waiting).map(withTaps)
}

/** The lines of a menu message are what can be tapped on it, again and again. */
function withTaps(item: ScreenItem): ScreenItem {
  const { from, content } = item
  return from === 'business' && content.kind === 'choices' ? { ...item, options: content.options.map(({ id, title, description }) => ({ id, title, ...(description ? { description } : {}) })) } : item
}

/** A file as the phone fetches it; the host serves `_files` of every world. */
export function shownFile(world: World, fileId: string, name?: string): { id: string; url: string; mime: string; bytes: number; name?: string } {
  const file = world.file(fileId)
  return { id: fileId, url: `${world.baseUrl}/_files/${fileId}`, mime: file?.mime ?? 'application/octet-stream', bytes: file?.bytes.length ?? 0, ...(name ? { name } : {}) }
}

/** Text as the app renders it: a link shows its words only. */
export function shownText(text: string): string {
  return text.replace(/<a\b[^>]*>(.*?)<\/a>/gis, '$1')
}
