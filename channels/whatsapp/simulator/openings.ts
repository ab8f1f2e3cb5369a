/** What her app offers besides typing: ice breakers in an empty chat, the business's commands after "/", and links that fill the input. */
import type { World } from '@recado/channel-kit'
import type { Action } from './acts.js'
import { automationOf } from './automation.js'
import { record, text } from './json.js'
import { prefilledText } from './qr-codes.js'
import { COMMANDS, itemsOf, messageId, nextNumber, numberOf, saveItem, type CustomerRow, type ItemRow, type NumberRow, type TapOption } from './state.js'
import { postChanges, showsPhone, valueOf } from './webhook.js'
import { noteUserAct, seconds } from './window.js'
import { mayWrite, tell } from './write.js'

/** Id of what stands on her screen in an empty chat and is no message. */
export const ICE_BREAKERS = 'ice-breakers'

const businessOf = (world: World, customer: CustomerRow): NumberRow => {
  const number = numberOf(world, customer.account)
  if (!number) throw new Error('The business number is gone.')
  return number
}

const say = (world: World, customer: CustomerRow, words: string): Promise<string> => tell(world, customer, { type: 'text', part: { body: words } }, { kind: 'text', text: words })

/** Shown in the empty chat until something is written. */
export function iceBreakers(world: World, customer: CustomerRow): ItemRow | null {
  const number = numberOf(world, customer.account)
  const prompts = number ? automationOf(number).prompts : []
  if (!number || prompts.length === 0 || customer.blocks || itemsOf(world, customer.id).length > 0) return null
  const options = prompts.map((title): TapOption => ({ id: title, title, kind: 'prompt' }))
  return { id: ICE_BREAKERS, order: 0, at: world.now(), from: 'business', content: { kind: 'choices', style: 'buttons', text: customer.language.startsWith('es') ? 'Toca para preguntar' : 'Tap to ask', options: options.map(({ id, title }) => ({ id, title })) }, options }
}

/** Tapping one of them sends it as her own text: the business sees no difference. */
export async function tapOpening(world: World, customer: CustomerRow, option: TapOption): Promise<void> {
  await say(world, customer, option.id)
}

/** "/" in the input: the list of commands, or one of them at once (`ref`). */
const menu: Action = async (world, customer, input) => {
  const number = businessOf(world, customer)
  const { commands } = automationOf(number)
  if (commands.length === 0) throw new Error('This business has no commands.')
  const options = commands.map(({ command_name, command_description }): TapOption => ({ id: `/${command_name}`, title: `/${command_name}`, description: command_description, kind: 'command' }))
  const wanted = (text(input.ref) ?? text(record(input.content)['id']))?.replace(/^\/?/, '/')
  if (wanted !== undefined) {
    const option = options.find((one) => one.id === wanted)
    if (!option) throw new Error(`This business has no command ${wanted}.`)
    return tapOpening(world, customer, option)
  }
  saveItem(world, customer.id, { id: COMMANDS, order: nextNumber(world, 'item'), at: world.now(), from: 'business', content: { kind: 'choices', style: 'buttons', text: '/', options: options.map(({ kind: _, ...one }) => one) }, options })
}

/** She scans a code or follows a link: the chat opens with the text filled in, and she sends it, changed if `content.text` says so. */
const openLink: Action = async (world, customer, input) => {
  const number = businessOf(world, customer)
  mayWrite(customer, number)
  const filled = prefilledText(world, number, input.ref?.trim() || `https://wa.me/${number.display}`)
  const words = text(record(input.content)['text']) ?? filled
  if (words.trim() === '') return openChat(world, customer, input)
  await say(world, customer, words)
}

/** She opens the chat for the first time: a number with the welcome event on is told, and may answer. */
const openChat: Action = async (world, customer) => {
  const number = businessOf(world, customer)
  if (customer.blocks || !automationOf(number).enable_welcome_message || itemsOf(world, customer.id).length > 0 || world.get('welcomed', customer.id)) return
  world.put('welcomed', customer.id, { at: world.now() })
  const phone = showsPhone(world, customer)
  noteUserAct(world, customer, 'none', phone)
  const message = { ...(phone ? { from: customer.waId } : {}), from_user_id: customer.userId, id: messageId(world, 'in', phone ? customer.waId : ''), timestamp: seconds(world.now()), type: 'request_welcome' }
  await postChanges(world, number.id, [{ field: 'messages', value: valueOf(world, number.id, customer.id, { messages: [message] }) }])
}

export const openingActs: Readonly<Record<string, Action>> = { menu, scan: openLink, open_link: openLink, open_chat: openChat }
