import type { IntlShape } from 'react-intl'
import { isProblem } from '../../api/client.js'
import { translator, type MessageId } from '../../i18n/provider.js'

/** What the server says of a value, by its first words: the reader has it in her language. */
const SAID: readonly [RegExp, MessageId][] = [
  [/^is required|^is needed/, 'contacts.fault_required'], [/number with its country/, 'contacts.fault_phone'], [/e-mail/, 'contacts.fault_email'], [/^wants a number/, 'contacts.fault_number'], [/^wants a date/, 'contacts.fault_date'],
  [/web address/, 'contacts.fault_link'], [/^knows no choice/, 'contacts.fault_choice'], [/^is longer|at most/, 'contacts.fault_long'], [/^is archived|^is no field/, 'contacts.fault_archived'], [/time zone/, 'contacts.fault_zone'],
  [/^names none/, 'contacts.fault_gone'], [/taken|already/, 'contacts.fault_taken'],
]

/** What the server found wrong, field by field; `any` when it named fields at all. */
export function fieldFaults(intl: IntlShape, error: unknown): { any: boolean; of: (...fields: string[]) => string | undefined } {
  const found = isProblem(error) && Array.isArray(error.problem.fields) ? error.problem.fields : []
  const t = translator(intl)
  const sentence = (message: string): string => { const known = SAID.find(([words]) => words.test(message)); return known ? t(known[1]) : message }
  return {
    any: found.length > 0,
    of: (...fields) => { const fault = found.find((each) => fields.some((field) => each.field === field || each.field.startsWith(`${field}.`))); return fault && sentence(fault.message) },
  }
}
