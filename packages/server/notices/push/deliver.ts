import { createHash } from 'node:crypto'
import type { PushPayload } from '@recado/api'
import { SilentPlatform } from '@recado/channel-kit'
import webpush from 'web-push'
import type { Services } from '../../services.js'
import type { Device } from './devices.js'
import { vapidKeys, vapidSubject } from './vapid.js'

/** A push service keeps it so long for a browser that is off; then it is old news. */
const TTL_S = 4 * 3_600
const TIMEOUT_MS = 10_000
/** Push services take 4,096 bytes; what is longer is cut before. */
const MOST_BYTES = 3_500

export interface Urgency { urgent: boolean; /** what a newer one replaces at the push service */ topic: string }

/** `gone`: the browser has taken its permission back, or is no more. `later`: worth another try, after so long where the service says it. */
export type Delivered = { kind: 'taken' } | { kind: 'gone' } | { kind: 'refused'; error: string } | { kind: 'later'; error: string; afterMs: number | null }

/** Encrypts for this browser alone and hands it to its push service, through the guarded way out. */
export async function deliverPush(services: Services, device: Device, payload: PushPayload, { urgent, topic }: Urgency): Promise<Delivered> {
  const { publicKey, privateKey } = await vapidKeys(services)
  const details = webpush.generateRequestDetails(device.subscription, textOf(payload), {
    vapidDetails: { subject: vapidSubject(services), publicKey, privateKey }, TTL: TTL_S, urgency: urgent ? 'high' : 'normal', topic: topicOf(topic), contentEncoding: 'aes128gcm',
  })
  const headers = Object.fromEntries(Object.entries(details.headers).filter(([name]) => name.toLowerCase() !== 'content-length').map(([name, value]) => [name, String(value)]))
  try {
    const answer = await services.egress.call({ method: 'POST', url: details.endpoint, headers, body: details.body, timeoutMs: TIMEOUT_MS }, { loopback: false })
    return read(answer.status, answer.headers['retry-after'], answer.text())
  } catch (error) {
    if (!(error instanceof SilentPlatform)) throw error
    return { kind: 'later', error: error.message, afterMs: null }
  }
}

function read(status: number, retryAfter: string | undefined, text: string): Delivered {
  if (status >= 200 && status < 300) return { kind: 'taken' }
  if (status === 404 || status === 410) return { kind: 'gone' }
  const error = `${status} ${text.replaceAll(/\s+/g, ' ').slice(0, 120)}`.trim()
  const after = Number(retryAfter)
  return status === 429 || status >= 500 ? { kind: 'later', error, afterMs: after > 0 ? after * 1_000 : null } : { kind: 'refused', error }
}

/** The text that is encrypted, cut so that every push service takes it. */
function textOf(payload: PushPayload): string {
  const text = JSON.stringify(payload)
  return Buffer.byteLength(text) <= MOST_BYTES ? text : JSON.stringify({ ...payload, body: [...payload.body].slice(0, 200).join(''), closed: [] })
}

/** Names a thread to the push service without telling which: 24 characters of an alphabet it takes. */
const topicOf = (topic: string): string => createHash('sha256').update(topic).digest('base64url').slice(0, 24)
