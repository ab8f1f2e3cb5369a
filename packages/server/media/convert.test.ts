import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { sampleFile } from '@recado/channel-kit/testing/sample-files'
import { fit, type Source, type Wish } from './convert.js'
import { inspect } from './inspect.js'
import { fileName } from './kinds.js'
import { inOneVoice } from './ogg.js'
import { decodeSound } from './sound.js'
import { recordedInBrowser } from './testing/recording.js'
import { loudness } from './waveform.js'

/** A file as it would lie in the store; counts what is made of it. */
function stored(bytes: Buffer, mime: string, more: Partial<Source> = {}): Source & { made: string[] } {
  const kept = new Map<string, Buffer>()
  const made: string[] = []
  return {
    bytes, mime, name: null, durationMs: null, made,
    async derived(form, make) {
      const known = kept.get(form)
      if (known) return known
      made.push(form)
      const fresh = await make()
      kept.set(form, fresh)
      return fresh
    },
    ...more,
  }
}

const OPUS_HEAD = 'OpusHead'
const voices = (ogg: Buffer): number => ogg[ogg.indexOf(OPUS_HEAD) + 9]!

/** The same recording as if two microphones had made it: the page signed for two voices. */
function inTwoVoices(ogg: Buffer): Buffer {
  const two = Buffer.from(ogg)
  two[two.indexOf(OPUS_HEAD) + 9] = 2
  return two
}

const picture = (format: 'webp' | 'png' | 'jpeg' | 'gif', size = 64): Promise<Buffer> =>
  sharp({ create: { width: size, height: size, channels: 4, background: { r: 200, g: 30, b: 30, alpha: 0 } } }).toFormat(format).toBuffer()

describe('voice', () => {
  it('goes to WhatsApp as Ogg/Opus in one voice, without being encoded anew', async () => {
    const webm = await recordedInBrowser(3_000)
    expect(await inspect(webm, { mime: 'video/webm' })).toMatchObject({ mime: 'audio/webm', durationMs: expect.closeTo(3_000, -2), waveform: expect.any(Array) })
    const sent = await fit(stored(webm, 'audio/webm', { name: 'voice.webm', durationMs: 2_974 }), { format: 'ogg-opus', maxBytes: 16_000_000 })
    expect(sent).toMatchObject({ mime: 'audio/ogg', name: 'voice.ogg', durationMs: 2_974 })
    expect(await inspect(sent.bytes, {})).toMatchObject({ mime: 'audio/ogg', durationMs: expect.closeTo(2_980, -2) })
    expect(voices(sent.bytes)).toBe(1)
    // The packets are the very ones that were recorded.
    const packet = webm.subarray(webm.lastIndexOf(0xf8), webm.lastIndexOf(0xf8) + 30)
    expect(sent.bytes.includes(packet)).toBe(true)
  })

  it('that already is what WhatsApp wants goes as it is', async () => {
    const { bytes } = sampleFile('ogg')
    const source = stored(bytes, 'audio/ogg')
    expect((await fit(source, { format: 'ogg-opus' })).bytes.equals(bytes)).toBe(true)
  })

  it('of two microphones becomes one, and players still accept its pages', async () => {
    const ogg = inTwoVoices(sampleFile('ogg').bytes)
    const sent = await fit(stored(ogg, 'audio/ogg'), { format: 'ogg-opus' })
    expect(voices(sent.bytes)).toBe(1)
    expect(sent.bytes.equals(sampleFile('ogg').bytes)).toBe(true) // signed as the original page was
    expect(() => inOneVoice(Buffer.from('not Ogg at all, but long enough to look at'))).toThrow()
  })

  it.each([['recorded in a browser', () => recordedInBrowser(3_000), 'audio/webm'], ['from WhatsApp', async () => sampleFile('ogg').bytes, 'audio/ogg'], ['from WeChat', async () => sampleFile('amr').bytes, 'audio/amr']] as const)('%s becomes MP3', async (_, make, mime) => {
    const source = stored(await make(), mime, { name: `nota.${mime.slice(6)}` })
    const sent = await fit(source, { format: 'mp3', maxBytes: 2_000_000 })
    expect(sent).toMatchObject({ mime: 'audio/mpeg', name: 'nota.mp3' })
    expect(await inspect(sent.bytes, {})).toMatchObject({ mime: 'audio/mpeg', durationMs: expect.closeTo(3_050, -2) })
    // Asked a second time, it is not made again.
    await fit(source, { format: 'mp3' })
    expect(source.made).toEqual(['mp3'])
  })

  it.each([['Opus', () => recordedInBrowser(3_000), 'audio/webm', 0.001], ['AMR', async () => sampleFile('amr').bytes, 'audio/amr', 0.001]] as const)('%s is decoded to its whole length', async (_, make, mime, atLeast) => {
    const steps = await loudness(decodeSound(await make(), mime))
    expect(steps.length).toBeGreaterThan(140)
    expect(steps.length).toBeLessThan(160)
    expect(Math.max(...steps)).toBeGreaterThanOrEqual(atLeast)
  })

  it('already in a taken form is left alone', async () => {
    const { bytes } = sampleFile('amr')
    const source = stored(bytes, 'audio/amr')
    expect((await fit(source, { format: 'mp3', mimes: ['audio/mpeg', 'audio/amr'] })).bytes).toBe(bytes)
    expect(source.made).toEqual([])
  })
})

describe('pictures', () => {
  const PHOTO: Wish = { mimes: ['image/jpeg', 'image/png'], maxBytes: 5_000_000 }

  it.each(['webp', 'gif'] as const)('%s becomes JPEG where the platform wants it, see-through parts white', async (format) => {
    const sent = await fit(stored(await picture(format), `image/${format}`, { name: 'foto.webp' }), PHOTO)
    expect(sent).toMatchObject({ mime: 'image/jpeg', name: 'foto.jpg' })
    const { data, info } = await sharp(sent.bytes).raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.channels, data[0]! > 250, data[1]! > 250]).toEqual([64, 3, true, true])
  })

  it('that fits goes byte for byte', async () => {
    const png = await picture('png')
    expect((await fit(stored(png, 'image/png'), PHOTO)).bytes).toBe(png)
  })

  it('too heavy shrinks until it fits, and loses what the camera noted', async () => {
    const noise = await sharp({ create: { width: 900, height: 700, channels: 3, background: 'black', noise: { type: 'gaussian', mean: 128, sigma: 60 } } }).jpeg({ quality: 100 }).withExif({ IFD0: { Artist: 'Ana' } }).toBuffer()
    const sent = await fit(stored(noise, 'image/jpeg'), { ...PHOTO, maxBytes: 300_000 })
    expect(noise.length).toBeGreaterThan(300_000)
    expect(sent.bytes.length).toBeLessThanOrEqual(300_000)
    expect((await sharp(sent.bytes).metadata()).exif).toBeUndefined()
  })
})

it.each([
  ['a PDF where pictures are taken', () => sampleFile('pdf').bytes, 'application/pdf', { mimes: ['image/jpeg'] }, 'media_type'],
  ['a picture that is none', () => Buffer.from('not a picture'), 'image/webp', { mimes: ['image/jpeg'] }, 'media_type'],
  ['a HEIC picture', () => Buffer.from('....ftypheic'), 'image/heic', { mimes: ['image/jpeg'] }, 'media_type'],
  ['a film as a voice note', () => sampleFile('mp4').bytes, 'video/mp4', { format: 'ogg-opus' }, 'media_type'],
  ['an MP3 as Opus', () => Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413)]), 'audio/mpeg', { format: 'ogg-opus' }, 'media_type'],
  ['broken AMR', () => Buffer.from('#!AMR\n\x04only'), 'audio/amr', { format: 'mp3' }, 'media_type'],
  ['a film that is too large', () => sampleFile('mp4').bytes, 'video/mp4', { mimes: ['video/mp4'], maxBytes: 1_000 }, 'media_too_large'],
  ['a picture that cannot shrink so far', () => sampleFile('jpeg').bytes, 'image/jpeg', { mimes: ['image/jpeg'], maxBytes: 100 }, 'media_too_large'],
] as const)('%s is refused', async (_, bytes, mime, wish, code) => {
  await expect(fit(stored(bytes(), mime), wish as Wish)).rejects.toMatchObject({ code })
})

it.each([
  ['foto.heic', 'image/jpeg', 'foto.jpg'], ['../../etc/passwd', 'text/plain', 'passwd.txt'], ['C:\\fotos\\gafas.PNG', 'image/png', 'gafas.PNG'], [null, 'audio/mpeg', 'file.mp3'],
  ['informe.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'informe.docx'], ['a\u202egpj.exe', 'application/octet-stream', 'a_gpj.exe'], ['línea\r\nX: 1', 'application/pdf', 'línea__X_ 1.pdf'],
])('%s of %s travels as %s', (name, mime, told) => { expect(fileName(name, mime)).toBe(told) })
