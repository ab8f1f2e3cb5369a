/** A moment as a field for date and time takes it: this browser's clock, to the minute. */
export function localInput(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
