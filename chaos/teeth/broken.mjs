const preload = new URL('./preload.mjs', import.meta.url)

/**
 * The environment of one of the product's processes: as it is wanted, and with the break that is tried, where one is (CHAOS_BREAK).
 * @param {Record<string, string>} [wanted]
 * @returns {Record<string, string>}
 */
export function broken(wanted = {}) {
  const { CHAOS_BREAK } = process.env
  if (!CHAOS_BREAK) return wanted
  // Beside what else is loaded first: a look inside, a wrong clock.
  return { ...wanted, CHAOS_BREAK, NODE_OPTIONS: [`--import=${preload.href}`, wanted.NODE_OPTIONS].filter(Boolean).join(' ') }
}
