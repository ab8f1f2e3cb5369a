import { createHash } from 'node:crypto'
import type { InboundEvent, ReadContext } from '@recado/channel-kit'
import { envelopeOf } from './envelope.js'
import { readEvent } from './inbound-events.js'
import { readMessage } from './inbound-messages.js'
import { readPush, text } from './push.js'
import { setting } from './settings.js'

/** A push, already verified and decrypted, as events. WeChat sends one message or event per push. */
export function readInbound(payload: string, context: ReadContext): InboundEvent[] {
  const push = readPush(payload)
  if (!push) {
    const key = `unread:${createHash('sha1').update(payload).digest('hex')}`
    return [{ type: 'kept', key, account: setting(context.settings, 'appId'), at: context.arrivedAt, reason: 'neither XML nor JSON of WeChat' }]
  }
  const envelope = envelopeOf(push, context)
  return text(push, 'MsgType') === 'event' ? readEvent(envelope) : readMessage(envelope)
}
