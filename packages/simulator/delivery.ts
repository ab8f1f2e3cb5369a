/** Webhooks on their way: the faults that strike them. The platform's own retries are its simulator's affair. */
import type { World } from '@recado/channel-kit'

type Post = Parameters<World['post']>[1]
type PostAnswer = Awaited<ReturnType<World['post']>>

/** How long a delayed webhook is late, and how long one waits to be overtaken (wall time). */
const DELAY_MS = 1500
const OVERTAKE_MS = 1000

export interface Way {
  strikes(kind: 'duplicate' | 'reorder' | 'delay'): boolean
  send(request: Post): Promise<PostAnswer>
}

/** The webhooks to one address. */
export class Delivery {
  #overtaken: (() => void)[] = []

  async post(request: Post, way: Way): Promise<PostAnswer> {
    if (request.method === 'GET') return way.send(request)
    if (way.strikes('delay')) await wait(DELAY_MS)
    if (way.strikes('reorder')) await this.#letOneBy()
    const twice = way.strikes('duplicate')
    const [answer] = await Promise.all([way.send(request), ...(twice ? [way.send(request)] : [])])
    const waiting = this.#overtaken
    this.#overtaken = []
    for (const goOn of waiting) goOn()
    return answer
  }

  /** Until another webhook has been answered, or nobody comes. */
  #letOneBy(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, OVERTAKE_MS)
      this.#overtaken.push(() => { clearTimeout(timer); resolve() })
    })
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })
