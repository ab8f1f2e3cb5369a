/** AMR narrow-band, as WeChat records it: counted by its own frames, decoded by opencore-amr in a thread of its own. */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

export const AMR_HERTZ = 8_000
const FRAME_MS = 20
const MAGIC = '#!AMR\n'
/** Bytes of a frame by its type, the head byte included (RFC 4867, storage format): 4.75 to 12.2 kbit/s, comfort noise, nothing. */
const FRAME_BYTES = [13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1]
/** Half an hour at the highest rate. Nobody speaks longer into a phone, and a thread has so much memory. */
const LARGEST = 3 * 1024 * 1024
const LONGEST_WORK_MS = 30_000

/** How long it plays; null when it is no whole narrow-band AMR. */
export function amrDurationMs(bytes: Buffer): number | null {
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return null
  let frames = 0
  for (let at = MAGIC.length; at < bytes.length; frames++) {
    const size = FRAME_BYTES[(bytes[at]! >> 3) & 15] ?? 0 // at is inside
    if (size === 0) return null
    at += size
  }
  return frames > 0 ? frames * FRAME_MS : null
}

// The decoder was made for a browser's worker: `self` is its only way to speak.
const WORKER = `const { parentPort, workerData } = require('node:worker_threads')
globalThis.self = { postMessage: (answer) => parentPort.postMessage(answer.amr ?? null) }
require(workerData)()
parentPort.once('message', (bytes) => self.onmessage({ data: { command: 'decode', buffer: bytes } }))`

/** Samples between -1 and 1 at 8 kHz. A file that crashes or starves the decoder only ends its thread. */
export function decodeAmr(bytes: Buffer): Promise<Float32Array> {
  if (bytes.length > LARGEST || amrDurationMs(bytes) === null) return Promise.reject(new Error('not an AMR recording of sensible length'))
  const decoder = createRequire(import.meta.url).resolve('benz-amr-recorder/src/amrnb.js')
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { eval: true, workerData: decoder, resourceLimits: { maxOldGenerationSizeMb: 256 }, stderr: true, stdout: true })
    const end = (settle: () => void) => { clearTimeout(timer); void worker.terminate(); settle() }
    const timer = setTimeout(() => end(() => reject(new Error('the recording takes too long to decode'))), LONGEST_WORK_MS)
    worker.once('message', (samples: Float32Array | null) => end(() => (samples && samples.length > 0 ? resolve(samples) : reject(new Error('the recording cannot be decoded')))))
    worker.once('error', (error) => end(() => reject(error)))
    worker.postMessage(new Uint8Array(bytes))
  })
}
