import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PlatformRefusal } from '@recado/channel-kit'
import type { LoadedMedia } from '@recado/channel-kit'
import { type Content, hours, minutes, type PlatformMedia, seconds } from '@recado/core'
import { sampleFile } from '@recado/channel-kit/testing/sample-files'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { START } from '../testing/harness.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'
import { nextFetch } from './fetch.js'
import { makeMediaStore } from './store.js'
import { MediaWorker } from './worker.js'

describe('the schedule', () => {
  const at = START
  test.each([[1, seconds(1)], [2, seconds(5)], [3, seconds(30)], [4, minutes(5)], [5, minutes(30)], [6, hours(2)], [7, hours(6)]])('after try %i the next is due in %i ms, a fifth more or less', (attempts, ms) => {
    expect([nextFetch(attempts, at, null, 0.5), nextFetch(attempts, at, null, 0), nextFetch(attempts, at, null, 1)]).toEqual([at + ms, at + ms * 0.8, at + ms * 1.2])
  })
  test('ends after seven tries, and before the platform throws the file away', () => {
    expect(nextFetch(8, at, null, 0.5)).toBeNull()
    expect(nextFetch(5, at, at + minutes(30) + 1, 0.5)).toBe(at + minutes(30))
    expect(nextFetch(5, at, at + minutes(30), 0.5)).toBeNull()
  })
})

describe('a customer’s file', () => {
  const dir = mkdtempSync(join(tmpdir(), 'recado-worker-'))
  let desk: Desk
  let worker: MediaWorker
  let answer: () => Promise<LoadedMedia>
  const asked: unknown[] = []
  let n = 0

  beforeAll(async () => {
    const channel = { ...madeUpLoaded, connector: { ...madeUpLoaded.connector, fetchMedia: async (source: unknown) => { asked.push(source); return answer() } } }
    desk = await makeDesk({ channel, media: makeMediaStore({ dataDir: dir, s3Url: null }) })
    worker = new MediaWorker(desk.services, () => 0.5)
  })
  afterAll(async () => { await desk.close(); rmSync(dir, { recursive: true, force: true }) })
  beforeEach(() => { asked.length = 0; answer = async () => { const { bytes, mime, name } = sampleFile('jpeg'); return { bytes, mime, name } } })
  afterEach(async () => { desk.wall.now = START; await desk.rows('delete from media') })

  async function sent(content: Content<PlatformMedia> = { kind: 'image', media: { source: { kind: 'id', id: `f${n}` }, mime: 'image/jpeg' }, caption: 'Mira' }): Promise<void> {
    n++
    await desk.receive(desk.wrote(`w${n}`, '', { content }))
  }
  const fileRow = async () => (await desk.rows<{ state: string; mime: string; bytes: number; width: number | null; attempts: number; due: number | null; name: string | null; duration_ms: number | null; waveform: number[] | null }>('select state, mime, bytes, width, attempts, next_attempt_at as due, name, duration_ms, waveform from media order by media_id desc limit 1'))[0]!
  const shown = async () => (await desk.request('GET', `/api/v1/conversations/${await desk.conversationOf()}/messages?limit=1`)).json<{ items: { content: { media: Record<string, unknown> } }[] }>().items[0]!.content.media

  test('is fetched once, looked into, and its message is told anew', async () => {
    await sent()
    expect(await shown()).toMatchObject({ state: 'pending' })
    const [before] = await desk.rows<{ seq: number }>('select max(seq) as seq from event')
    await worker.runDue(desk.workspaceId)
    await worker.runDue(desk.workspaceId)
    expect(asked).toEqual([{ kind: 'id', id: `f${n - 1}` }])
    expect(await fileRow()).toMatchObject({ state: 'ready', mime: 'image/jpeg', width: expect.any(Number), due: null })
    expect(await shown()).toMatchObject({ state: 'ready', bytes: sampleFile('jpeg').bytes.length, width: expect.any(Number) })
    expect(await desk.rows('select type from event where seq > $1', [before!.seq])).toEqual([{ type: 'message.updated' }])
    expect((await desk.request('GET', (await shown()).url as string)).headers['content-type']).toBe('image/jpeg')
  })

  test('is what its bytes are, not what it was called', async () => {
    const { bytes } = sampleFile('amr')
    answer = async () => ({ bytes, mime: 'image/jpeg', name: '' })
    await sent({ kind: 'audio', media: { source: { kind: 'id', id: 'v' }, mime: 'application/octet-stream' }, voice: true })
    await worker.runDue(desk.workspaceId)
    expect(await fileRow()).toMatchObject({ state: 'ready', mime: 'audio/amr', duration_ms: 3000, waveform: expect.arrayContaining([100]) })
  })

  test('a refusal is tried again on schedule in business time, until it comes', async () => {
    const whole = answer
    answer = async () => { throw new PlatformRefusal({ code: 'media_download_failed', platformCode: '500', message: 'later', sent: 'no', retry: { kind: 'schedule' } }) }
    await sent()
    for (const [attempts, ms] of [[1, seconds(1)], [2, seconds(5)], [3, seconds(30)]] as const) {
      await worker.runDue(desk.workspaceId)
      expect(await fileRow()).toMatchObject({ state: 'pending', attempts, due: desk.wall.now + ms })
      expect(await worker.nextDue(desk.workspaceId)).toBe(desk.wall.now + ms)
      desk.wall.now += ms - 1
      await worker.runDue(desk.workspaceId)
      expect((await fileRow()).attempts).toBe(attempts)
      desk.wall.now += 1
    }
    answer = whole
    await worker.runDue(desk.workspaceId)
    expect(await fileRow()).toMatchObject({ state: 'ready', attempts: 4 })
  })

  test('one that the platform threw away is failed, and said so', async () => {
    answer = async () => { throw new Error('gone') }
    await sent()
    desk.wall.now += hours(25) // the made-up platform keeps files for a day
    await worker.runDue(desk.workspaceId)
    expect(asked).toEqual([])
    expect(await fileRow()).toMatchObject({ state: 'failed', due: null })
    expect(await shown()).toMatchObject({ state: 'failed' })
  })

  test('whatever a customer sends is kept, also what nobody can open', async () => {
    answer = async () => ({ bytes: Buffer.from('ffd8ffe0not a picture at all', 'latin1'), mime: 'image/jpeg', name: '' })
    await sent()
    await worker.runDue(desk.workspaceId)
    expect(await fileRow()).toMatchObject({ state: 'ready', width: null })
  })

  test('thirty at once are fetched by four hands, none twice', async () => {
    let under = 0
    let most = 0
    answer = async () => {
      most = Math.max(most, ++under)
      await new Promise((resolve) => setImmediate(resolve))
      under--
      const { bytes, mime, name } = sampleFile('png')
      return { bytes, mime, name }
    }
    await desk.receive(...Array.from({ length: 30 }, (_, i) => desk.wrote(`a${i}`, '', { content: { kind: 'image', media: { source: { kind: 'id', id: `a${i}` }, mime: 'image/png' } } })))
    await Promise.all([worker.runDue(desk.workspaceId), worker.runDue(desk.workspaceId)])
    expect(await desk.rows('select state, count(*)::int as n from media group by 1')).toEqual([{ state: 'ready', n: 30 }])
    expect([asked.length, most]).toEqual([30, 4])
  })
})
