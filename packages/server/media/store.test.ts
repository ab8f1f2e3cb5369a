import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { sampleFile } from '@recado/channel-kit/testing/sample-files'
import { newId } from '@recado/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MediaStore } from '../services.js'
import { fileName, isShown, mimeOf, plainMime } from './kinds.js'
import { makeMediaStore } from './store.js'

const dir = mkdtempSync(join(tmpdir(), 'recado-media-'))
const bucket = new Map<string, Buffer>()
const asked: string[] = []
let s3: Server
let s3Url = ''

/** A bucket as small as can be: put, get with ranges, head, delete, list; only what is signed. */
beforeAll(async () => {
  s3 = createServer((request, response) => void (async () => {
    const url = new URL(request.url!, 'http://s3')
    asked.push(`${request.method} ${url.pathname}${url.search}`)
    const body = await buffer(request)
    const key = decodeURIComponent(url.pathname)
    if (!/^AWS4-HMAC-SHA256 Credential=KEY\/\d{8}\/eu-south-2\/s3\//.test(request.headers.authorization ?? '')) return response.writeHead(403).end()
    if (request.method === 'PUT') { bucket.set(key, body); return response.end() }
    if (request.method === 'DELETE') { bucket.delete(key); return response.writeHead(204).end() }
    if (url.searchParams.has('prefix')) return response.end(`<ListBucketResult>${[...bucket.keys()].map((k) => k.replace('/files/', '')).filter((k) => k.startsWith(url.searchParams.get('prefix')!)).map((k) => `<Key>${k}</Key>`).join('')}</ListBucketResult>`)
    const bytes = bucket.get(key)
    if (!bytes) return response.writeHead(404).end()
    const range = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '')
    return response.writeHead(range ? 206 : 200, { 'content-length': range ? Number(range[2]) - Number(range[1]) + 1 : bytes.length }).end(request.method === 'HEAD' ? undefined : range ? bytes.subarray(Number(range[1]), Number(range[2]) + 1) : bytes)
  })())
  await new Promise<void>((resolve) => s3.listen(0, '127.0.0.1', resolve))
  s3Url = `http://KEY:SEC%2FRET@127.0.0.1:${(s3.address() as AddressInfo).port}/files/desk?region=eu-south-2`
})
afterAll(() => { s3.close(); rmSync(dir, { recursive: true, force: true }) })

describe.each(['disk', 'bucket'] as const)('files on %s', (where) => {
  const make = (): MediaStore => makeMediaStore(where === 'disk' ? { dataDir: dir, s3Url: null } : { dataDir: dir, s3Url })
  const photo = sampleFile('jpeg')

  test('come back as they went in, in whole and in part, by workspace and hash', async () => {
    const store = make()
    const workspace = newId()
    const saved = await store.save(workspace, photo.bytes, { name: 'foto.jpg' })
    expect(saved).toMatchObject({ mime: 'image/jpeg', bytes: photo.bytes.length, width: expect.any(Number), height: expect.any(Number), sha256: createHash('sha256').update(photo.bytes).digest() })
    expect(await store.save(workspace, photo.bytes, {})).toEqual(saved)
    expect((await store.read(workspace, saved.sha256)).equals(photo.bytes)).toBe(true)
    expect((await buffer(await store.stream(workspace, saved.sha256, { start: 2, end: 5 }))).equals(photo.bytes.subarray(2, 6))).toBe(true)
    await expect(store.read(newId(), saved.sha256)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('a form is made once, however many ask, and goes with its file', async () => {
    const store = make()
    const workspace = newId()
    const { sha256 } = await store.save(workspace, photo.bytes, {})
    let made = 0
    const form = () => store.derived(workspace, sha256, 'thumb.webp', async () => { made++; return Buffer.from('small') })
    await Promise.all([form(), form(), form()])
    expect([(await make().derived(workspace, sha256, 'thumb.webp', async () => Buffer.from('another'))).toString(), made]).toEqual(['small', 1])
    await expect(store.derived(workspace, sha256, '../x', async () => Buffer.alloc(1))).rejects.toThrow()
    await store.remove(workspace, sha256)
    await expect(store.read(workspace, sha256)).rejects.toMatchObject({ code: 'ENOENT' })
    expect((await store.derived(workspace, sha256, 'thumb.webp', async () => Buffer.from('anew'))).toString()).toBe('anew')
  })

  test('a making that fails leaves nothing and may be tried again', async () => {
    const store = make()
    const workspace = newId()
    const { sha256 } = await store.save(workspace, photo.bytes, {})
    await expect(store.derived(workspace, sha256, 'mp3', async () => { throw new Error('broken') })).rejects.toThrow('broken')
    expect((await store.derived(workspace, sha256, 'mp3', async () => Buffer.from('whole'))).toString()).toBe('whole')
  })

  test('no key leads out of the store', async () => {
    await expect(make().read('../../etc', Buffer.alloc(32))).rejects.toThrow('not the key')
    await expect(make().read(newId(), Buffer.from('x'))).rejects.toThrow('not the key')
  })
})

test('on disk a file is whole or not there, and nobody else may read it', async () => {
  const workspace = newId()
  const store = makeMediaStore({ dataDir: dir, s3Url: null })
  const { sha256 } = await store.save(workspace, Buffer.from('hola'), { name: 'nota.txt' })
  const hex = sha256.toString('hex')
  const folder = join(dir, 'media', workspace, hex.slice(0, 2))
  expect(readdirSync(folder)).toEqual([hex])
  expect(statSync(join(folder, hex)).mode & 0o077).toBe(0)
  // Cut short by a crash of another program: written again.
  writeFileSync(join(folder, hex), 'ho')
  await store.save(workspace, Buffer.from('hola'), {})
  expect((await store.read(workspace, sha256)).toString()).toBe('hola')
})

test.each(['https://host/bucket', 'nonsense', 'https://KEY:SECRET@host'])('S3_URL %s is told to be wrong in a sentence', (url) => {
  expect(() => makeMediaStore({ dataDir: dir, s3Url: url })).toThrow(/S3_URL must look like/)
})

describe('what a file is', () => {
  const svg = '<?xml version="1.0"?>\n<!-- x --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  test.each([
    ['a photo called text', sampleFile('jpeg').bytes, { name: 'a.txt', mime: 'text/plain' }, 'image/jpeg'], ['a PNG', sampleFile('png').bytes, {}, 'image/png'], ['a paper', sampleFile('pdf').bytes, { mime: 'image/png' }, 'application/pdf'],
    ['a WeChat voice', sampleFile('amr').bytes, {}, 'audio/amr'], ['a WhatsApp voice', sampleFile('ogg').bytes, { mime: 'audio/ogg; codecs=opus' }, 'audio/ogg'], ['a film', sampleFile('mp4').bytes, {}, 'video/mp4'],
    ['plain words', Buffer.from('Hola, ¿qué tal?'), {}, 'text/plain'], ['a table', Buffer.from('a;b\n1;2'), { name: 'precios.csv' }, 'text/csv'], ['a picture that can run', Buffer.from(svg), { name: 'x.png', mime: 'image/png' }, 'image/svg+xml'],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), { name: 'x.html' }, 'text/html'], ['a page called a photo', Buffer.from('<script>alert(1)</script>'), { name: 'x.jpg', mime: 'image/jpeg' }, 'text/plain'],
    ['bytes', Buffer.from([0, 1, 2, 3, 250, 251]), { mime: 'image/jpeg' }, 'application/octet-stream'], ['not quite UTF-8', Buffer.from([0xc3, 0x28, 0x41]), {}, 'application/octet-stream'], ['nothing but NUL', Buffer.alloc(20), {}, 'application/octet-stream'],
  ] as const)('%s', async (_what, bytes, hint, mime) => { expect(await mimeOf(bytes, hint)).toBe(mime) })

  test('only pictures, sounds and films are shown in place', () => {
    expect(['image/jpeg', 'audio/ogg', 'video/mp4'].every(isShown)).toBe(true)
    expect(['image/svg+xml', 'text/html', 'application/pdf', 'text/plain', 'application/xhtml+xml', 'application/octet-stream'].some(isShown)).toBe(false)
  })

  test.each([['audio/ogg; codecs=opus', 'audio/ogg'], ['Image/JPG', 'image/jpeg'], ['audio/x-m4a', 'audio/mp4'], ['application/pdf', 'application/pdf']])('%s is %s', (given, plain) => { expect(plainMime(given)).toBe(plain) })

  test.each([
    ['../../etc/passwd', 'text/plain', 'passwd.txt'], ['C:\\fotos\\ana.jpeg', 'image/jpeg', 'ana.jpeg'], ['foto.png', 'image/jpeg', 'foto.jpg'], ['informe.v2', 'application/pdf', 'informe.v2'], ['', 'audio/mpeg', 'file.mp3'], [null, 'image/png', 'file.png'],
    ['exe\u202egpj.doc', 'application/pdf', 'exe_gpj.doc'], ['a\u0000b"c.pdf', 'application/pdf', 'a_b_c.pdf'],
  ] as const)('the name %j of %s travels as %j', (given, mime, name) => { expect(fileName(given, mime)).toBe(name) })
})
