/** What is posted. Texts are as written; `body` is in the small HTML of html.ts. */

export interface PostArticle {
  title: string
  author: string
  digest: string
  /** The picture above it; demanded before it is sent. */
  coverMediaId: string | null
  body: string
  /** Where "read the original" leads. */
  sourceUrl: string
  comments: 'off' | 'everybody' | 'followers'
}

export type PostedContent =
  | { kind: 'articles'; articles: PostArticle[] }
  | { kind: 'text'; text: string }
  | { kind: 'image'; mediaIds: string[] }
  | { kind: 'voice'; mediaId: string | null }
  | { kind: 'video'; mediaId: string | null; title: string; description: string }

/** Every file of it, each once. */
export function filesOf(content: PostedContent, pictures: (body: string) => string[]): string[] {
  switch (content.kind) {
    case 'articles': return [...new Set(content.articles.flatMap((article) => [...(article.coverMediaId ? [article.coverMediaId] : []), ...pictures(article.body)]))]
    case 'text': return []
    case 'image': return [...new Set(content.mediaIds)]
    default: return content.mediaId ? [content.mediaId] : []
  }
}

/** One line for lists and the calendar. */
export function headlineOf(content: PostedContent): string {
  if (content.kind === 'articles') return content.articles[0]?.title ?? ''
  if (content.kind === 'text') return content.text
  return content.kind === 'video' ? content.title : ''
}
