/** Short addresses of campaigns: where they lead, and that somebody followed one. Neither address nor browser of hers is kept. */
import { newId } from '@recado/db'
import type { Services } from '../services.js'

/**
 * Programs that look at a link before a person does: previews, mail scanners, monitors, tools. Whoever says nothing about herself is none. What an app's own
 * preview calls itself is said by its channel.
 */
const LOOKERS = ['bot', 'crawl', 'spider', 'slurp', 'preview', 'scrap', 'externalhit', 'poker', 'embed', 'headless', 'lighthouse', 'monitor', 'curl', 'wget', 'python', 'java/', 'go-http', 'okhttp', 'axios', 'node-fetch', 'undici', 'libwww', 'scan', 'proofpoint', 'mimecast', 'barracuda']

type Channels = Pick<Services['channels'], 'all'>
const known = new WeakMap<Channels, readonly string[]>()

/** Every name by which a program gives itself away, in small letters. */
function lookersOf(channels: Channels): readonly string[] {
  const held = known.get(channels) ?? [...LOOKERS, ...channels.all().flatMap(({ declaration }) => (declaration.linkPreviewAgents ?? []).map((name) => name.toLowerCase()))]
  known.set(channels, held)
  return held
}

/** Whether a person follows it, as far as can be told: not a preview, not a fetch ahead of her. */
export function isPerson(channels: Channels, method: string, headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const agent = headers['user-agent']
  if (method !== 'GET' || typeof agent !== 'string' || agent === '') return false
  const said = agent.toLowerCase()
  if (lookersOf(channels).some((name) => said.includes(name))) return false
  const purpose = [headers.purpose, headers['sec-purpose'], headers['x-purpose'], headers['x-moz']].map(String).join(' ')
  return !/prefetch|preview|prerender/i.test(purpose)
}

/** Where the code leads; null where there is none. A person's visit is kept, the first one in her row. */
export async function follow(services: Services, code: string, person: boolean): Promise<string | null> {
  if (!/^[A-Za-z0-9]{8,20}$/.test(code)) return null
  const [link] = await services.db.asSystem((tx) => tx.query<{ workspace_id: string; campaign_id: string; contact_id: string; url: string }>('select workspace_id, campaign_id, contact_id, url from tracked_link_of($1)', [code]))
  if (!link) return null
  if (person) {
    const { workspace_id: workspaceId, campaign_id: campaignId, contact_id: contactId } = link
    const at = new Date(services.clock.now(workspaceId)).toISOString()
    await services.db.inWorkspace(workspaceId, async (tx) => {
      await tx.query('insert into link_click (workspace_id, link_click_id, code, campaign_id, contact_id, at) values ($1, $2, $3, $4, $5, $6)', [workspaceId, newId(), code, campaignId, contactId, at])
      await tx.query('update campaign_recipient set clicked_at = $4 where workspace_id = $1 and campaign_id = $2 and contact_id = $3 and clicked_at is null', [workspaceId, campaignId, contactId, at])
    })
  }
  return link.url
}
