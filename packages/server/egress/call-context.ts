import type { CallContext, LoadedMedia } from '@recado/channel-kit'
import type { Account, Services } from '../services.js'
import type { Egress } from './egress.js'

/** A token is fetched anew this long before it dies. */
const TOKEN_MARGIN_MS = 60_000

export interface MediaAccess {
  load(workspaceId: string, mediaId: string, wish?: Parameters<CallContext['media']['load']>[1]): Promise<LoadedMedia>
  link(workspaceId: string, mediaId: string, forMs: number): Promise<string>
}

/** What an outgoing call of one account gets: the guarded way out, tokens shared by all nodes, files in the form the platform takes. */
export function makeCall(services: Services, egress: Egress, media: MediaAccess): (account: Account) => CallContext {
  const fetching = new Map<string, Promise<string>>()
  return (account) => {
    const { workspaceId, id } = account
    const { db, sealer, clock } = services
    const now = (): number => clock.now(workspaceId)
    const iso = (at: number): string => new Date(at).toISOString()

    /** One node fetches at a time: the row is locked while it does, the others then find a fresh one. */
    async function fetchToken(name: string, fetch: () => Promise<{ value: string; expiresAt: number }>): Promise<string> {
      return db.inWorkspace(workspaceId, async (tx) => {
        await tx.query(`insert into platform_token (workspace_id, account_id, name, sealed, expires_at) values ($1, $2, $3, '', 'epoch') on conflict do nothing`, [workspaceId, id, name])
        const [row] = await tx.query<{ sealed: Buffer; expires_at: number }>('select sealed, expires_at from platform_token where workspace_id = $1 and account_id = $2 and name = $3 for update', [workspaceId, id, name])
        if (row && row.sealed.length > 0 && row.expires_at - TOKEN_MARGIN_MS > now()) return sealer.open(workspaceId, `token/${id}/${name}`, row.sealed)
        const fresh = await fetch()
        await tx.query('update platform_token set sealed = $4, expires_at = $5 where workspace_id = $1 and account_id = $2 and name = $3', [workspaceId, id, name, await sealer.seal(workspaceId, `token/${id}/${name}`, fresh.value), iso(fresh.expiresAt)])
        return fresh.value
      })
    }

    return {
      // A simulated platform lives wherever this process listens today.
      settings: account.simulated ? { ...account.settings, baseUrl: `${services.localUrl()}/simulator/${account.channel}/w/${workspaceId}` } : account.settings, accountId: id, now,
      http: (request) => egress.call(request, { loopback: account.simulated }),
      async token(name, fetch) {
        const [row] = await db.inWorkspace(workspaceId, (tx) => tx.query<{ sealed: Buffer; expires_at: number }>('select sealed, expires_at from platform_token where workspace_id = $1 and account_id = $2 and name = $3', [workspaceId, id, name]))
        if (row && row.sealed.length > 0 && row.expires_at - TOKEN_MARGIN_MS > now()) return sealer.open(workspaceId, `token/${id}/${name}`, row.sealed)
        const key = `${id}/${name}`
        let under = fetching.get(key)
        if (!under) fetching.set(key, (under = fetchToken(name, fetch).finally(() => fetching.delete(key))))
        return under
      },
      async dropToken(name, value) {
        await db.inWorkspace(workspaceId, async (tx) => {
          const [row] = await tx.query<{ sealed: Buffer }>('select sealed from platform_token where workspace_id = $1 and account_id = $2 and name = $3 for update', [workspaceId, id, name])
          if (!row || row.sealed.length === 0) return
          if ((await sealer.open(workspaceId, `token/${id}/${name}`, row.sealed)) === value) await tx.query(`update platform_token set expires_at = 'epoch' where workspace_id = $1 and account_id = $2 and name = $3`, [workspaceId, id, name])
        })
      },
      media: {
        load: (mediaId, wish) => media.load(workspaceId, mediaId, wish),
        link: (mediaId, forMs) => media.link(workspaceId, mediaId, forMs),
        async remembered(mediaId, form, upload) {
          const [row] = await db.inWorkspace(workspaceId, (tx) => tx.query<{ platform_id: string }>('select platform_id from platform_upload where workspace_id = $1 and media_id = $2 and account_id = $3 and form = $4 and expires_at > $5', [workspaceId, mediaId, id, form, iso(now() + TOKEN_MARGIN_MS)]))
          if (row) return row.platform_id
          const fresh = await upload()
          await db.inWorkspace(workspaceId, (tx) => tx.query(
            `insert into platform_upload (workspace_id, media_id, account_id, form, platform_id, expires_at) values ($1, $2, $3, $4, $5, $6)
             on conflict (workspace_id, media_id, account_id, form) do update set platform_id = excluded.platform_id, expires_at = excluded.expires_at`, [workspaceId, mediaId, id, form, fresh.id, iso(fresh.expiresAt)]))
          return fresh.id
        },
      },
    }
  }
}
