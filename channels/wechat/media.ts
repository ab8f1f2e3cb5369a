/** Files to and from WeChat: temporary uploads, which live three days, and what customers sent. */
import { PlatformRefusal, SilentPlatform, type CallContext, type HttpAnswer, type LoadedMedia } from '@recado/channel-kit'
import { limits } from './channel.js'
import { answerText, beforeSending, call, readAnswer, sendRequest, withToken } from './client.js'
import { parseJson } from './json.js'

type UploadType = 'image' | 'voice' | 'video'

const refuse = (code: 'media_too_large' | 'media_type', message: string) =>
  new PlatformRefusal({ code, platformCode: 'checked', message, sent: 'no', retry: { kind: 'never' }, scope: 'message' })

/** What each type may be; the server converts towards it while loading. */
const wishes = {
  image: { mimes: limits.image.mimes, maxBytes: limits.image.maxBytes },
  voice: { mimes: limits.voice.mimes, maxBytes: limits.voice.maxBytes, format: 'mp3' },
  video: { mimes: limits.video.mimes, maxBytes: limits.video.maxBytes },
} as const

/**
 * Sends with an uploaded file. The upload is remembered for the three days it lives; should WeChat have lost it earlier (40007), it is uploaded
 * once more under a name that holds the dead id, so that the next message finds the new one too.
 */
export async function withFreshUpload(context: CallContext, mediaId: string, type: UploadType, post: (platformId: string) => Promise<unknown>): Promise<void> {
  const upload = () => beforeSending(() => uploadFile(context, mediaId, type))
  const first = await context.media.remembered(mediaId, type, upload)
  try {
    await post(first)
  } catch (error) {
    if (!(error instanceof PlatformRefusal) || error.detail.platformCode !== '40007') throw error
    await post(await context.media.remembered(mediaId, `${type} after ${first}`, upload))
  }
}

export async function uploadFile(context: CallContext, mediaId: string, type: UploadType): Promise<{ id: string; expiresAt: number }> {
  const expiresAt = context.now() + limits.uploadLifeMs
  const wish = wishes[type]
  const file = await context.media.load(mediaId, wish)
  if (file.bytes.length > wish.maxBytes) throw refuse('media_too_large', `${file.bytes.length} bytes, at most ${wish.maxBytes}`)
  if (!wish.mimes.includes(file.mime)) throw refuse('media_type', file.mime)
  if (type === 'voice' && (file.durationMs ?? 0) > limits.voice.maxDurationMs) throw refuse('media_too_large', `${file.durationMs} ms, at most ${limits.voice.maxDurationMs}`)
  const answer = await call(context, { method: 'POST', path: '/cgi-bin/media/upload', query: { type }, form: [{ name: 'media', value: file.bytes, filename: fileName(file), contentType: file.mime }] })
  const id = answerText(answer, 'media_id')
  if (!id) throw new SilentPlatform('no', 'the upload answer holds no media_id')
  return { id, expiresAt }
}

const endings: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif', 'audio/mpeg': 'mp3', 'audio/amr': 'amr', 'video/mp4': 'mp4' }

/** WeChat judges a file by its name's ending; the rest of the name is ours to choose and stays plain. */
export const fileName = ({ mime, name }: LoadedMedia): string => `${name.replace(/\.[^.]*$/, '').replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 60) || 'file'}.${endings[mime] ?? 'bin'}`

/** Fetches what a customer sent. A video comes as an address to fetch, everything else as bytes. */
export async function fetchMedia(source: { kind: 'id'; id: string } | { kind: 'url'; url: string }, context: CallContext): Promise<LoadedMedia> {
  const maxBytes = limits.downloadBytes
  if (source.kind === 'url') return loaded(await context.http({ method: 'GET', url: source.url, maxBytes }))
  const answer = await withToken(context, async (token) => {
    const got = await sendRequest(context, { method: 'GET', path: '/cgi-bin/media/get', query: { media_id: source.id }, maxBytes }, token)
    if (isJson(got)) readRefusal(context, got)
    return got
  })
  if (!isJson(answer)) return loaded(answer)
  const link = (parseJson(answer.text()) as { video_url?: unknown }).video_url // readRefusal has read it as an object
  if (typeof link !== 'string') throw lost('neither a file nor a video_url')
  return loaded(await context.http({ method: 'GET', url: link, maxBytes }))
}

/** A refusal in the words of a download: 40007 here means that the three days are over. */
function readRefusal(context: CallContext, answer: HttpAnswer): void {
  try {
    readAnswer(context, answer)
  } catch (error) {
    if (error instanceof PlatformRefusal && error.detail.platformCode === '40007') throw new PlatformRefusal({ ...error.detail, code: 'media_download_failed' })
    throw error
  }
}

const lost = (message: string) => new PlatformRefusal({ code: 'media_download_failed', platformCode: 'media', message, sent: 'no', retry: { kind: 'schedule' }, scope: 'message' })

const header = (answer: HttpAnswer, name: string): string => answer.headers[name] ?? ''

/** Refusals come as JSON, sometimes named text/plain; a file never begins with a brace and names itself. */
const isJson = (answer: HttpAnswer): boolean => answer.status >= 400 || /json|text\/plain/i.test(header(answer, 'content-type'))

function loaded(answer: HttpAnswer): LoadedMedia {
  if (answer.status !== 200) throw lost(`HTTP ${answer.status}`)
  const name = /filename\*?=(?:UTF-8'')?"?([^";]+)"?/i.exec(header(answer, 'content-disposition'))?.[1] ?? ''
  return { bytes: answer.body, mime: (header(answer, 'content-type').split(';')[0] ?? '').trim().toLowerCase() || 'application/octet-stream', name }
}
