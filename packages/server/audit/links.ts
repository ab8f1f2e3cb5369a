/** What a link of the chain is made of. Pure: the same bytes give the same hashes everywhere. */
import { createHash } from 'node:crypto'
import { keyed } from '../secrets/workspace-keys.js'

export type Ledger = 'audit' | 'consent'

/** A link without its proofs. `sealedAt` in microseconds of UTC, as the database tells it. */
export interface LinkFacts { seq: number; ledger: Ledger; entryId: string; sealedAt: string; contentHash: Buffer }
export interface Link extends LinkFacts { hash: Buffer; seal: Buffer }

/** What stands before the first link. */
export const NOTHING = Buffer.alloc(32)

export const contentHash = (body: string): Buffer => createHash('sha256').update(body, 'utf8').digest()

const facts = (workspaceId: string, { seq, ledger, entryId, sealedAt, contentHash: content }: LinkFacts): string => JSON.stringify([workspaceId, seq, ledger, entryId, sealedAt, content.toString('hex')])

/** SHA-256 over the link before and this one: whoever has the lines of an export can compute it without any key. */
export const linkHash = (workspaceId: string, before: Buffer, link: LinkFacts): Buffer => createHash('sha256').update(before).update(facts(workspaceId, link), 'utf8').digest()

/** Under the workspace's key, so that each link can be told from a forged one even where its neighbours are gone. */
export const linkSeal = (key: Buffer, workspaceId: string, link: LinkFacts, hash: Buffer): Buffer => keyed(key, `${facts(workspaceId, link)}${hash.toString('hex')}`)

export const headSeal = (key: Buffer, workspaceId: string, seq: number, hash: Buffer): Buffer => keyed(key, `head ${workspaceId} ${seq} ${hash.toString('hex')}`)
