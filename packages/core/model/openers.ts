/**
 * What stands in a chat before anybody has written: greeting, questions to tap, commands, a menu. One form for all platforms; an editor says, as
 * data, which parts a platform has and what fits into them.
 */
import { type Fault, isWebLink, textFault, type Unit } from './measure.js'

/** A button that opens others has `below` and neither type nor values. */
export interface MenuButton { title: string; type?: string; values?: Readonly<Record<string, string>>; below?: readonly MenuButton[] }
/** `key` is what the platform sends back when she taps; without one the title itself arrives as her message. */
export interface IceBreaker { title: string; key?: string }
export interface Command { name: string; hint: string }
export interface Audience { kind: 'tag' | 'language'; value: string; label?: string }

/** What one group of customers sees. The first set is the one for everybody else, its audience is null. */
export interface OpenerSet { audience: Audience | null; greeting?: string; iceBreakers?: readonly IceBreaker[]; commands?: readonly Command[]; menu?: readonly MenuButton[] }
export interface Openers { sets: readonly OpenerSet[] }
export type OpenerPart = 'greeting' | 'iceBreakers' | 'commands' | 'menu'

interface Limit { maxLength: number; unit: Unit; /** The platform refuses pictographs here. */ noEmoji?: boolean; source: string }

export interface MenuValue<Text> { key: string; label: Text; help?: Text; kind: 'key' | 'link' | 'text'; maxLength?: number; unit?: Unit; required: boolean }
export interface MenuButtonType<Text> {
  type: string
  label: Text
  help: Text
  values: readonly MenuValue<Text>[]
  /** The value by which an automatic reply knows the tap; absent where the platform tells us nothing that could be answered. */
  answeredBy?: string
  source: string
}
export interface MenuEditor<Text> {
  /** Buttons side by side or beneath each other. */
  most: number
  /** Buttons that one of them can open; 0 where the menu is flat. */
  below: number
  title: Limit & { /** Characters that phones show before they cut. */ shown?: number }
  titleBelow?: Limit & { shown?: number }
  types: readonly MenuButtonType<Text>[]
  layout: 'bar' | 'list'
}
export interface AudienceEditor<Text> {
  kind: Audience['kind']
  label: Text
  help: Text
  parts: readonly OpenerPart[]
  /** Values to choose from, where they are not the account's own. */
  choices?: readonly { value: string; label: string }[]
  /** How many different hosts the links of these menus may lead to, all together. */
  mostHosts?: number
}

export interface OpenersEditor<Text> {
  greeting?: Limit & { help: Text; /** Placeholders that the platform fills in. */ variables?: readonly string[] }
  iceBreakers?: Limit & { most: number; help: Text; /** Present where a tap sends a key. */ keyMaxLength?: number }
  commands?: { most: number; nameLength: number; hintLength: number; namePattern: string; noEmoji?: boolean; help: Text; source: string }
  menu?: MenuEditor<Text>
  audience?: AudienceEditor<Text>
  /** When customers see a change, in the platform's own words. */
  shows: Text
  /** What parts do to each other. */
  notes: readonly Text[]
  /** Present where connecting takes away what stands on the platform now. */
  lostOnConnect?: { title: Text; text: Text; late: Text; source: string }
  source: string
}

/** Everything the platform would refuse, before it is asked. */
export function openerFaults(editor: OpenersEditor<unknown>, openers: Openers): Fault[] {
  const [first, ...others] = openers.sets
  if (!first || first.audience !== null) return [{ path: 'sets.0', code: 'default_missing' }]
  return [...openers.sets.flatMap((set, at) => setFaults(editor, set, `sets.${at}`)), ...audienceFaults(editor, first, others)]
}

const isEmpty = (part: string | readonly unknown[] | undefined): boolean => part === undefined || part.length === 0

function setFaults(editor: OpenersEditor<unknown>, set: OpenerSet, path: string): Fault[] {
  const absent = (['greeting', 'iceBreakers', 'commands', 'menu'] as const).filter((part) => !isEmpty(set[part]) && (!editor[part] || (set.audience && !editor.audience?.parts.includes(part))))
  if (absent.length > 0) return absent.map((part) => ({ path: `${path}.${part}`, code: 'not_here' }))
  return [
    ...[set.greeting && editor.greeting ? (textFault(`${path}.greeting`, set.greeting, editor.greeting) ?? []) : []].flat(),
    ...iceBreakerFaults(editor, set.iceBreakers ?? [], `${path}.iceBreakers`), ...commandFaults(editor, set.commands ?? [], `${path}.commands`),
    ...(editor.menu ? menuFaults(editor.menu, set.menu ?? [], `${path}.menu`, true) : []),
  ]
}

function tooMany(path: string, list: readonly unknown[], limit: number): Fault[] {
  return list.length > limit ? [{ path, code: 'too_many', limit, length: list.length }] : []
}

const emoji = /\p{Extended_Pictographic}/u

/** A text that has to be there and to fit. */
function needed(path: string, text: string, limit: { maxLength?: number; unit?: Unit; noEmoji?: boolean }): Fault[] {
  if (text.trim() === '') return [{ path, code: 'required' }]
  if (limit.noEmoji && emoji.test(text)) return [{ path, code: 'no_emoji' }]
  const fault = textFault(path, text, limit)
  return fault ? [fault] : []
}

function iceBreakerFaults(editor: OpenersEditor<unknown>, list: readonly IceBreaker[], path: string): Fault[] {
  const limit = editor.iceBreakers
  if (!limit) return []
  return [...tooMany(path, list, limit.most), ...list.flatMap((one, at) => [
    ...needed(`${path}.${at}.title`, one.title, limit),
    ...(limit.keyMaxLength === undefined ? [] : needed(`${path}.${at}.key`, one.key ?? '', { maxLength: limit.keyMaxLength, unit: 'characters' })),
  ])]
}

function commandFaults(editor: OpenersEditor<unknown>, list: readonly Command[], path: string): Fault[] {
  const limit = editor.commands
  if (!limit) return []
  const pattern = new RegExp(limit.namePattern, 'u')
  return [...tooMany(path, list, limit.most), ...list.flatMap((one, at): Fault[] => [
    ...needed(`${path}.${at}.name`, one.name, { maxLength: limit.nameLength }), ...(one.name && !pattern.test(one.name) ? [{ path: `${path}.${at}.name`, code: 'bad_name' as const }] : []),
    ...(list.findIndex((other) => other.name === one.name) < at ? [{ path: `${path}.${at}.name`, code: 'twice' as const }] : []),
    ...needed(`${path}.${at}.hint`, one.hint, { maxLength: limit.hintLength, noEmoji: limit.noEmoji === true }),
  ])]
}

function menuFaults(editor: MenuEditor<unknown>, buttons: readonly MenuButton[], path: string, top: boolean): Fault[] {
  return [...tooMany(path, buttons, top ? editor.most : editor.below), ...buttons.flatMap((button, at): Fault[] => {
    const here = `${path}.${at}`
    const title = needed(`${here}.title`, button.title, top ? editor.title : (editor.titleBelow ?? editor.title))
    if (button.below && button.below.length > 0) return [...title, ...(top && editor.below > 0 ? menuFaults(editor, button.below, `${here}.below`, false) : [{ path: `${here}.below`, code: 'not_here' as const }])]
    const type = editor.types.find((one) => one.type === button.type)
    if (!type) return [...title, { path: `${here}.type`, code: 'not_a_choice' }]
    return [...title, ...type.values.flatMap((value) => valueFaults(value, button.values?.[value.key] ?? '', `${here}.values.${value.key}`))]
  })]
}

function valueFaults(value: MenuValue<unknown>, text: string, path: string): Fault[] {
  if (text.trim() === '') return value.required ? [{ path, code: 'required' }] : []
  if (value.kind === 'link' && !isWebLink(text)) return [{ path, code: 'not_a_link' }]
  return needed(path, text, value)
}

function audienceFaults(editor: OpenersEditor<unknown>, first: OpenerSet, others: readonly OpenerSet[]): Fault[] {
  const { audience } = editor
  const faults = others.flatMap((set, at): Fault[] => {
    const path = `sets.${at + 1}.audience`
    if (!audience || set.audience?.kind !== audience.kind) return [{ path, code: 'not_here' }]
    if (set.audience.value.trim() === '') return [{ path, code: 'required' }]
    if (!hasOpeners({ sets: [set] })) return [{ path: `sets.${at + 1}`, code: 'required' }]
    if (audience.choices && !audience.choices.some((choice) => choice.value === set.audience?.value)) return [{ path, code: 'not_a_choice' }]
    return others.findIndex((other) => other.audience?.value === set.audience?.value) < at ? [{ path, code: 'twice' }] : []
  })
  // Every platform falls back on the set for everybody, and refuses a part for a group that is missing there.
  for (const part of audience?.parts ?? []) if (isEmpty(first[part]) && others.some((set) => !isEmpty(set[part]))) faults.push({ path: `sets.0.${part}`, code: 'default_missing' })
  const hosts = new Set(others.flatMap((set) => leavesOf(set.menu ?? [])).flatMap((button) => (isWebLink(button.values?.url ?? '') ? [new URL(button.values!.url!).host] : []))) // the link was just seen
  if (audience?.mostHosts !== undefined && hosts.size > audience.mostHosts) faults.push({ path: 'sets.1.menu', code: 'too_many_hosts', limit: audience.mostHosts, length: hosts.size })
  return faults
}

/** The buttons of a menu that do something, whatever opens them. */
export function leavesOf(menu: readonly MenuButton[]): MenuButton[] {
  return menu.flatMap((button) => (button.below && button.below.length > 0 ? leavesOf(button.below) : [button]))
}

/** What a tap is called, by what the platform tells of it: keys and addresses of every set. */
export function openerTitles(openers: Openers): Record<string, string> {
  const titles: Record<string, string> = {}
  for (const set of openers.sets.toReversed()) {
    for (const one of set.iceBreakers ?? []) if (one.key) titles[one.key] = one.title
    for (const button of leavesOf(set.menu ?? [])) for (const value of Object.values(button.values ?? {})) if (value) titles[value] = button.title
  }
  return titles
}

const tidyButton = ({ title, type, values, below }: MenuButton): MenuButton =>
  below && below.length > 0 ? { title, below: below.map(tidyButton) } : { title, ...(type ? { type } : {}), values: Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== '').sort(([a], [b]) => (a < b ? -1 : 1))) }

/** Without what is empty and in one order, so that what is kept, read and written can be compared and sent. */
export function tidyOpeners(openers: Openers): Openers {
  return { sets: openers.sets.map(({ audience, greeting, iceBreakers = [], commands = [], menu = [] }) => ({
    audience: audience && { kind: audience.kind, value: audience.value }, ...(greeting?.trim() ? { greeting: greeting.trim() } : {}), ...(iceBreakers.length > 0 ? { iceBreakers: iceBreakers.map(({ title, key }) => ({ title, ...(key ? { key } : {}) })) } : {}),
    ...(commands.length > 0 ? { commands: commands.map(({ name, hint }) => ({ name, hint })) } : {}), ...(menu.length > 0 ? { menu: menu.map(tidyButton) } : {}),
  })) }
}

export const sameOpeners = (a: Openers, b: Openers): boolean => JSON.stringify(tidyOpeners(a)) === JSON.stringify(tidyOpeners(b))

/** Whether there is anything at all. */
export const hasOpeners = (openers: Openers): boolean => openers.sets.some((set) => !isEmpty(set.greeting) || !isEmpty(set.iceBreakers) || !isEmpty(set.commands) || !isEmpty(set.menu))

/** A reply that another tool gave by itself, read where it stands so that it can go on here. `M` names its file: the platform's, or ours once it is kept. */
export interface ImportedReply<M> {
  on: { kind: 'follow' } | { kind: 'otherwise' } | { kind: 'key'; key: string; title: string } | { kind: 'keywords'; words: { text: string; match: 'contains' | 'equals' }[] }
  name: string
  /** Whether it was on. */
  active: boolean
  /** All of `say`, or one of them by chance. */
  mode: 'all' | 'one'
  say: ({ kind: 'text'; text: string } | { kind: 'image' | 'voice' | 'video'; media: M })[]
}

/** What became of a button or reply that cannot be taken over as it stands. `lost` has to be made anew. */
export interface ImportNote { code: 'became_key' | 'became_link' | 'became_text' | 'lost' | 'file_lost'; title: string; was: string }
