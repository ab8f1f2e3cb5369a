/** How an inbox gives out its conversations: an ordered list of rules, the first whose conditions hold decides. */

export const METHODS = ['last_agent', 'least_busy', 'round_robin'] as const
/** To whom she last spoke; who carries least; whose turn it is. */
export type Method = (typeof METHODS)[number]

export const LANGUAGE_MATCHES = ['ignore', 'prefer', 'require'] as const
export type LanguageMatch = (typeof LANGUAGE_MATCHES)[number]

export const WHEN_OFF = ['stay', 'waiting', 'queue'] as const
/** What becomes of a colleague's open conversations when she goes off: they stay, those whose customer waits are given out anew, or all go back. */
export type WhenOff = (typeof WHEN_OFF)[number]

export interface AssignmentRule {
  id: string
  name: string
  enabled: boolean
  /** Conditions; an empty list asks for nothing. */
  channels: readonly string[]
  accountIds: readonly string[]
  languages: readonly string[]
  /** In order of preference: the next one decides where the one before finds nobody. Empty = the rule leaves it to people. */
  methods: readonly Method[]
  /** Only these and the members of these teams; both empty = everybody of the inbox. */
  userIds: readonly string[]
  teamIds: readonly string[]
  /** She must have all of them. */
  skills: readonly string[]
  language: LanguageMatch
  /** Who gets it when none of them can take it now. */
  fallbackTeamId: string | null
  onNew: boolean
  onReopened: boolean
  /** Given out when nobody has taken it and the customer has waited so long; null = never. */
  afterMinutes: number | null
}

export interface AssignmentPlan {
  enabled: boolean
  rules: readonly AssignmentRule[]
  /** A conversation that is handed to a team by hand goes to one of its members. */
  teamToMember: boolean
  whenOff: WhenOff
  /** Away for so long is off; null = only offline is. */
  offAfterMinutes: number | null
}

/** What an inbox has before anybody has set it up: everything by hand. */
export const NO_PLAN: AssignmentPlan = { enabled: false, rules: [], teamToMember: false, whenOff: 'stay', offAfterMinutes: 30 }

/** The language without its region: "es-MX" is Spanish. */
export const baseLanguage = (tag: string): string => tag.toLowerCase().split('-')[0] ?? ''

/** Whether somebody who speaks these understands the customer; nobody can tell for a customer whose language is unknown. */
export function speaks(languages: readonly string[], wanted: string | null): boolean {
  return wanted === null || languages.some((one) => baseLanguage(one) === baseLanguage(wanted))
}

/** The rule that decides about a conversation; null when none does. */
export function ruleFor(plan: AssignmentPlan, asked: { channel: string; accountId: string; language: string | null }): AssignmentRule | null {
  if (!plan.enabled) return null
  return plan.rules.find((rule) => rule.enabled
    && (rule.channels.length === 0 || rule.channels.includes(asked.channel))
    && (rule.accountIds.length === 0 || rule.accountIds.includes(asked.accountId))
    && (rule.languages.length === 0 || (asked.language !== null && speaks(rule.languages, asked.language)))) ?? null
}
