import { equalSecret, hmacHex, type InboundEvent, type RawRequest, type ReadContext, type Reception, type Settings } from '@recado/channel-kit'

interface Letter { id: string; loft: string; ring: string; name: string; at: number; words: string }

/** A letter is genuine when its seal is the HMAC of the raw body. */
export function receive(request: RawRequest, settings: Settings): Reception {
  if (!equalSecret(request.headers['x-seal'] ?? '', hmacHex('sha256', String(settings.ringSecret), request.body))) return { kind: 'refused', status: 401, code: 'bad_signature', reason: 'the seal is broken' }
  return { kind: 'accepted', payload: request.body.toString('utf8'), answer: { status: 200, body: 'coo' } }
}

export function readInbound(payload: string, { arrivedAt }: ReadContext): InboundEvent[] {
  const letter = JSON.parse(payload) as Letter // the seal says that it is theirs
  return [{
    type: 'message', key: letter.id, account: letter.loft, at: letter.at || arrivedAt, externalId: letter.id,
    from: { keys: [{ kind: 'ring', value: letter.ring }], profile: { name: letter.name } }, content: { kind: 'text', text: letter.words }, acts: ['message'],
  }]
}
