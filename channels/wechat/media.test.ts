import { SilentPlatform } from '@recado/channel-kit'
import { describe, expect, it } from 'vitest'
import type { Content } from '@recado/core'
import { answer, desk, fixture } from './fake-context.js'
import wechat from './index.js'

const { send, fetchMedia } = wechat.connector
const api = JSON.parse(fixture('75-api-media.json')) as { upload_temporary: { response_ok: object }; download: { response_error: object } }
const picture: Content = { kind: 'image', media: { id: 'file1', url: '/f', mime: 'image/heic', bytes: 1 } }
const voice: Content = { kind: 'audio', media: { id: 'file1', url: '/f', mime: 'audio/webm', bytes: 1 }, voice: true }
const out = (content: Content) => ({ id: 'm', to: [{ kind: 'openid', value: 'o1' }], content, as: 'freeform' as const, author: 'human' as const, attempt: 1 })
const SEND = '/cgi-bin/message/custom/send'
const paths = (calls: readonly { url: string }[]) => calls.map((call) => new URL(call.url).pathname)

describe('uploads', () => {
  it('go as multipart field "media" with an ending WeChat knows, and live three days', async () => {
    const { context, calls, uploads, wishes, at } = desk({ '/cgi-bin/media/upload': answer(api.upload_temporary.response_ok) })
    await send(out(picture), context)
    const upload = calls.find((call) => call.url.includes('/media/upload'))
    expect(new URL(upload?.url ?? '').searchParams.get('type')).toBe('image')
    expect(upload?.form).toEqual([{ name: 'media', value: Buffer.from('bytes'), filename: 'Foto_del_d_a.jpg', contentType: 'image/jpeg' }])
    expect(wishes).toEqual([{ mimes: ['image/jpeg', 'image/png', 'image/gif'], maxBytes: 2_000_000 }])
    expect(uploads).toEqual([{ form: 'image', expiresAt: at.now + 259_200_000 }])
    await send(out(picture), context)
    expect(paths(calls).filter((path) => path.endsWith('/upload'))).toHaveLength(1)
  })

  it('ask for voice as MP3', async () => {
    const { context, calls, wishes } = desk()
    await send(out(voice), context)
    expect(wishes).toEqual([{ mimes: ['audio/mpeg', 'audio/amr'], maxBytes: 2_000_000, format: 'mp3' }])
    expect(calls.find((call) => call.url.includes('type=voice'))?.form?.[0]?.filename).toBe('Foto_del_d_a.mp3')
  })

  it.each<[string, Content, object, string | null]>([
    ['2 MB after conversion', picture, { bytes: Buffer.alloc(2_000_000) }, null],
    ['a byte more after conversion', picture, { bytes: Buffer.alloc(2_000_001) }, 'media_too_large'],
    ['still in a form WeChat refuses', picture, { mime: 'image/heic' }, 'media_type'],
    ['60 s of voice', voice, { durationMs: 60_000 }, null],
    ['a millisecond more', voice, { durationMs: 60_001 }, 'media_too_large'],
  ])('%s', async (_name, content, file, code) => {
    const { context, calls } = desk({}, { file })
    const done = send(out(content), context)
    if (code === null) return expect(await done).toMatchObject({ status: 'accepted' })
    await expect(done).rejects.toMatchObject({ detail: { code, sent: 'no' } })
    expect(paths(calls)).not.toContain(SEND)
  })

  it('are made once more when WeChat has lost one, and the new one is found next time', async () => {
    const lost = answer({ errcode: 40007, errmsg: 'invalid media_id' })
    const ok = answer({ errcode: 0, errmsg: 'ok' })
    const { context, calls, uploads } = desk({ [SEND]: [ok, lost, ok, lost, ok] })
    for (let time = 0; time < 3; time++) await send(out(picture), context)
    expect(uploads.map((upload) => upload.form)).toEqual(['image', 'image after UPLOAD2'])
    expect(paths(calls).filter((path) => path === SEND)).toHaveLength(5)
  })

  it('give up when the new one is refused too', async () => {
    const { context } = desk({ [SEND]: answer({ errcode: 40007, errmsg: 'invalid media_id' }) })
    await expect(send(out(picture), context)).rejects.toMatchObject({ detail: { code: 'media_upload_failed' } })
  })

  it('whose answer is lost may be repeated: the message itself never left', async () => {
    const { context } = desk({ '/cgi-bin/media/upload': new SilentPlatform('unknown', 'cut') })
    await expect(send(out(picture), context)).rejects.toMatchObject({ name: 'SilentPlatform', sent: 'no' })
  })
})

describe('downloads', () => {
  const file = (mime: string, name = '') => answer(Buffer.from('amr'), 200, { 'content-type': mime, ...(name && { 'content-disposition': `attachment; filename="${name}"` }) })
  it('are the bytes with their type and name, at most 20 MB', async () => {
    const { context, calls } = desk({ '/cgi-bin/media/get': file('audio/amr', 'MEDIA.amr') })
    expect(await fetchMedia({ kind: 'id', id: 'MEDIA 1' }, context)).toEqual({ bytes: Buffer.from('amr'), mime: 'audio/amr', name: 'MEDIA.amr' })
    expect(calls.at(-1)).toMatchObject({ method: 'GET', maxBytes: 20_000_000 })
    expect(new URL(calls.at(-1)?.url ?? '').searchParams.get('media_id')).toBe('MEDIA 1')
  })
  it('follow the address a video comes as', async () => {
    const { context, calls } = desk({ '/cgi-bin/media/get': answer({ video_url: 'https://video.test/v.mp4' }), '/v.mp4': file('video/mp4; charset=x') })
    expect(await fetchMedia({ kind: 'id', id: 'V' }, context)).toMatchObject({ mime: 'video/mp4' })
    expect(calls.at(-1)?.url).toBe('https://video.test/v.mp4')
  })
  it('take an address as it is, without our token', async () => {
    const { context, calls } = desk({ '/p': file('image/jpeg') })
    await fetchMedia({ kind: 'url', url: 'http://mmbiz.test/p' }, context)
    expect(calls.map((call) => call.url)).toEqual(['http://mmbiz.test/p'])
  })
  it('renew a stale token once', async () => {
    const { context, calls } = desk({ '/cgi-bin/media/get': [answer({ errcode: 42001, errmsg: 'access_token expired' }), file('image/jpeg')] })
    expect((await fetchMedia({ kind: 'id', id: 'I' }, context)).mime).toBe('image/jpeg')
    expect(paths(calls).filter((path) => path.endsWith('stable_token'))).toHaveLength(2)
  })
  it.each<[string, ReturnType<typeof answer>, string]>([
    ['an expired id', answer(api.download.response_error), 'media_download_failed'],
    ['an expired id, named text/plain', answer(api.download.response_error, 200, { 'content-type': 'text/plain' }), 'media_download_failed'],
    ['an answer with neither', answer({ errcode: 0 }), 'media_download_failed'],
  ])('%s', async (_name, told, code) => {
    const { context } = desk({ '/cgi-bin/media/get': told })
    await expect(fetchMedia({ kind: 'id', id: 'X' }, context)).rejects.toMatchObject({ detail: { code } })
  })
  it('of an address that is gone are tried again', async () => {
    const { context } = desk({ '/p': answer('gone', 404, { 'content-type': 'text/html' }) })
    await expect(fetchMedia({ kind: 'url', url: 'http://mmbiz.test/p' }, context)).rejects.toMatchObject({ detail: { code: 'media_download_failed', retry: { kind: 'schedule' } } })
  })
})
