/** One batch of rows as a whole: read, matched with who is here, laid over, written in a handful of statements. */
import { type ContactMapping, type PersonWish, readRow, type RowProblem } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import type { Services } from '../services.js'
import { isSuppressed } from '../people/suppression.js'
import { type Draft, freshDraft, lay } from './draft.js'
import type { NumberedRow } from './file-rows.js'
import type { Knowledge } from './knowledge.js'
import { findPeople, isKnownOtherwise, keysOf, personOf } from './match.js'
import { type FoundNames, findNames, makeNames, type WantedNames } from './names.js'
import type { SeenKeys } from './seen-keys.js'

/** A row that has been read: its wish, and what is wrong with it. */
export interface ReadRow { row: NumberedRow; wish: PersonWish; problems: RowProblem[] }

export type Outcome = 'created' | 'changed' | 'unchanged' | 'refused'
export interface Judged extends ReadRow { outcome: Outcome; draft: Draft | null; /** Those of its wish that are recorded. */ consents: PersonWish['consents'] }

export interface BatchContext { services: Services; workspaceId: string; known: Knowledge; mapping: ContactMapping; /** What may be made of names that are not there. */ may: { fields: boolean; labels: boolean } }

/** Reads rows by the mapping. Nothing of the database is asked. */
export function readRows({ known, mapping }: BatchContext, rows: readonly NumberedRow[]): ReadRow[] {
  return rows.map((row) => {
    if (row.fault) return { row, wish: readRow([], { ...mapping, columns: [], consent: null }, known).wish, problems: [{ column: null, code: 'unreadable' as const, value: row.cells[0]?.slice(0, 200) ?? '' }] }
    const { wish, problems } = readRow(row.cells, mapping, known)
    for (const { category } of wish.consents) if (category !== null && !known.topics.has(category)) { problems.push({ column: null, code: 'topic_unknown', value: category }); break }
    return { row, wish, problems }
  })
}

const wantedOf = (rows: readonly ReadRow[]): WantedNames => {
  const fine = rows.filter(({ problems }) => problems.length === 0)
  const all = (pick: (wish: PersonWish) => readonly string[]): string[] => [...new Set(fine.flatMap(({ wish }) => pick(wish)))]
  return { stages: all(({ stage }) => (stage === null ? [] : [stage])), companies: all(({ company }) => (company === null ? [] : [company])), labels: all(({ labels }) => labels) }
}

/** Makes what the batch names and is not there, so far as that may be. */
export async function makeMissing({ services, workspaceId, mapping, may }: BatchContext, rows: readonly ReadRow[]): Promise<void> {
  const wanted = wantedOf(rows)
  if (wanted.stages.length + wanted.companies.length + wanted.labels.length === 0) return
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const found = await findNames(tx, workspaceId, wanted)
    const missing: WantedNames = {
      companies: wanted.companies.filter((name) => !found.companies.has(name)),
      stages: mapping.make !== false && may.fields ? wanted.stages.filter((name) => !found.stages.has(name)) : [],
      labels: mapping.make !== false && may.labels ? wanted.labels.filter((name) => !found.labels.has(name) && !found.archivedLabels.has(name)) : [],
    }
    if (missing.companies.length + missing.stages.length + missing.labels.length > 0) await makeNames(tx, workspaceId, missing, new Date(services.clock.now(workspaceId)).toISOString())
  })
}

/**
 * Says what becomes of each row. `lock`: the people found are held until the commit. `seen` (dry runs) knows the people of earlier batches that are
 * not stored. Rows of one batch that mean the same person meet here.
 */
export async function judge(tx: Tx, context: BatchContext, rows: readonly ReadRow[], options: { lock: boolean; seen?: SeenKeys }): Promise<Judged[]> {
  const { services, workspaceId, known, mapping } = context
  const fine = rows.filter(({ problems }) => problems.length === 0)
  const names = await findNames(tx, workspaceId, wantedOf(fine))
  const found = await findPeople(tx, workspaceId, known, fine.map(({ wish }) => wish))
  const suppressed = await barredOf(tx, services, workspaceId, fine)
  const stored = await loadDrafts(tx, workspaceId, [...new Set([...found.values()].flatMap((ids) => [...ids]))], options.lock)
  const withdrawn = mapping.consent ? await withdrawnOf(tx, workspaceId, [...stored.keys()]) : new Map<string, Withdrawn[]>()
  // Stages and labels that would be made by the run itself.
  const may = { stage: mapping.make !== false && context.may.fields, label: mapping.make !== false && context.may.labels }
  return rows.map((read): Judged => {
    const refuse = (...problems: RowProblem[]): Judged => ({ ...read, problems: [...read.problems, ...problems], outcome: 'refused', draft: null, consents: [] })
    if (read.problems.length > 0) return refuse()
    const { wish } = read
    const unnamed = namesWrong(wish, mapping, names, may)
    if (unnamed.length > 0) return refuse(...unnamed)
    const keys = keysOf(wish)
    const { id, several } = personOf(keys, found, (other) => { const her = stored.get(other); return her !== undefined && isKnownOtherwise(her, wish) })
    if (several) return refuse({ column: null, code: 'several_found', value: '' })
    if (id === null && wish.name === null && [...wish.phones, ...wish.emails, ...wish.externals].length === 0) return refuse({ column: null, code: 'nobody', value: wish.contactId ?? '' })
    const barred = [...wish.phones, ...wish.emails].find(({ value }) => suppressed.has(value))
    const draft = id === null ? freshDraft(newId()) : stored.get(id) ?? null
    if (draft === null) return refuse({ column: null, code: 'several_found', value: '' }) // erased meanwhile
    if (barred && draft.fresh) return refuse({ column: columnOf(mapping, read, barred.value), code: 'excluded', value: barred.value })
    const isNew = id === null
    const before = draft.changed
    draft.changed = false
    lay(draft, wish, isNew ? 'update' : mapping.existing, names)
    const laid = draft.changed
    draft.changed = before || laid
    if (isNew) stored.set(draft.id, draft)
    // What she is known by from here on leads later rows of the batch to her.
    if (isNew || mapping.existing !== 'skip') {
      for (const key of Object.values(keys).flat()) { const ids = found.get(key); if (ids) ids.add(draft.id); else found.set(key, new Set([draft.id])) }
    }
    const metBefore = isNew && options.seen ? meet(options.seen, keys) : false
    const problems: RowProblem[] = []
    const skips = !isNew && mapping.existing === 'skip'
    const consents = skips ? [] : wish.consents.filter((consent) => {
      if (consent.state === 'withdrawn') return true
      const is = barred ? 'excluded' as const : (withdrawn.get(draft.id) ?? []).some((one) => covers(one, consent, known) && (consent.dated === 'file' || one.since >= consent.at)) ? 'withdrawn_here' as const : null
      if (is && !problems.some(({ code }) => code === is)) problems.push({ column: null, code: is, value: barred?.value ?? '' })
      return is === null
    })
    return { ...read, problems, outcome: isNew && !metBefore ? 'created' : laid ? 'changed' : 'unchanged', draft, consents }
  })
}

/** Whether an earlier row of a dry run was the same person: by an id where the row has one of ours, for then addresses decide nothing. */
function meet(seen: SeenKeys, { contact, external, phone, email }: ReturnType<typeof keysOf>): boolean {
  const byId = seen.addAll([...contact, ...external])
  const byAddress = seen.addAll([...phone, ...email])
  return byId || (contact.length === 0 && byAddress)
}

/** Values that are on the list of those who must not be taken in. */
async function barredOf(tx: Tx, services: Services, workspaceId: string, rows: readonly ReadRow[]): Promise<ReadonlySet<string>> {
  const [any] = await tx.query('select 1 from suppression where workspace_id = $1 limit 1', [workspaceId])
  if (!any) return new Set()
  return isSuppressed(tx, services, workspaceId, rows.flatMap(({ wish }) => [...wish.phones.map(({ value }) => ({ kind: 'phone', value })), ...wish.emails.map(({ value }) => ({ kind: 'email', value }))]))
}

const columnOf = (mapping: ContactMapping, { row }: ReadRow, value: string): number | null => {
  const at = mapping.columns.findIndex(({ to }, column) => (to === 'phone' || to === 'email') && (row.cells[column] ?? '').replace(/\D/gu, '').endsWith(value.replace(/\D/gu, '').slice(-6)) && row.cells[column] !== '')
  return at < 0 ? null : at
}

function namesWrong(wish: PersonWish, mapping: ContactMapping, names: FoundNames, may: { stage: boolean; label: boolean }): RowProblem[] {
  const column = (to: string): number | null => { const at = mapping.columns.findIndex((use) => use.to === to); return at < 0 ? null : at }
  return [
    ...(wish.stage !== null && !names.stages.has(wish.stage) && !may.stage ? [{ column: column('stage'), code: 'stage_unknown' as const, value: wish.stage }] : []),
    ...wish.labels.flatMap((label): RowProblem[] => (names.archivedLabels.has(label) ? [{ column: column('labels'), code: 'label_archived', value: label }] : !names.labels.has(label) && !may.label ? [{ column: column('labels'), code: 'label_unknown', value: label }] : [])),
  ]
}

interface Withdrawn { category: string | null; channel: string | null; since: number }

/** What stands withdrawn of these people's marketing. */
async function withdrawnOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, Withdrawn[]>> {
  const rows = ids.length === 0 ? [] : await tx.query<{ contact_id: string; category_id: string | null; channel: string | null; since: number }>(
    `select contact_id, category_id, channel, since from consent_now where workspace_id = $1 and contact_id = any($2::uuid[]) and purpose = 'marketing' and standing = 'withdrawn'`, [workspaceId, ids])
  const all = new Map<string, Withdrawn[]>()
  for (const row of rows) all.set(row.contact_id, [...(all.get(row.contact_id) ?? []), { category: row.category_id, channel: row.channel, since: row.since }])
  return all
}

const covers = (one: Withdrawn, consent: PersonWish['consents'][number], known: Knowledge): boolean =>
  (one.category === null || consent.category === null || one.category === known.topics.get(consent.category)) && (one.channel === null || consent.channel === null || one.channel === consent.channel)

interface ContactRow { contact_id: string; name: string; name_given: boolean; language: string | null; language_given: boolean; country: string | null; country_given: boolean; time_zone: string | null; notes: string; attributes: Draft['attributes']; labels: string[]; stage_id: string | null; owner_id: string | null; company_id: string | null }

async function loadDrafts(tx: Tx, workspaceId: string, ids: readonly string[], lock: boolean): Promise<Map<string, Draft>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<ContactRow>(
    `select contact_id, name, name_given, language, language_given, country, country_given, time_zone, notes, attributes, labels, stage_id, owner_id, company_id from contact
     where workspace_id = $1 and contact_id = any($2::uuid[]) and merged_into is null and erased_at is null order by contact_id${lock ? ' for update' : ''}`, [workspaceId, ids])
  const addresses = await tx.query<{ contact_id: string; kind: 'phone' | 'email'; value: string; label: string }>('select contact_id, kind, value, label from contact_address where workspace_id = $1 and contact_id = any($2::uuid[]) order by contact_address_id', [workspaceId, ids])
  const externals = await tx.query<{ contact_id: string; source: string; external_id: string }>('select contact_id, source, external_id from contact_external where workspace_id = $1 and contact_id = any($2::uuid[])', [workspaceId, ids])
  const drafts = new Map(rows.map((row): [string, Draft] => [row.contact_id, {
    id: row.contact_id, fresh: false, changed: false, name: row.name, nameGiven: row.name_given, language: row.language, languageGiven: row.language_given, country: row.country, countryGiven: row.country_given,
    timeZone: row.time_zone, notes: row.notes, attributes: { ...row.attributes }, labels: [...row.labels], stageId: row.stage_id, ownerId: row.owner_id, companyId: row.company_id, addresses: [], externals: [],
  }]))
  for (const row of addresses) drafts.get(row.contact_id)?.addresses.push({ kind: row.kind, value: row.value, label: row.label, fresh: false })
  for (const row of externals) drafts.get(row.contact_id)?.externals.push({ source: row.source, id: row.external_id, fresh: false })
  return drafts
}
