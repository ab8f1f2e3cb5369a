/** What the parts of the server share. Built once in boot.ts; parts take what they need from it and nothing global. */
import type { EventEmitter } from 'node:events'
import type { Readable } from 'node:stream'
import type { Role } from '@recado/api'
import type { CallContext, Channel, ChannelSimulator, PhoneDeclaration, Settings } from '@recado/channel-kit'
import type { ErrorCode, Instant } from '@recado/core'
import type { Database } from '@recado/db'
import type { Logger } from 'pino'
import type { Reach } from './auth/reach.js'
import type { Config } from './config.js'
import type { Mailer } from './mail/mail.js'
import type { Egress } from './egress/egress.js'
import type { Queue } from './jobs/queue.js'

/** Business time per workspace: wall clock, put right where it is known to be behind, plus the workspace's offset. */
export interface Clock {
  now(workspaceId: string): Instant
  offset(workspaceId: string): number
  /** Moves business time forward to `to`; writes the offset. Never back. */
  advanceTo(workspaceId: string, to: Instant): Promise<void>
  load(): Promise<void>
  /** This machine's clock is behind the database's by so much, as was last seen; 0: it is not. One that is ahead closes windows early, and is left. */
  behind(ms: number): void
  /** Takes an offset another node or a new workspace has set. */
  set(workspaceId: string, offsetMs: number): void
}

/** A channel found by scanning folders, with what lies beside its code. */
export interface LoadedChannel extends Channel {
  dir: string
  simulator: ChannelSimulator | null
  phone: PhoneDeclaration | null
  guides: Readonly<Record<string, string>>
  logo: string | null
}

export interface ChannelRegistry {
  get(id: string): LoadedChannel
  find(id: string): LoadedChannel | undefined
  all(): LoadedChannel[]
}

/** An account with its settings opened. Cached; `changed` drops it from the cache. */
export interface Account {
  workspaceId: string
  id: string
  channel: string
  name: string
  inboxId: string
  externalId: string | null
  secretHash: string | null
  /** Open and sealed settings together, as the channel's code sees them, with the form's defaults. */
  settings: Settings
  state: 'unverified' | 'ready' | 'error'
  pausedCode: string | null
  simulated: boolean
  webhookKey: string
  firstWebhookAt: Instant | null
  disconnected: boolean
  keepRawUntil: Instant | null
  /** What the keys and addresses of its menus are called. */
  openerTitles?: Readonly<Record<string, string>>
}

export interface Accounts {
  byId(workspaceId: string, accountId: string): Promise<Account | null>
  /** By the last part of the webhook address; null when nobody has it. */
  byWebhookKey(key: string): Promise<Account | null>
  /** The account of the same workspace, channel and app secret that the platform's id names. */
  sibling(account: Account, externalId: string): Promise<Account | null>
  list(workspaceId: string): Promise<Account[]>
  changed(workspaceId: string, accountId: string): void
}

/** Seals secrets under the workspace's data key; `field` is bound into the seal, so a value cannot be moved elsewhere. */
export interface Sealer {
  seal(workspaceId: string, field: string, text: string): Promise<Buffer>
  open(workspaceId: string, field: string, sealed: Buffer): Promise<string>
  /** The same for what belongs to a person or to the installation and not to one workspace: under a key derived from the master key. */
  sealOwn(field: string, text: string): Promise<Buffer>
  openOwn(field: string, sealed: Buffer): Promise<string>
  /** A key of this installation for one purpose: the same on every node, stored nowhere. */
  derive(purpose: string): Promise<Buffer>
}

/** In-process signals: 'events' (workspaceId) after a commit that appended to the log; 'taken' (workspaceId, batch) what ingest has just stored; 'sends' (workspaceId); 'media' (workspaceId); 'accounts' (workspaceId, accountId). */
export interface Signals extends EventEmitter {
  /** After a commit: readers here look at once, other nodes by one coalesced NOTIFY. */
  committed(workspaceId: string): void
}

/** Stored files. */
export interface MediaStore {
  /** Checks the bytes (magic, size, pixels), stores them by hash, makes the thumbnail data. Throws RecadoError media_type / media_too_large. */
  save(workspaceId: string, bytes: Buffer, hint: { mime?: string; name?: string; /** a customer's file is kept even when it cannot be looked into */ keep?: boolean }): Promise<{ sha256: Buffer; mime: string; bytes: number; width?: number; height?: number; durationMs?: number; waveform?: number[] }>
  read(workspaceId: string, sha256: Buffer): Promise<Buffer>
  /** `end` is the last byte wanted. */
  stream(workspaceId: string, sha256: Buffer, range?: { start: number; end: number }): Promise<Readable>
  /** A form of the file (thumbnail, playable sound), made once and kept beside it. */
  derived(workspaceId: string, sha256: Buffer, form: string, make: () => Promise<Buffer>): Promise<Buffer>
  /** The file and all its forms. */
  remove(workspaceId: string, sha256: Buffer): Promise<void>
}

/** Who asks: a person with a session or an API token. */
export interface Principal {
  kind: 'user' | 'token'
  /** user id or token id */
  id: string
  name: string
  workspaceId: string
  role: Role | null
  /** Those of a custom role by name; null for the others, whose table is auth/permissions.ts. */
  permissions: readonly string[] | null
  /** Whose conversations she sees. */
  reach: Reach
  scopes: readonly string[] | null
  language: string
}

export interface Services {
  config: Config
  db: Database
  log: Logger
  clock: Clock
  channels: ChannelRegistry
  accounts: Accounts
  sealer: Sealer
  signals: Signals
  media: MediaStore
  /** Background work that outlives a request. */
  queue: Queue
  /** The guarded way out for requests that belong to no channel account. */
  egress: Egress
  /** Letters to members; 'off' where the operator has set no SMTP_URL. */
  mail: Mailer
  /** The outgoing side of one account: egress guard, tokens, media. */
  call(account: Account): CallContext
  /** Address at which this process itself listens, on loopback: what the simulated platforms and their accounts use. */
  localUrl(): string
  /** Base address of this server as the platforms see it, or as it listens. */
  publicUrl(): string
  /** Counts a health item up, or makes it. */
  health(workspaceId: string, item: { kind: string; subject: string; severity: 'info' | 'warning' | 'critical'; data?: Record<string, unknown> }): Promise<void>
  healthy(workspaceId: string, kind: string, subject: string): Promise<void>
  /** True once SIGTERM was received. */
  stopping(): boolean
  /** Runs when the server closes, last added first. */
  onClose(work: () => Promise<void> | void): void
}

export type { ErrorCode }
