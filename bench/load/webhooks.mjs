import { createHmac } from 'node:crypto'
import { whatsAppBody, whatsAppChange } from '../../tools/product/platforms.mjs'

/** Customers who come back: two messages of three are theirs once all of them have written. */
const REGULARS = 3_000

/**
 * Who writes the n-th message: one of three is somebody new, the others come from the regulars, who are new at first, too.
 * @param {number} n
 */
export function customerOf(n) {
  // A step that shares no factor with their number visits all regulars in an order without runs.
  return n % 3 === 0 ? `346${String(10_000_000 + n).padStart(8, '0')}` : `347${String((n * 1_237) % REGULARS).padStart(8, '0')}`
}

/**
 * Requests ready for the wire, signed before the clock runs: the generator must not be what is measured.
 * @param {{ host: string, path: string, secret: string, phoneNumberId: string, prefix: string, from: number, count: number }} wish
 * @returns {Buffer[]}
 */
export function prepareRequests({ from, count, ...order }) {
  return Array.from({ length: count }, (_, i) => requestOf(order, from + i))
}

/**
 * The n-th request. A run of ten minutes signs each when it is due, for two million would not fit.
 * @param {{ host: string, path: string, secret: string, phoneNumberId: string, prefix: string }} order
 * @param {number} n
 */
export function requestOf({ host, path, secret, phoneNumberId, prefix }, n) {
  const message = { wamid: `wamid.${prefix}.${String(n).padStart(9, '0')}`, from: customerOf(n), text: `Hola, ¿tienen la talla 38 en rojo? Pedido ${n}` }
  const body = Buffer.from(JSON.stringify(whatsAppBody([[whatsAppChange(phoneNumberId, [message])]])))
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const head = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\nuser-agent: facebookexternalua\r\naccept: */*\r\ncontent-type: application/json\r\nx-hub-signature-256: sha256=${signature}\r\ncontent-length: ${body.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), body])
}
