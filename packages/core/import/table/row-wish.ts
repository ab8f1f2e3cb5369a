/** A row of a file and what is known of its columns, as what is wished for a person. Pure: what the workspace knows comes as an argument. */
import { type AttributeRule, type AttributeValue, readAttribute } from '../../contacts/attributes.js'
import type { ColumnUse, ContactMapping, RowProblem, RowProblemCode } from './mapping.js'
import type { DateOrder } from '../whatsapp-dates.js'
import { readList } from './lists.js'
import { readDay, readMoment, readNumber } from './values.js'
import { fold, readCountry, readLanguage, readTimeZone, readYesNo } from './words.js'

/** What a row is read by. Names are looked up folded. */
export interface RowKnowledge {
  /** A number in its one form, or null. */
  phone(text: string, country: string | null): string | null
  email(text: string): string | null
  fields: ReadonlyMap<string, AttributeRule>
  /** Members by e-mail and by name. */
  owners: ReadonlyMap<string, string>
  /** Wall clock of the workspace (ms as if UTC) -> moment. */
  moment(wallMs: number): number
  now: number
}

/** `dated`: whether the row itself says when, or one date stands for the whole file. */
export interface WishedConsent { state: 'given' | 'confirmed' | 'withdrawn'; category: string | null; channel: string | null; at: number; dated: 'row' | 'file' }

export interface PersonWish {
  /** What the Recado she was exported from calls her: it says who she is before any address does. */
  contactId: string | null
  name: string | null
  phones: { value: string; label: string }[]
  emails: { value: string; label: string }[]
  externals: { source: string; id: string }[]
  labels: string[]
  company: string | null
  stage: string | null
  ownerId: string | null
  language: string | null
  country: string | null
  timeZone: string | null
  notes: string | null
  attributes: Record<string, AttributeValue>
  consents: WishedConsent[]
}

const LONGEST: Readonly<Partial<Record<ColumnUse['to'], number>>> = { name: 200, first_name: 100, last_name: 100, company: 200, stage: 60, notes: 20_000 }
const LONGEST_VALUE = 2_000
const LONGEST_ID = 300
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu
/** `+34 600 000 000 [work]`: whose or what number it is. */
const LABELLED = /^(.*?)\s*\[([^[\]]{1,60})\]$/su

/** `line` and everything else that is wrong with a row, or the wish. All problems are told at once. */
export function readRow(cells: readonly string[], mapping: ContactMapping, known: RowKnowledge): { wish: PersonWish; problems: RowProblem[] } {
  const wish: PersonWish = { contactId: null, name: null, phones: [], emails: [], externals: [], labels: [...(mapping.labels ?? [])], company: null, stage: null, ownerId: null, language: null, country: null, timeZone: null, notes: null, attributes: {}, consents: [] }
  const problems: RowProblem[] = []
  const order: DateOrder = mapping.dateOrder ?? 'dmy'
  let [first, last] = ['', '']
  // The country of the row reads its numbers, wherever its column stands.
  const countryAt = mapping.columns.findIndex(({ to }) => to === 'country')
  const country = (countryAt >= 0 ? readCountry(cells[countryAt] ?? '') : null) ?? mapping.country ?? null
  const consentCells: { use: ColumnUse; text: string; column: number }[] = []
  let consentDate: { text: string; column: number } | null = null

  for (const [column, use] of mapping.columns.entries()) {
    if (use.to === 'skip') continue
    const text = (cells[column] ?? '').trim()
    const wrong = (code: RowProblemCode, value = text): void => { problems.push({ column, code, value: value.slice(0, 200) }) }
    if (use.to === 'consent') { consentCells.push({ use, text, column }); continue }
    if (text === '') continue
    if (use.to === 'consent_date') { consentDate = { text, column }; continue }
    if (text.length > (LONGEST[use.to] ?? LONGEST_VALUE) && use.to !== 'labels') { wrong('too_long'); continue }
    switch (use.to) {
      case 'name': wish.name = text.replace(/\s+/gu, ' '); break
      case 'first_name': first = text; break
      case 'last_name': last = text; break
      case 'company': wish.company = text.replace(/\s+/gu, ' '); break
      case 'stage': wish.stage = text; break
      case 'notes': wish.notes = wish.notes ? `${wish.notes}\n${text}` : text; break
      case 'labels': wish.labels.push(...readList(text, { commas: true })); break
      case 'phone': case 'email': {
        for (const each of readList(text, { commas: true })) {
          const [, plain = each, label = ''] = LABELLED.exec(each) ?? []
          const value = use.to === 'phone' ? known.phone(plain, country) : known.email(plain.replace(/^.*<([^<>]+)>$/u, '$1'))
          const list = use.to === 'phone' ? wish.phones : wish.emails
          if (value === null) wrong(use.to === 'phone' ? 'phone_wrong' : 'email_wrong', each)
          else if (!list.some((one) => one.value === value)) list.push({ value, label })
        }
        break
      }
      case 'contact_id': if (UUID.test(text)) wish.contactId = text.toLowerCase(); else wrong('external_id_wrong'); break
      case 'external_id': {
        for (const each of readList(text)) {
          const own = /^([a-z0-9][a-z0-9_.-]{0,39}):(.+)$/su.exec(each)
          const source = use.source ?? own?.[1] ?? ''
          const id = use.source ? each : (own?.[2] ?? '')
          if (!source || !id || id.length > LONGEST_ID) wrong('external_id_wrong', each)
          else wish.externals.push({ source, id })
        }
        break
      }
      case 'owner': { const owner = known.owners.get(fold(text)); if (owner) wish.ownerId = owner; else wrong('owner_unknown'); break }
      case 'country': { const code = readCountry(text); if (code) wish.country = code; else wrong('country_unknown'); break }
      case 'language': { const code = readLanguage(text); if (code) wish.language = code; else wrong('language_unknown'); break }
      case 'time_zone': { const zone = readTimeZone(text); if (zone) wish.timeZone = zone; else wrong('time_zone_unknown'); break }
      case 'attribute': case 'new_attribute': {
        const field = known.fields.get(use.key ?? '')
        if (!field) break
        const value = readCell(text, field, order)
        if ('code' in value) wrong(value.code)
        else wish.attributes[field.key] = value.value
      }
    }
  }
  wish.name ??= [first, last].filter(Boolean).join(' ').trim() || null
  wish.labels = [...new Map(wish.labels.map((label) => [fold(label) || label, label])).values()]
  if (problems.length === 0 && wish.name === null && wish.phones.length === 0 && wish.emails.length === 0 && wish.externals.length === 0 && wish.contactId === null) problems.push({ column: null, code: 'nobody', value: '' })
  wishConsents(wish, problems, mapping, consentCells, consentDate, order, known)
  return { wish, problems }
}

const WRONG: Readonly<Record<AttributeRule['type'], RowProblemCode>> = { text: 'too_long', number: 'number_wrong', date: 'date_wrong', boolean: 'boolean_wrong', link: 'link_wrong', choice: 'choice_unknown', choices: 'choice_unknown' }

/** A cell as a value of its field: as people write it, then as the field takes it. */
function readCell(text: string, rule: AttributeRule, order: DateOrder): { value: AttributeValue } | { code: RowProblemCode } {
  const typed = rule.type === 'number' ? readNumber(text) : rule.type === 'date' ? readDay(text, order) : rule.type === 'boolean' ? readYesNo(text) : rule.type === 'choices' ? readList(text, { commas: true }) : text
  const reading = typed === null ? { fault: '' } : readAttribute(rule, typed)
  return 'fault' in reading || reading.value === null ? { code: WRONG[rule.type] } : { value: reading.value }
}

/** `given 2026-01-02T10:00:00.000Z`, as our own exports write it. */
const OWN_STATE = /^(given|confirmed|withdrawn)\s+(\d{4}-\d{2}-\d{2}T[\d:.]+Z)$/u
const OWN_QUIET = /^(?:pending|expired)\b/u

function wishConsents(wish: PersonWish, problems: RowProblem[], mapping: ContactMapping, cells: readonly { use: ColumnUse; text: string; column: number }[], dateCell: { text: string; column: number } | null, order: DateOrder, known: RowKnowledge): void {
  const { consent } = mapping
  if (!consent) return
  const yes = consent.confirmed ? 'confirmed' as const : 'given' as const
  const dated = dateCell ? 'row' as const : 'file' as const
  let moment: number | null | undefined
  /** The row's own date, else the file's. Told once where it is missing or wrong. */
  const at = (column: number | null): number | null => {
    if (moment !== undefined) return moment
    const text = dateCell?.text ?? consent.date ?? ''
    moment = text === '' ? null : readMoment(text, dateCell ? order : 'ymd', known.moment)
    const where = dateCell?.column ?? column
    if (text === '') problems.push({ column, code: 'consent_date_missing', value: '' })
    else if (moment === null) problems.push({ column: where, code: 'consent_date_wrong', value: text.slice(0, 200) })
    // A day alone is read as its noon: today's counts before noon, too.
    else if (moment > known.now) {
      if (moment - known.now < 43_200_000 && !/:/u.test(text)) moment = known.now
      else { problems.push({ column: where, code: 'consent_in_future', value: text.slice(0, 200) }); moment = null }
    }
    return moment
  }
  if (consent.given === 'all') {
    const day = at(null)
    if (day === null) return
    for (const category of consent.categories?.length ? consent.categories : [null]) wish.consents.push({ state: yes, category, channel: consent.channel ?? null, at: day, dated })
    return
  }
  for (const { use, text, column } of cells) {
    if (text === '' || OWN_QUIET.test(text)) continue
    const scope = { category: use.category ?? null, channel: use.channel ?? null }
    const own = OWN_STATE.exec(text)
    if (own) {
      const said = Date.parse(own[2]!) // the expression has both groups
      if (Number.isNaN(said)) problems.push({ column, code: 'consent_date_wrong', value: text.slice(0, 200) })
      else if (said > known.now) problems.push({ column, code: 'consent_in_future', value: text.slice(0, 200) })
      else wish.consents.push({ state: own[1] as 'given', ...scope, at: said, dated: 'row' }) // one of the three
      continue
    }
    const answer = readYesNo(text)
    // A date in the column itself is the day on which she said yes.
    const dayOfYes = answer === null ? readMoment(text, order, known.moment) : null
    if (dayOfYes !== null) {
      if (dayOfYes > known.now) problems.push({ column, code: 'consent_in_future', value: text.slice(0, 200) })
      else wish.consents.push({ state: yes, ...scope, at: dayOfYes, dated: 'row' })
    } else if (answer === null) problems.push({ column, code: 'consent_unclear', value: text.slice(0, 200) })
    else if (answer || consent.no === 'withdrawn') {
      const day = at(column)
      if (day !== null) wish.consents.push({ state: answer ? yes : 'withdrawn', ...scope, at: day, dated })
    }
  }
}
