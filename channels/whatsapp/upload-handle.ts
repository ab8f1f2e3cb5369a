/** The Resumable Upload API: profile pictures and samples of templates become handles. It wants the app's id. https://developers.facebook.com/docs/graph-api/guides/upload */
import { PlatformRefusal, type CallContext } from '@recado/channel-kit'
import { refusalOf } from './errors.js'
import { bearer, bodyOf, callGraph, graphUrl, setting } from './graph.js'
import { record, text, type Json } from './read.js'

export const refuse = (message: string): PlatformRefusal => new PlatformRefusal({ code: 'media_upload_failed', platformCode: 'local', message, sent: 'no', retry: { kind: 'never' } })

export async function uploadHandle(file: { bytes: Buffer; mime: string }, name: string, context: CallContext): Promise<string> {
  const query = new URLSearchParams({ file_length: String(file.bytes.length), file_type: file.mime, file_name: name })
  const session = text((await callGraph(context, { method: 'POST', path: `${await appIdOf(context)}/uploads?${query}` })).id)
  if (!session) throw refuse('Meta opened no upload.')
  const answer = await context.http({
    method: 'POST', url: `${graphUrl(context.settings)}/${session}`, body: file.bytes,
    headers: { ...bearer(context.settings), authorization: bearer(context.settings).authorization!.replace(/^Bearer/, 'OAuth'), file_offset: '0', 'content-type': file.mime }, // bearer() always has it
  })
  if (answer.status >= 300) throw refusalOf(answer.status, bodyOf(answer), { attempt: 1, now: context.now() })
  const handle = text(bodyOf(answer).h)
  if (!handle) throw refuse('Meta gave no handle for the file.')
  return handle
}

/** The setting's, or that of the app which made the token. */
async function appIdOf(context: CallContext): Promise<string> {
  const known = setting(context.settings, 'appId')
  if (known) return known
  const query = new URLSearchParams({ input_token: setting(context.settings, 'accessToken') })
  const found = text((record((await callGraph(context, { method: 'GET', path: `debug_token?${query}` })).data) satisfies Json).app_id)
  if (!found) throw refuse('Meta does not say which app the token belongs to: enter the App ID in the settings of the account.')
  return found
}
