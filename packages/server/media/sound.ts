/** Sound as samples: decoded piece by piece, so that an hour of it never lies in memory whole. */
import { ALL_FORMATS, AudioSampleSink, BufferSource, Input, type InputAudioTrack } from 'mediabunny'
import { AMR_HERTZ, decodeAmr } from './amr.js'
import './opus.js'
import { Undecodable } from './undecodable.js'

export interface Piece { samples: Float32Array; hertz: number }

/** Pieces of what comes at once. */
const PIECE = 8_000

/** Opens a file for reading; the caller disposes of it. */
export function openMedia(bytes: Uint8Array): Input { return new Input({ source: new BufferSource(new Uint8Array(bytes)), formats: ALL_FORMATS }) }

/** One voice of a sample: channels are averaged. */
function mixed(sample: { numberOfChannels: number; numberOfFrames: number; copyTo(to: Float32Array<ArrayBuffer>, options: { planeIndex: number; format: 'f32-planar' }): void }): Float32Array {
  const { numberOfChannels: channels, numberOfFrames: frames } = sample
  const sum = new Float32Array(frames)
  const plane = new Float32Array(frames)
  for (let index = 0; index < channels; index++) {
    sample.copyTo(plane, { planeIndex: index, format: 'f32-planar' })
    for (let i = 0; i < frames; i++) sum[i]! += plane[i]! / channels // both have `frames` values
  }
  return sum
}

/** The sound of a file in one voice. Throws Undecodable for what this machine cannot read (AAC and MP3 need codecs that Node has not). */
export async function* decodeSound(bytes: Buffer, mime: string): AsyncGenerator<Piece> {
  if (mime === 'audio/amr') {
    const samples = await decodeAmr(bytes).catch((cause: unknown) => { throw new Undecodable('AMR', { cause }) })
    for (let at = 0; at < samples.length; at += PIECE) yield { samples: samples.subarray(at, at + PIECE), hertz: AMR_HERTZ }
    return
  }
  using input = openMedia(bytes)
  const track = await firstSound(input)
  if (!track || !(await track.canDecode())) throw new Undecodable(track?.codec ?? mime)
  try {
    for await (const sample of new AudioSampleSink(track).samples()) {
      const piece = { samples: mixed(sample), hertz: sample.sampleRate }
      sample.close()
      yield piece
    }
  } catch (cause) { throw cause instanceof Undecodable ? cause : new Undecodable(track.codec ?? mime, { cause }) }
}

/** The sound track of a file, null when it has none or is no such file. */
export async function firstSound(input: Input): Promise<InputAudioTrack | null> {
  try { return await input.getPrimaryAudioTrack() } catch { return null }
}
