/** What becomes of one person in a batch: as she stands here, with the rows of the file laid over. Pure. */
import type { AttributeValue, ContactMapping, PersonWish } from '@recado/core'
import { guessLanguage, RECADO_SOURCE } from '@recado/core'
import { countryOfPhone, shownPhone } from '../people/addresses.js'

export interface Draft {
  id: string
  fresh: boolean
  changed: boolean
  name: string; nameGiven: boolean
  language: string | null; languageGiven: boolean
  country: string | null; countryGiven: boolean
  timeZone: string | null
  notes: string
  attributes: Record<string, AttributeValue>
  labels: string[]
  stageId: string | null
  ownerId: string | null
  companyId: string | null
  /** Names in small letters without accents would need the database: companies are compared by their ids. */
  addresses: { kind: 'phone' | 'email'; value: string; label: string; fresh: boolean }[]
  externals: { source: string; id: string; fresh: boolean }[]
}

/** Ids of what a row calls by name. */
export interface NamedRows { stages: ReadonlyMap<string, string>; companies: ReadonlyMap<string, string>; labels: ReadonlyMap<string, string> }

const languages = new Map<string, string | null>()
function languageOf(country: string | null): string | null {
  if (country === null) return null
  if (!languages.has(country)) languages.set(country, guessLanguage(country))
  return languages.get(country) ?? null
}

export function freshDraft(id: string): Draft {
  return { id, fresh: true, changed: true, name: '', nameGiven: false, language: null, languageGiven: false, country: null, countryGiven: false, timeZone: null, notes: '', attributes: {}, labels: [], stageId: null, ownerId: null, companyId: null, addresses: [], externals: [] }
}

/** Lays a row over a person. `skip` leaves whoever was here before as she is; `fill` writes only where nothing stands. */
export function lay(draft: Draft, wish: PersonWish, mode: ContactMapping['existing'], names: NamedRows): void {
  if (!draft.fresh && mode === 'skip') return
  const over = mode === 'update'
  const set = <K extends 'name' | 'language' | 'country' | 'timeZone' | 'stageId' | 'ownerId' | 'companyId'>(key: K, value: Draft[K] | null | undefined, empty: boolean): boolean => {
    if (value === null || value === undefined || draft[key] === value || !(over || empty)) return false
    draft[key] = value
    draft.changed = true
    return true
  }
  if (wish.name !== null && (draft.name !== wish.name || !draft.nameGiven) && (over || !draft.nameGiven)) { draft.name = wish.name; draft.nameGiven = true; draft.changed = true }
  for (const { value, label } of wish.phones) address(draft, 'phone', value, label)
  for (const { value, label } of wish.emails) address(draft, 'email', value, label)
  const guess = draft.country === null ? countryOf(draft) : null
  if (set('country', wish.country, !draft.countryGiven)) draft.countryGiven = true
  else if (guess && draft.country === null) { draft.country = guess; draft.changed = true }
  if (set('language', wish.language, !draft.languageGiven)) draft.languageGiven = true
  else if (draft.language === null && languageOf(draft.country)) { draft.language = languageOf(draft.country); draft.changed = true }
  set('timeZone', wish.timeZone, draft.timeZone === null)
  set('ownerId', wish.ownerId, draft.ownerId === null)
  set('stageId', wish.stage === null ? null : names.stages.get(wish.stage), draft.stageId === null)
  set('companyId', wish.company === null ? null : names.companies.get(wish.company), draft.companyId === null)
  // Notes that people took are never written over.
  if (wish.notes !== null && !draft.notes.includes(wish.notes) && (over || draft.notes === '')) { draft.notes = draft.notes === '' ? wish.notes : `${draft.notes}\n${wish.notes}`; draft.changed = true }
  for (const [key, value] of Object.entries(wish.attributes)) {
    if (JSON.stringify(draft.attributes[key]) === JSON.stringify(value) || !(over || draft.attributes[key] === undefined)) continue
    draft.attributes[key] = value
    draft.changed = true
  }
  for (const label of wish.labels.map((name) => names.labels.get(name) ?? name)) if (!draft.labels.includes(label)) { draft.labels.push(label); draft.changed = true }
  for (const { source, id } of wish.externals) if (!draft.externals.some((one) => one.source === source && one.id === id)) { draft.externals.push({ source, id, fresh: true }); draft.changed = true }
  // Under what she was known where she came from: so an export of hers, brought in again, is hers.
  if (wish.contactId !== null && wish.contactId !== draft.id && !draft.externals.some((one) => one.source === RECADO_SOURCE && one.id === wish.contactId)) { draft.externals.push({ source: RECADO_SOURCE, id: wish.contactId, fresh: true }); draft.changed = true }
  if (draft.name === '') {
    const first = draft.addresses[0]
    draft.name = first ? (first.kind === 'phone' ? shownPhone(first.value) : first.value).slice(0, 200) : (draft.externals[0]?.id ?? '')
  }
}

function address(draft: Draft, kind: 'phone' | 'email', value: string, label: string): void {
  if (draft.addresses.some((one) => one.kind === kind && one.value === value)) return
  draft.addresses.push({ kind, value, label, fresh: true })
  draft.changed = true
}

function countryOf({ addresses }: Draft): string | null {
  for (const one of addresses) if (one.kind === 'phone') { const country = countryOfPhone(one.value); if (country) return country }
  return null
}
