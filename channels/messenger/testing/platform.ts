import type { CallContext, HttpAnswer, HttpRequest, OutboundMessage, PlatformTemplate, Settings } from '@recado/channel-kit'
import type { Content } from '@recado/core'

export const PAGE = '100200300400500'
export const PERSON = '7300112233445566'
export const OURS = '0193580c-7a00-7000-8000-0123456789ab'
export const NOW = 1_795_312_801_000

export const settings: Settings = { pageId: PAGE, pageAccessToken: 'page-token', appSecret: 'app-secret', verifyToken: 'verify-me', appId: '1234567890' }

/** An answer as the server's HTTP gives it. */
export function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  return { status, headers, body: bytes, text: () => bytes.toString('utf8'), json: () => JSON.parse(bytes.toString('utf8')) as unknown }
}

export interface Call { method: string; path: string; query: Record<string, string>; request: HttpRequest }

/** A context whose HTTP is answered by `play` and whose calls are kept. */
export function platform(play: (call: Call) => HttpAnswer | Promise<HttpAnswer>, change: Partial<CallContext> = {}): { context: CallContext; calls: Call[] } {
  const calls: Call[] = []
  const http = async (request: HttpRequest): Promise<HttpAnswer> => {
    const url = new URL(request.url)
    const call = { method: request.method, path: url.origin + url.pathname, query: Object.fromEntries(url.searchParams), request }
    calls.push(call)
    return play(call)
  }
  const context: CallContext = {
    settings, accountId: 'account-1', http, now: () => NOW,
    token: async (_name, fetch) => (await fetch()).value,
    dropToken: async () => {},
    media: {
      load: async () => ({ bytes: Buffer.from('bytes'), mime: 'image/jpeg', name: 'foto.jpg' }),
      link: async (id) => `https://desk.example/${id}`,
      remembered: async (_id, _form, upload) => (await upload()).id,
    },
    ...change,
  }
  return { context, calls }
}

/** A text of a person inside the window, changed as a test needs. */
export function outbound(content: Content, change: Partial<OutboundMessage> = {}): OutboundMessage {
  return { id: OURS, to: [{ kind: 'psid', value: PERSON }], content, as: 'freeform', author: 'human', attempt: 1, ...change }
}

export const utility: PlatformTemplate = {
  externalId: 't1', name: 'pedido_enviado', language: 'es', category: 'UTILITY', status: 'approved', components: [],
  preview: { body: 'Hola {{customer_name}}: el pedido {{order_id}} va de camino.' },
  parameters: [
    { component: 'body', name: 'customer_name', type: 'text', label: 'customer_name' },
    { component: 'body', name: 'order_id', type: 'text', label: 'order_id' },
  ],
}
