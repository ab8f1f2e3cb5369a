/**
 * Tells a customer that her order is confirmed, and says what it will cost.
 *   RECADO_URL=... RECADO_TOKEN=... RECADO_ACCOUNT=... node order-confirmed.ts +34600000000 Lucía A-1042
 * Node 22.18 or newer runs TypeScript as it is.
 */
import { Recado, RecadoProblem } from '@recado/client'

const { RECADO_URL = '', RECADO_TOKEN = '', RECADO_ACCOUNT = '' } = process.env
const [address = '', name = '', order = ''] = process.argv.slice(2)
const recado = new Recado({ url: RECADO_URL, token: RECADO_TOKEN })

try {
  const message = await recado.call('POST /api/v1/messages', {
    body: {
      channelAccountId: RECADO_ACCOUNT, to: { address }, purpose: 'notification', clientId: `order-confirmed-${order}`,
      content: { kind: 'template', name: 'order_confirmed', language: 'es', parameters: { name, order } },
    },
  })
  const price = message.verdict?.kind === 'allow' ? message.verdict.price : null
  console.log(`${message.id} is ${message.status}${price ? `, at most ${price.amount} ${price.currency}` : ''}`)
} catch (error) {
  if (!(error instanceof RecadoProblem)) throw error
  // For programs: error.code, error.problem.fields, error.problem.verdict with what to do instead.
  console.error(`${error.code}: ${error.message}`)
  process.exitCode = 1
}
