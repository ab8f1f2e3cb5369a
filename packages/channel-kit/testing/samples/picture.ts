/** A picture as a function of a place: a pair of glasses on a table, 64 x 48 tiles. */
export type Colour = readonly [red: number, green: number, blue: number]
export interface Drawing { width: number; height: number; colour(x: number, y: number): Colour }

export const GLASSES: Drawing = {
  width: 64,
  height: 48,
  colour(x, y) {
    const lens = Math.min(Math.hypot((x - 20) / 1.15, y - 26), Math.hypot((x - 44) / 1.15, y - 26))
    const frame = (lens > 8 && lens < 10.2) || (Math.abs(y - 23) < 1.2 && x > 29 && x < 35) || (Math.abs(y - 24 + Math.abs(x - 32) / 8) < 1.2 && Math.abs(x - 32) > 22 && Math.abs(x - 32) < 30)
    if (frame) return [48, 30, 24]
    if (lens <= 8) return [150 + y, 190 + Math.round(x / 4), 214]
    const grain = ((x * 7 + y * 13) % 5) * 3
    return y > 34 ? [178 - grain, 132 - grain, 88 - grain] : [226 - Math.round(y / 2), 216 - Math.round(y / 2), 200]
  },
}

/** Brightness and colour as video and JPEG have them (ITU-T T.871). */
export function yuv([red, green, blue]: Colour): [y: number, u: number, v: number] {
  return [0.299 * red + 0.587 * green + 0.114 * blue, 128 - 0.1687 * red - 0.3313 * green + 0.5 * blue, 128 + 0.5 * red - 0.4187 * green - 0.0813 * blue].map(Math.round) as [number, number, number] // three in, three out
}
