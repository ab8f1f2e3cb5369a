/** What the proofs over HTTP share: the product in processes of its own, and its platforms' signed requests. */
import { randomUUID } from 'node:crypto'
import type { ChannelAccount, Conversation, Message } from '@recado/api'
import { apiClient, until } from '../../tools/product/client.mjs'
import { dataDirectory, type Product, startProduct } from '../../tools/product/start.mjs'

export { deliver, until } from '../../tools/product/client.mjs'
export { ask } from '../../tools/product/database.mjs'
export { messengerEntry, pushedByWeChat, type Signed, signedByMeta, weChatText, whatsAppBody, whatsAppChange } from '../../tools/product/platforms.mjs'
export { signal } from '../../tools/product/processes.mjs'
export { startInVain } from '../../tools/product/start.mjs'

/** A product on a directory of its own: it can be stopped, killed and started again on what it left. */
export class Running {
  private current: Product
  readonly dataDir: string
  readonly api: ReturnType<typeof apiClient>
  private readonly env: Record<string, string>
  private readonly remove: () => void

  private constructor(product: Product, env: Record<string, string>, remove: () => void) {
    this.current = product
    this.dataDir = product.dataDir
    this.env = env
    this.remove = remove
    this.api = apiClient(() => this.current.url)
  }

  /** Starts one; `env` is added to the owner, token and free port that every start has. */
  static async start(env: Record<string, string> = {}): Promise<Running> {
    const data = dataDirectory()
    try {
      return new Running(await startProduct({ dataDir: data.dir, env }), env, data.remove)
    } catch (error) {
      data.remove()
      throw error
    }
  }

  get url(): string { return this.current.url }
  get process(): Product { return this.current }

  /** kill -9 of everything, then a new start on the same directory. */
  async killAndRestart(): Promise<void> {
    await this.current.kill9()
    await this.restart()
  }

  /** On the same port: simulated platforms and webhooks of real ones know the address. */
  async restart(): Promise<void> {
    this.current = await startProduct({ dataDir: this.dataDir, env: this.env, port: Number(new URL(this.current.url).port) })
  }

  /** Ends it for good and takes its data away. */
  async close(): Promise<void> {
    await this.current.stop().catch(() => {})
    this.remove()
  }

  /** Connects an account; without `simulated` nobody on the other side will answer its checks. */
  connect(channel: string, name: string, settings: Record<string, unknown>, simulated = false): Promise<ChannelAccount> {
    return this.api.want('POST', '/api/v1/channel-accounts', { channel, name, settings, ...(simulated ? { simulated } : {}) })
  }

  account(id: string): Promise<ChannelAccount> { return this.api.want('GET', `/api/v1/channel-accounts/${id}`) }
  conversations(accountId: string): Promise<Conversation[]> { return this.api.all(`/api/v1/conversations?view=all&account=${accountId}`) }
  messages(conversationId: string): Promise<Message[]> { return this.api.all(`/api/v1/conversations/${conversationId}/messages`) }

  /** The only conversation of an account, once somebody has written there. */
  async onlyConversation(accountId: string): Promise<Conversation> {
    const all = await until(() => this.conversations(accountId), (list) => list.length > 0, { what: 'a conversation' })
    if (all.length !== 1) throw new Error(`one conversation was expected, there are ${all.length}`)
    return all[0]!
  }

  reply(conversationId: string, text: string, clientId: string = randomUUID()): Promise<Message> {
    return this.api.want('POST', `/api/v1/conversations/${conversationId}/messages`, { clientId, content: { kind: 'text', text } })
  }
}

/** A path of ours, whatever host the address names. */
export function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** The words of a message; empty for what has none. */
export function textOf(message: Pick<Message, 'content'>): string {
  return 'text' in message.content ? String(message.content.text) : ''
}

/** Runs `work` over all items, so many at once. */
export async function together<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (next < items.length) {
      const i = next++
      results[i] = await work(items[i]!)
    }
  }))
  return results
}
