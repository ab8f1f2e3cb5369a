/** Whether the outside can reach this server, what is known of it and by what proof. */
import type { Iso } from './verdict.js'

/** How far an address reaches: this machine, this network, a provider's own network (CGNAT), the internet, a name that only this network knows, or a name of the world. */
export type AddressScope = 'loopback' | 'private' | 'cgnat' | 'public' | 'local_name' | 'public_name'

/** `proven`: a platform's signed call arrived. `likely`: the address answers from here. `unproven`: nothing speaks against it. `unreachable`: something does. `none`: there is no public address. */
export type ReachVerdict = 'proven' | 'likely' | 'unproven' | 'unreachable' | 'none'

/** What came of calling our own public address from here. */
export type SelfCheckCode = 'ok' | 'not_https' | 'local_name' | 'private_address' | 'dns_failed' | 'resolves_private' | 'refused' | 'timed_out' | 'certificate' | 'redirected' | 'other_answer'
export interface SelfCheck { at: Iso; ok: boolean; code: SelfCheckCode; addresses: string[]; detail?: string }

export type TlsState = 'off' | 'obtaining' | 'active' | 'failed'
export type TlsFault = 'port' | 'directory' | 'refused' | 'files'
export interface TlsPort { port: number; listening: boolean; error?: string }
export interface TlsStatus {
  mode: 'off' | 'files' | 'acme'
  state: TlsState
  domain: string | null
  directory: string | null
  issuer: string | null
  notAfter: Iso | null
  /** When it is renewed, or tried again. */
  nextAt: Iso | null
  fault: { code: TlsFault; detail: string } | null
  http: TlsPort | null
  https: TlsPort | null
}

export interface PublicAddress {
  verdict: ReachVerdict
  publicUrl: string | null
  publicUrlFrom: 'environment' | 'page' | null
  /** Where the process listens on this machine. */
  listening: string
  trustProxy: boolean
  /** How this very request came. */
  request: { host: string; scheme: string; hostScope: AddressScope; clientScope: AddressScope; /** A proxy names whom it speaks for, and we were not told to believe it. */ unheardProxy: boolean }
  interfaces: { name: string; address: string; scope: AddressScope }[]
  check: SelfCheck | null
  /** Real accounts whose platform has called with a right signature. */
  proofs: { accountId: string; name: string; channel: string; at: Iso }[]
  /** Real accounts that wait for their first signed webhook. */
  waiting: { accountId: string; name: string; channel: string }[]
  /** The address that platforms see when we call them. */
  outgoing: { address: string; from: 'platform' | 'interface' | 'public_url'; accountName?: string } | null
  tls: TlsStatus
  tlsFromEnvironment: boolean
  /** Who may change the installation's address: an owner of its first workspace. */
  mayChange: boolean
  /** What each platform does with its calls while this computer sleeps. */
  sleep: { channel: string; name: string; logoUrl: string; patienceMs: number; longestMs?: number; tries?: number; everyMs?: number; disabledAfterMs?: number; source?: string }[]
}

export interface PublicAddressChange { publicUrl?: string | null; certificate?: { domain: string; email?: string; directory: 'letsencrypt' | 'letsencrypt_staging'; termsAgreed: true } | null }
