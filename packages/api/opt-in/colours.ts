/** Colours of a form within the limits of WCAG 2.2: what is chosen for the light is made to hold in the dark, too. */
import type { OptInLook } from '../opt-in.js'

export const COLOUR = /^#[0-9a-f]{6}$/i
/** Text on a button and links (1.4.3). */
const TEXT = 4.5
const INK = '#162023'
/** Quiet words; they stand on the page's own colour, too. */
const SOFT = '#4d5a60'
const LIGHT = '#ffffff'
const DARK = '#161b1d'

const channels = (colour: string): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
const toHex = (values: readonly number[]): string => `#${values.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`

function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map((value) => { const part = value / 255; return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4 })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b! // three parts, by the pattern
}

/** Between 1 and 21. */
export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high! + 0.05) / (low! + 0.05) // two values
}

const mixed = (colour: string, towards: string, share: number): string => { const end = channels(towards); return toHex(channels(colour).map((value, i) => value + (end[i]! - value) * share)) }

/** The colour itself, or the nearest one on the way to `towards` that is readable on `ground`. */
function readable(colour: string, ground: string, towards: string): string {
  for (let share = 0; share < 1; share += 0.02) { const tried = mixed(colour, towards, share); if (contrast(tried, ground) >= TEXT) return tried }
  return towards
}

/** What of a look is too faint: the accent as text and button on the card, dark words on the page's own colour. */
export function faintParts(look: OptInLook): { part: 'accent' | 'page'; ratio: number; needs: number; nearest: string }[] {
  const found: ReturnType<typeof faintParts> = []
  if (contrast(look.accent, LIGHT) < TEXT) found.push({ part: 'accent', ratio: contrast(look.accent, LIGHT), needs: TEXT, nearest: readable(look.accent, LIGHT, '#000000') })
  if (contrast(SOFT, look.page) < TEXT) found.push({ part: 'page', ratio: contrast(SOFT, look.page), needs: TEXT, nearest: readable(look.page, SOFT, LIGHT) })
  return found
}

/** The variables of a look, for the light and for the dark. */
export function paletteOf(look: OptInLook): { light: Record<string, string>; dark: Record<string, string> } {
  const accent = COLOUR.test(look.accent) ? readable(look.accent, LIGHT, '#000000') : '#0b6b74'
  const page = COLOUR.test(look.page) ? readable(look.page, SOFT, LIGHT) : '#eef1f1'
  const night = readable(accent, DARK, LIGHT)
  return {
    light: { page, card: LIGHT, ink: INK, soft: SOFT, line: '#78878b', faint: '#dde3e3', accent, on: LIGHT, wash: mixed(accent, LIGHT, 0.9), bad: '#b3192a' },
    dark: { page: mixed(page, '#0e1213', 0.95), card: DARK, ink: '#e8eeee', soft: '#aab7ba', line: '#74858a', faint: '#2c3537', accent: night, on: '#06171a', wash: mixed(night, DARK, 0.86), bad: '#ff9a9f' },
  }
}
