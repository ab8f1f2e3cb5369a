/** One thread of the studio: takes an order, answers it, waits for the next. Whatever a file does to it, it does to nobody else. */
import { parentPort } from 'node:worker_threads'
import { factsOf } from './facts.js'
import { toMp3 } from './mp3.js'
import { toOggOpus } from './ogg.js'
import type { Answer, Job, Order, Results } from './studio.js'
import { waveformOf } from './waveform.js'

const work: { [J in Job]: (bytes: Buffer, mime: string) => Promise<Results[J]> } = { facts: factsOf, waveform: waveformOf, mp3: toMp3, 'ogg-opus': toOggOpus }

parentPort?.on('message', ({ job, bytes, mime }: Order) => {
  void work[job](Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), mime).then(
    (value): Answer => ({ kind: 'done', value }),
    // Whatever a reader throws over a file, the file cannot be read by it.
    (error: Error): Answer => ({ kind: 'undecodable', message: error.message }),
  ).then((answer) => parentPort?.postMessage(answer))
})
