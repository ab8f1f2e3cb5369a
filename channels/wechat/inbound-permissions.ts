import type { InboundEvent, PreferenceEvent } from '@recado/channel-kit'
import { common, type Envelope } from './envelope.js'
import { list, text, type Fields } from './push.js'

/** Where the question was asked, by WeChat's number. */
const places: Readonly<Record<string, string>> = { 1: 'page', 2: 'article' }

/** What the customer allowed or took back about subscription notices; null when the event is not about that. */
export function readPermission(event: string, envelope: Envelope): InboundEvent[] | null {
  switch (event) {
    // One acceptance is one notice; for long-term notices the template itself says that it is good for many.
    case 'subscribe_msg_popup_event': return answers(envelope, 'SubscribeMsgPopupEvent', { accept: 'granted_once', otherwise: 'rejected' })
    case 'subscribe_msg_change_event': return answers(envelope, 'SubscribeMsgChangeEvent', { accept: 'resumed', otherwise: 'stopped' })
    default: return null
  }
}

function answers(envelope: Envelope, name: string, states: { accept: PreferenceEvent['state']; otherwise: PreferenceEvent['state'] }): PreferenceEvent[] {
  const { push, person, keyOf } = envelope
  const nested = list(push, name, 'List')
  return (nested.length > 0 ? nested : list(push, 'List')).map((item: Fields, index) => {
    const templateId = text(item, 'TemplateId')
    const accepted = text(item, 'SubscribeStatusString') === 'accept'
    const place = places[text(item, 'PopupScene')]
    return {
      type: 'preference', ...common(envelope, keyOf(text(push, 'Event'), templateId, String(index))), person,
      subject: { kind: 'template', externalId: templateId },
      state: accepted ? states.accept : states.otherwise,
      content: { kind: 'system', event: accepted ? 'notice_allowed' : 'notice_refused', data: { templateId, ...(place && { place }) } },
    }
  })
}
