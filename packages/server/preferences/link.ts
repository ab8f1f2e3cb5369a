/**
 * Addresses of preference pages. Workspace, person and end are encrypted and signed at once (AES-256-GCM) under a key that the installation derives for this
 * purpose alone: nothing of it can be read, guessed or changed, and nothing is stored.
 */
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import type { PreferenceLink } from '@recado/api'
import { days } from '@recado/core'
import type { Services } from '../services.js'

/** Long, since taking a yes back must stay as easy as giving it; a page that has run out says how else it is done. */
const VALID_MS = days(180)
const PURPOSE = 'preference page'
const VERSION = 1
const MINUTE_MS = 60_000
const DAY_MS = days(1)

export interface Scope { workspaceId: string; contactId: string; expiresAt: number }

const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')
const idOf = (bytes: Buffer): string => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** The address for one person; the same all day, so that a message that is tried again says the same. */
export async function preferenceLink(services: Pick<Services, 'sealer' | 'clock' | 'publicUrl'>, workspaceId: string, contactId: string): Promise<PreferenceLink> {
  const ends = (Math.ceil(services.clock.now(workspaceId) / DAY_MS) * DAY_MS + VALID_MS) / MINUTE_MS
  const body = Buffer.alloc(36)
  bytesOf(workspaceId).copy(body, 0)
  bytesOf(contactId).copy(body, 16)
  body.writeUInt32BE(ends, 32)
  // Made from what is sealed: one text, one address, and never two texts under one.
  const iv = createHmac('sha256', await services.sealer.derive(`${PURPOSE} iv`)).update(body).digest().subarray(0, 12)
  const cipher = createCipheriv('aes-256-gcm', await services.sealer.derive(PURPOSE), iv)
  const sealed = Buffer.concat([cipher.update(body), cipher.final()])
  const token = Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), sealed]).toString('base64url')
  return { url: `${services.publicUrl()}/p/${token}`, expiresAt: new Date(ends * MINUTE_MS).toISOString() }
}

/** Whom a token opens; null for one that is not ours. Whether it has run out the caller looks at the workspace's clock. */
export async function openToken(services: Pick<Services, 'sealer'>, token: string): Promise<Scope | null> {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 65 || bytes[0] !== VERSION || bytes.toString('base64url') !== token) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', await services.sealer.derive(PURPOSE), bytes.subarray(1, 13)).setAuthTag(bytes.subarray(13, 29))
    const body = Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()])
    return { workspaceId: idOf(body.subarray(0, 16)), contactId: idOf(body.subarray(16, 32)), expiresAt: body.readUInt32BE(32) * MINUTE_MS }
  } catch { return null } // another key or a changed byte
}

/** What the page's own forms carry: a change can only follow a page that was really opened, in these hours. */
const FORM_MS = 12 * 3_600_000
const sign = async (services: Pick<Services, 'sealer'>, token: string, at: number): Promise<string> => createHmac('sha256', await services.sealer.derive(`${PURPOSE} forms`)).update(`${token}\n${at}`).digest('base64url')

export async function formProof(services: Pick<Services, 'sealer'>, token: string, now: number): Promise<string> { return `${now}.${await sign(services, token, now)}` }

export async function provesForm(services: Pick<Services, 'sealer'>, token: string, proof: string, now: number): Promise<boolean> {
  const [at, signature = ''] = proof.split('.')
  const made = Number(at)
  if (!Number.isSafeInteger(made) || made > now || now - made > FORM_MS) return false
  const [given, right] = [Buffer.from(signature), Buffer.from(await sign(services, token, made))]
  return given.length === right.length && timingSafeEqual(given, right)
}
