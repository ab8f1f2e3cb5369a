/** What has to lie with WeChat before a post can name it: covers, pictures of the text, files, and the draft of the articles. */
import { PlatformRefusal, SilentPlatform, type CallContext, type PreparedPost } from '@recado/channel-kit'
import { bodyFor, cleanBody, days, picturesOf, type PostArticle, type PostedContent } from '@recado/core'
import { answerText, beforeSending, call } from './client.js'
import { fileName, uploadFile } from './media.js'
import { postRules } from './post-rules.js'

/** Permanent material stays until somebody deletes it at WeChat. */
const LASTS_MS = days(3650)

const missing = (what: string) => new PlatformRefusal({ code: 'media_upload_failed', platformCode: 'checked', message: `${what} is missing`, sent: 'no', retry: { kind: 'never' }, scope: 'message' })

async function material(context: CallContext, mediaId: string, kind: { path: string; type?: 'image' | 'video'; answer: 'media_id' | 'url'; mimes: readonly string[]; maxBytes: number; description?: object }): Promise<{ id: string; expiresAt: number }> {
  const file = await context.media.load(mediaId, { mimes: kind.mimes, maxBytes: kind.maxBytes })
  const answer = await call(context, {
    method: 'POST', path: kind.path, ...(kind.type && { query: { type: kind.type } }),
    form: [{ name: 'media', value: file.bytes, filename: fileName(file), contentType: file.mime }, ...(kind.description ? [{ name: 'description', value: JSON.stringify(kind.description) }] : [])],
  })
  const id = answerText(answer, kind.answer)
  if (!id) throw new SilentPlatform('no', `the upload answer holds no ${kind.answer}`)
  return { id, expiresAt: context.now() + LASTS_MS }
}

const { cover, picture } = postRules.articles
const coverOf = (context: CallContext, mediaId: string, again: string): Promise<string> =>
  context.media.remembered(mediaId, `material${again}`, () => material(context, mediaId, { path: '/cgi-bin/material/add_material', type: 'image', answer: 'media_id', ...cover }))
const pictureOf = (context: CallContext, mediaId: string): Promise<string> =>
  context.media.remembered(mediaId, 'article picture', () => material(context, mediaId, { path: '/cgi-bin/media/uploadimg', answer: 'url', ...picture }))

async function articleOf(context: CallContext, article: PostArticle, again: string): Promise<object> {
  if (article.coverMediaId === null) throw missing('a cover')
  const body = cleanBody(article.body)
  const pictures = new Map<string, string>()
  for (const id of picturesOf(body)) pictures.set(id, await pictureOf(context, id))
  return {
    title: article.title, author: article.author, digest: article.digest, content: bodyFor(body, postRules.articles.linkHosts, pictures), content_source_url: article.sourceUrl,
    thumb_media_id: await coverOf(context, article.coverMediaId, again), need_open_comment: article.comments === 'off' ? 0 : 1, only_fans_can_comment: article.comments === 'followers' ? 1 : 0,
  }
}

async function draftOf(context: CallContext, articles: readonly PostArticle[], again = ''): Promise<string> {
  const written: object[] = []
  for (const article of articles) written.push(await articleOf(context, article, again))
  try {
    const id = answerText(await call(context, { method: 'POST', path: '/cgi-bin/draft/add', body: { articles: written } }), 'media_id')
    if (!id) throw new SilentPlatform('no', 'the answer holds no media_id')
    return id
  } catch (error) {
    // Somebody has deleted a cover at WeChat: once more with new ones, remembered under a name of the moment.
    if (again === '' && error instanceof PlatformRefusal && error.detail.platformCode === '40007') return draftOf(context, articles, ` of ${context.now()}`)
    throw error
  }
}

const TEMPORARY = { image: 'image', voice: 'voice' } as const
const { video } = postRules

/** Hands over the files and the draft. Whatever fails here, nothing was sent. */
export function prepare(content: PostedContent, context: CallContext): Promise<PreparedPost> {
  return beforeSending(async () => {
    switch (content.kind) {
      case 'text': return { body: { msgtype: 'text', text: { content: content.text } }, diesAt: null }
      case 'articles': return { body: { msgtype: 'mpnews', mpnews: { media_id: await draftOf(context, content.articles) }, send_ignore_reprint: 0 }, diesAt: null }
      case 'image': {
        const files = []
        for (const id of content.mediaIds) files.push(await uploadFile(context, id, TEMPORARY.image))
        return { body: { msgtype: 'image', images: { media_ids: files.map(({ id }) => id), recommend: '', need_open_comment: 0, only_fans_can_comment: 0 } }, diesAt: Math.min(...files.map(({ expiresAt }) => expiresAt)) }
      }
      case 'voice': {
        if (content.mediaId === null) throw missing('the recording')
        const { id, expiresAt } = await uploadFile(context, content.mediaId, TEMPORARY.voice)
        return { body: { msgtype: 'voice', voice: { media_id: id } }, diesAt: expiresAt }
      }
      case 'video': {
        if (content.mediaId === null) throw missing('the film')
        const { id } = await material(context, content.mediaId, { path: '/cgi-bin/material/add_material', type: 'video', answer: 'media_id', mimes: video.mimes, maxBytes: video.maxBytes, description: { title: content.title, introduction: content.description } })
        return { body: { msgtype: 'mpvideo', mpvideo: { media_id: id } }, diesAt: null }
      }
    }
  })
}
