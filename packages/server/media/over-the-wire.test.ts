/** Real bytes both ways, through the three channels' code and their simulated platforms, over HTTP. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Conversation, Message } from '@recado/api'
import { sampleFile } from '@recado/channel-kit/testing/sample-files'
import type { Media } from '@recado/core'
import { freshDatabase } from '@recado/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boot, type Running } from '../boot.js'
import { readConfig } from '../config.js'
import { inspect } from './inspect.js'
import { recordedInBrowser } from './testing/recording.js'

const TOKEN = 'rcd_a-token-that-only-this-test-knows-0001'
const dataDir = mkdtempSync(join(tmpdir(), 'recado-wire-'))
let running: Running
let dropDatabase: () => Promise<void>

beforeAll(async () => {
  const { url, drop } = await freshDatabase()
  dropDatabase = drop
  running = await boot(readConfig({ PORT: '0', DATA_DIR: dataDir, DATABASE_URL: url, RECADO_SIMULATOR: '1', RECADO_OWNER_EMAIL: 'eva@example.org', RECADO_OWNER_PASSWORD: 'violet teapots orbit quietly', RECADO_API_TOKEN: TOKEN }, null))
})
afterAll(async () => {
  await running?.close()
  await dropDatabase?.()
  rmSync(dataDir, { recursive: true, force: true })
})

const as = { authorization: `Bearer ${TOKEN}` }
async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(running.url + path, { method, headers: { ...as, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return (text === '' ? null : JSON.parse(text)) as T // the routes' own tests hold them to their shapes
}
async function bytesAt(url: string): Promise<{ bytes: Buffer; mime: string | null }> {
  const answer = await fetch(new URL(url, running.url), { headers: as })
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
  return { bytes: Buffer.from(await answer.arrayBuffer()), mime: answer.headers.get('content-type') }
}
async function upload(bytes: Buffer, name: string): Promise<Media> {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)]), name)
  return (await (await fetch(`${running.url}/api/v1/media`, { method: 'POST', headers: as, body: form })).json()) as Media
}
/** Ends what is under way - webhooks, fetched files, sends - and gives the apps a moment to show it. */
const settle = () => ask('POST', '/simulator/control/clock', { advanceMs: 10_000 })
const inBase64 = (kind: 'jpeg' | 'ogg' | 'amr') => ({ base64: sampleFile(kind).bytes.toString('base64'), mime: sampleFile(kind).mime, name: sampleFile(kind).name })

interface Desk { customerId: string; conversationId: string; act(action: string, content?: Record<string, unknown>): Promise<unknown>; newest(): Promise<Message>; send(content: Record<string, unknown>): Promise<Message>; screen(): Promise<{ from: string; content: { kind: string; media?: Media; url?: string; text?: string } }[]> }

async function openDesk(channel: string): Promise<Desk> {
  const account = await ask<{ id: string }>('POST', '/api/v1/channel-accounts', { channel, name: `Shop ${channel}`, settings: {}, simulated: true })
  const { customerId } = await ask<{ customerId: string }>('POST', '/simulator/control/customers', { channel, channelAccountId: account.id, name: 'Lucía Ferrer' })
  const act: Desk['act'] = async (action, content) => { await ask('POST', `/simulator/control/customers/${customerId}/act`, { action, ...(content ? { content } : {}) }); await settle() }
  await act('write', { kind: 'text', text: 'Hola' })
  const [conversation] = (await ask<{ items: Conversation[] }>('GET', `/api/v1/conversations?account=${account.id}`)).items
  const conversationId = conversation!.id // she has just written
  let sent = 0
  const messages = async () => (await ask<{ items: Message[] }>('GET', `/api/v1/conversations/${conversationId}/messages`)).items
  return {
    customerId, conversationId, act,
    newest: async () => (await messages()).find((message) => message.direction !== 'system')!, // she has written
    async send(content) {
      const { id } = await ask<Message>('POST', `/api/v1/conversations/${conversationId}/messages`, { clientId: `${channel}-${++sent}`, content })
      await settle()
      return (await messages()).find((message) => message.id === id)! // just sent
    },
    screen: async () => (await ask<{ items: Awaited<ReturnType<Desk['screen']>> }>('GET', `/simulator/control/customers/${customerId}/screen`)).items,
  }
}

const fileOf = (message: Message): Media => (message.content as { media: Media }).media

describe.each([
  { channel: 'whatsapp', voice: 'ogg', played: 'audio/ogg', sent: 'audio/ogg', photo: 'jpeg' },
  { channel: 'wechat', voice: 'amr', played: 'audio/mpeg', sent: 'audio/mpeg', photo: 'webp' },
  { channel: 'messenger', voice: 'ogg', played: 'audio/ogg', sent: 'audio/mpeg', photo: 'webp' },
] as const)('$channel', ({ channel, voice: recorded, played, sent, photo: format }) => {
  let desk: Desk
  beforeAll(async () => { desk = await openDesk(channel) })

  it('brings her photo', async () => {
    await desk.act('write', { kind: 'image', media: inBase64('jpeg') })
    const photo = fileOf(await desk.newest())
    expect(photo).toMatchObject({ state: 'ready', mime: 'image/jpeg', width: 512, height: 384 })
    expect((await bytesAt(photo.url)).bytes.equals(sampleFile('jpeg').bytes)).toBe(true)
    expect((await bytesAt(`/api/v1/media/${photo.id}/thumb`)).mime).toBe('image/webp')
  })

  it('brings her voice in a form that browsers play, with its length and its waves', async () => {
    await desk.act('write', { kind: 'audio', voice: true, media: inBase64(recorded) })
    const voice = fileOf(await desk.newest())
    expect(voice).toMatchObject({ state: 'ready', mime: sampleFile(recorded).mime, durationMs: expect.closeTo(3_000, -2) as number })
    expect(voice.waveform).toHaveLength(64)
    const file = await bytesAt(voice.url)
    expect(file.mime).toEqual(played)
    expect((await inspect(file.bytes, {})).durationMs).toBeCloseTo(3_000, -3)
  })

  it('takes our voice as its app plays it', async () => {
    const media = await upload(await recordedInBrowser(3_000), 'voice.webm')
    expect(media).toMatchObject({ mime: 'audio/webm', durationMs: expect.closeTo(3_000, -2) as number })
    const message = await desk.send({ kind: 'audio', voice: true, media: { id: media.id } })
    expect([message.status, message.error]).toEqual([expect.stringMatching(/^(accepted|sent|delivered|read)$/), undefined])
    const shown = (await desk.screen()).findLast((item) => item.from === 'business')
    expect(shown?.content).toMatchObject({ kind: 'audio' })
    const heard = await bytesAt(shown!.content.media!.url) // an audio has its file
    expect(await inspect(heard.bytes, {})).toMatchObject({ mime: sent, durationMs: expect.closeTo(3_000, -2.3) as number })
  })

  it('takes our photo, converted where it must be', async () => {
    const { default: sharp } = await import('sharp')
    const media = await upload(await sharp(sampleFile('jpeg').bytes).toFormat(format).toBuffer(), `gafas.${format}`)
    const message = await desk.send({ kind: 'image', media: { id: media.id } })
    expect([message.status, message.error]).toEqual([expect.stringMatching(/^(accepted|sent|delivered|read)$/), undefined])
    const shown = (await desk.screen()).findLast((item) => item.from === 'business')
    expect(await inspect((await bytesAt(shown!.content.media!.url)).bytes, {})).toMatchObject({ mime: expect.stringMatching(/^image\/(jpeg|png)$/) as string, width: 512, height: 384 })
  })

  it('takes our document, or a link to it that anybody may follow', async () => {
    const media = await upload(sampleFile('pdf').bytes, 'pedido-4711.pdf')
    const message = await desk.send({ kind: 'document', media: { id: media.id } })
    expect([message.status, message.error]).toEqual([expect.stringMatching(/^(accepted|sent|delivered|read)$/), undefined])
    const { content } = (await desk.screen()).findLast((item) => item.from === 'business')!
    const url = content.media?.url ?? content.url ?? /https?:\/\/\S+\/files\/[\w-]+/.exec(JSON.stringify(content))?.[0]
    const answer = await fetch(new URL(url!, running.url), content.media ? { headers: as } : {})
    expect([answer.status, Buffer.from(await answer.arrayBuffer()).equals(sampleFile('pdf').bytes)]).toEqual([200, true])
  })
})

it('a recording of more than a minute is refused on WeChat before anything is sent', async () => {
  const desk = await openDesk('wechat')
  const media = await upload(await recordedInBrowser(61_000), 'voice.webm')
  await expect(desk.send({ kind: 'audio', voice: true, media: { id: media.id } })).rejects.toThrow(/422 .*media_too_large/)
})
