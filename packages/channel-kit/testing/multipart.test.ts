import { describe, expect, it } from 'vitest'
import { readMultipart } from './multipart.js'

describe('readMultipart', () => {
  it('reads what fetch writes, bytes and names intact', async () => {
    const form = new FormData()
    form.set('type', 'image')
    const bytes = Buffer.from([0, 13, 10, 45, 45, 255, 13, 10])
    form.set('media', new Blob([bytes], { type: 'image/jpeg' }), 'gafas rotas.jpg')
    const request = new Request('http://platform.test/', { method: 'POST', body: form })
    const parts = readMultipart(request.headers.get('content-type') ?? '', Buffer.from(await request.arrayBuffer()))
    expect(parts?.map(({ bytes: part, ...rest }) => ({ ...rest, hex: part.toString('hex') }))).toEqual([
      { name: 'type', hex: Buffer.from('image').toString('hex') },
      { name: 'media', filename: 'gafas rotas.jpg', contentType: 'image/jpeg', hex: bytes.toString('hex') },
    ])
  })

  it.each([
    ['another type', 'application/json', '{}'],
    ['no end', 'multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nhalf'],
    ['no name', 'multipart/form-data; boundary=x', '--x\r\ncontent-type: text/plain\r\n\r\na\r\n--x--'],
  ])('refuses %s', (_, type, body) => {
    expect(readMultipart(type, Buffer.from(body))).toBeNull()
  })
})
