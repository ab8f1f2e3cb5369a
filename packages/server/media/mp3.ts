import { registerMp3Encoder } from '@mediabunny/mp3-encoder'
import { AudioSample, AudioSampleSource, BufferTarget, Mp3OutputFormat, Output } from 'mediabunny'
import { decodeSound, type Piece } from './sound.js'
import { Undecodable } from './undecodable.js'

registerMp3Encoder()

/** Rates of MPEG-1 and MPEG-2 layer III, which every player knows (8 to 12 kHz are an extension that some do not). */
const RATES = [16_000, 22_050, 24_000, 32_000, 44_100, 48_000]
/** Speech, one voice. */
const BITS_PER_SECOND = 48_000

/** The sound of a file as MP3, one voice. Throws Undecodable. */
export async function toMp3(bytes: Buffer, mime: string): Promise<Buffer> {
  const target = new BufferTarget()
  const output = new Output({ format: new Mp3OutputFormat(), target })
  const source = new AudioSampleSource({ codec: 'mp3', bitrate: BITS_PER_SECOND })
  output.addAudioTrack(source)
  let at = 0
  let begun = false
  for await (const { samples, hertz } of resampled(decodeSound(bytes, mime))) {
    if (!begun) { await output.start(); begun = true }
    if (samples.length === 0) continue
    const sample = new AudioSample({ data: samples, format: 'f32', numberOfChannels: 1, sampleRate: hertz, timestamp: at / hertz })
    at += samples.length
    await source.add(sample)
    sample.close()
  }
  if (!begun) throw new Undecodable('a sound without samples')
  await output.finalize()
  return Buffer.from(target.buffer!) // finalize has filled it
}

/** A rate that MP3 has: the same, else three times as much for telephone speech, else the next one below. */
function rateFor(hertz: number): number {
  if (RATES.includes(hertz)) return hertz
  return RATES.find((rate) => rate >= hertz && rate % hertz === 0) ?? RATES.findLast((rate) => rate < hertz) ?? 16_000
}

/** Straight lines between samples: enough for speech, and without a seam between pieces. */
export async function* resampled(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece & { samples: Float32Array<ArrayBuffer> }> {
  let before = 0
  /** Place of the next sample to make, counted from the piece's first one; -1 stands for the last of the piece before. */
  let place = 0
  for await (const { samples, hertz } of pieces) {
    const wanted = rateFor(hertz)
    if (wanted === hertz) { yield { samples: new Float32Array(samples), hertz }; continue }
    const step = hertz / wanted
    const made = new Float32Array(Math.max(0, Math.ceil((samples.length - 1 - place) / step)))
    for (let i = 0; i < made.length; i++, place += step) {
      const left = Math.floor(place)
      const a = left < 0 ? before : samples[left]! // place is below the last one
      made[i] = a + ((samples[left + 1] ?? a) - a) * (place - left)
    }
    before = samples.at(-1) ?? before
    place -= samples.length
    yield { samples: made, hertz: wanted }
  }
}
