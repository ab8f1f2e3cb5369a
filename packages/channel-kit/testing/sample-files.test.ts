import sharp from 'sharp'
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny'
import { describe, expect, it } from 'vitest'
import { customerFile } from './customer-media.js'
import { qrPicture, sampleFile } from './sample-files.js'
import { MemoryWorld } from './world.js'

const playing = async (bytes: Buffer): Promise<{ mime: string; seconds: number }> => {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) })
  return { mime: (await input.getFormat()).mimeType, seconds: await input.computeDuration() }
}

describe('sample files', () => {
  it.each([['jpeg', 512, 384], ['png', 256, 192]] as const)('%s is a picture that decoders read', async (kind, width, height) => {
    const { data, info } = await sharp(sampleFile(kind).bytes).raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ format: 'raw', width, height, channels: 3 })
    // Left lens: bluish glass, as drawn.
    const at = (Math.round(height * 26 / 48) * width + Math.round(width * 20.5 / 64)) * 3
    expect([...data.subarray(at, at + 3)].map((value) => Math.round(value / 20))).toEqual([9, 10, 11])
  })

  it('the two voice notes and the film last as long as they say', async () => {
    expect(await playing(sampleFile('ogg').bytes)).toMatchObject({ mime: 'application/ogg', seconds: expect.closeTo(3, 1) })
    expect(await playing(sampleFile('mp4').bytes)).toMatchObject({ mime: 'video/mp4', seconds: 2 })
    const amr = sampleFile('amr').bytes
    expect([amr.subarray(0, 6).toString('latin1'), (amr.length - 6) / 13]).toEqual(['#!AMR\n', 150])
  })

  it('the document is a PDF whose table finds its objects', () => {
    const text = sampleFile('pdf').bytes.toString('latin1')
    const offsets = [...text.matchAll(/^(\d{10}) 00000 n $/gm)].map((match) => Number(match[1]))
    expect(offsets.map((at) => text.slice(at, at + 7))).toEqual(['1 0 obj', '2 0 obj', '3 0 obj', '4 0 obj', '5 0 obj'])
    expect(text.slice(Number(/startxref\n(\d+)/.exec(text)?.[1]), -1)).toMatch(/^xref\n0 6\n/)
  })

  it('two tickets have two pictures', async () => {
    expect(await sharp(qrPicture('a')).metadata()).toMatchObject({ format: 'png', width: 296 })
    expect(qrPicture('a').equals(qrPicture('b'))).toBe(false)
  })
})

describe('customerFile', () => {
  it('takes given bytes, a file of the world, or the sample', () => {
    const world = new MemoryWorld()
    const given = customerFile(world, { media: { base64: Buffer.from('abc').toString('base64'), mime: 'image/gif', name: 'a.gif' } }, 'jpeg')
    expect({ ...given, bytes: given.bytes.toString() }).toMatchObject({ bytes: 'abc', mime: 'image/gif', name: 'a.gif' })
    expect(customerFile(world, { media: { fileId: given.fileId } }, 'jpeg')).toMatchObject({ fileId: given.fileId, mime: 'image/gif' })
    expect(customerFile(world, {}, 'amr')).toMatchObject({ mime: 'audio/amr', name: 'voz.amr' })
    expect(() => customerFile(world, { media: { fileId: 'nowhere' } }, 'amr')).toThrow('no file')
  })
})
