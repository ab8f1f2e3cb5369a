// A number of WhatsApp as far as a campaign meets it, in a process of its own: takes messages, counts them by phone, and reports `sent`, `delivered` and for
// every second one `read`, in signed webhooks that come again until they hear 200. One report in a hundred never comes. The product's own simulator keeps a
// whole phone per person, which costs more than the product does; here the load is to cost next to nothing.
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

const REPORT_MS = 100
const MOST_AT_ONCE = 500
const AGAIN_MS = 500

/** @type {{ webhookUrl: string, secret: string, phoneNumberId: string, waba: string, withheld: number } | null} */
let desk = null
/** Phone -> how many messages it has. @type {Map<string, number>} */
const phones = new Map()
let taken = 0
let withheld = 0
/** @type {{ id: string, to: string, status: string, callback?: string }[]} */
let due = []
let underWay = 0
/** Replies of people at the desk, by their text: when they came. @type {Map<string, number>} */
const replies = new Map()

const TEMPLATE = { id: 'bench', name: 'bench', language: 'es', category: 'MARKETING', status: 'APPROVED', components: [{ type: 'BODY', text: 'Rebajas' }] }

const server = createServer((request, response) => {
  const answer = (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  if (request.method === 'GET') return answer(request.url?.includes('message_templates') ? { data: [TEMPLATE] } : request.url?.startsWith('/_told') ? told() : { success: true, data: [], throughput: { level: 'HIGH' }, status: 'CONNECTED' })
  const parts = []
  request.on('data', (part) => parts.push(part)).on('end', () => {
    const body = Buffer.concat(parts).toString('utf8')
    if (request.url === '/_desk') { desk = JSON.parse(body); return answer({}) }
    if (request.url === '/_bare' || !request.url?.endsWith('/messages')) return answer({ success: true })
    const message = JSON.parse(body)
    message.to = String(message.to ?? '').replace(/\D/g, '')
    if (message.status) return answer({ success: true })
    const id = `wamid.bench.${++taken}`
    if (message.type === 'template') {
      phones.set(message.to, (phones.get(message.to) ?? 0) + 1)
      due.push({ id, to: message.to, status: 'sent', callback: message.biz_opaque_callback_data })
    } else replies.set(message.text?.body ?? '', Date.now())
    answer({ messaging_product: 'whatsapp', contacts: [{ input: message.to, wa_id: message.to }], messages: [{ id, message_status: 'accepted' }] })
  })
})
server.keepAliveTimeout = 60_000

const told = () => ({ taken, withheld, waiting: due.length + underWay, people: phones.size, phones: [...phones].map(([phone, times]) => (times > 1 ? `${phone}*${times}` : phone)), replies: Object.fromEntries(replies) })

const NEXT = { sent: 'delivered', delivered: 'read' }

async function report() {
  for (;;) {
    await wait(REPORT_MS)
    if (!desk) continue
    for (let now = due, at = (due = [], 0); at < now.length; at += MOST_AT_ONCE) {
      const batch = now.slice(at, at + MOST_AT_ONCE)
      underWay += batch.length
      void tell(batch.filter(() => Math.random() >= desk.withheld || (withheld++, false))).then(() => {
        underWay -= batch.length
        for (const one of batch) if (NEXT[one.status] && (one.status === 'sent' || Number(one.to.at(-1)) % 2)) due.push({ ...one, status: NEXT[one.status] })
      })
    }
  }
}

async function tell(batch) {
  if (batch.length === 0 || !desk) return
  const { phoneNumberId, waba, secret, webhookUrl } = desk
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const statuses = batch.map(({ id, to, status, callback }) => ({ id, status, timestamp, recipient_id: to, ...(callback ? { biz_opaque_callback_data: callback } : {}), pricing: { billable: true, pricing_model: 'PMP', category: 'marketing', type: 'regular' } }))
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: waba, changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata: { display_phone_number: '34911000000', phone_number_id: phoneNumberId }, statuses } }] }] })
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }
  for (;;) {
    const status = await fetch(webhookUrl, { method: 'POST', headers, body }).then(async (answer) => { await answer.arrayBuffer(); return answer.status }, () => 0)
    if (status === 200) return
    await wait(AGAIN_MS)
  }
}

server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  process.send?.({ url: `http://127.0.0.1:${port}` })
})
process.on('disconnect', () => process.exit(0))
void report()
