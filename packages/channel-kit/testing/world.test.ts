import { describe, expect, it } from 'vitest'
import { MemoryWorld } from './world.js'

describe('the world in memory', () => {
  it('runs due jobs in order, each at its own moment, with those they schedule', async () => {
    const world = new MemoryWorld({ startAt: 1_000 })
    const ran: [string, number][] = []
    world.playedBy({ run: async (at, job) => {
      ran.push([job.name, at.now()])
      if (job.name === 'first') at.schedule(at.now() + 5, 'child', {})
    } })
    world.schedule(1_100, 'second', {})
    world.schedule(1_010, 'first', {})
    world.schedule(1_100, 'third', {})
    world.schedule(9_999, 'later', {})
    await world.advance(200)
    expect(ran).toEqual([['first', 1_010], ['child', 1_015], ['second', 1_100], ['third', 1_100]])
    expect(world.now()).toBe(1_200)
    expect(world.jobs().map((job) => job.name)).toEqual(['later'])
  })

  it('hands out copies: a row changed without put stays as it was', () => {
    const world = new MemoryWorld()
    const row = { n: 1, nested: { list: [1] } }
    world.put('things', 'a', row)
    row.nested.list.push(2)
    world.get<typeof row>('things', 'a')?.nested.list.push(3)
    expect(world.all('things')).toEqual([{ n: 1, nested: { list: [1] } }])
  })

  it('says the same random numbers for the same seed', () => {
    const say = (seed: number): string => new MemoryWorld({ seed }).token(20)
    expect(say(7)).toBe(say(7))
    expect(say(7)).not.toBe(say(8))
  })

  it('takes a fault from its count and heeds the account', () => {
    const world = new MemoryWorld().fault('revoke_token', 2, 'a')
    expect([world.faulted('revoke_token', 'b'), world.faulted('revoke_token', 'a'), world.faulted('duplicate', 'a'), world.faulted('revoke_token', 'a'), world.faulted('revoke_token', 'a')])
      .toEqual([false, true, false, true, false])
  })

  it('keeps every webhook with its answer', async () => {
    const world = new MemoryWorld({ startAt: 5 }).onPost(async (account, request) => ({ status: 200, body: `${account} ${request.body}`, ms: 3 }))
    const answer = await world.post('acc', { method: 'POST', headers: {}, body: 'x', timeoutMs: 1 })
    expect(answer.body).toBe('acc x')
    expect(world.posted).toEqual([{ account: 'acc', at: 5, request: { method: 'POST', headers: {}, body: 'x', timeoutMs: 1 }, answer }])
  })
})
