/** Where somebody came from, by what she did first or does again. Pure: a row of the thread and the ways in that we made -> an entry. */
import type { EntryKind } from '@recado/api'
import { codesInText } from '@recado/channel-kit'
import type { Content, PostContent } from '@recado/core'

export interface ThreadRow { direction: string; content: Content; origin: Partial<PostContent<unknown>> | null; /** nothing of hers came before */ first: boolean }
export interface Point { /** null: a code made for one person, which belongs to what is called `code` */ id: string | null; kind: 'qr' | 'link' | 'menu'; code: string; name: string }
export interface Found { kind: EntryKind; source: string; label: string; entryPointId: string | null; clickId: string | null }

/** Lines that tell of her coming or acting; others (she unfollowed, a notice was refused) are no way in. */
const ARRIVALS: ReadonlySet<string> = new Set(['follow', 'scan', 'referral', 'get_started', 'menu_click', 'menu_view', 'ad_entry', 'postback'])
/** What a platform calls it when she found the account by searching. */
const SEARCHES = /search/iu

const word = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** Codes that a row carries: in her text, or handed back by the platform. */
export function namedCodes(content: Content): string[] {
  const data = content.kind === 'system' ? content.data ?? {} : {}
  return content.kind === 'text' ? codesInText(content.text) : [word(data.scene), word(data.ref)].filter(Boolean)
}

/** The entry that this row is, or null. `points` finds ours by code, whatever its case. */
export function recognise({ direction, content, origin, first }: ThreadRow, points: (code: string) => Point | undefined): Found | null {
  const data = content.kind === 'system' ? content.data ?? {} : {}
  if (origin?.type === 'ad' || word(data.adId)) return { kind: 'ad', source: word(origin?.id) || word(data.adId), label: word(origin?.headline) || word(origin?.text), entryPointId: null, clickId: word(origin?.clickId) || word(data.ref) || null }
  for (const code of namedCodes(content)) {
    const point = points(code)
    // A personal code counts as what it was for her: scanned or pressed.
    if (point?.id === null) return plain(word(data.scene) ? 'qr' : 'link')
    if (point) return { kind: point.kind, source: point.code, label: point.name, entryPointId: point.id, clickId: null }
  }
  if (content.kind === 'system') return byLine(content.event, data, first)
  if (direction !== 'in') return null
  if (origin?.type === 'post' || origin?.type === 'comment' || origin?.type === 'reel') return { ...plain('post'), source: word(origin.id), label: word(origin.headline) || word(origin.text) }
  return first ? plain('direct') : null
}

const plain = (kind: EntryKind): Found => ({ kind, source: '', label: '', entryPointId: null, clickId: null })

function byLine(event: string, data: Record<string, unknown>, first: boolean): Found | null {
  if (!ARRIVALS.has(event)) return null
  const scene = word(data.scene)
  // Codes and references that somebody else made are ways in too.
  if (scene) return { ...plain('qr'), source: scene }
  if (word(data.ref)) return { ...plain('link'), source: word(data.ref) }
  if (event === 'menu_click' || event === 'menu_view') return { ...plain('menu'), source: word(data.key) || word(data.title) || word(data.url), label: word(data.title) || word(data.key) }
  if (!first) return null
  return SEARCHES.test(word(data.via)) || SEARCHES.test(word(data.source)) ? plain('search') : plain('direct')
}
