/**
 * What Meta or a colleague does, for rehearsals. `page_inbox` {text}: a colleague answers in the Page Inbox. `platform` with the event as `ref`: `policy_block`
 * {days, reason}, `policy_warning` {reason}, `policy_unblock`, `revoke_token`, `expire_token`, `token_expires` {days}, `restore_token`, `unsubscribe`,
 * `approve_human_agent`, `review_human_agent` {status}, `take_thread`, `pass_thread`, `standby` {text}, `feedback` {feedback, mid}.
 */
import type { World } from '@recado/channel-kit'
import type { Action } from './acts.js'
import { deleteData } from './deletion.js'
import { number, record, text, type Json } from './json.js'
import { accept } from './send.js'
import { pageOf, savePage, threadOf, type CustomerRow, type PageRow } from './state.js'
import { from, post } from './webhook.js'

const DAY_MS = 24 * 3_600_000
/** The app id under which the Page Inbox writes. */
const PAGE_INBOX = '263902037430900'

/** A colleague answers in the Page Inbox: it comes to us as an echo of another app. */
const pageInbox: Action = async (world, customer, input) => {
  const page = pageOf(world, customer.account)
  if (!page) throw new Error('The Page is gone.')
  if (threadOf(world, customer.id).openedAt === null) throw new Error('The Page can write only after the person has.')
  const words = text(record(input.content)['text']) ?? 'Te atiende Lucía'
  accept(world, page, customer, { content: { kind: 'text', text: words }, options: [], echo: { text: words }, metadata: '' }, undefined, PAGE_INBOX)
}

type Event = (world: World, page: PageRow, customer: CustomerRow, content: Json) => Promise<void>

const policy = (action: 'block' | 'warning' | 'unblock', change: (world: World, content: Json) => Partial<PageRow>): Event => async (world, page, _, content) => {
  savePage(world, { ...page, ...change(world, content) })
  const at = world.now()
  await post(world, page.id, [{ field: 'messaging_policy_enforcement', event: { recipient: { id: page.id }, timestamp: at, policy_enforcement: { action, ...(action === 'unblock' ? {} : { reason: text(content['reason']) ?? 'The Page sent messages that people reported.' }) } } }])
}

const events: Readonly<Record<string, Event>> = {
  policy_block: policy('block', (world, content) => ({ restrictedUntil: world.now() + (number(content['days']) ?? 1) * DAY_MS })),
  policy_warning: policy('warning', () => ({})),
  policy_unblock: policy('unblock', () => ({ restrictedUntil: 0 })),
  revoke_token: async (world, page) => savePage(world, { ...page, tokenDead: true }),
  expire_token: async (world, page) => savePage(world, { ...page, tokenExpiresAt: world.now() }),
  token_expires: async (world, page, _, content) => savePage(world, { ...page, tokenExpiresAt: world.now() + (number(content['days']) ?? 60) * DAY_MS }),
  restore_token: async (world, page) => {
    const { tokenExpiresAt: _, ...rest } = page
    savePage(world, { ...rest, tokenDead: false })
  },
  unsubscribe: async (world, page) => savePage(world, { ...page, subscribed: false }),
  approve_human_agent: async (world, page) => savePage(world, { ...page, humanAgent: true, humanAgentReview: 'approved' }),
  review_human_agent: async (world, page, _, content) => {
    const status = text(content['status'])
    if (status !== 'approved' && status !== 'pending' && status !== 'limited' && status !== 'rejected') throw new Error('A review is approved, pending, limited or rejected.')
    savePage(world, { ...page, humanAgent: status === 'approved', humanAgentReview: status })
  },
  take_thread: (world, page, customer) => post(world, page.id, [{ field: 'messaging_handovers', event: from(page, customer, world.now(), { take_thread_control: { previous_owner_app_id: Number(page.appId), metadata: '' } }) }]),
  pass_thread: (world, page, customer) => post(world, page.id, [{ field: 'messaging_handovers', event: from(page, customer, world.now(), { pass_thread_control: { new_owner_app_id: Number(page.appId), metadata: '' } }) }]),
  standby: (world, page, customer, content) => post(world, page.id, [{ field: 'standby', standby: true, event: from(page, customer, world.now(), { message: { mid: `m_${world.token(40)}`, text: text(content['text']) ?? 'Hola' } }) }]),
  feedback: (world, page, customer, content) => post(world, page.id, [{ field: 'response_feedback', event: from(page, customer, world.now(), { response_feedback: { feedback: text(content['feedback']) ?? 'Good response', mid: text(content['mid']) ?? '' } }) }]),
}

const platform: Action = async (world, customer, input) => {
  const page = pageOf(world, customer.account)
  const event = events[input.ref ?? '']
  if (!page || !event) throw new Error(`The platform has no event "${input.ref ?? ''}": ${Object.keys(events).join(', ')}.`)
  await event(world, page, customer, record(input.content))
}

export const platformActs: Readonly<Record<string, Action>> = { page_inbox: pageInbox, platform, delete_data: deleteData }
