/** The link in a letter by which its reader ends the letters: signed, so that it works without signing in and for nobody else. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { UUID } from '../ingest/plan.js'
import type { Services } from '../services.js'

const PURPOSE = 'notices/unsubscribe'

export async function stopLink(services: Services, workspaceId: string, userId: string): Promise<string> {
  const name = `${workspaceId}.${userId}`
  return `${services.publicUrl()}/notices/stop/${name}.${await sign(services, name)}`
}

/** Whom a link is for; null when it is none of ours. */
export async function readStopLink(services: Services, token: string): Promise<{ workspaceId: string; userId: string } | null> {
  const [workspaceId = '', userId = '', signature = ''] = token.split('.')
  if (!UUID.test(workspaceId) || !UUID.test(userId)) return null
  const [given, right] = [Buffer.from(signature, 'base64url'), Buffer.from(await sign(services, `${workspaceId}.${userId}`), 'base64url')]
  return given.length === right.length && timingSafeEqual(given, right) ? { workspaceId, userId } : null
}

async function sign(services: Services, name: string): Promise<string> {
  return createHmac('sha256', await services.sealer.derive(PURPOSE)).update(name).digest('base64url')
}
