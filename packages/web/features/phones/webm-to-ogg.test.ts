import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { samplesOf, webmToOgg } from './webm-to-ogg.js'

const UNKNOWN = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
const sized = (length: number): number[] => [0x10 | (length >> 24), (length >> 16) & 255, (length >> 8) & 255, length & 255]
const element = (id: number[], body: number[]): number[] => [...id, ...sized(body.length), ...body]
const open = (id: number[], ...bodies: number[][]): number[] => [...id, ...UNKNOWN, ...bodies.flat()]
const HEAD = [...new TextEncoder().encode('OpusHead'), 1, 1, 56, 1, 128, 187, 0, 0, 0, 0, 0]
const simpleBlock = (packet: number[]) => element([0xa3], [0x81, 0, 0, 0x80, ...packet])
const blockGroup = (packet: number[]) => element([0xa0], element([0xa1], [0x81, 0, 0, 0, ...packet]))

/** As a browser's recorder writes it: unknown lengths, a tags element somewhere, clusters of blocks. */
function webmOf(packets: number[][], block = simpleBlock): Uint8Array {
  return Uint8Array.from([
    ...element([0x1a, 0x45, 0xdf, 0xa3], [1, 2, 3]),
    ...open([0x18, 0x53, 0x80, 0x67], element([0xec], [0, 0]), open([0x16, 0x54, 0xae, 0x6b], element([0xae], element([0x63, 0xa2], HEAD))),
      ...[packets.slice(0, 70), packets.slice(70)].map((some) => open([0x1f, 0x43, 0xb6, 0x75], element([0xe7], [0]), ...some.map(block)))),
  ])
}

/** The packets of an Ogg file as another program reads them. */
async function readOgg(ogg: Uint8Array): Promise<{ codec: string | null; packets: number[][]; seconds: number }> {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(ogg) })
  const track = await input.getPrimaryAudioTrack()
  if (!track) throw new Error('no sound in it')
  const packets: number[][] = []
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push([...packet.data])
  return { codec: track.codec, packets, seconds: await track.computeDuration() }
}

/** 20 ms of wide-band speech: TOC 0x78 and anything after it. */
const packets = fc.array(fc.array(fc.nat(255), { minLength: 1, maxLength: 600 }).map((rest) => [0x78, ...rest]), { minLength: 1, maxLength: 160 })

test('every packet comes out as it went in, in order, with its length', async () => {
  await fc.assert(fc.asyncProperty(packets, fc.constantFrom(simpleBlock, blockGroup), async (given, block) => {
    const ogg = webmToOgg(webmOf(given, block))
    expect(ogg).not.toBeNull()
    const read = await readOgg(ogg as Uint8Array) // just compared
    expect(read.codec).toBe('opus')
    expect(read.packets).toEqual(given)
    expect(read.seconds).toBeCloseTo(given.length * 0.02, 1)
  }), { numRuns: 25 })
})

test.each([
  ['60 ms of narrow-band speech', [0x18], 2880],
  ['10 ms hybrid', [0x60], 480],
  ['2.5 ms of music', [0x80], 120],
  ['two frames of 20 ms', [0x79], 1920],
  ['three frames of 20 ms, counted', [0x7b, 3], 2880],
])('%s', (_, packet, samples) => expect(samplesOf(Uint8Array.from(packet))).toBe(samples))

test.each([['an Ogg file', new TextEncoder().encode('OggS…')], ['nothing', new Uint8Array()], ['a WebM without blocks', webmOf([])]])('%s is no recording', (_, bytes) => expect(webmToOgg(bytes)).toBeNull())
