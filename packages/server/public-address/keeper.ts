import { createHmac } from 'node:crypto'
import type { Server } from 'node:http'
import type { PublicAddressChange, SelfCheck } from '@recado/api'
import { isAway } from '@recado/db'
import type { Services } from '../services.js'
import { checkSelf, resolveByName, type World } from './self-check.js'
import { effective, readSaved, save, type SavedAddress } from './settings.js'
import { OwnTls } from './tls/own-tls.js'
import { TlsStore } from './tls/store.js'

/** A certificate that ends within this time and was not renewed is somebody's business. */
const SOON_MS = 14 * 86_400_000

const keepers = new WeakMap<object, PublicAddressKeeper>()

/** The one keeper of this process. */
export function publicAddressOf(services: Services): PublicAddressKeeper {
  const known = keepers.get(services) ?? new PublicAddressKeeper(services)
  keepers.set(services, known)
  return known
}

/** Holds what the installation is called from outside: the address, its certificate, and what came of calling it. */
export class PublicAddressKeeper {
  readonly tls: OwnTls
  lastCheck: SelfCheck | null = null
  private readonly services: Services
  /** What the environment said, before a saved address took its place in the configuration. */
  private readonly environmentUrl: string | null
  private saved: SavedAddress = {}
  private behind: Server | null = null
  private secret: Promise<Buffer> | null = null

  constructor(services: Services) {
    this.services = services
    this.environmentUrl = services.config.publicUrl
    this.tls = new OwnTls({
      config: services.config, log: services.log, store: new TlsStore(services.config.dataDir, services.sealer), now: () => Date.now(),
      behind: () => { if (!this.behind) throw new Error('the desk does not listen yet'); return this.behind },
      publicUrl: () => services.config.publicUrl, changed: () => void this.tellHealth().catch((error: unknown) => { if (!isAway(error)) services.log.warn({ err: error }, 'health of the certificate') }),
    })
    const noted = (workspaceId: string, accountId: string): void => void this.noteHandshake(workspaceId, accountId).catch((error: unknown) => { if (!isAway(error)) services.log.warn({ err: error }, 'handshake not noted') })
    services.signals.on('handshake', noted)
  }

  /** Takes up what the page has saved, before the first request is served. */
  async open(): Promise<void> {
    this.saved = await readSaved(this.services.db)
    this.apply()
  }

  /** Serves TLS of our own, where it is wanted, in front of the desk's server. */
  async start(behind: Server): Promise<void> {
    this.behind = behind
    await this.tls.start(this.effective().acme)
  }

  effective(): ReturnType<typeof effective> { return effective(this.services.config, this.environmentUrl, this.saved) }

  /** Changes what the environment leaves open. Null takes back. */
  async change({ publicUrl, certificate }: PublicAddressChange): Promise<void> {
    const next: SavedAddress = { ...this.saved }
    if (publicUrl !== undefined) { delete next.publicUrl; if (publicUrl) next.publicUrl = publicUrl.replace(/\/+$/, '') }
    if (certificate !== undefined) {
      delete next.certificate
      if (certificate) next.certificate = { domain: certificate.domain.toLowerCase(), directory: certificate.directory, ...(certificate.email ? { email: certificate.email } : {}) }
    }
    await save(this.services.db, next)
    this.saved = next
    this.lastCheck = null
    this.apply()
    if (certificate === undefined) return
    const { acme } = this.effective()
    if (acme) await this.tls.use(acme)
    else if (!this.services.config.tls.files) await this.tls.off()
  }

  async check(world: Partial<World> = {}): Promise<SelfCheck | null> {
    const { publicUrl } = this.services.config
    if (publicUrl === null) return null
    const secret = await this.proofSecret()
    this.lastCheck = await checkSelf({ resolve: resolveByName, call: (request) => this.services.egress.call(request, { loopback: false }), proof: (nonce) => proofOf(secret, nonce), now: () => Date.now(), ...world }, publicUrl)
    return this.lastCheck
  }

  /** What only this installation answers to a nonce; all its nodes answer the same. */
  async proof(nonce: string): Promise<string> { return proofOf(await this.proofSecret(), nonce) }

  private apply(): void { this.services.config.publicUrl = this.effective().publicUrl }

  private proofSecret(): Promise<Buffer> {
    this.secret ??= this.services.sealer.derive('public-address/proof')
    return this.secret
  }

  private async noteHandshake(workspaceId: string, accountId: string): Promise<void> {
    const { db, clock } = this.services
    await db.asSystem((tx) => tx.query('insert into installation (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value', [handshakeName(accountId), JSON.stringify({ at: new Date(clock.now(workspaceId)).toISOString() })]))
  }

  /** A certificate that could not be got or renewed is shown in every workspace; the mail of the health items tells the owner. */
  private async tellHealth(): Promise<void> {
    const { db, health, healthy } = this.services
    const { state, fault, notAfter, domain, mode } = this.tls.status()
    if (state === 'obtaining') return
    const ends = notAfter === null ? 0 : Date.parse(notAfter)
    const serious = fault !== null && (state !== 'active' || ends - Date.now() < SOON_MS)
    const workspaces = await db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace where not demo'))
    for (const { workspace_id: workspaceId } of workspaces) {
      if (serious) await health(workspaceId, { kind: 'certificate_failed', subject: domain ?? mode, severity: 'critical', data: { message: fault.detail } })
      else if (state === 'active') await healthy(workspaceId, 'certificate_failed', domain ?? mode)
    }
  }
}

const proofOf = (secret: Buffer, nonce: string): string => createHmac('sha256', secret).update(nonce).digest('base64url')

export const handshakeName = (accountId: string): string => `handshake ${accountId}`
