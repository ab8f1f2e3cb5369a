import type { Conversation } from '@recado/api'
import { Avatar } from '../../ui/avatar.js'
import { WindowRing } from '../../ui/window-ring.js'
import { windowView } from '../window/window-view.js'
import { ChannelMark } from './channel-mark.js'

/** A contact's picture with the window's ring and the app's mark: the same in list, thread head and context. */
export function ContactFace({ row, now, size = 40 }: { row: Conversation; now: number; size?: number }) {
  const { tone, share } = windowView(row, now)
  return (
    <Avatar name={row.contact.name} url={row.contact.avatarUrl} size={size}>
      <WindowRing share={share} tone={tone} around={size} />
      <span className="absolute -end-1 -bottom-1 rounded-[32%] border-2 border-surface bg-surface leading-none"><ChannelMark channel={row.channel} size={size > 44 ? 18 : 16} /></span>
    </Avatar>
  )
}
