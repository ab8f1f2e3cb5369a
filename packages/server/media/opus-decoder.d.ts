/** The part of opus-decoder that sound decoding leans on. */
declare module 'opus-decoder' {
  export class OpusDecoder {
    constructor(options: { channels?: number; sampleRate?: number; preSkip?: number })
    readonly ready: Promise<void>
    decodeFrame(frame: Uint8Array): { channelData: Float32Array[]; samplesDecoded: number; sampleRate: number }
    free(): void
  }
}
