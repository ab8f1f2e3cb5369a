/**
 * Every act by its name, and what waits for the network. What `act(world, customerId, {action, content?, ref?})` plays, beside `platform` and `page_inbox`
 * (acts-platform.ts):
 *
 * - `write` content: text, files, stickers, place, link; `ref`: a message it answers, or `ad:<id>`.
 * - `ad` ref `ad:<id>` (or the bare id): she taps the ad and sends `content.text`. `content` may also say `title`, `image`, `video`, `postId`, `productId`,
 *   `flowId` and `adRef`: they become the referral.
 * - `scan`, `open_link`, `referral` ref: `m.me/<page>?ref=...&text=...`, or the bare ref: somebody known is told of by `messaging_referrals`; a new person taps
 *   Get Started, which brings the referral along. With ice breakers she chooses one of them by `tap`. `ad:<id>` is the ad without a message.
 * - `get_started` (ref as above), `menu`: opens the persistent menu (or the commands) for `tap`; with `ref` or `content.id` she takes an entry at once.
 * - `tap` content `{id, value?}`, ref the message: buttons, quick replies, the welcome screen (`welcome`) and the menu (`menu`).
 * - `comment`, `post` {text}, `optin`, `stop_marketing`, `react`, `unreact`, `edit`, `revoke`, `read`, `offline`, `online`, `block`, `unblock`, `hide_profile`.
 * - `delete_data`: she removes the app in her Facebook settings and asks for her data to be deleted.
 */
import type { ActInput, World } from '@recado/channel-kit'
import type { Content } from '@recado/core'
import { phoneActs } from './acts-phone.js'
import { platformActs } from './acts-platform.js'
import { tapActs } from './acts-tap.js'
import { writeActs } from './acts-write.js'
import { record, text } from './json.js'
import { openingActs } from './openings.js'
import { noticeFaults } from './standing.js'
import { customerOf, nextNumber, saveCustomer, saveItem, type CustomerRow } from './state.js'

export type Action = (world: World, customer: CustomerRow, input: ActInput) => Promise<void>

export const actions: Readonly<Record<string, Action>> = { ...writeActs, ...tapActs, ...openingActs, ...phoneActs, ...platformActs }

/** Things that wait in the phone until the network is back. */
const QUEUED = new Set(['write', 'tap', 'react', 'unreact', 'ad', 'edit', 'get_started', 'menu', 'referral', 'scan', 'open_link', 'comment'])

export async function act(world: World, customerId: string, input: ActInput): Promise<void> {
  const customer = customerOf(world, customerId)
  if (!customer) throw new Error(`There is no customer ${customerId} on Messenger.`)
  const action = actions[input.action]
  if (!action) throw new Error(`Messenger has no "${input.action}": ${Object.keys(actions).join(', ')}.`)
  if (!customer.online && QUEUED.has(input.action)) return queue(world, customer, input)
  noticeFaults(world, customer.account)
  await action(world, customer, input)
}

function queue(world: World, customer: CustomerRow, input: ActInput): void {
  const item = `waiting-${nextNumber(world, 'waiting')}`
  const words = text(record(input.content)['text'])
  const shown: Content = words === undefined ? ({ kind: 'system', event: 'waiting' }) : { kind: 'text', text: words }
  if (input.action === 'write') saveItem(world, customer.id, { id: item, order: nextNumber(world, 'item'), at: world.now(), from: 'me', content: shown, options: [] })
  saveCustomer(world, { ...customer, outbox: [...customer.outbox, { action: input.action, item, ...(input.content ? { content: input.content } : {}), ...(input.ref ? { ref: input.ref } : {}) }] })
}
