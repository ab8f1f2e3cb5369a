/** The address if a browser may follow it from customer text, else null: no javascript:, no data:, nothing without a scheme. */
export function safeUrl(url: string): string | null {
  try {
    const parsed = new URL(url)
    return ['https:', 'http:', 'mailto:', 'tel:'].includes(parsed.protocol) ? parsed.href : null
  } catch {
    return null
  }
}

export interface TextPart { text: string; url?: string }

const LINK = /\bhttps?:\/\/[^\s<>"'，。；！？】）]+|\bwww\.[^\s<>"'，。；！？】）]+/giu

/** Text cut at its links. Closing punctuation belongs to the sentence, brackets only when the link opened one. */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const match of text.matchAll(LINK)) {
    const found = trimEnd(match[0])
    if (match.index > from) parts.push({ text: text.slice(from, match.index) })
    parts.push({ text: found, url: /^www\./i.test(found) ? `https://${found}` : found })
    from = match.index + found.length
  }
  if (from < text.length) parts.push({ text: text.slice(from) })
  return parts
}

function trimEnd(link: string): string {
  let end = link.length
  for (;;) {
    const last = link[end - 1] ?? ''
    if (/[.,;:!?…]/.test(last) || (last === ')' && !link.slice(0, end).includes('('))) end--
    else return link.slice(0, end)
  }
}
