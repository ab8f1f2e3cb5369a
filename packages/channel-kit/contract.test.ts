import type { InboxEvent } from '@recado/core'
import { describe, expect, test } from 'vitest'
import { channelContract } from './contract.js'
import { SAMPLES } from './contract/samples.js'
import { toyChannel, toySimulator, toySubject } from './contract/toy.js'
import type { InboundEvent } from './inbound.js'

const EQUAL = 'in random histories the engine allows exactly what the platform accepts'
const NEVER_MORE = 'with the guard it never allows more'

/** Names of the promises that are broken. The toy is quick: with so many histories a fault of one second in an hour is always met. */
async function broken(subject: ReturnType<typeof toySubject>): Promise<string[]> {
  const names: string[] = []
  for (const { name, hold } of channelContract(subject, { runs: 400 })) await hold().catch(() => names.push(name))
  return names
}

test('a channel that understands its platform keeps every promise', async () => {
  expect(await broken(toySubject(toyChannel(), toySimulator()))).toEqual([])
})

describe('a channel that misunderstands it does not', () => {
  test.each([
    ['one reply too many', { replies: 4 }, [EQUAL, NEVER_MORE]],
    ['one reply too few', { replies: 2 }, [EQUAL]],
    ['a millisecond too long', { withinMs: 3_600_001 }, [EQUAL]],
    ['a millisecond too short', { withinMs: 3_599_999 }, [EQUAL]],
    ['two minutes too long: more than the guard covers', { withinMs: 3_720_000 }, [EQUAL, NEVER_MORE]],
    ['an act too many', { on: ['message', 'read'] }, []],
    ['a figure without a page', { source: '' }, ['every figure names the page it comes from']],
    ['a setting that nobody can tick', { needsSetting: 'approved' }, [EQUAL, 'settings that open a grant are in the form']],
  ])('%s', async (_fault, change, names) => expect((await broken(toySubject(toyChannel(change), toySimulator()))).sort()).toEqual([...names].sort()))

  test('the platform counts otherwise than its documents say', async () => {
    expect(await broken(toySubject(toyChannel(), toySimulator({ replies: 4 })))).toEqual([EQUAL])
    expect(await broken(toySubject(toyChannel(), toySimulator({ withinMs: 3_600_000 - 61_000 })))).toEqual([EQUAL, NEVER_MORE])
  })
})

describe('declared and implemented', () => {
  const faulty = (change: (channel: ReturnType<typeof toyChannel>) => void) => {
    const channel = toyChannel()
    change(channel)
    return broken(toySubject(channel, toySimulator()))
  }
  test('a kind taken that was not declared', async () => {
    expect(await faulty((channel) => { channel.connector.validate = () => null })).toEqual(['every kind of content goes as declared, and no other'])
  })
  test('typing declared and not done', async () => {
    expect(await faulty((channel) => { channel.declaration.presence.typingOut = true })).toEqual(['what it can do besides messages is there, and only that'])
  })
  test('an unknown payload that throws', async () => {
    expect(await faulty((channel) => {
      const { readInbound } = channel.connector
      channel.connector.readInbound = (payload, context) => (payload === 'null' ? [].at(0)! : readInbound(payload, context)) // as a careless reader would
    })).toEqual(['a body that cannot be theirs is no event and no crash'])
  })
})

describe('signatures', () => {
  test('a platform that signs with something else is never genuine', async () => {
    const names = await broken(toySubject(toyChannel(), toySimulator({ signs: false })))
    expect(names).toContain('every webhook of the platform is genuine to us')
  })
  test('a channel that believes everybody', async () => {
    const channel = toyChannel()
    channel.connector.receive = ({ body, method }) => (method === 'GET' ? { kind: 'handshake', answer: { status: 200, body: '' } } : { kind: 'accepted', payload: body.toString(), answer: { status: 200, body: '' } })
    expect(await broken(toySubject(channel, toySimulator()))).toEqual(['a changed signature, a changed byte or another secret is refused'])
  })
})

test('the kit’s events are those that the inbox of core takes', () => {
  const taken = (event: Extract<InboundEvent, { type: InboxEvent['type'] }>): InboxEvent => event
  expect(taken({ type: 'revoke', key: 'k', account: 'a', at: 1, by: 'contact', person: { keys: [] }, target: 'm' })).toMatchObject({ type: 'revoke' })
})

test('there is a sample of every kind, under its own name', () => {
  for (const [kind, sample] of Object.entries(SAMPLES)) expect(sample.kind).toBe(kind)
})
