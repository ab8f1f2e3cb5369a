/** What a platform would refuse of a post, or silently change, found before it is sent. */
import type { PostArticle, PostedContent } from './content.js'
import { cleanBody, leadsTo, linksOf, picturesOf, wordsOf } from './html.js'
import { linkOf } from './links.js'
import type { PostRules } from './rules.js'

/** A fault at a place (`articles.1.title`). `warning`: it goes, but not as written. */
export interface PostFault { path: string; code: 'required' | 'too_long' | 'too_many' | 'file_missing' | 'file_type' | 'file_too_large' | 'not_a_link' | 'kind_not_taken' | 'link_not_kept'; limit?: number; warning?: boolean }

export interface PostFile { mime: string; bytes: number; durationMs: number | null }

const characters = (text: string): number => [...text].length
const bytesOf = (text: string): number => new TextEncoder().encode(text).length

export function postFaults(content: PostedContent, rules: PostRules, files: ReadonlyMap<string, PostFile>): PostFault[] {
  if (!rules.kinds.includes(content.kind)) return [{ path: 'kind', code: 'kind_not_taken' }]
  const file = (path: string, id: string | null, rule: { mimes: readonly string[]; maxBytes: number; maxDurationMs?: number }): PostFault[] => {
    const found = id === null ? undefined : files.get(id)
    if (!found) return [{ path, code: id === null ? 'required' : 'file_missing' }]
    if (!rule.mimes.includes(found.mime)) return [{ path, code: 'file_type' }]
    return found.bytes > rule.maxBytes || (found.durationMs ?? 0) > (rule.maxDurationMs ?? Infinity) ? [{ path, code: 'file_too_large', limit: rule.maxBytes }] : []
  }
  switch (content.kind) {
    case 'articles': {
      if (content.articles.length === 0) return [{ path: 'articles', code: 'required' }]
      const many: PostFault[] = content.articles.length > rules.articles.most ? [{ path: 'articles', code: 'too_many', limit: rules.articles.most }] : []
      return [...many, ...content.articles.flatMap((article, n) => articleFaults(`articles.${n}`, article, rules.articles, file))]
    }
    case 'text': {
      if (content.text.trim() === '') return [{ path: 'text', code: 'required' }]
      return bytesOf(content.text) > rules.text.maxBytes ? [{ path: 'text', code: 'too_long', limit: rules.text.maxBytes }] : []
    }
    case 'image': {
      if (content.mediaIds.length === 0) return [{ path: 'mediaIds', code: 'required' }]
      const many: PostFault[] = content.mediaIds.length > rules.images.most ? [{ path: 'mediaIds', code: 'too_many', limit: rules.images.most }] : []
      return [...many, ...content.mediaIds.flatMap((id, n) => file(`mediaIds.${n}`, id, rules.images))]
    }
    case 'voice': return file('mediaId', content.mediaId, rules.voice)
    case 'video': return [...file('mediaId', content.mediaId, rules.video), ...text('title', content.title, rules.video.titleMax, true), ...text('description', content.description, rules.video.descriptionMax, false)]
  }
}

function text(path: string, written: string, most: number, required: boolean): PostFault[] {
  if (written.trim() === '') return required ? [{ path, code: 'required' }] : []
  return characters(written) > most ? [{ path, code: 'too_long', limit: most }] : []
}

function articleFaults(path: string, article: PostArticle, rules: PostRules['articles'], file: (path: string, id: string | null, rule: PostRules['articles']['cover']) => PostFault[]): PostFault[] {
  const body = cleanBody(article.body)
  const foreign = linksOf(body).filter((url) => !leadsTo(url, rules.linkHosts))
  return [
    ...text(`${path}.title`, article.title, rules.titleMax, true), ...text(`${path}.author`, article.author, rules.authorMax, false), ...text(`${path}.digest`, article.digest, rules.digestMax, false),
    ...file(`${path}.coverMediaId`, article.coverMediaId, rules.cover),
    ...(wordsOf(body) === '' && picturesOf(body).length === 0 ? [{ path: `${path}.body`, code: 'required' as const }] : body.length >= rules.bodyMax || bytesOf(body) >= rules.bodyMaxBytes ? [{ path: `${path}.body`, code: 'too_long' as const, limit: rules.bodyMax }] : []),
    ...picturesOf(body).flatMap((id) => file(`${path}.body`, id, rules.picture)),
    ...(article.sourceUrl.trim() !== '' && linkOf(article.sourceUrl) === null ? [{ path: `${path}.sourceUrl`, code: 'not_a_link' as const }] : []),
    ...(foreign.length > 0 ? [{ path: `${path}.body`, code: 'link_not_kept' as const, warning: true }] : []),
  ]
}
