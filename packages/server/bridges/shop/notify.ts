/** Notices about orders: through the same door as everybody's, with purpose and verdict. One for each status an order comes to, and never for one it has left. */
import type { OrderStatus, ShopNotice, ShopSettings } from '@recado/api'
import { RecadoError } from '@recado/core'
import { everything } from '../../auth/reach.js'
import { sendNotice } from '../../conversations/send.js'
import type { Principal, Services } from '../../services.js'
import { type BridgeRow } from '../store.js'

interface Order { order_id: string; contact_id: string; number: string | null; amount: string | null; currency: string | null; status: OrderStatus; items: { name: string; quantity: number }[]; name: string; language: string | null }

/** A bridge writes as a program does. */
const asProgram = (workspaceId: string, bridge: BridgeRow): Principal => ({ kind: 'token', id: bridge.bridge_id, name: bridge.name, workspaceId, role: null, permissions: null, reach: everything, scopes: ['all'], language: 'en' })

/** Sends what was promised and not sent yet. What an order has left behind meanwhile is no news any more. */
export async function sendPromised(services: Services, workspaceId: string, bridge: BridgeRow): Promise<void> {
  const left = await services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query(`update bridge_notice n set code = 'superseded' from contact_order o where n.workspace_id = $1 and n.bridge_id = $2 and n.code = 'sending' and o.workspace_id = $1 and o.order_id = n.order_id and o.status <> n.status`, [workspaceId, bridge.bridge_id])
    return tx.query<Order>(
      `select o.order_id, o.contact_id, o.number, o.amount::text, o.currency, o.status, o.items, p.name, p.language from bridge_notice n join contact_order o on o.workspace_id = $1 and o.order_id = n.order_id
       join contact p on p.workspace_id = $1 and p.contact_id = o.contact_id and p.erased_at is null where n.workspace_id = $1 and n.bridge_id = $2 and n.code = 'sending' order by n.at limit 100`, [workspaceId, bridge.bridge_id])
  })
  for (const order of left) {
    const notice = (bridge.settings as ShopSettings).notices.find((one) => one.status === order.status)
    const outcome = notice ? await send(services, workspaceId, bridge, notice, order) : { messageId: null, code: 'switched_off' }
    await services.db.inWorkspace(workspaceId, (tx) => tx.query('update bridge_notice set message_id = $5, code = $6 where workspace_id = $1 and bridge_id = $2 and order_id = $3 and status = $4', [workspaceId, bridge.bridge_id, order.order_id, order.status, outcome.messageId, outcome.code]))
  }
}

/** The name of the message is the order and its status: sent again after a kill it is the same message. */
async function send(services: Services, workspaceId: string, bridge: BridgeRow, notice: ShopNotice, order: Order): Promise<{ messageId: string | null; code: string | null }> {
  const parameters = Object.fromEntries(Object.entries(notice.parameters).map(([name, text]) => [name, filled(text, order)]))
  try {
    const answer = await sendNotice(services, asProgram(workspaceId, bridge), {
      channelAccountId: notice.channelAccountId, to: { contactId: order.contact_id }, clientId: `order/${order.order_id}/${order.status}`, purpose: notice.purpose, ...(notice.category ? { category: notice.category } : {}), ...(notice.basis ? { basis: notice.basis } : {}),
      content: { kind: 'template', name: notice.template.name, language: notice.template.language, parameters },
    })
    return answer.kind === 'refused' ? { messageId: null, code: answer.verdict.code } : { messageId: answer.message.id, code: null }
  } catch (error) {
    if (error instanceof RecadoError) return { messageId: null, code: error.code }
    throw error
  }
}

/** Placeholders an owner may write in a value of the template. */
export function filled(text: string, order: Pick<Order, 'number' | 'name' | 'amount' | 'currency' | 'status' | 'items'>): string {
  const words: Record<string, string> = {
    number: order.number ?? '', name: order.name, total: [order.amount, order.currency].filter(Boolean).join(' '), status: order.status, items: order.items.map((one) => `${one.quantity} × ${one.name}`).join(', '),
  }
  return text.replaceAll(/\{(number|name|total|status|items)\}/g, (_all, word: string) => words[word]!) // the pattern names only these
}
