/** An address of the web as written by somebody: complete and without credentials, or null. */
export function linkOf(text: string): string | null {
  const written = text.trim()
  if (!/^https?:\/\//i.test(written)) return null
  try {
    const url = new URL(written)
    return url.hostname === '' || url.username !== '' || url.password !== '' ? null : url.href
  } catch {
    return null
  }
}
