/** Somebody's rules for notices, and what her role's are before she has chosen any. */
import { type Slot, timetableFaults } from '../hours/timetable.js'
import type { NoticeKind, NoticeWay } from './kinds.js'

export type KindRules = Partial<Record<NoticeKind, readonly NoticeWay[]>>

/** Hours without sound and push, by the wall of her own zone. `week` has seven days, Monday first. */
export interface QuietHours { on: boolean; timeZone: string; week: readonly (readonly Slot[])[]; /** mentions and escalations pass */ urgentPass: boolean }

/** When unseen notices are written to her. `at` is "HH:MM" in her zone, for `daily`. */
export interface MailRule { every: 'off' | 'quarter' | 'hourly' | 'daily'; at: string }

export const NOTICE_SOUNDS = ['drop', 'bell', 'chime', 'knock', 'none'] as const
export type NoticeSound = (typeof NOTICE_SOUNDS)[number]

export interface NoticeSettings {
  /** Ways by kind, for every inbox that has no rules of its own. */
  rules: Record<NoticeKind, readonly NoticeWay[]>
  /** Other ways in one inbox; a kind that is not named follows `rules`. */
  inboxes: Readonly<Record<string, KindRules>>
  quiet: QuietHours
  /** Sound and push only while she is available. */
  onlyWhileAvailable: boolean
  /** Whether names and first words of customers may leave for the push service, or stand in letters. */
  words: { push: boolean; mail: boolean }
  mail: MailRule
  sound: { name: NoticeSound; /** 0 to 100 */ volume: number }
}

const ALL: readonly NoticeWay[] = ['app', 'sound', 'push', 'mail']
const LOUD: readonly NoticeWay[] = ['app', 'sound', 'push']
const SEEN: readonly NoticeWay[] = ['app']

const agent: Record<NoticeKind, readonly NoticeWay[]> = {
  mention: ALL, escalation: ALL, assigned: ALL, nudge: LOUD, send_failed: ALL, message: ALL, team: LOUD, participating: LOUD, unassigned: ['app', 'sound'], followed: [], template: ALL,
}
/** Supervisors watch, they are not called for every thread that waits for anybody. */
const supervisor = { ...agent, unassigned: SEEN, team: SEEN }
/** Who answers by herself is told of whatever comes in; the owner of a shop is often the only one there. */
const owner = { ...agent, unassigned: LOUD }
const reader = { ...agent, unassigned: [], team: [], message: SEEN, nudge: SEEN }

const ofRole: Readonly<Record<string, Record<NoticeKind, readonly NoticeWay[]>>> = { owner, admin: supervisor, supervisor, agent, restricted_agent: agent, custom: agent, marketer: reader, privacy_officer: reader, viewer: reader }

const NIGHT: readonly Slot[] = [{ from: '22:00', to: '08:00' }]

export function defaultSettings(role: string, timeZone: string): NoticeSettings {
  return {
    rules: ofRole[role] ?? agent, inboxes: {}, quiet: { on: false, timeZone, week: Array.from({ length: 7 }, () => NIGHT), urgentPass: true }, onlyWhileAvailable: false,
    words: { push: false, mail: false }, mail: { every: 'off', at: '09:00' }, sound: { name: 'drop', volume: 60 },
  }
}

/** What she has chosen over the defaults: kinds that came with a later version keep theirs. */
export function settingsOver(base: NoticeSettings, chosen: Partial<NoticeSettings> | null): NoticeSettings {
  if (!chosen) return base
  return { ...base, ...chosen, rules: { ...base.rules, ...chosen.rules }, quiet: { ...base.quiet, ...chosen.quiet }, words: { ...base.words, ...chosen.words }, mail: { ...base.mail, ...chosen.mail }, sound: { ...base.sound, ...chosen.sound } }
}

/** What cannot be kept of settings whose shape is right; empty when all can. */
export function settingsFaults({ quiet, mail }: Pick<NoticeSettings, 'quiet' | 'mail'>): { field: string; message: string }[] {
  const faults = timetableFaults({ week: quiet.week, dates: [] }).map(({ field }) => ({ field: `quiet.${field}`, message: 'is no stretch of a day, or meets another one' }))
  if (!isZone(quiet.timeZone)) faults.push({ field: 'quiet.timeZone', message: 'is no time zone' })
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(mail.at)) faults.push({ field: 'mail.at', message: 'is no time of day' })
  return faults
}

function isZone(timeZone: string): boolean {
  try { return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone.length > 0 } catch { return false }
}

/** The ways of one kind in one inbox. */
export function waysOf(settings: NoticeSettings, kind: NoticeKind, inboxId: string | null): readonly NoticeWay[] {
  return (inboxId === null ? undefined : settings.inboxes[inboxId]?.[kind]) ?? settings.rules[kind]
}
