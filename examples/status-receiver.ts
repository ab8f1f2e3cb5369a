/**
 * Receives webhooks and writes down what became of each message.
 *   WEBHOOK_SECRET=whsec_... PORT=8080 node status-receiver.ts
 */
import { createServer } from 'node:http'
import { verifyWebhook, WebhookSignatureError } from '@recado/client'

const { WEBHOOK_SECRET = '', PORT = '8080' } = process.env
/** A webhook may come twice under one id. A shop keeps this in its database. */
const seen = new Set<string>()

const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  try {
    const { id, event } = await verifyWebhook(request.headers, body, WEBHOOK_SECRET)
    // Answer first, work afterwards: Recado waits 15 seconds.
    response.writeHead(204).end()
    if (seen.has(id)) return
    seen.add(id)
    if (event.type === 'message.updated') console.log(`${event.data.clientId} ${event.data.status}${event.data.error ? ` ${event.data.error.code}` : ''}`)
  } catch (error) {
    response.writeHead(error instanceof WebhookSignatureError ? 401 : 500).end()
  }
})
server.listen(Number(PORT), '127.0.0.1', () => console.log('ready'))
