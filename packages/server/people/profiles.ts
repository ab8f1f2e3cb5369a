import type { Person } from '@recado/channel-kit'
import type { IdentityKey } from '@recado/core'
import { isAway, newId } from '@recado/db'
import { readableName } from '../ingest/names.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Account, LoadedChannel, Services } from '../services.js'

/** Looked up at once. */
const AT_ONCE = 4
/** After a start, people who came within the last day are looked at again: a lookup may have been cut off. */
const BACK_MS = 24 * 3_600_000
/** A picture of a face is small; more than this is none. */
const LARGEST_PICTURE = 5 * 1024 * 1024

interface Unknown { identity_id: string; account_id: string; contact_id: string; keys: IdentityKey[] }

/** The smallest id that a moment can have: ids begin with their moment (UUIDv7), so new people are found by walking on from the last one. */
const firstIdAt = (wall: number): string => { const hex = Math.max(0, Math.floor(wall)).toString(16).padStart(12, '0'); return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000` }

const NEXT = `select d.identity_id, d.account_id, d.contact_id, d.profile_at is null as unknown,
  (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'value', k.value)), '[]') from identity_key k where k.workspace_id = $1 and k.identity_id = d.identity_id) as keys
  from identity d where d.workspace_id = $1 and d.identity_id > $2 order by d.identity_id limit 50`

/** Asks each channel that can tell who a new person is, once, beside everything else: nobody waits for it, and nothing breaks without. */
export class ProfileWorker {
  private readonly after = new Map<string, string>()
  private readonly looking = new Map<string, { done: Promise<void>; again: boolean }>()
  private readonly services: Services

  constructor(services: Services) { this.services = services }

  start(): void { this.services.signals.on('stored', (workspaceId: string) => void this.look(workspaceId)) }

  /** Resolves when everybody who is new has been asked for. */
  look(workspaceId: string): Promise<void> {
    const under = this.looking.get(workspaceId)
    if (under) {
      under.again = true
      return under.done
    }
    const own = { again: true, done: Promise.resolve() }
    own.done = (async () => {
      while (own.again && !this.services.stopping()) {
        own.again = false
        await this.walk(workspaceId)
      }
    })().catch((error: unknown) => { if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'profiles') }).finally(() => this.looking.delete(workspaceId))
    this.looking.set(workspaceId, own)
    return own.done
  }

  private async walk(workspaceId: string): Promise<void> {
    const tellers = (await this.services.accounts.list(workspaceId)).flatMap((account): [Account, LoadedChannel][] => {
      const channel = this.services.channels.find(account.channel)
      return channel?.declaration.presence.profile && channel.connector.profile && !account.disconnected ? [[account, channel]] : []
    })
    if (tellers.length === 0) return
    for (;;) {
      const after = this.after.get(workspaceId) ?? firstIdAt(Date.now() - BACK_MS)
      const rows = await this.services.db.inWorkspace(workspaceId, (tx) => tx.query<Unknown & { unknown: boolean }>(NEXT, [workspaceId, after]))
      const asked = rows.flatMap((row) => { const teller = row.unknown ? tellers.find(([account]) => account.id === row.account_id) : undefined; return teller ? [{ row, teller }] : [] })
      for (let at = 0; at < asked.length; at += AT_ONCE) await Promise.all(asked.slice(at, at + AT_ONCE).map(({ row, teller }) => this.ask(workspaceId, row, ...teller)))
      const last = rows.at(-1)
      if (!last) return
      this.after.set(workspaceId, last.identity_id)
    }
  }

  private async ask(workspaceId: string, row: Unknown, account: Account, channel: LoadedChannel): Promise<void> {
    try {
      const profile = await channel.connector.profile!(row.keys, this.services.call(account)) // only channels that have it are asked
      const picture = profile?.avatarUrl ? await this.picture(account, profile.avatarUrl) : null
      await this.learn(workspaceId, row, profile ?? null, picture)
    } catch (error) {
      if (isAway(error)) throw error
      this.services.log.info({ accountId: account.id, reason: (error as Error).message }, 'profile not told')
    }
  }

  /** Her picture as a file of ours; null when it cannot be had. Its address dies, so it is fetched now. */
  private async picture(account: Account, url: string): Promise<string | null> {
    const { workspaceId } = account
    try {
      const answer = await this.services.call(account).http({ method: 'GET', url, maxBytes: LARGEST_PICTURE })
      if (answer.status !== 200) return null
      const saved = await this.services.media.save(workspaceId, answer.body, {})
      if (!saved.mime.startsWith('image/') || saved.width === undefined) return null
      const mediaId = newId()
      await this.services.db.inWorkspace(workspaceId, (tx) => tx.query(
        `insert into media (workspace_id, media_id, account_id, state, sha256, mime, bytes, width, height, created_at) values ($1, $2, $3, 'ready', $4, $5, $6, $7, $8, $9)`,
        [workspaceId, mediaId, account.id, saved.sha256, saved.mime, saved.bytes, saved.width, saved.height ?? null, new Date(this.services.clock.now(workspaceId)).toISOString()]))
      return mediaId
    } catch (error) {
      if (isAway(error)) throw error
      return null
    }
  }

  /** What the platform told, kept with her; a name that we typed stays. */
  private async learn(workspaceId: string, row: Unknown, profile: Person['profile'] | null, picture: string | null): Promise<void> {
    const now = new Date(this.services.clock.now(workspaceId)).toISOString()
    const { name, country, language } = storable(profile ?? {})
    await this.services.db.inWorkspace(workspaceId, async (tx) => {
      // She may have been joined with another identity or contact since.
      const [held] = await tx.query<{ contact_id: string }>(
        `update identity set profile = profile || $3, profile_at = $4, country = coalesce(country, $5) where workspace_id = $1 and identity_id = $2 returning contact_id`,
        [workspaceId, row.identity_id, JSON.stringify(storable(profile ?? {})), now, country ?? null])
      if (!held || !profile) return
      // What somebody typed stays; what was only guessed gives way to what she says of herself. A country that her number told is not changed by a profile.
      const changed = await tx.query(
        `update contact c set name = n.name, language = n.language, country = n.country, avatar_media_id = n.avatar, updated_at = $7
         from (select case when p.name_given or $3::text is null then p.name else $3 end as name, case when p.language_given or $4::text is null then p.language else $4 end as language,
           case when p.country_given then p.country else coalesce(p.country, $5) end as country, coalesce(p.avatar_media_id, $6) as avatar from contact p where p.workspace_id = $1 and p.contact_id = $2) n
         where c.workspace_id = $1 and c.contact_id = $2 and (c.name, c.language, c.country, c.avatar_media_id) is distinct from (n.name, n.language, n.country, n.avatar) returning 1`,
        [workspaceId, held.contact_id, readableName({ name, username: (profile as { username?: string }).username }, row.keys), language ?? null, country ?? null, picture, now])
      if (changed.length > 0) await append(tx, [{ type: 'contact.changed', data: { contactId: held.contact_id } }])
    })
    this.services.signals.committed(workspaceId)
  }
}
