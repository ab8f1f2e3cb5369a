/** The ledger and the simulated platform, two witnesses that know nothing of each other, on random histories of a few months. */
import type { Post } from '@recado/api'
import { seededRandom } from '@recado/channel-kit/testing/seeded-random'
import { afterEach, expect, test } from 'vitest'
import { makePostDesk, type PostDesk } from './testing.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const STEPS = 40
let desk: PostDesk
afterEach(() => desk.close())

test.each([1, 2])('whoever the ledger lets through the platform delivers to, and nobody else (history %i)', async (seed) => {
  desk = await makePostDesk('wechat', Date.UTC(2026, 1, 20, 4))
  const random = seededRandom(seed)
  const pick = (n: number): number => Math.floor(random() * n)
  const people: (Awaited<ReturnType<PostDesk['follow']>> & { follows: boolean; agrees: boolean })[] = []
  for (const name of ['Ana', 'Bea', 'Carla', 'Dora']) people.push({ ...(await desk.follow(name)), follows: true, agrees: false })
  for (const one of people.slice(0, 3)) { await desk.agree(one.contactId); one.agrees = true }
  const bubbles = () => new Map(people.map((one) => [one.identityId, desk.simulator.screen(desk.world, one.customer).filter((item) => item.from === 'business').length]))
  let posts = 0
  for (let step = 0; step < STEPS; step++) {
    const one = people[pick(people.length)]!
    const roll = pick(10)
    if (roll === 0) { await desk.simulator.act(desk.world, one.customer, { action: one.follows ? 'unfollow' : 'follow' }); one.follows = !one.follows }
    else if (roll === 1) { await desk.pass(2000); await desk.agree(one.contactId, one.agrees ? 'withdrawn' : 'given'); one.agrees = !one.agrees }
    else if (roll === 2) { await desk.simulator.console!.press(desk.world, desk.platformId, { id: 'post_to_all', value: `A mano ${step}` }).catch(() => undefined); await desk.pass(MINUTE) } // four of them a month
    else if (roll === 3) await desk.pass((3 + pick(8)) * DAY)
    else {
      const before = bubbles()
      const made = (await desk.request('POST', '/api/v1/posts', { channelAccountId: desk.accountId, name: '', content: { kind: 'text', text: `n${step}` }, audience: { to: 'all' }, categoryId: null })).json<Post>()
      await desk.request('POST', `/api/v1/posts/${made.id}/schedule`, {})
      await desk.worker.runDue(desk.workspaceId)
      const targets = new Set((await desk.rows<{ identity_id: string }>('select identity_id from post_target where post_id = $1', [made.id])).map((row) => row.identity_id))
      await desk.pass(MINUTE)
      const post = (await desk.request('GET', `/api/v1/posts/${made.id}`)).json<Post>()
      const reached = new Set([...bubbles()].filter(([id, count]) => count > before.get(id)!).map(([id]) => id))
      if (post.state === 'done') { posts++; expect(reached).toEqual(targets) } else expect([...reached]).toEqual([])
      // Nobody who may not be written to has it.
      for (const who of people) if (!who.agrees || !who.follows) expect(reached.has(who.identityId)).toBe(false)
    }
    // Month by month: what the ledger has for her is what the platform has, where she was there to be posted to.
    const month = new Date(desk.wall.now + 8 * 60 * MINUTE).toISOString().slice(0, 7)
    const ledger = new Map((await desk.rows<{ identity_id: string; count: number }>('select identity_id, count from post_receipt where month = $1', [month])).map((row) => [row.identity_id, row.count]))
    for (const who of people) {
      const row = desk.world.get<{ month: string; sent: number }>(`massReceived:${String(desk.world.all<{ id: string }>('accounts')[0]!.id)}`, who.customer)
      const theirs = row?.month === month ? row.sent : 0
      expect(Math.min(4, ledger.get(who.identityId) ?? 0)).toBeGreaterThanOrEqual(theirs)
    }
  }
  expect(posts).toBeGreaterThan(2)
})
