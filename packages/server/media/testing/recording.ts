import { seededRandom } from '@recado/channel-kit/testing/seeded-random'
import { BufferTarget, EncodedAudioPacketSource, EncodedPacket, Output, WebMOutputFormat } from 'mediabunny'

const FRAME_MS = 20
/** One voice, 312 samples to drop, 48 kHz (RFC 7845). */
const OPUS_HEADER = Uint8Array.from([...Buffer.from('OpusHead'), 1, 1, 0x38, 1, 0x80, 0xbb, 0, 0, 0, 0, 0])

/** What Chromium's recorder makes: Opus in WebM, in one voice. Here of noise: frames of random bytes (RFC 6716, CELT full band) decode to hiss. */
export async function recordedInBrowser(durationMs: number): Promise<Buffer> {
  const target = new BufferTarget()
  const output = new Output({ format: new WebMOutputFormat(), target })
  const source = new EncodedAudioPacketSource('opus')
  output.addAudioTrack(source)
  await output.start()
  const random = seededRandom(48)
  for (let at = 0; at < durationMs; at += FRAME_MS) {
    const packet = new EncodedPacket(Uint8Array.from([0xf8, ...Array.from({ length: 60 }, () => Math.floor(random() * 256))]), 'key', at / 1_000, FRAME_MS / 1_000)
    await source.add(packet, at === 0 ? { decoderConfig: { codec: 'opus', numberOfChannels: 1, sampleRate: 48_000, description: OPUS_HEADER } } : undefined)
  }
  await output.finalize()
  return Buffer.from(target.buffer!) // finalize has filled it
}
