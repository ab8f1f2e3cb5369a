import { PlatformRefusal } from '@recado/channel-kit'
import type { MediaAccess } from '../egress/call-context.js'
import type { Services } from '../services.js'
import type { Source } from './convert.js'
import { makeLink } from './links.js'
import { type ReadyFile, readyFile } from './rows.js'

/** The stored bytes of a file with what is known of it. */
export async function sourceOf(services: Pick<Services, 'media'>, workspaceId: string, file: ReadyFile): Promise<Source> {
  return {
    bytes: await services.media.read(workspaceId, file.sha256), mime: file.mime, name: file.name, durationMs: file.duration_ms,
    derived: (form, make) => services.media.derived(workspaceId, file.sha256, form, make),
  }
}

/** Files for outgoing messages. One that cannot be brought into the platform's form is a refusal before anything was sent. */
export function makeMediaAccess(services: Services): MediaAccess {
  return {
    async load(workspaceId, mediaId, wish) {
      const source = await sourceOf(services, workspaceId, await readyFile(services, workspaceId, mediaId))
      const { fit, Unfit } = await import('./convert.js')
      try {
        return await fit(source, wish)
      } catch (error) {
        if (error instanceof Unfit) throw new PlatformRefusal({ code: error.code, platformCode: 'checked', message: error.message, sent: 'no', retry: { kind: 'never' }, scope: 'message' })
        throw error
      }
    },
    async link(workspaceId, mediaId, forMs) {
      await readyFile(services, workspaceId, mediaId)
      return makeLink(services, workspaceId, mediaId, forMs)
    },
  }
}
