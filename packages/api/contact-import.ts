/** Files of people on their way in, and lists on their way out. */
import type { ColumnUse, ContactMapping, RowProblem } from '@recado/core'
import type { Iso } from './verdict.js'

export type ContactImportState = 'receiving' | 'waiting' | 'checking' | 'running' | 'done' | 'failed' | 'cancelled'
export type ContactImportPurpose = 'contacts' | 'exclusion'

/** A column of the file, with the first things that stand in it. */
export interface FoundColumn { heading: string; samples: string[] }

/** What reading the file brought. */
export interface ContactFileFound {
  format: 'csv' | 'vcard'
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  delimiter: string | null
  columns: FoundColumn[]
  rows: number
}

/** What a dry run over the whole file counted. */
export interface ImportCounts { created: number; changed: number; unchanged: number; refused: number; consents: number; problemCount: number }

export interface ContactImport extends ImportCounts {
  id: string
  purpose: ContactImportPurpose
  name: string
  bytes: number
  received: number
  state: ContactImportState
  /** Why it failed: an error code. */
  error?: string
  found: ContactFileFound | null
  /** What somebody said, else what is suggested. */
  mapping: ContactMapping | null
  suggested: ColumnUse[] | null
  position: number
  total: number
  /** The last dry run, while nobody has changed the mapping since. */
  checked: ImportCounts | null
  createdAt: Iso
  startedAt: Iso | null
  finishedAt: Iso | null
}

export interface ImportRowProblem { row: number; line: number; refused: boolean; cells: string[]; problems: RowProblem[] }

export interface PreviewPerson {
  name: string
  phones: string[]
  emails: string[]
  company: string | null
  stage: string | null
  owner: string | null
  language: string | null
  country: string | null
  timeZone: string | null
  labels: string[]
  externalIds: { source: string; id: string }[]
  notes: string
  attributes: { name: string; value: string }[]
  consents: { state: string; category: string | null; channel: string | null; at: Iso }[]
}

/** A row as it would become. `contactId`: who is here already. */
export interface PreviewRow { row: number; line: number; outcome: 'created' | 'changed' | 'unchanged' | 'refused'; contactId: string | null; person: PreviewPerson | null; problems: RowProblem[] }

/** What has to be said before it can start. */
export interface ContactImportPreview { rows: PreviewRow[]; missing: { field: string; message: string }[] }

export type ExportKind = 'contacts' | 'conversations' | 'consents' | 'suppression'
export type ExportFormat = 'csv' | 'vcard'
export type ExportState = 'waiting' | 'running' | 'ready' | 'failed' | 'cancelled' | 'expired'

export interface ListExport {
  id: string
  kind: ExportKind
  format: ExportFormat
  /** The list's own address parameters: what it was narrowed to. */
  query: Record<string, unknown>
  state: ExportState
  error?: string
  position: number
  total: number | null
  bytes: number
  /** For a session of whoever may export; null until it is ready and once it has expired. */
  url: string | null
  createdAt: Iso
  finishedAt: Iso | null
  expiresAt: Iso | null
}
