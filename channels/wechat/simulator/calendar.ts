/** Days and months as the platform counts them: China has one time zone and no summer time. The zone of the quotas is not documented; Asia/Shanghai is. */
const SHANGHAI_MS = 8 * 3_600_000

export const monthOf = (at: number): string => new Date(at + SHANGHAI_MS).toISOString().slice(0, 7)
export const dayOf = (at: number): string => new Date(at + SHANGHAI_MS).toISOString().slice(0, 10)
export const minuteOf = (at: number): string => String(Math.floor(at / 60_000))
/** The platform's moments have no fraction. */
export const secondOf = (at: number): number => Math.floor(at / 1000)
