const BARS = 40

/** Loudness values 0-100 as 40 bars. Without any, an even low line: nothing that looks measured and is not. */
export function bars(waveform: readonly number[] | undefined): number[] {
  if (!waveform || waveform.length === 0) return Array.from({ length: BARS }, () => 18)
  return Array.from({ length: BARS }, (_, index) => {
    const from = Math.floor((index * waveform.length) / BARS)
    const part = waveform.slice(from, Math.max(from + 1, Math.floor(((index + 1) * waveform.length) / BARS)))
    return Math.min(100, Math.max(0, Math.max(...part)))
  })
}
