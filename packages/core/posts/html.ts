/**
 * The HTML of an article's text: a dozen tags, two attributes, nothing else. Whatever an editor, a paste or an API client brings is read as text with
 * tags and written anew from what is known; what is not known falls away and its words stay, but for scripts and styles. Pure, linear, never throws.
 */
import { linkOf } from './links.js'

/** Blocks stand on their own, marks within them. */
const BLOCKS = new Set(['p', 'h2', 'h3', 'blockquote', 'ul', 'ol', 'li'])
const MARKS = new Set(['strong', 'em', 'u', 'a'])
const VOID = new Set(['br', 'hr', 'img'])
/** The same thing in the words of other editors. */
const MEANT: Readonly<Record<string, string>> = { b: 'strong', i: 'em', h1: 'h2', h4: 'h3', h5: 'h3', h6: 'h3', div: 'p', section: 'p' }
/** Their words are no text. */
const SILENT = new Set(['script', 'style', 'template', 'iframe', 'object', 'noscript', 'svg', 'math', 'title', 'head', 'textarea', 'select'])
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const TOKEN = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>|[^<]+|</g
const ATTRIBUTE = /([a-zA-Z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/** Entities as the characters they stand for; an unknown one stays as it is written. */
const decoded = (text: string): string => text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,8}));/gi, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole
  const code = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number(decimal)
  return code > 31 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ' '
})
// oxlint-disable-next-line no-control-regex -- control characters are exactly what is taken out
const escaped = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

function attributesOf(written: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, name = '', double, single, bare] of written.matchAll(ATTRIBUTE)) found[name.toLowerCase()] ??= decoded(double ?? single ?? bare ?? '')
  return found
}

function opening(tag: string, attributes: Record<string, string>): string | null {
  if (tag === 'a') {
    const link = linkOf(attributes.href ?? '')
    return link ? `<a href="${escaped(link)}">` : null
  }
  if (tag === 'img') {
    const id = attributes['data-media-id'] ?? ''
    return UUID.test(id) ? `<img data-media-id="${id.toLowerCase()}" alt="${escaped(attributes.alt ?? '')}">` : null
  }
  return `<${tag}>`
}

/** Rounds after which a text that a hostile hand has tangled stands still. */
const MOST_ROUNDS = 8

/** The article's text, safe and well-formed. Doing it twice changes nothing. */
export function cleanBody(html: string): string {
  let now = written(html)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = written(now)
    if (next === now) return now
    now = next
  }
  return now
}

function written(html: string): string {
  const out: string[] = []
  const open: string[] = []
  let silent: string | null = null
  const close = (tag: string): void => {
    const at = open.lastIndexOf(tag)
    if (at < 0) return
    while (open.length > at) out.push(`</${open.pop()!}>`) // longer than `at`
  }
  for (const [whole, slash, name, rest = ''] of html.matchAll(TOKEN)) {
    const raw = name?.toLowerCase()
    if (silent !== null) {
      if (slash && raw === silent) silent = null
      continue
    }
    if (raw === undefined) {
      if (whole.startsWith('<!--')) continue
      const text = decoded(whole)
      // Blanks between blocks are nobody's text; words outside of any block become a paragraph.
      if (!open.some((tag) => BLOCKS.has(tag)) && text.trim() !== '') { out.push('<p>'); open.push('p') }
      if (open.length > 0 && !isListOnly(open)) out.push(escaped(text))
      continue
    }
    if (SILENT.has(raw)) { if (!slash && !rest.trimEnd().endsWith('/')) silent = raw; continue }
    const tag = MEANT[raw] ?? raw
    if (!BLOCKS.has(tag) && !MARKS.has(tag) && !VOID.has(tag)) continue
    if (slash) { close(tag); continue }
    const tagText = opening(tag, attributesOf(rest))
    if (tagText === null) continue
    if (tag === 'li') { if (open.includes('li') && open.lastIndexOf('li') > Math.max(open.lastIndexOf('ul'), open.lastIndexOf('ol'))) close('li'); if (!open.includes('ul') && !open.includes('ol')) continue } else if (BLOCKS.has(tag) || tag === 'hr') {
      const within = open.lastIndexOf('li')
      if (tag === 'p' && (within >= 0 || open.at(-1) === 'blockquote')) continue // a line within an entry stays within it
      if ((tag === 'ul' || tag === 'ol') && within >= 0) { /* a list within an entry */ } else while (open.length > 0) close(open[0]!) // something is open
    } else if (!open.some((one) => BLOCKS.has(one) && one !== 'ul' && one !== 'ol')) { out.push('<p>'); open.push('p') }
    if (open.includes(tag) && MARKS.has(tag)) continue
    out.push(tagText)
    if (!VOID.has(tag)) open.push(tag)
  }
  while (open.length > 0) out.push(`</${open.pop()!}>`) // something is open
  return out.join('').replace(/<(p|strong|em|u|li|blockquote|h2|h3|ul|ol|a href="[^"]*")><\/(?:p|strong|em|u|li|blockquote|h2|h3|ul|ol|a)>/g, '')
}

/** Straight within a list, beside its entries: there is no place for words. */
const isListOnly = (open: readonly string[]): boolean => open.at(-1) === 'ul' || open.at(-1) === 'ol'

/** Pictures within the text, by their file, each once. */
export const picturesOf = (body: string): string[] => [...new Set([...body.matchAll(/<img data-media-id="([0-9a-f-]{36})"/g)].map(([, id = '']) => id))]

/** Addresses that the text links to. */
export const linksOf = (body: string): string[] => [...body.matchAll(/<a href="([^"]*)"/g)].map(([, url = '']) => decoded(url))

/** Its words without any tag. */
export const wordsOf = (body: string): string => decoded(body.replace(/<(?:\/p|\/h2|\/h3|\/li|\/blockquote|br|hr)[^>]*>/g, '\n').replace(/<[^>]*>/g, '')).trim()

/** The text for a platform: links to other hosts lose their address and keep their words, pictures stand at the address they were given there. */
export function bodyFor(body: string, hosts: readonly string[], pictures: ReadonlyMap<string, string>): string {
  return body
    .replace(/<a href="([^"]*)">([\s\S]*?)<\/a>/g, (whole, url: string, words: string) => (leadsTo(decoded(url), hosts) ? whole : words))
    .replace(/<img data-media-id="([0-9a-f-]{36})" alt="([^"]*)">/g, (_whole, id: string, alt: string) => { const url = pictures.get(id); return url ? `<img src="${escaped(url)}" alt="${alt}">` : '' })
}

/** Whether a link leads to one of these hosts. */
export function leadsTo(url: string, hosts: readonly string[]): boolean {
  try {
    return hosts.includes(new URL(url).hostname)
  } catch {
    return false
  }
}
