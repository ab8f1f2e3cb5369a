/** A shop as WooCommerce's reference and code describe it: orders and customers of its v3 API, signed calls, the ping. Not written from our reader. */
import { createHash, createHmac } from 'node:crypto'

export interface ShopCall { headers: Record<string, string>; body: string }

const gmt = (at: number): string => new Date(at).toISOString().slice(0, 19)

export interface OrderWish { id: number; status?: string; total?: string; at: number; modified?: number; customerId?: number; email?: string; first?: string; last?: string; phone?: string; country?: string; company?: string; meta?: Record<string, unknown> }

/** The fields of an order that its v3 reference lists and that matter here. */
export function wooOrder({ id, status = 'processing', total = '29.90', at, modified = at, customerId = 0, email = 'ana@example.com', first = 'Ana', last = 'García', phone = '', country = 'ES', company = '', meta = {} }: OrderWish): Record<string, unknown> {
  return {
    id, parent_id: 0, number: String(id), order_key: `wc_order_${id}`, created_via: 'checkout', version: '9.4.0', status, currency: 'EUR', date_created: gmt(at + 3_600_000), date_created_gmt: gmt(at), date_modified: gmt(modified + 3_600_000), date_modified_gmt: gmt(modified),
    discount_total: '0.00', shipping_total: '0.00', total, total_tax: '0.00', prices_include_tax: true, customer_id: customerId, customer_note: '',
    billing: { first_name: first, last_name: last, company, address_1: 'Calle Mayor 1', address_2: '', city: 'Madrid', state: 'M', postcode: '28001', country, email, phone },
    shipping: { first_name: first, last_name: last, company: '', address_1: '', address_2: '', city: '', state: '', postcode: '', country, phone: '' },
    payment_method: 'stripe', meta_data: Object.entries(meta).map(([key, value], i) => ({ id: i + 1, key, value })),
    line_items: [{ id: 1, name: 'Aceite de oliva 500 ml', product_id: 93, quantity: 2, sku: 'OIL-500', total, price: 14.95 }],
  }
}

export function wooCustomer({ id, modified, email = 'ana@example.com', first = 'Ana', last = 'García', phone = '', country = 'ES', company = '', meta = {} }: { id: number; modified: number; email?: string; first?: string; last?: string; phone?: string; country?: string; company?: string; meta?: Record<string, unknown> }): Record<string, unknown> {
  return {
    id, date_created_gmt: gmt(modified - 86_400_000), date_modified_gmt: gmt(modified), email, first_name: first, last_name: last, role: 'customer', username: `user${id}`, is_paying_customer: true,
    billing: { first_name: first, last_name: last, company, address_1: '', city: '', postcode: '', country, email, phone }, shipping: {}, meta_data: Object.entries(meta).map(([key, value], i) => ({ id: i + 1, key, value })),
  }
}

/** WC_Webhook::deliver: the signature is over the body as sent; the delivery id is a hash of the webhook's id and the second. */
export function wooCall(secret: string, topic: string, payload: Record<string, unknown>, second = 0): ShopCall {
  const body = JSON.stringify(payload)
  const [resource = '', event = ''] = topic.split('.')
  return {
    body, headers: {
      'content-type': 'application/json', 'user-agent': 'WooCommerce/9.4.0 Hookshot (WordPress/6.7)', 'x-wc-webhook-source': 'https://shop.example.com/', 'x-wc-webhook-topic': topic, 'x-wc-webhook-resource': resource, 'x-wc-webhook-event': event, 'x-wc-webhook-id': '3',
      'x-wc-webhook-signature': createHmac('sha256', secret).update(body).digest('base64'), 'x-wc-webhook-delivery-id': createHash('md5').update(`3${second}`).digest('hex'),
    },
  }
}

/** WC_Webhook::deliver_ping: a form with the webhook's id, without a signature. */
export const wooPing: ShopCall = { body: 'webhook_id=3', headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'WooCommerce/9.4.0 Hookshot (WordPress/6.7)' } }
