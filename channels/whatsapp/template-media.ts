/** Sample files of a template: the Resumable Upload API gives a handle for each. https://developers.facebook.com/docs/graph-api/guides/upload */
import { PlatformRefusal, type CallContext, type TemplateDraft } from '@recado/channel-kit'
import { builder } from './template-rules.js'
import { uploadHandle } from './upload-handle.js'

export type Handles = Readonly<Record<string, string>>

/** Handles by media id; each file is handed over once. A handle serves the review alone: every message brings its own file. */
export async function sampleHandles(draft: TemplateDraft, context: CallContext): Promise<Handles> {
  const found: Record<string, string> = {}
  for (const header of [draft.header, ...(draft.cards ?? []).map((card) => card.header)]) {
    if (typeof header !== 'object' || !('mediaId' in header) || !header.mediaId || found[header.mediaId]) continue
    const limit = builder.header!.media[header.kind]! // both are declared for every kind of file
    const file = await context.media.load(header.mediaId, limit)
    if (file.bytes.length > limit.maxBytes || !limit.mimes.includes(file.mime))
      throw new PlatformRefusal({ code: 'media_type', platformCode: 'local', message: `${file.name}: ${file.mime}, ${file.bytes.length} bytes; a sample is ${limit.mimes.join(' or ')} of at most ${limit.maxBytes} bytes`, sent: 'no', retry: { kind: 'never' } })
    found[header.mediaId] = await uploadHandle(file, `sample.${file.mime.split('/')[1]}`, context)
  }
  return found
}
