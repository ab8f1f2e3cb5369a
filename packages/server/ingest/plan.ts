import type { EchoEvent, ActEvent, MessageEvent, Person } from '@recado/channel-kit'
import { type Content, type Grant, type IdentityKey, type Instant, type PlatformMedia, grantsOpenedBy, previewOf } from '@recado/core'
import { extKey, newId } from '@recado/db'
import type { Account, LoadedChannel } from '../services.js'
import { countryFor, nameFor, readableName } from './names.js'

/** An event that becomes a row of the thread. */
export type ThreadEvent = MessageEvent | ActEvent | EchoEvent
export interface Planned<E = ThreadEvent> { account: Account; channel: LoadedChannel; event: E; arrivedAt: Instant }

interface PersonRow { i: number; account: string; channel: string; inbox: string; name: string; named: true | undefined; country: string | undefined; language: string | undefined; profile: Record<string, unknown> | undefined; identity_id: string; contact_id: string; conversation_id: string; case_id: string }
interface KeyRow { p: number; account: string; kind: string; value: string }

/** What `ingest_batch` takes, and which of its events came from where. */
export interface Batch { people: PersonRow[]; keys: KeyRow[]; events: Record<string, unknown>[]; media: Record<string, unknown>[] }

/** The platform id under which a message is kept: parts of one platform message have keys of their own. */
export function messageKey(externalId: string, part?: number): string {
  return extKey(part ? `${externalId}#${part}` : externalId)
}

/** NUL cannot be stored in PostgreSQL text, lone surrogates not in UTF-8: both become the replacement mark, nothing else is touched. */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return (isStorable(value) ? value : value.replace(/\u0000/g, '\uFFFD').toWellFormed()) as T
  if (!value || typeof value !== 'object' || isStorable(value)) return value
  if (Array.isArray(value)) return value.map(storable) as T
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [storable(k), storable(v)])) as T
}

/** Nearly everything is, and then nothing needs to be copied. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000')
  if (!value || typeof value !== 'object') return true
  if (Array.isArray(value)) return value.every(isStorable)
  for (const key in value) if (!isStorable(key) || !isStorable((value as Record<string, unknown>)[key])) return false
  return true
}

const iso = (at: Instant): string => new Date(at).toISOString()

function personOf(event: ThreadEvent): Person { return event.type === 'echo' ? event.to : event.from }

/** Puts a file's place for a platform's: the row it will be fetched into. */
function keepMedia(file: PlatformMedia, planned: Planned, messageId: string, media: Record<string, unknown>[]): Record<string, unknown> {
  const id = newId()
  media.push({
    message_id: messageId, media_id: id, account: planned.account.id, mime: file.mime ?? 'application/octet-stream', bytes: file.bytes ?? 0, name: file.name ?? null,
    duration_ms: file.durationMs ?? null, source: file.source, expires_at: iso(planned.arrivedAt + planned.channel.declaration.mediaExpiryMs),
  })
  return { id, url: `/api/v1/media/${id}/file`, mime: file.mime ?? 'application/octet-stream', bytes: file.bytes ?? 0, ...(file.name ? { name: file.name } : {}), ...(file.durationMs ? { durationMs: file.durationMs } : {}), state: 'pending' }
}

function takeMedia(content: Content<PlatformMedia>, planned: Planned, messageId: string, media: Record<string, unknown>[]): Content {
  const keep = (file: PlatformMedia): Record<string, unknown> => keepMedia(file, planned, messageId, media)
  if ('media' in content && content.media) return { ...content, media: keep(content.media) } as unknown as Content
  if (content.kind === 'choices' && content.headerMedia) return { ...content, headerMedia: keep(content.headerMedia) } as unknown as Content
  return content as Content
}

function grantRows(planned: Planned, openedAt: Instant): Record<string, unknown>[] {
  const { event, channel, account } = planned
  const acts = event.type === 'message' ? event.acts : event.type === 'act' ? [event.act] : []
  const rows = new Map<string, Grant>()
  for (const act of acts) for (const grant of grantsOpenedBy(channel.declaration.rules, act, openedAt, account.settings)) rows.set(grant.kind, grant)
  return [...rows.values()].map((grant) => {
    const rule = channel.declaration.rules.grants.find((r) => r.kind === grant.kind)! // it was opened by this rule
    return { kind: grant.kind, act: grant.act, freeform: rule.gives === 'freeform', opened_at: iso(grant.openedAt), closes_at: iso(grant.closesAt), left_count: grant.left, meet: rule.meet }
  })
}

/** Her door: acts that shut it say false, any other sign of life true where the channel has such acts at all. */
function reachableOf(planned: Planned): boolean | null {
  const { closedBy } = planned.channel.declaration.rules
  if (!closedBy?.length || planned.event.type === 'echo' || ('historic' in planned.event && planned.event.historic)) return null
  // That the platform names her otherwise from now on is its doing, not hers; a notice can be accepted without following.
  if (planned.event.type === 'act' && (planned.event.act === 'identity_changed' || planned.event.act === 'preference')) return null
  return !(planned.event.type === 'act' && closedBy.includes(planned.event.act))
}

/**
 * A batch as arrays: each person once however many keys name her, so that the upsert never meets itself; events in order of arrival.
 * Pure but for ids.
 */
export function planBatch(items: readonly Planned[]): Batch {
  const batch: Batch = { people: [], keys: [], events: [], media: [] }
  const personAt = joinPeople(items, batch)
  items.forEach((planned, i) => {
    const { account, event, arrivedAt } = planned
    const messageId = newId()
    const platformAt = event.at
    const at = Math.min(platformAt, arrivedAt)
    const historic = 'historic' in event && event.historic === true
    const inbound = event.type === 'message'
    const content = storable(event.type === 'act' ? event.content : event.content)
    const stored = takeMedia(content as Content<PlatformMedia>, planned, messageId, batch.media)
    const line = (inbound || event.type === 'echo') && content.kind !== 'system'
    const counts = inbound && !historic && content.kind !== 'reaction' && content.kind !== 'system'
    const quoted = event.type === 'act' ? undefined : content.kind === 'reaction' ? content.messageId : event.replyTo
    const direction = event.type === 'echo' ? 'out' : event.type === 'act' || content.kind === 'system' ? 'system' : 'in'
    // What is false or absent stays undefined and so out of the JSON: PostgreSQL pays 15 us for each kilobyte.
    batch.events.push({
      i, p: personAt[i], account: account.id, message_id: messageId,
      ext_key: event.type === 'act' ? extKey(`act:${event.key}`) : messageKey(event.externalId, event.part),
      external_id: event.type === 'act' ? undefined : event.externalId, direction, kind: content.kind, content: stored, text: storable(previewOf(content)),
      status: event.type === 'echo' ? (event.status ?? 'sent') : 'received',
      author_type: event.type === 'echo' ? 'outside' : direction === 'system' ? 'automation' : 'contact',
      at: iso(at), platform_at: iso(platformAt), unread: counts || undefined, waits: counts || undefined, answers: (event.type === 'echo' && !historic) || undefined, inbound: (inbound && !historic) || undefined, line: line || undefined, historic: historic || undefined,
      reopens: counts || undefined, case_id: counts ? newId() : undefined, reachable: reachableOf(planned) ?? undefined,
      quoted_key: quoted ? extKey(quoted) : undefined, quoted: inbound && event.quoted ? storable(event.quoted) : quoted && content.kind !== 'reaction' ? { externalId: quoted } : undefined,
      origin: event.type !== 'echo' && event.origin ? storable({ ...event.origin, media: event.origin.media ? keepMedia(event.origin.media, planned, messageId, batch.media) : undefined }) : undefined, forwarded: inbound ? event.forwarded : undefined,
      client_ref: event.type === 'echo' && UUID.test(event.clientRef ?? '') ? event.clientRef : undefined,
      grants: historic ? undefined : grantRows(planned, at),
    })
  })
  return batch
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Events whose people share a key belong to one person; returns each event's index into `people`. */
function joinPeople(items: readonly Planned[], batch: Batch): number[] {
  const byKey = new Map<string, number>()
  const moved: number[] = []
  const settle = (i: number): number => { while (moved[i] !== i) i = moved[i]!; return i }
  const raw = items.map((planned, i) => {
    const person = personOf(planned.event)
    moved[i] = i
    for (const key of person.keys) {
      const at = `${planned.account.id}\n${key.kind}\n${key.value}`
      const other = byKey.get(at)
      if (other === undefined) byKey.set(at, i)
      else { const [a, b] = [settle(other), settle(i)].sort((x, y) => x - y) as [number, number]; moved[b] = a }
    }
    return person
  })
  const indexOf = new Map<number, number>()
  const seen = new Set<string>()
  const firstKeys: (readonly IdentityKey[])[] = []
  const channelOf: LoadedChannel[] = []
  const indexes = items.map((planned, i) => {
    const root = settle(i)
    let p = indexOf.get(root)
    if (p === undefined) {
      p = batch.people.length
      indexOf.set(root, p)
      batch.people.push(personRow(p, planned, raw[i]!))
      firstKeys.push(raw[i]!.keys)
      channelOf.push(planned.channel)
    }
    const row = batch.people[p]!
    const profile = raw[i]!.profile
    const told = profile ? readableName(profile, raw[i]!.keys) : null
    if (told) { row.name = storable(told); row.named = true }
    for (const key of raw[i]!.keys) {
      const at = `${planned.account.id}\n${key.kind}\n${key.value}`
      if (seen.has(at)) continue
      seen.add(at)
      batch.keys.push({ p, account: planned.account.id, kind: key.kind, value: storable(key.value).slice(0, 500) })
    }
    return p
  })
  // Writing a phone number as people do costs more than all the rest of a person: only for those without a name.
  batch.people.forEach((row, p) => { if (!row.named) row.name = nameFor(channelOf[p]!, firstKeys[p]!) }) // pushed together with the row
  return indexes
}

function personRow(i: number, { account, channel }: Planned, person: Person): PersonRow {
  return {
    i, account: account.id, channel: account.channel, inbox: account.inboxId, name: '', named: undefined,
    country: person.profile?.country ?? countryFor(channel, person.keys) ?? undefined, language: person.profile?.language ?? undefined,
    profile: person.profile && storable(person.profile as Record<string, unknown>), identity_id: newId(), contact_id: newId(), conversation_id: newId(), case_id: newId(),
  }
}
