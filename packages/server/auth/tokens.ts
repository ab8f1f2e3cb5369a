import type { Database } from '@recado/db'
import { LRUCache } from 'lru-cache'
import { Remembered } from '../remembered.js'

/** `last_used_at` is written at most this often. */
const NOTE_EVERY_MS = 60_000

export interface TokenRow { workspaceId: string; tokenId: string; name: string; scopes: string[]; language: string }

const FIND = `select t.workspace_id, t.token_id, t.name, t.scopes, w.language from api_token t join workspace w on w.workspace_id = t.workspace_id
  where t.token_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`

/** API tokens, found by their SHA-256. */
export class Tokens {
  private readonly known = new Remembered<TokenRow>()
  private readonly noted = new LRUCache<string, true>({ max: 10_000, ttl: NOTE_EVERY_MS })
  private readonly db: Database

  constructor(db: Database) { this.db = db }

  async find(hash: Buffer): Promise<TokenRow | null> {
    const token = await this.known.find(hash.toString('base64url'), async () => {
      const [row] = await this.db.asSystem((tx) => tx.query<{ workspace_id: string; token_id: string; name: string; scopes: string[]; language: string }>(FIND, [hash]))
      return row ? { workspaceId: row.workspace_id, tokenId: row.token_id, name: row.name, scopes: row.scopes, language: row.language } : null
    })
    if (!token) return null
    this.note(token)
    return token
  }

  forget(): void { this.known.forget() }

  /** Beside the request: nobody waits for it, and a lost note is no loss. */
  private note(token: TokenRow): void {
    if (this.noted.has(token.tokenId)) return
    this.noted.set(token.tokenId, true)
    this.db.asSystem((tx) => tx.query(`update api_token set last_used_at = now() where workspace_id = $1 and token_id = $2 and (last_used_at is null or last_used_at < now() - interval '1 minute')`, [token.workspaceId, token.tokenId]))
      .catch(() => this.noted.delete(token.tokenId))
  }
}
