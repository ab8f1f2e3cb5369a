import type { ActEvent, InboundEvent } from '@recado/channel-kit'
import type { Act, SystemContent } from '@recado/core'
import { common, ignored, kept, type Envelope } from './envelope.js'
import { readAccountNotice } from './inbound-account.js'
import { readJob } from './inbound-jobs.js'
import { readPermission } from './inbound-permissions.js'
import { list, number, text } from './push.js'

type Data = NonNullable<SystemContent['data']>
type Reader = (envelope: Envelope) => InboundEvent[]

/** An event push. Names are compared exactly as WeChat writes them, capitals included. */
export function readEvent(envelope: Envelope): InboundEvent[] {
  const event = text(envelope.push, 'Event')
  const key = envelope.keyOf(event, text(envelope.push, 'EventKey'))
  const reason = Object.hasOwn(unused, event) ? unused[event] : undefined
  if (reason !== undefined) return [ignored(envelope, key, reason)]
  const read = Object.hasOwn(acts, event) ? acts[event] : undefined
  const events = read?.(envelope) ?? readJob(event, envelope) ?? readPermission(event, envelope) ?? readAccountNotice(event, envelope)
  if (!events) return [kept(envelope, key, `unknown event "${event}"`)]
  return events.length > 0 ? events : [kept(envelope, key, `event "${event}" without its list`)]
}

/** `line: false` where the act opens nothing and the thread would only grow longer, or where a message follows that says it all. */
function act(envelope: Envelope, what: Act, line: boolean, data: Data): InboundEvent[] {
  const { push, person, keyOf } = envelope
  if (!person.keys[0]?.value) return [kept(envelope, keyOf(text(push, 'Event'), text(push, 'EventKey')), 'an event without a sender')]
  const known = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== '' && value !== null))
  const event: ActEvent = {
    type: 'act', ...common(envelope, keyOf(text(push, 'Event'), text(push, 'EventKey'), text(push, 'RevokeInfo'))), from: person, act: what, line,
    content: { kind: 'system', event: what, ...(Object.keys(known).length > 0 && { data: known }) },
  }
  return [event]
}

const eventKey = (envelope: Envelope): string => text(envelope.push, 'EventKey')

/** The push names the key only; people read the button's name. */
const tapped = (envelope: Envelope): Data => ({ key: eventKey(envelope), title: envelope.titleOf(eventKey(envelope)) })

/** `text` is what the thread shows: the button, and what was scanned with it. */
const scanned: Reader = (envelope) => {
  const button = tapped(envelope)
  const scanResult = text(envelope.push, 'ScanCodeInfo', 'ScanResult')
  return act(envelope, 'menu_click', true, { ...button, scanType: text(envelope.push, 'ScanCodeInfo', 'ScanType'), scanResult, text: scanResult && [button.title || button.key, scanResult].filter(Boolean).join(': ') })
}

const photographed: Reader = (envelope) =>
  act(envelope, 'menu_photo', false, { ...tapped(envelope), count: number(envelope.push, 'SendPicsInfo', 'Count') ?? list(envelope.push, 'SendPicsInfo', 'PicList', 'item').length })

const viewed: Reader = (envelope) => act(envelope, 'menu_view', false, { target: eventKey(envelope), title: envelope.titleOf(eventKey(envelope)) })

/** What followers do. Only follow, scan, CLICK and the two scancode entries open replies (sources.ts, `replies`). */
const acts: Readonly<Record<string, Reader>> = {
  subscribe: (envelope) => {
    const key = eventKey(envelope)
    const scene = key.startsWith('qrscene_') ? key.slice('qrscene_'.length) : ''
    return act(envelope, 'follow', true, { scene, via: scene === '' ? '' : 'qr' })
  },
  unsubscribe: (envelope) => act(envelope, 'unfollow', true, {}),
  SCAN: (envelope) => act(envelope, 'scan', true, { scene: eventKey(envelope) }),
  LOCATION: (envelope) =>
    act(envelope, 'location_report', false, { latitude: number(envelope.push, 'Latitude'), longitude: number(envelope.push, 'Longitude'), precision: number(envelope.push, 'Precision') }),
  CLICK: (envelope) => act(envelope, 'menu_click', true, tapped(envelope)),
  VIEW: viewed,
  view_miniprogram: viewed,
  scancode_push: scanned,
  scancode_waitmsg: scanned,
  pic_sysphoto: photographed,
  pic_photo_or_album: photographed,
  pic_weixin: photographed,
  location_select: (envelope) => act(envelope, 'menu_location', false, { ...tapped(envelope), address: text(envelope.push, 'SendLocationInfo', 'Label'), name: text(envelope.push, 'SendLocationInfo', 'Poiname') }),
  // The documents ask that the data named be deleted: somebody at the desk has to see it.
  user_authorization_revoke: (envelope) => act(envelope, 'data_withdrawn', true, { what: withdrawn[text(envelope.push, 'RevokeInfo')] ?? 'other', code: text(envelope.push, 'RevokeInfo') }),
  user_authorization_cancellation: (envelope) => act(envelope, 'data_withdrawn', true, { what: 'everything' }),
  user_info_modified: (envelope) => act(envelope, 'profile_changed', false, { what: withdrawn[text(envelope.push, 'RevokeInfo')] ?? '' }),
}

const withdrawn: Readonly<Record<string, string>> = { 201: 'address', 202: 'invoice', 203: 'card', 204: 'microphone', 205: 'name_and_picture', 206: 'location', 207: 'chosen_media' }

const AGENT_TOOL = 'sessions of WeChat’s own agent tool: Recado assigns conversations itself'
const CARDS = 'cards and coupons of WeChat are not handled by a desk'

/** Events we understand and have no use for, with the reason. */
const unused: Readonly<Record<string, string>> = {
  kf_create_session: AGENT_TOOL,
  kf_close_session: AGENT_TOOL,
  kf_switch_session: AGENT_TOOL,
  user_enter_tempsession: 'customer service of mini-programs: a Service Account does not get it',
  card_pass_check: CARDS,
  card_not_pass_check: CARDS,
  card_pay_order: CARDS,
  card_sku_remind: CARDS,
  user_get_card: CARDS,
  user_gifting_card: CARDS,
  user_del_card: CARDS,
  user_consume_card: CARDS,
  user_pay_from_pay_cell: CARDS,
  user_view_card: CARDS,
  user_enter_session_from_card: CARDS,
  update_member_card: CARDS,
  submit_membercard_user_info: CARDS,
  merchant_order: 'the shop inside Service Accounts of 2014, which WeChat has closed',
}
