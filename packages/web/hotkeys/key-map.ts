/**
 * The keys of every action that has its place in the product, in one table: the registry, the `?` sheet and the page on which they are changed
 * read it. "j", "Mod+K" (Command on a Mac), "g i" one after the other; several do the same; none is a place where somebody may put her own.
 */
import type { MessageId } from '../i18n/provider.js'
import { isSingleKey } from './keys.js'

export type Group = 'go' | 'list' | 'conversation' | 'composer' | 'app'
export const GROUPS: readonly Group[] = ['list', 'conversation', 'composer', 'go', 'app']

export interface Mapped { label: MessageId; group: Group; keys: readonly string[] }
/** What somebody has changed, by action: the keys that are now its own, none to have none. */
export type OwnKeys = Readonly<Record<string, readonly string[]>>

const of = (group: Group, rows: Readonly<Record<string, readonly [label: MessageId, ...keys: string[]]>>): [string, Mapped][] =>
  Object.entries(rows).map(([id, [label, ...keys]]) => [id, { label, group, keys }])

export const KEY_MAP: ReadonlyMap<string, Mapped> = new Map([
  ...of('list', {
    'list.next': ['action.next', 'j', 'Alt+J'], 'list.previous': ['action.previous', 'k', 'Alt+K'], 'list.open': ['action.open', 'Enter', 'o'], 'list.search': ['action.search', '/'],
    'list.select': ['bulk.toggle', 'x'], 'list.select_all': ['bulk.select_all', 'Mod+Shift+A'], 'bulk.clear': ['bulk.clear', 'Escape'], 'bulk.read': ['bulk.read'], 'view.new': ['views.new'], 'list.new_contact': ['action.new_contact', 'n'],
  }),
  ...of('conversation', {
    'conversation.assign': ['action.assign', 'a'], 'conversation.assign_me': ['action.assign_me', 'i'], 'conversation.unassign': ['action.unassign'],
    'conversation.resolve': ['action.resolve', 'e'], 'conversation.resolve_next': ['action.resolve_next', 'Shift+E'], 'conversation.pending': ['action.pending'],
    'conversation.snooze': ['action.snooze', 's'], 'conversation.snooze_reply': ['action.snooze_reply'], 'conversation.unread': ['action.unread', 'u'],
    'conversation.label': ['action.label', 'l'], 'conversation.priority': ['action.priority', 'p'], 'conversation.follow': ['following.follow'], 'conversation.mute': ['notice.mute'],
    'conversation.context': ['action.context', 'Mod+I'], 'person.link': ['joining.link'], 'person.join': ['context.join'], 'person.duplicates': ['joining.duplicates'], 'conversation.back': ['action.back', 'Escape'],
    'thread.part_all': ['thread.part_all'], 'thread.part_messages': ['thread.part_messages'], 'thread.part_notes': ['thread.part_notes'], 'thread.part_activity': ['thread.part_activity'],
  }),
  ...of('composer', {
    'composer.reply': ['action.reply', 'r'], 'composer.note': ['action.note', 'n'], 'composer.mention': ['action.mention'], 'composer.saved_reply': ['action.saved_reply'], 'composer.send': ['composer.send', 'Mod+Enter'],
    'composer.send_resolve': ['action.send_resolve', 'Mod+Shift+Enter'], 'composer.send_later': ['action.send_later', 'Mod+Alt+Enter'], 'composer.template': ['action.template', 't'], 'composer.macro': ['action.macro', 'm'], 'composer.attach': ['action.attach'],
    'composer.voice': ['action.voice'], 'composer.choices': ['action.choices'], 'composer.emoji': ['action.emoji'],
  }),
  ...of('go', {
    'go.all': ['view.all', 'g i'], 'go.mine': ['view.mine', 'g m'], 'go.unassigned': ['view.unassigned', 'g u'], 'go.waiting': ['view.waiting', 'g w'], 'go.closing_soon': ['view.closing_soon', 'g x'],
    'go.failed': ['view.failed', 'g f'], 'go.mentions': ['view.mentions', 'g a'], 'go.participating': ['view.participating', 'g o'], 'go.drafts': ['view.drafts', 'g d'], 'go.my_teams': ['view.my_teams', 'g t'],
    'go.snoozed': ['view.snoozed', 'g z'], 'go.resolved': ['view.resolved', 'g e'], 'go.phones': ['nav.phones', 'g p'], 'go.reports': ['nav.reports', 'g r'], 'go.wallboard': ['nav.wallboard', 'g b'],
    'go.contacts': ['nav.contacts', 'g c'], 'go.campaigns': ['nav.campaigns', 'g k'], 'go.channels': ['settings.channels', 'g h'], 'go.saved_replies': ['settings.saved_replies', 'g l'], 'go.settings': ['nav.settings', 'g s'],
  }),
  ...of('app', {
    'app.palette': ['action.palette', 'Mod+K'], 'app.keys': ['action.keys', '?'], 'app.undo': ['app.undo', 'z', 'Mod+Z'], 'app.new_conversation': ['action.new_conversation', 'c'], 'app.notices': ['notice.bell', 'g n'],
    'app.theme_light': ['action.theme_light'], 'app.theme_dark': ['action.theme_dark'], 'app.theme_contrast': ['action.theme_contrast'], 'app.theme_system': ['action.theme_system'], 'app.single_keys': ['action.keys_off'], 'app.sign_out': ['action.sign_out'],
  }),
])

/** The keys of an action for somebody: her own, else those of the table. */
export const keysOf = (id: string, own: OwnKeys): readonly string[] => own[id] ?? KEY_MAP.get(id)?.keys ?? []

/** What is kept of somebody's choices is whatever was sent once: only what has the shape of keys counts. */
export function readOwnKeys(kept: unknown): OwnKeys {
  if (typeof kept !== 'object' || kept === null) return {}
  return Object.fromEntries(Object.entries(kept).filter((row): row is [string, string[]] => KEY_MAP.has(row[0]) && Array.isArray(row[1]) && row[1].every((key) => typeof key === 'string' && key !== '' && key.length <= 40)))
}

/** Pairs that never can be done at the same time may share a key. */
const NEVER_TOGETHER: readonly (readonly [string, string])[] = [['bulk.clear', 'conversation.back'], ['list.new_contact', 'composer.note']]

/** Who has these keys already, or begins with them: "g" would swallow "g i". */
export function conflictsOf(id: string, keys: string, own: OwnKeys): string[] {
  const clash = (other: string) => other === keys || other.startsWith(`${keys} `) || keys.startsWith(`${other} `)
  return [...KEY_MAP.keys()].filter((other) => other !== id && !NEVER_TOGETHER.some((pair) => pair.includes(id) && pair.includes(other)) && keysOf(other, own).some(clash))
}

/** Gives an action one key and takes it from those that had it; back at the table's keys nothing is kept. */
export function withKey(id: string, key: string, own: OwnKeys): OwnKeys {
  const losers = conflictsOf(id, key, own).map((other) => [other, keysOf(other, own).filter((each) => !(each === key || each.startsWith(`${key} `) || key.startsWith(`${each} `)))] as const)
  return tidy({ ...own, ...Object.fromEntries(losers), [id]: [key] })
}

/** Without what is as the table has it. */
export const tidy = (own: OwnKeys): OwnKeys => Object.fromEntries(Object.entries(own).filter(([id, keys]) => keys.join('|') !== KEY_MAP.get(id)?.keys.join('|')))

/** Keys that browsers or the page need: they cannot be given away. */
export const isReserved = (key: string): boolean => ['Tab', 'Shift+Tab', 'Space', ' ', 'Shift+ ', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End', 'Backspace', 'Delete', 'Shift+Enter', 'F5', 'F11', 'F12', 'Mod+C', 'Mod+V', 'Mod+X', 'Mod+A', 'Mod+R', 'Mod+T', 'Mod+W', 'Mod+N', 'Mod+L', 'Mod+P', 'Mod+F'].includes(key)

/** Whether two presses may follow one another as one combination: both write text, so neither does anything else. */
export const mayBegin = (key: string): boolean => isSingleKey(key)
