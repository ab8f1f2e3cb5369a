/** Files on the platform's server: temporary ones die after three days, permanent ones stay. */
import type { World } from '@recado/channel-kit'
import type { Account } from './rows.js'

/** https://developers.weixin.qq.com/doc/service/api/material/temporary/api_uploadtempmedia.html */
const TEMPORARY_LIFE_MS = 72 * 3_600_000

export type MediaType = 'image' | 'voice' | 'video' | 'thumb'

export interface Media {
  id: string
  account: string
  type: MediaType
  file: string
  mime: string
  name: string
  createdAt: number
  /** null = permanent. */
  diesAt: number | null
  title?: string
  introduction?: string
}

export function storeMedia(world: World, account: Account, media: { type: MediaType; file: string; mime: string; name: string; permanent?: boolean; title?: string; introduction?: string }): Media {
  const now = world.now()
  const { permanent, ...rest } = media
  const row: Media = { id: world.token(64), account: account.id, createdAt: now, diesAt: permanent ? null : now + TEMPORARY_LIFE_MS, ...rest }
  world.put(permanent ? `materials:${account.id}` : 'media', row.id, row)
  return row
}

/** A file of this account that still lives and is of this type; any type when none is named. */
export function mediaFor(world: World, account: Account, id: string, type?: MediaType): Media | null {
  const media = id === '' ? undefined : (world.get<Media>('media', id) ?? world.get<Media>(`materials:${account.id}`, id))
  if (!media || media.account !== account.id) return null
  if (media.diesAt !== null && world.now() >= media.diesAt) return null
  return type === undefined || media.type === type ? media : null
}
