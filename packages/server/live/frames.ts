import type { LiveEvent, PassingEvent } from '@recado/api'
import type { Stretch } from './reader.js'

/**
 * Events as frames. Of a thousand open desks most hear the same: each event is written out once, and each choice of events becomes bytes once,
 * whoever hears it (docs/performance.md).
 */
class Frames<T extends LiveEvent | PassingEvent> {
  private readonly texts = new Map<T, { nr: number; text: string }>()
  private readonly frames = new Map<string, Buffer>()
  private readonly head: string

  /** `head`: the frame without its events, closed as JSON is. */
  constructor(head: Record<string, unknown>) { this.head = JSON.stringify(head).slice(0, -1) }

  of(events: readonly T[]): Buffer {
    let key = ''
    for (const event of events) key += `${this.written(event).nr},`
    let frame = this.frames.get(key)
    if (!frame) this.frames.set(key, (frame = Buffer.from(`${this.head},"events":[${events.map((event) => this.written(event).text).join()}]}`)))
    return frame
  }

  private written(event: T): { nr: number; text: string } {
    let own = this.texts.get(event)
    if (!own) this.texts.set(event, (own = { nr: this.texts.size, text: JSON.stringify(event) }))
    return own
  }
}

const all = new WeakMap<Stretch, Frames<LiveEvent>>()

/** The frame that tells these events of the stretch; an event that is the same object for many is written out once. */
export function frameOf(stretch: Stretch, events: readonly LiveEvent[]): Buffer {
  let frames = all.get(stretch)
  if (!frames) all.set(stretch, (frames = new Frames({ type: 'events', from: stretch.from, to: stretch.to })))
  return frames.of(events)
}

/** The same for what passes, for as long as somebody tells one thing to many. */
export function passingFrames(): (events: readonly PassingEvent[]) => Buffer {
  const frames = new Frames<PassingEvent>({ type: 'passing' })
  return (events) => frames.of(events)
}
