import { AudioSample, CustomAudioDecoder, type EncodedPacket, registerDecoder } from 'mediabunny'
import type { OpusDecoder } from 'opus-decoder'

/** Opus always counts in this rate, whatever was recorded (RFC 6716). */
const HERTZ = 48_000

/** Decodes Opus where there are no WebCodecs: libopus as WebAssembly, loaded when the first recording is looked into. */
class WasmOpusDecoder extends CustomAudioDecoder {
  private decoder: OpusDecoder<typeof HERTZ> | null = null

  static override supports(codec: string): boolean { return codec === 'opus' }

  async init(): Promise<void> {
    const { OpusDecoder: Decoder } = await import('opus-decoder')
    this.decoder = new Decoder({ channels: this.config.numberOfChannels, sampleRate: HERTZ })
    await this.decoder.ready
  }

  decode(packet: EncodedPacket): void {
    const { channelData, samplesDecoded } = this.decoder!.decodeFrame(packet.data) // mediabunny waits for init
    if (samplesDecoded === 0) return
    const planes = new Float32Array(samplesDecoded * channelData.length)
    channelData.forEach((channel, index) => planes.set(channel.subarray(0, samplesDecoded), index * samplesDecoded))
    this.onSample(new AudioSample({ data: planes, format: 'f32-planar', numberOfChannels: channelData.length, sampleRate: HERTZ, timestamp: packet.timestamp }))
  }

  flush(): void { /* every frame is given out at once */ }

  close(): void { this.decoder?.free() }
}

registerDecoder(WasmOpusDecoder)
