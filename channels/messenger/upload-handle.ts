/** The Resumable Upload API turns the picture of a template into a handle; it wants the app's id. Source: https://developers.facebook.com/docs/graph-api/guides/upload */
import { PlatformRefusal, type CallContext, type TemplateDraft } from '@recado/channel-kit'
import { graph } from './client.js'
import { bodyOf } from './errors.js'
import { object, text } from './json.js'
import { builder } from './template-rules.js'

const UPLOAD_TIMEOUT_MS = 60_000

const refuse = (message: string, code: 'media_upload_failed' | 'media_type' = 'media_upload_failed'): PlatformRefusal => new PlatformRefusal({ code, platformCode: 'local', message, sent: 'no', retry: { kind: 'never' } })

/** Handle of the picture above the text; undefined where there is none. */
export async function pictureHandle({ header }: TemplateDraft, context: CallContext): Promise<string | undefined> {
  if (typeof header !== 'object' || !('mediaId' in header) || !header.mediaId) return undefined
  const limit = builder.header!.media.image! // both are declared
  const file = await context.media.load(header.mediaId, limit)
  if (file.bytes.length > limit.maxBytes || !limit.mimes.includes(file.mime)) throw refuse(`${file.name}: ${file.mime}, ${file.bytes.length} bytes; a picture is ${limit.mimes.join(' or ')} of at most ${limit.maxBytes} bytes`, 'media_type')
  const query = { file_length: String(file.bytes.length), file_type: file.mime, file_name: `picture.${file.mime.split('/')[1]}` }
  const session = text(object(bodyOf(await graph(context, { method: 'POST', path: '', root: `${await appIdOf(context)}/uploads`, query }))).id)
  if (!session) throw refuse('Meta opened no upload.')
  const handle = text(object(bodyOf(await graph(context, { method: 'POST', path: '', root: session, bytes: { data: file.bytes, mime: file.mime }, timeoutMs: UPLOAD_TIMEOUT_MS }))).h)
  if (!handle) throw refuse('Meta gave no handle for the picture.')
  return handle
}

/** The setting's, or that of the app which made the token. */
async function appIdOf(context: CallContext): Promise<string> {
  const known = text(context.settings.appId)
  if (known) return encodeURIComponent(known)
  const found = text(object(object(bodyOf(await graph(context, { method: 'GET', path: '', root: 'debug_token', query: { input_token: text(context.settings.pageAccessToken) ?? '' } }))).data).app_id)
  if (!found) throw refuse('Meta does not say which app the token belongs to: enter the App ID in the settings of the account.')
  return found
}
