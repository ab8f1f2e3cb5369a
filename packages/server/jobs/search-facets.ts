import type { Content } from '@recado/core'

const LINK = /\bhttps?:\/\/|\bwww\.\p{L}/iu

/**
 * What a message is beside its words, as lexemes that no text can hold: its direction, the kinds of file in it, who of us wrote it.
 * `from:`, `has:` and `in:` ask for them.
 */
export function facetsOf({ direction, content, author_id }: { direction: string; content: Content; author_id?: string | null }): string[] {
  const facets = [`#${direction}`]
  if (author_id && direction !== 'in') facets.push(byFacet(author_id))
  switch (content.kind) {
    case 'image': case 'sticker': facets.push('#image', '#file'); break
    case 'video': facets.push('#video', '#file'); break
    case 'audio': facets.push('#audio', '#file'); break
    case 'document': facets.push('#file'); break
    case 'choices': if (content.headerMedia) facets.push('#file'); break
    default: break
  }
  if (hasLink(content)) facets.push('#link')
  return facets
}

/** The lexeme of somebody's own messages. */
export const byFacet = (userId: string): string => `#by${userId.replace(/-/g, '')}`

function hasLink(content: Content): boolean {
  if (content.kind === 'link') return true
  if (content.kind === 'text') return LINK.test(content.text)
  if (content.kind === 'template') return Boolean(content.link) || LINK.test(content.text ?? '')
  return 'caption' in content && LINK.test(content.caption ?? '')
}
