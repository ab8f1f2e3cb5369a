import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sampleFile } from '@recado/channel-kit/testing/sample-files'
import { newId } from '@recado/db'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MediaAccess } from '../egress/call-context.js'
import { makeMediaAccess } from '../media/access.js'
import { makeMediaStore } from '../media/store.js'
import { type Harness, makeHarness, type Person } from '../testing/harness.js'
import { mediaRoutes } from './media.js'

let h: Harness
let access: MediaAccess
let stranger: Person
const filesDir = mkdtempSync(join(tmpdir(), 'recado-files-'))

beforeAll(async () => {
  h = await makeHarness({ routes: [mediaRoutes], media: makeMediaStore({ dataDir: filesDir, s3Url: null }), config: { publicUrl: 'https://desk.example' } })
  access = makeMediaAccess(h.services)
  stranger = (await h.addWorkspace('Another company')).owner
})
afterAll(async () => {
  await h.close()
  rmSync(filesDir, { recursive: true, force: true })
})

async function upload(bytes: Buffer, name: string, mime: string, as: Person | string | null = h.owner, query = '') {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)], { type: mime }), name)
  const sent = new Response(form)
  return h.app.inject({
    method: 'POST', url: `/api/v1/media${query}`, payload: Buffer.from(await sent.arrayBuffer()),
    headers: { host: 'localhost:3000', 'content-type': sent.headers.get('content-type')!, ...(as === null ? {} : typeof as === 'string' ? { authorization: `Bearer ${as}` } : { cookie: as.cookie }) }, // a form always has one
  })
}
const kept = async (kind: Parameters<typeof sampleFile>[0]): Promise<{ id: string; url: string }> => (await upload(sampleFile(kind).bytes, sampleFile(kind).name, sampleFile(kind).mime)).json()
const path = (link: string): string => link.replace('https://desk.example', '')

describe('upload', () => {
  it.each([
    ['jpeg', { mime: 'image/jpeg', bytes: 4517, name: 'foto.jpg', width: 512, height: 384 }],
    ['mp4', { mime: 'video/mp4', width: 128, height: 96, durationMs: 2000 }],
    ['ogg', { mime: 'audio/ogg', durationMs: 2994, waveform: expect.any(Array) }],
    ['amr', { mime: 'audio/amr', durationMs: 3000, waveform: expect.any(Array) }],
    ['pdf', { mime: 'application/pdf', name: 'pedido-4711.pdf' }],
  ] as const)('of a %s tells what it is', async (kind, told) => {
    const answer = await upload(sampleFile(kind).bytes, sampleFile(kind).name, 'application/octet-stream')
    expect([answer.statusCode, answer.json()]).toEqual([201, expect.objectContaining({ ...told, state: 'ready', url: `/api/v1/media/${answer.json().id}/file` })])
  })

  it.each([
    ['no file at all', Buffer.alloc(0), 'leer.jpg', 'image/jpeg', 400, 'invalid_request'],
    ['a HEIC picture', Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]), 'IMG_0001.HEIC', 'image/heic', 422, 'media_type'],
    ['a picture that breaks off', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'foto.jpg', 'image/jpeg', 422, 'media_type'],
  ] as const)('of %s is refused', async (_, bytes, name, mime, status, code) => {
    const answer = await upload(bytes, name, mime)
    expect([answer.statusCode, answer.json().code, answer.json().fields?.[0]?.field ?? 'file']).toEqual([status, code, 'file'])
  })

  it('of more points than memory should hold is refused', async () => {
    const huge = await sharp({ create: { width: 8_000, height: 6_400, channels: 3, background: 'white' } }).png({ compressionLevel: 9 }).toBuffer()
    expect((await upload(huge, 'plano.png', 'image/png')).json()).toMatchObject({ code: 'media_too_large', limit: 50_000_000 })
  })

  it.each([['Opus', 'ogg', 201, undefined], ['AMR', 'amr', 422, 'media_type'], ['a film', 'mp4', 422, 'media_type'], ['a paper', 'pdf', 422, 'media_type']] as const)('of a voice note recorded as %s', async (_, kind, status, code) => {
    const answer = await upload(sampleFile(kind).bytes, 'voice.webm', 'audio/webm', h.owner, '?voice=1')
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  })

  it('past the limit is refused, and leaves nothing behind', async () => {
    const answer = await upload(Buffer.alloc(100 * 1024 * 1024 + 1), 'disco.bin', 'application/octet-stream')
    expect(answer.json()).toMatchObject({ code: 'media_too_large', limit: 100 * 1024 * 1024 })
    expect(readdirSync(join(h.services.config.dataDir, 'incoming'))).toEqual([])
  })

  it('needs a form, and somebody', async () => {
    expect((await h.request('POST', '/api/v1/media', { file: 'x' })).statusCode).toBe(400)
    expect((await upload(Buffer.from('x'), 'a.txt', 'text/plain', null)).statusCode).toBe(401)
    expect((await upload(Buffer.from('x'), 'a.txt', 'text/plain', h.token)).statusCode).toBe(201)
  })
})

describe('file', () => {
  it('comes whole or in the part asked for, and is never anything but itself', async () => {
    const { url } = await kept('jpeg')
    const { bytes } = sampleFile('jpeg')
    const whole = await h.request('GET', url)
    expect([whole.statusCode, whole.rawPayload.equals(bytes)]).toEqual([200, true])
    expect(whole.headers).toMatchObject({
      'content-type': 'image/jpeg', 'content-length': String(bytes.length), 'accept-ranges': 'bytes', 'x-content-type-options': 'nosniff', 'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*sandbox/), 'content-disposition': `inline; filename="foto.jpg"; filename*=UTF-8''foto.jpg`,
    })
    expect((await h.request('GET', url, undefined, h.owner, { 'if-none-match': String(whole.headers.etag) })).statusCode).toBe(304)
  })

  it.each([
    ['bytes=0-9', 206, 'bytes 0-9/4517', 0, 10], ['bytes=4500-', 206, 'bytes 4500-4516/4517', 4500, 4517], ['bytes=-17', 206, 'bytes 4500-4516/4517', 4500, 4517],
    ['bytes=10-99999', 206, 'bytes 10-4516/4517', 10, 4517], ['bytes=4517-', 416, 'bytes */4517', 0, 0], ['bytes=0-1,5-6', 200, undefined, 0, 4517], ['lines=1-2', 200, undefined, 0, 4517],
  ])('answers Range %s with %i', async (range, status, told, from, to) => {
    const { url } = await kept('jpeg')
    const answer = await h.request('GET', url, undefined, h.owner, { range })
    expect([answer.statusCode, answer.headers['content-range'], answer.rawPayload.equals(sampleFile('jpeg').bytes.subarray(from, to))]).toEqual([status, told, true])
  })

  it.each([
    ['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'logo.svg', 'image/svg+xml'],
    ['<!doctype html><script>alert(1)</script>', 'oferta.html', 'text/html'],
    ['\0\x01\x02', 'foto.jpg', 'image/jpeg'],
    ['<html>in disguise</html>', 'foto.png', 'image/png'],
  ])('%s is only ever saved', async (text, name, mime) => {
    const media = (await upload(Buffer.from(text), name, mime)).json()
    const answer = await h.request('GET', media.url)
    expect(answer.headers['content-disposition']).toMatch(/^attachment; /)
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-security-policy': expect.stringContaining('sandbox') })
    expect((await h.request('GET', `/api/v1/media/${media.id}/thumb`)).statusCode).toBe(404)
  })

  it('recorded on WeChat comes as something that browsers play, in parts too', async () => {
    const { url } = await kept('amr')
    const whole = await h.request('GET', url)
    expect([whole.statusCode, whole.headers['content-type'], whole.headers['content-disposition']]).toEqual([200, 'audio/mpeg', `inline; filename="voz.mp3"; filename*=UTF-8''voz.mp3`])
    const part = await h.request('GET', url, undefined, h.owner, { range: 'bytes=100-199' })
    expect([part.statusCode, part.rawPayload.equals(whole.rawPayload.subarray(100, 200))]).toEqual([206, true])
    const original = await h.request('GET', `${url}?original=1`)
    expect([original.headers['content-type'], original.rawPayload.equals(sampleFile('amr').bytes)]).toEqual(['audio/amr', true])
  })

  it('has a small picture where it is one', async () => {
    const { id } = await kept('jpeg')
    const answer = await h.request('GET', `/api/v1/media/${id}/thumb`)
    expect(answer.headers['content-type']).toBe('image/webp')
    expect(await sharp(answer.rawPayload).metadata()).toMatchObject({ format: 'webp', width: 512 })
    expect((await h.request('GET', `/api/v1/media/${(await kept('pdf')).id}/thumb`)).statusCode).toBe(404)
  })

  it.each(['file', 'thumb'])('of another company is not there (%s)', async (what) => {
    const { id } = await kept('png')
    expect((await h.request('GET', `/api/v1/media/${id}/${what}`)).statusCode).toBe(200)
    expect((await h.request('GET', `/api/v1/media/${id}/${what}`, undefined, stranger)).json()).toMatchObject({ status: 404, code: 'not_found' })
  })

  it('still to be fetched, or lost, is not there', async () => {
    for (const state of ['pending', 'failed']) {
      const id = newId()
      await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(`insert into media (workspace_id, media_id, state, mime, created_at) values ($1, $2, $3, 'image/png', now())`, [h.workspaceId, id, state]))
      expect((await h.request('GET', `/api/v1/media/${id}/file`)).statusCode).toBe(404)
    }
  })
})

describe('link', () => {
  it('gives the file to anybody until it dies', async () => {
    const { id } = await kept('pdf')
    const link = await access.link(h.workspaceId, id, 60_000)
    expect(link).toMatch(/^https:\/\/desk\.example\/files\/[\w-]+$/)
    const answer = await h.request('GET', path(link), undefined, null)
    expect([answer.statusCode, answer.rawPayload.equals(sampleFile('pdf').bytes)]).toEqual([200, true])
    expect(answer.headers).toMatchObject({ 'content-disposition': expect.stringMatching(/^attachment; filename="pedido-4711\.pdf"/), 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    h.wall.now += 59_999
    expect((await h.request('GET', path(link), undefined, null)).statusCode).toBe(200)
    h.wall.now += 1
    expect((await h.request('GET', path(link), undefined, null)).statusCode).toBe(404)
  })

  it('changed in any place leads nowhere', async () => {
    const link = path(await access.link(h.workspaceId, (await kept('pdf')).id, 60_000))
    const places = Array.from({ length: 20 }, (_, i) => '/files/'.length + Math.floor((i * (link.length - '/files/'.length)) / 20))
    for (const at of places) {
      const changed = link.slice(0, at) + (link[at] === 'a' ? 'b' : 'a') + link.slice(at + 1)
      expect((await h.request('GET', changed, undefined, null)).statusCode).toBe(404)
    }
    for (const made of ['x', 'x'.repeat(120), `${link}AAAA`, link.slice(7, 60)]) expect((await h.request('GET', `/files/${made.replace('/files/', '')}`, undefined, null)).statusCode).toBe(404)
  })

  it('names its file for every reader', async () => {
    const media = (await upload(sampleFile('pdf').bytes, 'Presupuesto nº 7 — “gafas”.pdf', 'application/pdf')).json()
    const answer = await h.request('GET', path(await access.link(h.workspaceId, media.id, 60_000)), undefined, null)
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="Presupuesto no 7 _ _gafas_.pdf"; filename*=UTF-8''Presupuesto%20n%C2%BA%207%20%E2%80%94%20%E2%80%9Cgafas%E2%80%9D.pdf`)
  })

  it('is not made for a file of another company', async () => {
    const other = await h.addWorkspace('Third company')
    await expect(access.link(other.workspaceId, (await kept('pdf')).id, 60_000)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('load', () => {
  it('gives a channel the file in its form, or a refusal before anything was sent', async () => {
    const webp = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } }).webp().toBuffer()
    const { id } = (await upload(webp, 'foto.webp', 'image/webp')).json()
    expect(await access.load(h.workspaceId, id, { mimes: ['image/jpeg'], maxBytes: 5_000_000 })).toMatchObject({ mime: 'image/jpeg', name: 'foto.jpg' })
    expect(await access.load(h.workspaceId, id)).toMatchObject({ mime: 'image/webp', name: 'foto.webp' })
    await expect(access.load(h.workspaceId, id, { mimes: ['video/mp4'] })).rejects.toMatchObject({ detail: { code: 'media_type', sent: 'no', retry: { kind: 'never' }, scope: 'message' } })
    await expect(access.load(h.workspaceId, newId())).rejects.toMatchObject({ code: 'not_found' })
  })
})
