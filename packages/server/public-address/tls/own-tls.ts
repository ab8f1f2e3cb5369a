import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type { Server } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import { createSecureContext } from 'node:tls'
import type { TlsFault, TlsPort, TlsStatus } from '@recado/api'
import type { Logger } from 'pino'
import type { Config } from '../../config.js'
import { AcmeFault, type AcmeWish, type Challenges, obtain, type Pace } from './acme.js'
import { listen, plainFront, secureFront } from './front.js'
import { renewAt, retryAfterMs } from './when.js'
import type { TlsStore } from './store.js'

/** How often files are looked at and due moments are compared. */
const LOOK_EVERY_MS = 30_000

export interface OwnTlsDeps {
  config: Pick<Config, 'tls'>
  log: Pick<Logger, 'info' | 'warn'>
  store: TlsStore
  /** The desk's own server: what arrives over TLS is handed to it. */
  behind: () => Server
  /** Where port 80 leads; the certificate's own name unless it is an https address. */
  publicUrl: () => string | null
  now: () => number
  pace?: Pace
  /** Told of every change of state. */
  changed?: (status: TlsStatus) => void
}

interface Held { key: string; chain: string; notAfter: number; notBefore: number; issuer: string }

/** TLS of our own: certificate by ACME or from files, kept fresh, with port 80 that leads to it. Off unless a domain or files are named. */
export class OwnTls {
  private readonly deps: OwnTlsDeps
  private readonly challenges: Challenges = new Map()
  private wish: AcmeWish | null = null
  private held: Held | null = null
  private plain: { server: Server; port: TlsPort } | null = null
  private secure: { server: SecureServer; port: TlsPort } | null = null
  private fault: TlsStatus['fault'] = null
  private working: Promise<void> | null = null
  private failures = 0
  private nextAt: number | null = null
  private filesRead = ''
  private timer: NodeJS.Timeout | null = null

  constructor(deps: OwnTlsDeps) { this.deps = deps }

  /** The answer to an authority's question, for the desk's own port: some routers lead port 80 there. */
  answer(token: string): string | null { return this.challenges.get(token) ?? null }

  status(): TlsStatus {
    const { files } = this.deps.config.tls
    const mode = files ? 'files' : this.wish ? 'acme' : 'off'
    const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
    return {
      mode, domain: this.wish?.domain ?? null, directory: this.wish?.directory ?? null,
      state: mode === 'off' ? 'off' : this.held && this.secure?.port.listening ? 'active' : this.working ? 'obtaining' : 'failed',
      issuer: this.held?.issuer ?? null, notAfter: iso(this.held?.notAfter ?? null), nextAt: iso(this.nextAt), fault: this.fault, http: this.plain?.port ?? null, https: this.secure?.port ?? null,
    }
  }

  /** Begins to serve what is configured; never throws. With ACME it answers before the certificate is there. */
  async start(wish: AcmeWish | null): Promise<void> {
    if (this.deps.config.tls.files) { await this.openPlain(); await this.look() }
    else if (wish) await this.use(wish)
    else return
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS).unref()
  }

  /** Takes up another domain or authority, from the page. */
  async use(wish: AcmeWish): Promise<void> {
    this.wish = wish
    this.failures = 0
    this.held = null
    await this.openPlain()
    const kept = await this.deps.store.certificate(wish.domain, wish.directory)
    if (kept) await this.hold(kept.key, kept.chain)
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS).unref()
    if (!kept || this.nextAt === null || this.nextAt <= this.deps.now()) this.begin()
  }

  /** Reads files that have changed, renews what is due. Called by the timer, and by tests instead of it. */
  async look(): Promise<void> {
    const { files } = this.deps.config.tls
    if (files) return this.readFiles(files)
    if (this.wish && !this.working && this.nextAt !== null && this.nextAt <= this.deps.now()) this.begin()
    await this.working
  }

  /** Resolves once no certificate is being got any more. */
  async settled(): Promise<void> { await this.working }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer)
    this.timer = null
    await this.shut()
  }

  /** Goes back to no TLS of our own. */
  async off(): Promise<void> {
    this.wish = null
    this.held = null
    this.fault = null
    this.nextAt = null
    await this.stop()
  }

  private async shut(): Promise<void> {
    const servers = [this.plain?.server, this.secure?.server].filter((server) => server !== undefined)
    this.plain = null
    this.secure = null
    await Promise.all(servers.map((server) => new Promise<void>((done) => { server.close(() => done()); server.closeAllConnections() })))
  }

  private begin(): void {
    const wish = this.wish
    if (!wish || this.working) return
    this.working = this.renew(wish).finally(() => {
      this.working = null
      this.deps.changed?.(this.status())
      if (this.wish && this.wish !== wish) this.begin() // another domain was wished meanwhile
    })
    this.deps.changed?.(this.status())
  }

  private async renew(wish: AcmeWish): Promise<void> {
    if (!this.plain?.port.listening) await this.openPlain()
    try {
      const { key, chain } = await obtain(this.deps.store, this.challenges, wish, this.deps.pace)
      if (this.wish !== wish) return
      this.failures = 0
      await this.hold(key, chain)
      this.deps.log.info({ domain: wish.domain, notAfter: this.held?.notAfter }, 'certificate obtained')
    } catch (error) {
      this.failures++
      this.nextAt = this.deps.now() + retryAfterMs(this.failures)
      const { httpPort } = this.deps.config.tls
      const shut = this.plain?.port.error
      // Nobody could ask at port 80 here: that is the first thing to look at, whatever the authority says.
      if (shut && error instanceof AcmeFault && error.code === 'refused') this.fail('port', new Error(`${httpPort}: ${shut}. ${error.message}`))
      else this.fail(error instanceof AcmeFault ? error.code : 'refused', error)
    }
  }

  private async openPlain(): Promise<void> {
    const { httpPort, host, httpsPort } = this.deps.config.tls
    if (this.plain?.port.listening) return
    const target = (): string | null => {
      if (!this.held) return null
      const url = this.deps.publicUrl()
      if (url?.startsWith('https:')) return new URL(url).origin
      return this.wish ? `https://${this.wish.domain}${httpsPort === 443 ? '' : `:${this.secure?.port.port ?? httpsPort}`}` : null
    }
    const server = plainFront(this.challenges, target)
    this.plain = { server, port: await listen(server, httpPort, host) }
  }

  /** Serves with this key and chain from now on; open connections keep the old one. */
  private async hold(key: string, chain: string): Promise<void> {
    const certificate = new X509Certificate(chain)
    createSecureContext({ key, cert: chain }) // throws when key and certificate do not belong together
    const [notBefore, notAfter] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]
    this.held = { key, chain, notBefore, notAfter, issuer: /^(?:O|CN)=(.+)$/m.exec(certificate.issuer)?.[1] ?? certificate.issuer }
    this.fault = null
    this.nextAt = this.wish ? renewAt(notBefore, notAfter) : null
    if (this.secure?.port.listening) { this.secure.server.setSecureContext({ key, cert: chain }); return }
    const { httpsPort, host } = this.deps.config.tls
    const server = secureFront(this.deps.behind(), { key, cert: chain })
    this.secure = { server, port: await listen(server, httpsPort, host) }
    if (this.secure.port.error) this.fail('port', new Error(`${httpsPort}: ${this.secure.port.error}`))
  }

  private async readFiles({ cert, key }: { cert: string; key: string }): Promise<void> {
    try {
      const stamp = [cert, key].map((path) => { const { mtimeMs, size, ino } = statSync(path); return `${mtimeMs} ${size} ${ino}` }).join()
      if (stamp === this.filesRead) return
      await this.hold(readFileSync(key, 'utf8'), readFileSync(cert, 'utf8'))
      this.filesRead = stamp
      this.deps.changed?.(this.status())
    } catch (error) {
      this.fail('files', error) // what was read before goes on being served
      this.deps.changed?.(this.status())
    }
  }

  private fail(code: TlsFault, error: unknown): void {
    this.fault = { code, detail: (error as Error).message }
    this.deps.log.warn({ code, reason: (error as Error).message }, 'certificate')
  }
}
