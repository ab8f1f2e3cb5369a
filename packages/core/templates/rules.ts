/** What reviewers of a platform find fault with, as data: which check, how grave, where it is written. */

/** `error`: refused at once. `warning`: taken and then rejected, or filed elsewhere; it can be handed in all the same. `hint`: it passes, and reads badly. */
export type FindingLevel = 'error' | 'warning' | 'hint'

export type FindingField = 'name' | 'language' | 'category' | 'header' | 'body' | 'footer' | 'buttons' | 'examples' | 'cards' | 'offer' | 'code' | 'ttl'

export const FINDING_CODES = [
  'name_form', 'name_taken', 'language_not_taken', 'category_not_taken', 'component_not_taken', 'empty', 'too_long',
  'variable_at_edge', 'variables_adjacent', 'too_many_variables', 'variable_not_allowed', 'variable_form', 'variables_not_numbered', 'example_missing', 'example_form',
  'reads_as_marketing', 'reads_as_code', 'short_link', 'chat_link', 'emoji', 'line_break', 'formatting', 'blank_lines', 'spaces', 'duplicate_text',
  'too_many_buttons', 'button_form', 'buttons_mixed', 'button_alone', 'button_twice', 'phone_form', 'code_form',
  'media_missing', 'cards_count', 'cards_unlike', 'offer_needs_code', 'code_minutes', 'app_missing', 'ttl_range', 'no_opt_out',
] as const
export type FindingCode = (typeof FINDING_CODES)[number]

/** One finding: what, where, how grave, by which rule. `found` is the part of the text that gave rise to it. */
export interface TemplateFinding { code: FindingCode; field: FindingField; level: FindingLevel; source: string; limit?: number; /** button or card */ index?: number; found?: string }

interface Of { level: FindingLevel; source: string; /** only in these categories */ categories?: readonly string[] }
type TextField = 'header' | 'body' | 'footer' | 'buttons' | 'cards'

export type LintRule =
  | (Of & { check: 'variable_at_edge'; /** marks that do not count as text behind the last variable */ ignores: string })
  | (Of & { check: 'variables_adjacent' })
  /** Words must be more than `perVariable` times the variables plus `plus`. */
  | (Of & { check: 'too_many_variables'; perVariable: number; plus: number })
  | (Of & { check: 'variable_form'; pattern: string })
  | (Of & { check: 'variables_not_numbered' })
  | (Of & { check: 'example_missing' })
  /** What a reviewer's sample may not hold. */
  | (Of & { check: 'example_form'; pattern: string })
  /** A pattern that is a fault where it is found. */
  | (Of & { check: 'pattern'; code: FindingCode; fields: readonly TextField[]; pattern: string; flags: string; /** said of this field rather than of where it was found */ says?: FindingField; most?: number })
  | (Of & { check: 'duplicate_text' })
  /** Of this kind all stand side by side. */
  | (Of & { check: 'buttons_mixed'; type: string })
  | (Of & { check: 'button_twice' })
  | (Of & { check: 'cards_unlike' })
  | (Of & { check: 'offer_needs_code' })
  /** Marketing without a way out is blocked rather than answered. */
  | (Of & { check: 'no_opt_out'; pattern: string })
