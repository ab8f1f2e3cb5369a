import { RecadoError } from '@recado/core'
import { UUID } from '../ingest/plan.js'
import type { Services } from '../services.js'

/** What a seal is bound to: no other secret of the workspace can be passed off as a link. */
const FIELD = 'file-link'

/**
 * A link that anybody may follow until it dies, for platforms that cannot carry a file. Everything it says is sealed under the workspace's key
 * (AES-256-GCM): it can be neither read nor made by anybody else, and nothing has to be remembered.
 */
export async function makeLink(services: Pick<Services, 'sealer' | 'clock' | 'publicUrl' | 'config'>, workspaceId: string, mediaId: string, forMs: number): Promise<string> {
  const sealed = await services.sealer.seal(workspaceId, FIELD, JSON.stringify([mediaId, Math.round(services.clock.now(workspaceId) + forMs)]))
  const base = services.config.filesUrl?.replace(/\/+$/, '') ?? services.publicUrl()
  return `${base}/files/${workspaceId.replaceAll('-', '')}${sealed.toString('base64url')}`
}

/** Where a link leads. Throws not_found for one that is dead, cut short or made up. */
export async function readLink(services: Pick<Services, 'sealer' | 'clock'>, token: string): Promise<{ workspaceId: string; mediaId: string }> {
  const workspaceId = token.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  if (!UUID.test(workspaceId)) throw new RecadoError('not_found')
  try {
    const [mediaId, diesAt] = JSON.parse(await services.sealer.open(workspaceId, FIELD, Buffer.from(token.slice(32), 'base64url'))) as [string, number]
    if (services.clock.now(workspaceId) < diesAt) return { workspaceId, mediaId }
  } catch { /* falls through: it says nothing to us */ }
  throw new RecadoError('not_found')
}
