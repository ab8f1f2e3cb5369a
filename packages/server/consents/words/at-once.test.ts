import { EventEmitter } from 'node:events'
import type { Content } from '@recado/core'
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest'
import type { Accepted } from '../../ingest/events.js'
import type { Services } from '../../services.js'
import { madeUpLoaded } from '../../testing/made-up-channel.js'
import { mayEnd } from './at-once.js'
import { dictionaryFor, PLAIN } from './settings.js'
import { ConsentWords } from './worker.js'

const channel = {
  ...madeUpLoaded,
  declaration: { ...madeUpLoaded.declaration, rules: { ...madeUpLoaded.declaration.rules, closedBy: ['unfollowed'] } },
  connector: { ...madeUpLoaded.connector, consent: { lines: { marketing_stopped: 'withdrawn', marketing_resumed: 'resumed' }, source: 'https://example.org' } as const },
}
const came = (type: 'message' | 'act' | 'preference' | 'echo', content: Content): Accepted => ({ channel, event: { type, content } }) as unknown as Accepted // what is looked at
const said = (text: string): Accepted => came('message', { kind: 'text', text })
const told = (event: string): Content => ({ kind: 'system', event })

test.each<[string, Accepted, boolean]>([
  ['a word', said('Baja.'), true],
  ['a word in another script', said('退订'), true],
  ['a word with politeness', said('Baja, por favor'), true],
  ['a word inside a sentence, which ends nothing', said('¿Está en la planta baja?'), false],
  ['a word that begins something', said('ALTA'), false],
  ['a letter', said('Baja. '.repeat(200)), false],
  ['a button with the word in its title', came('message', { kind: 'choice', id: 'x', title: 'STOP' }), true],
  ['a button with the word in its payload', came('message', { kind: 'choice', id: 'STOP', title: 'No, thanks' }), true],
  ['another button', came('message', { kind: 'choice', id: 'yes', title: 'Yes' }), false],
  ['what we wrote on the phone', came('echo', { kind: 'text', text: 'Baja.' }), false],
  ['she left', came('act', told('unfollowed')), true],
  ['she came', came('act', told('followed')), false],
  ['the platform says that she stopped advertising', came('preference', told('marketing_stopped')), true],
  ['and that she lifted it', came('preference', told('marketing_resumed')), false],
])('%s', (_name, item, ends) => { expect(mayEnd(item, PLAIN)).toBe(ends) })

test('a company’s own word', () => {
  const own = dictionaryFor({ own: [{ kind: 'opt_out', language: 'es', text: 'basta ya' }], without: [] })
  expect(mayEnd(said('Basta ya!'), own)).toBe(true)
  expect(mayEnd(said('Basta ya!'), PLAIN)).toBe(false)
})

describe('while thousands of messages come in', () => {
  const signals = new EventEmitter()
  const closing: (() => Promise<void>)[] = []
  const looks = vi.fn(async () => {})
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000_000_000 })
    const words = new ConsentWords({ signals, db: { asSystem: async () => [] }, onClose: (work: () => Promise<void>) => closing.push(work), stopping: () => false } as unknown as Services) // what a start asks of them
    words.catchUp = looks
    words.start()
    for (let n = 0; n < 100; n++) signals.emit('stored', 'shop', 1)
    looks.mockClear()
  })
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
    signals.removeAllListeners()
    vi.useRealTimers()
  })
  const arrives = (item: Accepted): void => { signals.emit('taken', 'shop', [said('Hola'), item]); signals.emit('events', 'shop') }

  it('lets ordinary ones wait for each other', async () => {
    arrives(said('¿Abrís mañana?'))
    await vi.advanceTimersByTimeAsync(300)
    expect(looks).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(200)
    expect(looks).toHaveBeenCalledOnce()
  })
  it('looks at once at what may end something, also where others wait already', async () => {
    arrives(said('¿Abrís mañana?'))
    arrives(said('Baja.'))
    await vi.advanceTimersByTimeAsync(1)
    expect(looks).toHaveBeenCalledOnce()
  })
})
