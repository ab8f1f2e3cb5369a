import type { FastifyRequest } from 'fastify'

/** The language to answer in, of those there are: asked for, the reader's own, the browser's, English. */
export function readerLanguage(request: FastifyRequest, wished: string | undefined): string[] {
  const browser = String(request.headers['accept-language'] ?? '').split(',').map((part) => part.split(';')[0]!.trim()).filter((tag) => /^[a-z]{2,3}(-|$)/i.test(tag))
  const own = request.principal?.kind === 'user' ? [request.principal.language] : []
  return [...(wished ? [wished] : []), ...own, ...browser, ...(request.principal ? [request.principal.language] : []), 'en'].flatMap((tag) => [tag.toLowerCase(), tag.toLowerCase().split('-')[0]!])
}

/** The text in the first of these languages that it has; "zh" and "zh-tw" find the Chinese there is. */
export function inLanguage<T>(texts: Readonly<Record<string, T>>, languages: readonly string[]): T {
  const has = Object.keys(texts)
  const found = languages.map((language) => has.find((each) => each.toLowerCase() === language) ?? has.find((each) => each.split('-')[0] === language)).find((each) => each !== undefined)
  return texts[found ?? 'en'] ?? Object.values(texts)[0]! // a text of a channel has at least one language
}
