import type { LiveEvent } from '@recado/api'
import type { Stretch } from './reader.js'

/**
 * A stretch of the log as frames. Of a thousand open desks most hear the same: each event is written out once, and each choice of events becomes
 * bytes once, whoever hears it. Writing every frame for itself took half of the server at fifty messages a second.
 */
class Frames {
  private readonly texts = new Map<LiveEvent, { nr: number; text: string }>()
  private readonly frames = new Map<string, Buffer>()

  of({ from, to }: Stretch, events: readonly LiveEvent[]): Buffer {
    let key = ''
    for (const event of events) key += `${this.written(event).nr},`
    let frame = this.frames.get(key)
    if (!frame) this.frames.set(key, (frame = Buffer.from(`{"type":"events","from":${from},"to":${to},"events":[${events.map((event) => this.written(event).text).join()}]}`)))
    return frame
  }

  private written(event: LiveEvent): { nr: number; text: string } {
    let own = this.texts.get(event)
    if (!own) this.texts.set(event, (own = { nr: this.texts.size, text: JSON.stringify(event) }))
    return own
  }
}

const all = new WeakMap<Stretch, Frames>()

/** The frame that tells these events of the stretch; an event that is the same object for many is written out once. */
export function frameOf(stretch: Stretch, events: readonly LiveEvent[]): Buffer {
  let frames = all.get(stretch)
  if (!frames) all.set(stretch, (frames = new Frames()))
  return frames.of(stretch, events)
}
