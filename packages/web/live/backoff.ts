/** How long to wait before the next try to connect: doubles to half a minute, with chance so that a restart does not bring everybody at once. */
export function reconnectDelayMs(tries: number, random: number): number {
  const most = Math.min(30_000, 500 * 2 ** Math.min(tries, 8))
  return Math.round(most * (0.5 + random / 2))
}
