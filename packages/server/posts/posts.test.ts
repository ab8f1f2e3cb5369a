import type { Post, PostPreview } from '@recado/api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readEvents } from '../webhooks/events.js'
import { pruneTargets } from './prune.js'
import { makePostDesk, type PostDesk } from './testing.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** 5 March 2026, noon in Shanghai. */
const START = Date.UTC(2026, 2, 5, 4)

let desk: PostDesk
beforeEach(async () => { desk = await makePostDesk('wechat', START) })
afterEach(() => desk.close())

const text = (words: string): Post['content'] => ({ kind: 'text', text: words })
const people = async (...names: string[]) => {
  const found = []
  for (const name of names) {
    const one = await desk.follow(name)
    await desk.agree(one.contactId)
    found.push(one)
  }
  return found
}
async function write(wish: Partial<{ content: Post['content']; audience: Post['audience'] }> = {}): Promise<Post> {
  const answer = await desk.request('POST', '/api/v1/posts', { channelAccountId: desk.accountId, name: 'Marzo', content: text('Novedades'), audience: { to: 'all' }, categoryId: null, ...wish })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json<Post>()
}
const read = async (id: string): Promise<Post> => (await desk.request('GET', `/api/v1/posts/${id}`)).json<Post>()
const preview = async (id: string): Promise<PostPreview> => (await desk.request('GET', `/api/v1/posts/${id}/audience`)).json<PostPreview>()
async function send(post: Post, at: number | null = null): Promise<Post> {
  const answer = await desk.request('POST', `/api/v1/posts/${post.id}/schedule`, { at: at === null ? null : new Date(at).toISOString() })
  expect(answer.statusCode, answer.body).toBe(200)
  if (at === null) await desk.pass(MINUTE)
  return read(post.id)
}
const bubbles = (customer: string): number => desk.simulator.screen(desk.world, customer).filter((item) => item.from === 'business').length
const counts = async (): Promise<Record<string, number>> => Object.fromEntries((await desk.rows<{ identity_id: string; count: number }>('select identity_id, count from post_receipt order by identity_id')).map((row) => [row.identity_id, row.count]))

describe('the four of the month', () => {
  test('a fifth post leaves out exactly those at four', async () => {
    const [ana, bea, carla] = await people('Ana', 'Bea', 'Carla')
    const list = (...who: { contactId: string }[]) => desk.rows<{ list_id: string }>(
      `with l as (insert into contact_list (workspace_id, list_id, name, created_by, created_at, updated_at) values ($1, gen_random_uuid(), gen_random_uuid()::text, '{}', now(), now()) returning list_id)
       , m as (insert into contact_list_member (workspace_id, list_id, contact_id, origin_contact_id, added_at) select $1, l.list_id, c, c, now() from l, unnest($2::uuid[]) c) select list_id from l`, [desk.workspaceId, who.map((one) => one.contactId)]).then(([row]) => row!.list_id)
    const two = await list(ana!, bea!)
    const nobody = { segmentIds: [], listIds: [] }
    for (let n = 1; n <= 4; n++) expect(await send(await write({ audience: { to: 'people', include: { segmentIds: [], listIds: [two] }, exclude: nobody } }))).toMatchObject({ state: 'done', plan: { reach: 'list' }, counts: { sent: 2 } })
    await people('Dora')
    const fifth = await write()
    expect(await preview(fifth.id)).toMatchObject({ total: 4, eligible: 2, excluded: [{ code: 'quota_exhausted', count: 2 }], plan: { reach: 'all' } })
    expect(await send(fifth)).toMatchObject({ state: 'done', excluded: [{ code: 'quota_exhausted', count: 2 }], counts: { total: 4, filtered: 2, sent: 2 } })
    expect([ana, bea, carla].map((one) => bubbles(one!.customer))).toEqual([4, 4, 1])
    const full = (await desk.request('GET', `/api/v1/post-accounts/${desk.accountId}/full`)).json<{ items: { contactId: string; count: number }[] }>()
    expect(full.items.map((one) => one.contactId).sort()).toEqual([ana!.contactId, bea!.contactId].sort())
  })

  test('each stands in the timelines of those it went to, with what is known of it, after its month too', async () => {
    const [ana, bea] = await people('Ana', 'Bea')
    const lines = async (who: { contactId: string }): Promise<unknown[]> => (await desk.request('GET', `/api/v1/contacts/${who.contactId}/timeline`)).json<{ items: { at: string; content: { event?: string; data?: unknown } }[] }>().items.flatMap(({ content }) => (content.event === 'post_to_her' ? [content.data] : []))
    const first = await send(await write())
    const [carla] = await people('Carla')
    desk.lose = { path: '/mass/sendall', arrived: true }
    const second = await send(await write())
    const told = (post: Post, after: string) => ({ mode: 'all', after, title: 'Marzo', words: expect.stringMatching(/./) as unknown, count: expect.anything() as unknown, channel: 'wechat', postId: post.id })
    expect(await lines(ana!)).toEqual([told(second, 'unknown'), told(first, 'reported')])
    await desk.to(Date.UTC(2026, 4, 2, 4))
    await pruneTargets(desk.services, desk.workspaceId)
    expect(await lines(ana!)).toContainEqual(told(first, 'reported'))
    expect((await lines(bea!)).length).toBeGreaterThan(0)
    expect(await lines(carla!)).not.toContainEqual(expect.objectContaining({ postId: first.id }))
    await desk.rows('update post_call set state = $1, code = $2 where post_id = $3', ['finished', 'platform_refused', first.id])
    expect(await lines(ana!)).toContainEqual(told(first, 'failed'))
  })

  test('the month ends at midnight in Shanghai', async () => {
    const [ana, bea] = await people('Ana', 'Bea')
    for (let n = 1; n <= 4; n++) await send(await write())
    const late = await write()
    expect(await preview(late.id)).toMatchObject({ eligible: 0, plan: null, code: 'audience_empty' })
    // One second before midnight in Shanghai, and at midnight.
    const midnight = Date.UTC(2026, 2, 31, 16)
    const before = await send(await write(), midnight - SECOND)
    const after = await send(late, midnight)
    await desk.to(midnight + MINUTE)
    expect(await read(before.id)).toMatchObject({ state: 'failed', code: 'audience_empty' })
    expect(await read(after.id)).toMatchObject({ state: 'done', counts: { sent: 2 } })
    expect([bubbles(ana!.customer), bubbles(bea!.customer)]).toEqual([5, 5])
  })

  test('a refusal for want of quota corrects the ledger and says so; the next one goes by list', async () => {
    const [ana, bea] = await people('Ana', 'Bea')
    // Four posts by hand in the platform's own console, of which no event reaches us.
    desk.world.faulted = ((real) => (kind, account) => kind === 'withhold_reports' || real.call(desk.world, kind, account))(desk.world.faulted.bind(desk.world))
    for (let n = 1; n <= 4; n++) await desk.simulator.console!.press(desk.world, desk.platformId, { id: 'post_to_all', value: `A mano ${n}` })
    await desk.pass(MINUTE)
    const post = await send(await write())
    expect(post).toMatchObject({ state: 'failed', code: 'quota_exhausted', calls: [{ state: 'refused', reach: 'all' }] })
    expect(post.message).toContain('has no masssend quota')
    expect(await counts()).toEqual({ [ana!.identityId]: 0, [bea!.identityId]: 0 })
    const account = (await desk.request('GET', '/api/v1/post-accounts')).json<{ items: { toAllUsed: number }[] }>().items[0]
    expect(account?.toAllUsed).toBe(4)
    expect(await preview(post.id)).toMatchObject({ plan: { reach: 'list', reason: 'to_all_used_up' } })
  })
})

describe('who gets it', () => {
  test('to all at once only when each of them has a basis; else those who have one, by list', async () => {
    const [ana, bea] = await people('Ana', 'Bea')
    const eva = await desk.follow('Eva')
    expect(await send(await write())).toMatchObject({ state: 'done', plan: { reach: 'list', reason: 'not_lawful_for_all' }, excluded: [{ code: 'consent_missing', count: 1 }], counts: { sent: 2 } })
    expect([ana!, bea!, eva].map((one) => bubbles(one.customer))).toEqual([1, 1, 0])
    await desk.agree(eva.contactId)
    expect(await send(await write())).toMatchObject({ plan: { reach: 'all', reason: null }, counts: { sent: 3 } })
  })

  test('followers whom we do not know are not written to', async () => {
    await people('Ana', 'Bea')
    const stranger = desk.simulator.createCustomer(desk.world, { account: desk.platformId, name: 'Nadie' }).id
    desk.world.onPost(async () => ({ status: 200, body: 'success', ms: 1 }))
    await desk.simulator.act(desk.world, stranger, { action: 'follow' })
    const post = await write()
    expect(await preview(post.id)).toMatchObject({ followers: 3, plan: { reach: 'list', reason: 'followers_unknown' } })
    await send(post)
    expect(bubbles(stranger)).toBe(0)
  })

  test('a no between planning and sending counts', async () => {
    const [ana, bea, carla] = await people('Ana', 'Bea', 'Carla')
    const post = await send(await write(), START + HOUR)
    await desk.agree(bea!.contactId, 'withdrawn')
    await desk.to(START + HOUR + MINUTE)
    expect(await read(post.id)).toMatchObject({ state: 'done', excluded: [{ code: 'opted_out', count: 1 }] })
    expect([ana!, bea!, carla!].map((one) => bubbles(one.customer))).toEqual([1, 0, 1])
  })

  test('one person alone is no list', async () => {
    await people('Ana')
    await desk.follow('Eva')
    expect(await send(await write())).toMatchObject({ state: 'failed', code: 'audience_too_small' })
  })
})

describe('when the answer is lost', () => {
  test.each([true, false])('arrived: %s - it is asked under the same id and never sent twice', async (arrived) => {
    const [ana, bea] = await people('Ana', 'Bea')
    desk.lose = { path: '/mass/sendall', arrived }
    const post = await write()
    await desk.request('POST', `/api/v1/posts/${post.id}/schedule`, {})
    await desk.worker.runDue(desk.workspaceId)
    expect(await read(post.id)).toMatchObject(arrived ? { state: 'waiting', code: 'platform_silent' } : { state: 'sending' })
    await desk.pass(5 * MINUTE)
    expect(await read(post.id)).toMatchObject({ state: 'done', counts: { sent: 2 } })
    expect([bubbles(ana!.customer), bubbles(bea!.customer)]).toEqual([1, 1])
    expect(Object.values(await counts())).toEqual([1, 1])
    // Its report was not taken for a post made elsewhere.
    expect((await desk.request('GET', '/api/v1/posts')).json<{ items: Post[] }>().items.length).toBe(1)
  })

  test('a process that ends between call and answer leaves it unknown; the report and the question settle it', async () => {
    const [ana] = await people('Ana', 'Bea')
    const post = await write()
    await send(post)
    // As the process would have left it: the call marked as leaving, its answer never written down.
    await desk.rows(`update post_call set state = 'sending', external_id = null, data_id = null, counts = null, accepted_at = null, finished_at = null, lease_until = now() - interval '1 second'`)
    await desk.rows(`update post set state = 'sending', sent_at = null`)
    await desk.rows('update post_report set applied_at = null')
    await desk.pass(5 * MINUTE)
    expect(await read(post.id)).toMatchObject({ state: 'done', counts: { sent: 2 } })
    expect(bubbles(ana!.customer)).toBe(1)
    expect(Object.values(await counts())).toEqual([1, 1])
  })
})

describe('made elsewhere', () => {
  test('a post from the console is noticed by its report and counted', async () => {
    const [ana, bea] = await people('Ana', 'Bea')
    await desk.simulator.console!.press(desk.world, desk.platformId, { id: 'post_to_all', value: 'Desde la consola' })
    await desk.pass(MINUTE)
    const [post] = (await desk.request('GET', '/api/v1/posts')).json<{ items: Post[] }>().items
    expect(post).toMatchObject({ origin: 'noticed', state: 'done', audience: { to: 'all' }, counts: { total: 2, sent: 2 } })
    expect(await counts()).toEqual({ [ana!.identityId]: 1, [bea!.identityId]: 1 })
    // It had gone to somebody else: nobody's month.
    await desk.request('POST', `/api/v1/posts/${post!.id}/whom`, { toAll: false })
    expect(Object.values(await counts())).toEqual([0, 0])
  })

  test('entered by hand, and taken out again', async () => {
    await people('Ana', 'Bea')
    await desk.pass(HOUR)
    const answer = await desk.request('POST', '/api/v1/posts/outside', { channelAccountId: desk.accountId, name: 'A mano', at: new Date(desk.wall.now).toISOString(), toAll: true })
    expect(answer.statusCode, answer.body).toBe(201)
    expect(Object.values(await counts())).toEqual([1, 1])
    expect((await desk.request('DELETE', `/api/v1/posts/${answer.json<Post>().id}`)).statusCode).toBe(204)
    expect(Object.values(await counts())).toEqual([0, 0])
  })
})

describe('articles', () => {
  const article = (title: string, body = '<p>Hola <script>x</script><b>todos</b></p>') => ({ title, author: 'Ana', digest: 'Hasta el domingo', coverMediaId: null as string | null, body, sourceUrl: 'https://example.com/', comments: 'off' as const })

  test('are shown to a test follower, posted as a card that opens, read, counted, and taken back', async () => {
    const [ana, bea] = await people('Ana', 'Bea')
    const media = '00000000-0000-7000-8000-000000000001'
    await desk.rows(`insert into media (workspace_id, media_id, state, sha256, mime, bytes, created_at) values ($1, $2, 'ready', '\\x00', 'image/jpeg', 1000, now())`, [desk.workspaceId, media])
    const post = await write({ content: { kind: 'articles', articles: [{ ...article('Rebajas'), coverMediaId: media }, { ...article('Horario'), coverMediaId: media }] } })
    expect(post.content).toMatchObject({ articles: [{ body: '<p>Hola <strong>todos</strong></p>' }, {}] })
    expect((await desk.request('POST', `/api/v1/posts/${post.id}/preview`, { contactId: ana!.contactId })).statusCode).toBe(204)
    expect([bubbles(ana!.customer), bubbles(bea!.customer)]).toEqual([1, 0])
    expect(await send(post)).toMatchObject({ state: 'done', counts: { sent: 2 }, calls: [{ urls: [expect.stringContaining('/s/'), expect.stringContaining('/s/')] }] })
    const card = desk.simulator.screen(desk.world, bea!.customer).at(-1)!
    expect(card).toMatchObject({ content: { kind: 'link', title: 'Rebajas' }, options: [{ title: 'Horario' }] })
    const url = new URL((card.content as { url: string }).url)
    const page = await desk.simulator.handle(desk.world, { method: 'GET', path: url.pathname, query: Object.fromEntries(url.searchParams), headers: {}, body: Buffer.alloc(0) })
    expect(String(page.body)).toContain('<strong>todos</strong>')
    await desk.to(Date.UTC(2026, 2, 6, 1))
    expect((await read(post.id)).figures).toEqual([{ article: 1, day: '2026-03-05', readers: 1, shares: 0 }, { article: 2, day: '2026-03-05', readers: 0, shares: 0 }])
    expect((await desk.request('POST', `/api/v1/posts/${post.id}/take-back`)).json<Post>().state).toBe('deleted')
    expect((await desk.simulator.handle(desk.world, { method: 'GET', path: url.pathname, query: Object.fromEntries(url.searchParams), headers: {}, body: Buffer.alloc(0) })).status).toBe(404)
  })

  test('what the platform would refuse is said before', async () => {
    await people('Ana', 'Bea')
    const post = await write({ content: { kind: 'articles', articles: [article('')] } })
    const answer = await desk.request('POST', `/api/v1/posts/${post.id}/schedule`, {})
    expect(answer.statusCode).toBe(422)
    expect(answer.json<{ code: string; fields: { field: string }[] }>()).toMatchObject({ code: 'post_incomplete', fields: [{ field: 'content.articles.0.title' }, { field: 'content.articles.0.coverMediaId' }] })
  })
})

describe('who is told, and what is kept', () => {
  test('outside systems are told once that it left and once that it is over, also when it came to nothing', async () => {
    await people('Ana', 'Bea')
    const told = async () => {
      const stretch = await readEvents(desk.services, desk.workspaceId, 0, 0)
      return (stretch?.events ?? []).flatMap(({ type, data }) => (type.startsWith('post.') ? [[type, (data as Post).name, (data as Post).state]] : []))
    }
    await send(await write())
    expect(await told()).toEqual([['post.sent', 'Marzo', 'done'], ['post.finished', 'Marzo', 'done']])
    await desk.rows('delete from event')
    for (let n = 2; n <= 4; n++) await send(await write())
    await desk.rows('delete from event')
    expect(await send(await write())).toMatchObject({ state: 'failed', code: 'audience_empty' })
    expect(await told()).toEqual([['post.finished', 'Marzo', 'failed']])
  })

  test('addresses go when the month is over, totals and the ledger stay', async () => {
    await people('Ana', 'Bea')
    const post = await send(await write())
    const targets = async () => (await desk.rows('select 1 from post_target')).length
    await pruneTargets(desk.services, desk.workspaceId)
    expect(await targets()).toBe(2)
    await desk.to(Date.UTC(2026, 2, 31, 15, 59))
    await pruneTargets(desk.services, desk.workspaceId)
    expect(await targets()).toBe(2)
    // From midnight in Shanghai; what is planned has its addresses when its turn comes.
    const next = await send(await write(), Date.UTC(2026, 3, 2))
    await desk.to(Date.UTC(2026, 2, 31, 16))
    await pruneTargets(desk.services, desk.workspaceId)
    expect(await targets()).toBe(0)
    const { updatedAt: _, ...kept } = await read(post.id)
    expect(kept).toMatchObject({ state: 'done', counts: { total: 2, sent: 2 }, calls: [{ size: 2 }] })
    expect(Object.values(await counts())).toEqual([1, 1])
    await desk.to(Date.UTC(2026, 3, 2, 0, 5))
    expect(await read(next.id)).toMatchObject({ state: 'done', counts: { sent: 2 } })
    expect(await targets()).toBe(2)
  })
})

describe('by a tag of the platform', () => {
  /** As somebody does in the platform's own console. */
  async function tagged(name: string, openids: readonly string[]): Promise<string> {
    const { settings } = (await desk.services.accounts.byId(desk.workspaceId, desk.accountId))!
    const ask = async (path: string, body: object, query = {}): Promise<Record<string, unknown>> => JSON.parse(String((await desk.simulator.handle(desk.world, { method: 'POST', path, query, headers: {}, body: Buffer.from(JSON.stringify(body)) })).body)) as Record<string, unknown>
    const { access_token } = await ask('/cgi-bin/stable_token', { grant_type: 'client_credential', appid: settings.appId, secret: settings.appSecret })
    const { tag } = await ask('/cgi-bin/tags/create', { tag: { name } }, { access_token }) as { tag: { id: number } }
    await ask('/cgi-bin/tags/members/batchtagging', { openid_list: openids, tagid: tag.id }, { access_token })
    return String(tag.id)
  }
  const vip = (tagId: string): Post['audience'] => ({ to: 'tag', tagId, tagName: 'VIP' })

  test('one call while each of its members may be written to; by list when one has said no; nobody outside it', async () => {
    const [ana, bea, carla, dora] = await people('Ana', 'Bea', 'Carla', 'Dora')
    const tagId = await tagged('VIP', [ana!.customer, bea!.customer, carla!.customer])
    expect((await desk.request('GET', `/api/v1/post-accounts/${desk.accountId}/tags`)).json<{ items: object[] }>().items).toEqual([{ id: tagId, name: 'VIP', count: 3 }])
    const first = await write({ audience: vip(tagId) })
    expect(await preview(first.id)).toMatchObject({ total: 3, eligible: 3, followers: 3, plan: { reach: 'tag', reason: null, calls: 1 } })
    expect(await send(first)).toMatchObject({ state: 'done', plan: { reach: 'tag' }, counts: { total: 3, sent: 3 } })
    await desk.agree(carla!.contactId, 'withdrawn')
    expect(await send(await write({ audience: vip(tagId) }))).toMatchObject({ state: 'done', plan: { reach: 'list', reason: 'part_of_tag' }, excluded: [{ code: 'opted_out', count: 1 }], counts: { sent: 2 } })
    expect([ana, bea, carla, dora].map((one) => bubbles(one!.customer))).toEqual([2, 2, 1, 0])
    expect(await counts()).toMatchObject({ [ana!.identityId]: 2, [carla!.identityId]: 1 })
  })

  test('the fifth by tag leaves out those at four, whose month other posts have used', async () => {
    const [ana, bea, carla] = await people('Ana', 'Bea', 'Carla')
    for (let n = 1; n <= 4; n++) await send(await write())
    const eva = (await people('Eva', 'Fe'))
    const tagId = await tagged('VIP', [ana!.customer, bea!.customer, carla!.customer, ...eva.map((one) => one.customer)])
    expect(await send(await write({ audience: vip(tagId) }))).toMatchObject({ state: 'done', excluded: [{ code: 'quota_exhausted', count: 3 }], counts: { sent: 2 } })
    expect([ana, bea, carla, ...eva].map((one) => bubbles(one!.customer))).toEqual([4, 4, 4, 1, 1])
  })
})
