/** Which of an app's actions stand where, and what each asks of the simulator. Everything here follows from data: no app is known by name. */
import type { ActBody, PhoneAction, PhoneBusiness, PhoneCustomer, PhoneEntry, ScreenItem } from './types.js'

type State = PhoneCustomer['state']

/** Actions that come in pairs: each is there only while the other would make no sense. A state the platform does not tell hides nothing. */
const WHEN: Readonly<Record<string, readonly [state: string, value: boolean]>> = {
  offline: ['online', true], online: ['online', false], block: ['blocked', false], unblock: ['blocked', true], follow: ['following', false], unfollow: ['following', true],
  stop_marketing: ['stoppedMarketing', false], resume_marketing: ['stoppedMarketing', true], receipts_off: ['readReceipts', true], receipts_on: ['readReceipts', false],
}

function fits(action: string, state: State): boolean {
  const when = WHEN[action]
  return !when || state[when[0]] === undefined || state[when[0]] === when[1]
}

/** The actions of a place, in the app's order. */
export function actionsAt(where: PhoneAction['where'], actions: readonly PhoneAction[], state: State): PhoneAction[] {
  return actions.filter((action) => action.where === where && fits(action.action, state))
}

/** What stands at the foot of the chat: the microphone and, before the first word, what an app offers. Where the business itself says what that is, its own entries stand there instead. */
export function footActions(actions: readonly PhoneAction[], state: State, isEmpty: boolean, business?: PhoneBusiness | null): { voice: PhoneAction | undefined; first: PhoneAction[]; starters: PhoneEntry[] } {
  const foot = actionsAt('bottom', actions, state)
  return {
    voice: foot.find((action) => action.input === 'voice'), starters: isEmpty ? (business?.starters ?? []) : [],
    first: isEmpty && !business?.starters ? foot.filter((action) => action.input !== 'voice') : [],
  }
}

/** The commands that begin as what she has typed does. */
export function commandsFor(text: string, commands: readonly PhoneEntry[] = []): PhoneEntry[] {
  return text.startsWith('/') && !/\s/.test(text) ? commands.filter(({ title }) => title.toLowerCase().startsWith(text.toLowerCase())) : []
}

/** An entry of the business's menu as an action of the phone; null where it only opens a page or a list. */
export function entryAction(entry: PhoneEntry): PhoneAction | null {
  return entry.act ? { id: entry.id, label: entry.title, icon: 'menu', where: 'bottom', ...entry.act, ...(entry.input ? { input: entry.input } : {}) } : null
}

/** What can be done with one message. */
export function bubbleActions(actions: readonly PhoneAction[], state: State, item: ScreenItem): PhoneAction[] {
  return actionsAt('bubble', actions, state).filter(({ action }) => {
    if (action === 'edit') return item.from === 'me' && item.content.kind === 'text'
    if (action === 'revoke') return item.from === 'me'
    if (action === 'unreact') return Boolean(item.reaction)
    if (action === 'play') return item.from === 'business' && item.content.kind === 'audio'
    return true
  })
}

/** The act of an action with what was asked for. */
export function actBody(action: PhoneAction, given: { content?: Record<string, unknown>; ref?: string } = {}): ActBody {
  const content = { ...action.content, ...given.content }
  const ref = given.ref ?? action.ref
  return { action: action.action, ...(Object.keys(content).length > 0 ? { content } : {}), ...(ref ? { ref } : {}) }
}

export const write = (text: string): ActBody => ({ action: 'write', content: { kind: 'text', text } })
export const tap = (item: ScreenItem, id: string, values?: Record<string, unknown>): ActBody => ({ action: 'tap', ref: item.id, content: { id, ...(values ? { values } : {}) } })

/** The line for a refusal: the app's own word for the state it comes from, else the platform's sentence. */
export function refusalLine(lines: Readonly<Record<string, string>>, state: State, reason: string): string {
  if (lines[reason]) return lines[reason]
  if (state.online === false && lines.offline) return lines.offline
  if (state.blocked === true && lines.business_blocked) return lines.business_blocked
  if (state.following === false && lines.empty) return lines.empty
  return reason
}
