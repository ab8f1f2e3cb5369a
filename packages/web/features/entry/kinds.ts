import type { EntryKind } from '@recado/api'
import { DoorOpen, Link2, type LucideIcon, Megaphone, Menu, Newspaper, QrCode, Search } from 'lucide-react'

export const entryIcon: Record<EntryKind, LucideIcon> = { ad: Megaphone, qr: QrCode, link: Link2, menu: Menu, search: Search, post: Newspaper, direct: DoorOpen }

/** Colours of the bars, by tokens of the theme; each is told by words as well. */
export const entryColour: Record<EntryKind, string> = { ad: 'bg-accent', qr: 'bg-good', link: 'bg-waiting', menu: 'bg-note', search: 'bg-closing-soon', post: 'bg-failed', direct: 'bg-line-strong' }
