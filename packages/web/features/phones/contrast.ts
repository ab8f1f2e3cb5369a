/** Readable colours out of an app's theme: themes come from channel folders, and their accents are seldom made for small letters. */

type Rgb = readonly [red: number, green: number, blue: number]

/** "#0b8", "#00bb88" -> three numbers; null for anything else. */
export function readHex(colour: string): Rgb | null {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(colour)
  const digits = short ? `${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}` : /^#([\da-f]{6})$/i.exec(colour)?.[1]
  if (!digits) return null
  return [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16)) as unknown as Rgb // six digits make three numbers
}

const toHex = (colour: Rgb): string => `#${colour.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((value) => { const share = value / 255; return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4 }) as unknown as Rgb // three in, three out
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Contrast as WCAG 2.2 counts it, 1 to 21; 21 where a colour cannot be read, so that it is left alone. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(a: string, b: string): number {
  const [first, second] = [readHex(a), readHex(b)]
  if (!first || !second) return 21
  const [light, dark] = [luminance(first), luminance(second)].sort((x, y) => y - x) as [number, number] // two in, two out
  return (light + 0.05) / (dark + 0.05)
}

function mix(from: string, to: string, share: number): string {
  const [a, b] = [readHex(from), readHex(to)]
  return a && b ? toHex([0, 1, 2].map((at) => (a[at] ?? 0) + ((b[at] ?? 0) - (a[at] ?? 0)) * share) as unknown as Rgb) : to // three in, three out
}

const STEPS = 20

/** The colour, or the nearest one on its way to `ink` that stands out against `background` by `least`. */
export function readable(colour: string, background: string, ink: string, least = 4.5): string {
  for (let step = 0; step <= STEPS; step++) {
    const tried = step === 0 ? colour : mix(colour, ink, step / STEPS)
    if (contrast(tried, background) >= least) return tried
  }
  return ink
}

/** Letters that step back without becoming hard to read: halfway from the ink to the background, as far as the contrast allows. */
export function quiet(ink: string, background: string): string {
  return readable(mix(ink, background, 0.5), background, ink)
}

/** White or black, whichever stands out more. */
export function inkOn(background: string): string {
  return contrast('#ffffff', background) >= contrast('#000000', background) ? '#ffffff' : '#000000'
}
