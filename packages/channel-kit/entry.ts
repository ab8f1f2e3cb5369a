import type { Instant } from '@recado/core'
import type { CallContext, Settings } from './connector.js'

/** A way in that somebody puts on a poster, a site or a receipt. `code` comes back with whoever uses it. */
export interface EntryWish { code: string; /** what she finds written when she comes */ text: string; /** a code that shall die by itself, where the platform keeps such */ forMs?: number }
export interface EntryAddress { url: string; expiresAt?: Instant }

/** Links and QR codes that lead to an account and tell afterwards where she came from. */
export interface EntryConnector {
  /** `link` can be pressed, `qr` only scanned by the app itself. A link can always be printed as a code too. */
  kinds: readonly ('qr' | 'link')[]
  /** The code travels in her first text (`text`), or the platform hands it back by itself (`event`). */
  codeIn: 'text' | 'event'
  /** She finds a text of ours already written. */
  text: boolean
  /** Codes that die by themselves, and after how long at most. */
  temporary?: { maxMs: number }
  /** Settings without which there is no address yet. */
  missing(settings: Settings): string[]
  /** Makes the address; asks the platform where it keeps the codes. Throws PlatformRefusal or SilentPlatform. */
  address(wish: EntryWish, context: CallContext): Promise<EntryAddress>
}

/** How a code stands in a text: short, in brackets, at the end, so that nobody is tempted to write around it. */
export const codeInText = (text: string, code: string): string => `${text.trim()} (#${code})`.trim()

const CODE = /\(#([A-Za-z0-9]{4,12})\)/g

/** Codes that a text carries. */
export const codesInText = (text: string): string[] => [...text.slice(0, 2_000).matchAll(CODE)].map((found) => found[1]!) // in every match
