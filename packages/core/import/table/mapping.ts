/** What somebody said about the columns of a file and about everybody in it. Travels as JSON. */
import type { AttributeType } from '../../contacts/attributes.js'
import type { DateOrder } from '../whatsapp-dates.js'

export const COLUMN_TARGETS = [
  'skip', 'name', 'first_name', 'last_name', 'phone', 'email', 'company', 'labels', 'stage', 'owner', 'language', 'country', 'time_zone', 'contact_id', 'external_id', 'notes', 'attribute', 'new_attribute', 'consent', 'consent_date',
] as const
export type ColumnTarget = (typeof COLUMN_TARGETS)[number]

/** As what source a person keeps the id under which she came from another Recado. */
export const RECADO_SOURCE = 'recado'

export interface ColumnUse {
  to: ColumnTarget
  /** attribute: its key. new_attribute: the key it is to have, if anybody said so. */
  key?: string
  /** new_attribute: what people read. */
  name?: string
  type?: AttributeType
  /** external_id: which system's id it is; a cell in our own form (`shop:123`) says it itself. */
  source?: string
  /** consent: the topic's key; absent = everything. */
  category?: string
  /** consent: the app; absent = every app. */
  channel?: string
}

/** Where the file's people said yes to marketing, and to which words. Nothing of it is guessed. */
export interface ConsentChoice {
  /** `columns`: each row says it itself; `all`: everybody in the file has said yes. */
  given: 'columns' | 'all'
  /** all: topics by key; empty = everything. */
  categories?: string[]
  /** all: the app; absent = every app. */
  channel?: string
  /** Where they were asked, for example "Form at the fair in Sevilla". */
  source: string
  wording: { text: string; language: string; privacyUrl: string | null }
  /** When, for everybody; a column of dates goes first. */
  date?: string
  /** They confirmed it by a second step that can be proven. */
  confirmed?: boolean
  /** What a no in the file means: nothing was said, or she has withdrawn. */
  no?: 'nothing' | 'withdrawn'
}

export interface ContactMapping {
  columns: ColumnUse[]
  /** The first row names the columns. */
  headings: boolean
  /** For numbers written without their country: ISO code. */
  country?: string
  dateOrder?: DateOrder
  /** What happens to somebody who is here already. */
  existing: 'update' | 'fill' | 'skip'
  /** Labels for everybody in the file. */
  labels?: string[]
  /** Stages and labels that are not there yet are made; else their rows are refused. */
  make?: boolean
  /** null = nobody is asked anything: these people get no marketing by this import. */
  consent?: ConsentChoice | null
}

/** Reasons for which a row is not taken, or (the last one) for which a part of it is not. */
export const ROW_PROBLEMS = [
  'unreadable', 'nobody', 'phone_wrong', 'email_wrong', 'number_wrong', 'date_wrong', 'boolean_wrong', 'choice_unknown', 'link_wrong', 'country_unknown', 'language_unknown', 'time_zone_unknown', 'stage_unknown',
  'owner_unknown', 'label_unknown', 'label_archived', 'external_id_wrong', 'too_long', 'several_found', 'id_taken', 'excluded', 'consent_unclear', 'consent_date_missing', 'consent_date_wrong', 'consent_in_future', 'topic_unknown', 'withdrawn_here',
] as const
export type RowProblemCode = (typeof ROW_PROBLEMS)[number]

/** `column` is its place from 0; null = the row as a whole. */
export interface RowProblem { column: number | null; code: RowProblemCode; value: string }
