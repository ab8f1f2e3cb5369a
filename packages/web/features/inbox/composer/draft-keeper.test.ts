import fc from 'fast-check'
import type { Draft } from '@recado/api'
import { expect, test } from 'vitest'
import { bodyOf, type DraftBody, DraftKeeper, isEmptyDraft, type Kept, mergeDrafts } from './draft-keeper.js'

const words = (text: string): DraftBody => ({ text, attachments: [], replyTo: null })
const settle = async () => { for (let n = 0; n < 12; n++) await Promise.resolve() }

/** A server, a browser's storage and a line that can be cut; a page is a keeper with its timers. */
class World {
  stored: Draft | null = null
  online = true
  #clock = 0
  page: { keeper: DraftKeeper; timers: Set<{ work: () => void }>; gone: boolean } | null = null
  readonly storage = new Map<string, string>()

  async open(device: string): Promise<void> {
    const timers = new Set<{ work: () => void }>()
    const page = { timers, gone: false, keeper: null as unknown as DraftKeeper } // set below
    page.keeper = new DraftKeeper({
      save: async (body) => {
        await Promise.resolve()
        if (!this.online) throw new Error('no line')
        this.stored = isEmptyDraft(body) ? null : { conversationId: 'k', mode: 'reply', ...body, updatedAt: new Date(++this.#clock * 1000).toISOString() }
        await Promise.resolve()
        if (page.gone) return new Promise<never>(() => {}) // nobody hears the answer
        return this.stored?.updatedAt ?? null
      },
      later: (_ms, work) => { const timer = { work }; timers.add(timer); return () => timers.delete(timer) },
      vault: {
        put: (kept) => { if (!page.gone) this.storage.set(device, JSON.stringify(kept)) },
        drop: () => { if (!page.gone) this.storage.delete(device) },
        get: async () => { const kept = this.storage.get(device); return kept ? JSON.parse(kept) as Kept : null },
      },
    })
    this.page = page
    if (this.online) page.keeper.adopt(this.stored)
    await settle()
  }
  /** The page dies without a word. */
  crash(): void {
    if (this.page) this.page.gone = true
    this.page = null
  }
  async pause(): Promise<void> {
    for (const timer of Array.from(this.page?.timers ?? [])) { this.page?.timers.delete(timer); timer.work() }
    await settle()
  }
}

test.each([
  ['equal ones are one', 'Hola', 'Hola', 'Hola'], ['the longer holds the shorter', 'Hola', 'Hola Ana', 'Hola Ana'], ['what was written apart stands one behind the other', 'Buenos días', 'Hola', 'Buenos días\nHola'], ['nothing adds nothing', '', 'Hola', 'Hola'],
])('%s', (_name, stored, own, expected) => expect(mergeDrafts(words(stored), words(own)).text).toBe(expected))

test('no word is lost in 1,000 runs of writing, pausing, losing the line, crashing and changing the device', async () => {
  const step = fc.oneof({ weight: 5, arbitrary: fc.constant('write') }, { weight: 3, arbitrary: fc.constant('pause') }, fc.constant('offline'), fc.constant('online'), fc.constant('crash'), fc.constant('reload'), fc.constant('other device'), fc.constant('crash while saving'))
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
    const world = new World()
    let device = 'desk'
    let n = 0
    const written: string[] = []
    await world.open(device)
    for (const what of steps) {
      // A page that was opened without a line shows nothing yet: she waits until it is there.
      if (what === 'write' && world.page) { const word = `<${++n}>`; written.push(word); world.page.keeper.change(words(world.page.keeper.body.text + word)) }
      else if (what === 'pause') await world.pause()
      else if (what === 'offline') world.online = false
      else if (what === 'online') { world.online = true; world.page?.keeper.adopt(world.stored); await settle() }
      else if (what === 'crash while saving') { void world.page?.keeper.save(); await Promise.resolve(); world.crash(); await settle(); await world.open(device) }
      else if (what === 'other device') { await world.page?.keeper.save(); world.crash(); device = device === 'desk' ? 'phone' : 'desk'; await world.open(device) }
      else { if (what === 'reload') void world.page?.keeper.save(); world.crash(); await settle(); await world.open(device) }
    }
    // The line comes back, and every device is opened once more.
    world.online = true
    for (const each of [device, 'desk', 'phone', device]) { world.crash(); await world.open(each); await world.pause(); await world.pause(); await world.pause() }
    const kept = bodyOf(world.stored).text
    for (const word of written) expect(kept).toContain(word)
    expect(world.page!.keeper.body.text).toBe(kept)
    expect(world.storage.size).toBe(0)
  }), { numRuns: 1_000 })
})

test('what was sent does not come back: an emptied draft is thrown away', async () => {
  const world = new World()
  await world.open('desk')
  world.page!.keeper.change(words('Hola'))
  await world.pause()
  expect(world.stored?.text).toBe('Hola')
  world.online = false
  world.page!.keeper.change(words(''))
  world.crash()
  world.online = true
  await world.open('desk')
  await world.pause()
  expect(world.stored).toBeNull()
})

test('nothing is written over a draft that has not been read yet; what she wrote meanwhile joins it', async () => {
  const world = new World()
  world.stored = { conversationId: 'k', mode: 'reply', ...words('Antes'), updatedAt: '2026-11-22T09:00:00.000Z' }
  world.online = false
  await world.open('desk')
  world.online = true
  world.page!.keeper.change(words('Ahora'))
  await world.pause()
  expect(world.stored.text).toBe('Antes')
  world.page!.keeper.adopt(world.stored)
  await world.pause()
  expect(world.stored.text).toBe('Antes\nAhora')
})
