import type { HttpAnswer } from '@recado/channel-kit'
import { describe, expect, test } from 'vitest'
import { actions } from './actions.js'
import { backfill } from './backfill.js'
import { NEEDED_FIELDS } from './checks.js'
import { readInbound } from './inbound.js'
import { standing } from './standing.js'
import { answer, NOW, PAGE, PERSON, platform, settings, type Call } from './testing/platform.js'

const healthy = {
  page: { id: PAGE, name: 'Óptica Ribera', is_published: true },
  apps: { data: [{ id: settings.appId, subscribed_fields: [...NEEDED_FIELDS] }] },
  token: { data: { app_id: settings.appId, is_valid: true, expires_at: 0, scopes: ['pages_messaging', 'pages_manage_metadata', 'pages_show_list'] } },
  review: { data: [{ feature: 'human_agent', status: 'approved' }] },
}
type Said = { [key in keyof typeof healthy]: unknown }
const reply = (said: Partial<Said>) => ({ path }: Call): HttpAnswer => {
  const whole = { ...healthy, ...said }
  const body = path.includes('debug_token') ? whole.token : path.includes('subscribed_apps') ? whole.apps : path.includes('messaging_feature_review') ? whole.review : whole.page
  return typeof body === 'number' ? answer(400, { error: { message: `(#${body}) no`, code: body } }) : answer(200, body)
}
const facts = async (said: Partial<Said> = {}, change: object = {}) => new Map((await standing.look(platform(reply(said), { settings: { ...settings, humanAgentApproved: true, ...change } }).context, [])).map((fact) => [fact.id, fact]))

describe('the facts of a Page', () => {
  test.each<[string, Partial<Said>, object, string, object]>([
    ['is found', {}, {}, 'page', { state: 'ok', shown: 'Óptica Ribera' }],
    ['is not published', { page: { ...healthy.page, is_published: false } }, {}, 'page', { state: 'attention' }],
    ['is another object', { page: { ...healthy.page, id: '1' } }, {}, 'page', { state: 'broken', code: 'differs' }],
    ['is restricted', { page: 368 }, {}, 'page', { state: 'broken', code: 'restricted', blocks: 'account_restricted' }],
    ['is subscribed', {}, {}, 'webhook', { state: 'ok' }],
    ['is not subscribed', { apps: { data: [] } }, {}, 'webhook', { state: 'broken', code: 'unsubscribed' }],
    ['is subscribed by another app only', { apps: { data: [{ id: '9', subscribed_fields: [...NEEDED_FIELDS] }] } }, {}, 'webhook', { state: 'broken' }],
    ['lacks a field', { apps: { data: [{ id: settings.appId, subscribed_fields: NEEDED_FIELDS.slice(1) }] } }, {}, 'webhook', { state: 'attention', values: { missing: 'messages' } }],
    ['has a lasting token', {}, {}, 'token', { state: 'ok', code: 'lasting' }],
    ['has a token for a week', { token: { data: { ...healthy.token.data, expires_at: NOW / 1_000 + 7 * 86_400 } } }, {}, 'token', { state: 'attention', until: NOW + 7 * 86_400_000 }],
    ['has a dead token', { token: { data: { is_valid: false } } }, {}, 'token', { state: 'broken', blocks: 'token_invalid' }],
    ['has the token of another app', { token: { data: { ...healthy.token.data, app_id: '9' } } }, {}, 'token', { state: 'broken', code: 'other_app' }],
    ['cannot say how long without an app id', {}, { appId: undefined }, 'token', { state: 'unknown', code: 'app_id_missing' }],
    ['lacks a permission', { token: { data: { ...healthy.token.data, scopes: ['pages_messaging', 'pages_show_list'] } } }, {}, 'permissions', { state: 'broken', values: { missing: 'pages_manage_metadata' } }],
    ['has Human Agent', {}, {}, 'human_agent', { state: 'ok', code: 'approved' }],
    ['says Human Agent without having it', { review: { data: [{ feature: 'human_agent', status: 'pending' }] } }, {}, 'human_agent', { state: 'attention', code: 'ticked_only' }],
    ['has it without saying so', {}, { humanAgentApproved: false }, 'human_agent', { state: 'attention', code: 'unticked' }],
    ['cannot be asked about approvals', { review: 2500 }, {}, 'human_agent', { state: 'unknown' }],
  ])('it %s', async (_what, said, change, id, expected) => expect((await facts(said, change)).get(id)).toMatchObject(expected))

  test('the secret of another app is told by its proof', async () => {
    const { context } = platform((call) => (call.query.appsecret_proof ? answer(400, { error: { code: 100, message: 'Invalid appsecret_proof' } }) : reply({})(call)))
    expect((await standing.look(context, [])).find(({ id }) => id === 'app_secret')).toMatchObject({ state: 'broken', code: 'differs' })
  })

  test('every fact and event is worded in both languages, its action exists', () => {
    const texts = [...Object.entries(standing.texts).flatMap(([, { title, codes }]) => [{ sentence: title }, ...Object.values(codes)]), ...Object.values(standing.events ?? {})]
    for (const { sentence, ...more } of texts) {
      expect([sentence.en, sentence.es]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)])
      if ('action' in more && more.action) expect(actions.map(({ id }) => id)).toContain(more.action)
    }
  })
})

describe('what was missed', () => {
  const time = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, '+0000')
  const row = (id: string, at: number, message: object) => ({ id, created_time: time(at), from: { id: PERSON, name: 'Ana' }, to: { data: [{ id: PAGE }] }, ...message })
  const SINCE = NOW - 7_200_000

  test('comes as a webhook would have brought it, under the same key', async () => {
    const { context, calls } = platform(() => answer(200, { data: [
      { id: 't_1', updated_time: time(NOW - 60_000), messages: { data: [row('m_2', NOW - 60_000, { message: 'Aquí tiene', from: { id: PAGE }, to: { data: [{ id: PERSON }] } }), row('m_1', NOW - 120_000, { message: '¿Abren hoy?' }), row('m_0', SINCE - 1_000, { message: 'antes' })] } },
      { id: 't_0', updated_time: time(SINCE - 5_000), messages: { data: [row('m_old', SINCE - 5_000, { message: 'viejo' })] } },
    ], paging: { cursors: { after: 'A' }, next: 'https://graph.facebook.com/next' } }))
    const missed = await backfill(SINCE, context)
    expect(calls).toHaveLength(1) // the first thread that is too old ends it
    expect([missed.complete, missed.events.map(({ type, key, at }) => [type, key, at])]).toEqual([true, [['message', 'm_1', NOW - 120_000], ['echo', 'm_2', NOW - 60_000]]])
    const webhook = readInbound(JSON.stringify({ object: 'page', entry: [{ id: PAGE, time: NOW, messaging: [{ sender: { id: PERSON }, recipient: { id: PAGE }, timestamp: NOW - 120_000, message: { mid: 'm_1', text: '¿Abren hoy?' } }] }] }), { settings, arrivedAt: NOW })
    expect(missed.events[0]).toEqual(webhook[0])
  })

  test('files keep their kind', async () => {
    const file = (more: object) => ({ attachments: { data: [more] } })
    const { context } = platform(() => answer(200, { data: [{ id: 't_1', updated_time: time(NOW), messages: { data: [
      row('m_1', NOW - 5_000, file({ mime_type: 'image/jpeg', image_data: { url: 'https://cdn.example/a.jpg' } })), row('m_2', NOW - 4_000, file({ mime_type: 'video/mp4', video_data: { url: 'https://cdn.example/b.mp4' } })),
      row('m_3', NOW - 3_000, file({ mime_type: 'audio/mpeg', file_url: 'https://cdn.example/c.mp3' })), row('m_4', NOW - 2_000, file({ mime_type: 'application/pdf', file_url: 'https://cdn.example/d.pdf' })), row('m_5', NOW - 1_000, { sticker: 'https://cdn.example/e.png' }),
    ] } }] }))
    expect((await backfill(SINCE, context)).events.map((event) => (event.type === 'message' ? event.content.kind : event.type))).toEqual(['image', 'video', 'audio', 'document', 'sticker'])
  })

  test('goes on page by page, and says when a thread had more than can be read', async () => {
    const many = Array.from({ length: 20 }, (_row, n) => row(`m_${n}`, NOW - n * 1_000, { message: String(n) }))
    const { context, calls } = platform(({ query }) => answer(200, query.after
      ? { data: [{ id: 't_2', updated_time: time(NOW - 90_000), messages: { data: [row('m_x', NOW - 90_000, { message: 'x' })] } }] }
      : { data: [{ id: 't_1', updated_time: time(NOW), messages: { data: many } }], paging: { cursors: { after: 'A' }, next: 'n' } }))
    const missed = await backfill(SINCE, context)
    expect([calls.map(({ query }) => query.after), missed.events.length, missed.complete]).toEqual([[undefined, 'A'], 21, false])
  })

  test('a refusal is thrown, so that the next try begins anew', async () => {
    await expect(backfill(SINCE, platform(() => answer(400, { error: { code: 613, message: 'rate' } })).context)).rejects.toMatchObject({ detail: { code: 'platform_rate_limited' } })
  })
})
