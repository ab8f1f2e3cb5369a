import type { InboundEvent, Person } from '@recado/channel-kit'
import { readPolicy, readRoles, readThreadControl } from './inbound-account.js'
import { readEcho, readEdit, readMessage } from './inbound-messages.js'
import { readFeedback, readOptin, readPostback, readReaction, readReferral, readWatermark } from './inbound-acts.js'
import { kept, label } from './item.js'
import type { Item } from './item.js'
import { isObject, object, text } from './json.js'
import { messenger } from './channel.js'

type Reader = (item: Item, person: Person) => InboundEvent[]

/** What a person did, by the field that tells it. */
const PERSONAL: readonly [field: string, read: Reader][] = [
  ['message', readMessage],
  ['postback', readPostback],
  ['reaction', readReaction],
  ['message_edit', readEdit],
  ['delivery', (item, person) => readWatermark(item, person, 'delivery', 'delivered')],
  ['read', (item, person) => readWatermark(item, person, 'read', 'read')],
  ['optin', readOptin],
  ['response_feedback', readFeedback],
  ['pass_thread_control', readThreadControl],
  ['take_thread_control', readThreadControl],
  ['request_thread_control', readThreadControl],
  // Last: a referral also travels inside messages and postbacks.
  ['referral', readReferral],
]

/** What concerns the Page itself. Meta writes the first one with a hyphen. */
const OF_THE_PAGE: readonly [field: string, read: (item: Item) => InboundEvent[]][] = [
  ['policy-enforcement', readPolicy],
  ['policy_enforcement', readPolicy],
  ['app_roles', readRoles],
]

/** One object of `messaging` or `standby` as events. */
export function readItem(item: Item): InboundEvent[] {
  for (const [field, read] of OF_THE_PAGE) if (isObject(item.body[field])) return read(item)
  const found = PERSONAL.find(([field]) => isObject(item.body[field]))
  if (!found) return [kept(item.body, item.account, item.at, `unknown messaging item: ${Object.keys(item.body).map(label).join(', ')}`.slice(0, 300))]
  const person = personOf(item)
  if (!person) return [kept(item.body, item.account, item.at, `${found[0]} without a person`)]
  const message = object(item.body.message)
  const events = message.is_echo === true ? readEcho(item, person) : found[1](item, person)
  return item.standby && events.some((event) => event.type === 'message' || event.type === 'echo') ? [...events, standbyLine(item, person)] : events
}

/** The party that is not the Page. */
function personOf({ body, account, context }: Item): Person | null {
  const sender = text(object(body.sender).id)
  const other = text(object(body.recipient).id)
  const id = sender !== undefined && sender !== account ? sender : other !== account ? other : undefined
  if (id === undefined) return null
  // Messenger tells nobody's country, and utility messages go to some only: the owner may say where the Page's customers live.
  const country = text(context.settings.audienceCountry)?.toUpperCase()
  return { keys: [{ kind: 'psid', value: id }], ...(country && /^[A-Z]{2}$/.test(country) && { profile: { country } }) }
}

/** Another app answers in this thread: the messages are shown, and a line at most once a day says why automation rests. */
function standbyLine(item: Item, person: Person): InboundEvent {
  const every = messenger.figures?.standbyLineEveryMs?.value ?? Infinity
  const psid = person.keys[0]?.value ?? ''
  return {
    type: 'act', key: `standby:${psid}:${Math.floor(item.at / every)}`, account: item.account, at: item.at, from: person,
    act: 'standby', line: true, content: { kind: 'system', event: 'standby', data: { automation: 'pause' } },
  }
}
