import type { PlatformMedia } from '@recado/core'
import { type ImportedReply, type ImportNote, RecadoError } from '@recado/core'
import { keepUpload } from '../media/upload.js'
import type { Account, Principal, Services } from '../services.js'

/** Replies with their files as ours. A file that cannot be fetched or kept is left out and named. */
export async function importReplies(services: Services, principal: Principal, account: Account, replies: readonly ImportedReply<PlatformMedia['source']>[]): Promise<{ replies: ImportedReply<string>[]; lost: ImportNote[] }> {
  const fetchMedia = services.channels.get(account.channel).connector.fetchMedia
  const lost: ImportNote[] = []
  const kept: ImportedReply<string>[] = []
  for (const reply of replies) {
    const say: ImportedReply<string>['say'] = []
    for (const part of reply.say) {
      if (part.kind === 'text') { say.push(part); continue }
      try {
        if (!fetchMedia) throw new RecadoError('media_download_failed')
        const { bytes, mime, name } = await fetchMedia(part.media, services.call(account))
        say.push({ kind: part.kind, media: (await keepUpload(services, principal, { bytes, mime, name: name || part.kind })).id })
      } catch (error) {
        services.log.warn({ err: error, accountId: account.id }, 'file of an imported reply not kept')
        lost.push({ code: 'file_lost', title: reply.name, was: part.kind })
      }
    }
    if (say.length > 0) kept.push({ ...reply, say })
  }
  return { replies: kept, lost }
}
