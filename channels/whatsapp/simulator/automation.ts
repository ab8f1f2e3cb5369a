/** Ice breakers, commands and the welcome event of a number. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/conversational-components */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { answerJson, bodyOf, GraphRefusal } from './graph.js'
import { lengthOf, record, text, type Json } from './json.js'
import { saveNumber, type Automation, type NumberRow } from './state.js'

/** Four by the page, three by the v23.0 specification: the platform takes the larger. */
const LIMITS = { prompts: 4, prompt: 80, commands: 30, name: 32, description: 256 } as const
const EMOJI = /\p{Extended_Pictographic}/u

const refuse = (message: string): GraphRefusal => new GraphRefusal(100, undefined, undefined, message)

export const automationOf = (number: NumberRow): Required<Automation> => ({ enable_welcome_message: number.automation?.enable_welcome_message ?? false, prompts: number.automation?.prompts ?? [], commands: number.automation?.commands ?? [] })

export function automationEdge(world: World, request: RawRequest, number: NumberRow): SimulatorAnswer {
  if (request.method === 'GET') return answerJson({ conversational_automation: { ...automationOf(number), id: number.id }, id: number.id })
  if (number.verified === false) throw refuse('Phone number must be verified before configuring conversational automation')
  const body = { ...request.query, ...bodyOf(request) }
  saveNumber(world, { ...number, automation: { ...automationOf(number), ...readWelcome(body), ...readPrompts(body), ...readCommands(body) } })
  return answerJson({ success: true })
}

/** Lists may come as JSON inside a form or the query. */
function listOf(body: Json, key: string): unknown[] | undefined {
  const value = typeof body[key] === 'string' ? parsed(body[key]) : body[key]
  if (value === undefined) return undefined
  if (!Array.isArray(value)) throw refuse(`Param ${key} must be an array.`)
  return value
}

const parsed = (value: string): unknown => { try { return JSON.parse(value) } catch { return null } }

function readWelcome(body: Json): Automation {
  const value = body['enable_welcome_message']
  if (value === undefined) return {}
  if (value !== true && value !== false && value !== 'true' && value !== 'false') throw refuse('Param enable_welcome_message must be a boolean.')
  return { enable_welcome_message: value === true || value === 'true' }
}

function readPrompts(body: Json): Automation {
  const given = listOf(body, 'prompts')
  if (!given) return {}
  if (given.length > LIMITS.prompts) throw refuse(`Too many prompts provided. Maximum allowed is ${LIMITS.prompts}`)
  const prompts = given.map((one) => text(one)?.trim() ?? '')
  if (prompts.some((prompt) => prompt === '')) throw refuse('Prompt text must not be empty')
  if (prompts.some((prompt) => lengthOf(prompt) > LIMITS.prompt)) throw refuse(`Prompt text exceeds maximum length of ${LIMITS.prompt} characters`)
  if (prompts.some((prompt) => EMOJI.test(prompt))) throw refuse('Emojis are not supported in prompts')
  return { prompts }
}

function readCommands(body: Json): Automation {
  const given = listOf(body, 'commands')
  if (!given) return {}
  if (given.length > LIMITS.commands) throw refuse(`Too many commands provided. Maximum allowed is ${LIMITS.commands}`)
  const commands = given.map(record).map((one) => ({ command_name: text(one['command_name']) ?? '', command_description: text(one['command_description']) ?? '' }))
  for (const { command_name, command_description } of commands) {
    if (!/^\w+$/.test(command_name)) throw refuse('Invalid command name format. Command names must contain only alphanumeric characters and underscores')
    if (lengthOf(command_name) > LIMITS.name) throw refuse(`Command name exceeds maximum length of ${LIMITS.name} characters`)
    if (command_description === '' || lengthOf(command_description) > LIMITS.description) throw refuse(`Command description must have 1 to ${LIMITS.description} characters`)
    if (EMOJI.test(command_description)) throw refuse('Emojis are not supported in command descriptions')
  }
  const twice = commands.find((one, index) => commands.findIndex((other) => other.command_name === one.command_name) !== index)
  if (twice) throw refuse(`Command names must be unique. Duplicate command name found: ${twice.command_name}`)
  return { commands }
}
