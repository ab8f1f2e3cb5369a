import { type CallContext, type Connector, type OutboundMessage, PlatformRefusal, type Sent } from '@recado/channel-kit'

export const validate: Connector['validate'] = (content) => {
  if (content.kind !== 'text') return { code: 'content_unsupported' }
  return content.text.length > 140 ? { code: 'too_long', limit: 140 } : null
}

export async function send(message: OutboundMessage, { settings, http }: CallContext): Promise<Sent> {
  const words = message.content.kind === 'text' ? message.content.text : ''
  const answer = await http({ method: 'POST', url: `${String(settings.baseUrl)}/lofts/${String(settings.loftId)}/letters`, body: { ring: message.to[0]?.value ?? '', words } })
  if (answer.status !== 200) throw new PlatformRefusal({ code: 'bad_request', platformCode: String(answer.status), message: answer.text(), sent: 'no', retry: { kind: 'never' } })
  return { externalId: (answer.json() as { id: string }).id, status: 'accepted' }
}
