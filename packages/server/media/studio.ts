/**
 * Sound and film are looked into and converted in threads that can be ended: a customer's file of 600 bytes can hold a reader for ever (tried: a
 * spoilt WebM), and codecs of tens of megabytes go away with an idle thread.
 */
import { Worker } from 'node:worker_threads'
import type { SoundFacts } from './facts.js'
import { threadEntry } from './thread-entry.js'
import { Undecodable } from './undecodable.js'

export interface Results { facts: SoundFacts; waveform: number[] | null; mp3: Uint8Array; 'ogg-opus': Uint8Array }
export type Job = keyof Results
export interface Order { job: Job; bytes: Uint8Array; mime: string }
export type Answer = { kind: 'done'; value: Results[Job] } | { kind: 'undecodable'; message: string }

/** Files of any honest length take a tenth of it. */
const DEADLINE_MS: Record<Job, number> = { facts: 5_000, waveform: 30_000, mp3: 60_000, 'ogg-opus': 30_000 }
const THREADS = 2
const IDLE_MS = 30_000
const MOST_MEGABYTES = 512

type End = { kind: 'fell'; error: unknown } | { kind: 'exit' } | { kind: 'late' }

/** A thread and the one order it is working on. */
class Thread {
  private settle: ((how: Answer | End) => void) | null = null
  private readonly worker: Worker
  gone = false

  constructor(entry: URL) {
    this.worker = new Worker(entry, { execArgv: [], stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES } })
    this.worker.on('message', (answer: Answer) => this.settle?.(answer))
    this.worker.on('error', (error) => { this.gone = true; this.settle?.({ kind: 'fell', error }) })
    this.worker.on('exit', () => { this.gone = true; this.settle?.({ kind: 'exit' }) })
    // What codecs print about broken files would fill the log.
    this.worker.stdout.resume()
    this.worker.stderr.resume()
  }

  async order(order: Order, deadlineMs: number): Promise<Results[Job]> {
    this.worker.ref()
    let timer: NodeJS.Timeout | undefined
    const how = await new Promise<Answer | End>((settle) => {
      this.settle = settle
      timer = setTimeout(() => settle({ kind: 'late' }), deadlineMs)
      this.worker.postMessage(order)
    })
    clearTimeout(timer)
    this.settle = null
    this.worker.unref()
    switch (how.kind) {
      case 'done': return how.value
      case 'undecodable': throw new Undecodable(how.message)
      case 'late': this.end(); throw new Undecodable(`${order.mime}: takes too long`)
      case 'exit': throw new Undecodable(`${order.mime}: the reader was ended`)
      case 'fell': throw new Undecodable(`${order.mime}: the reader fell over it`, { cause: how.error })
    }
  }

  end(): void {
    this.gone = true
    void this.worker.terminate()
  }
}

/** A few threads, made when there is work and ended when there is none. */
export class Studio {
  private readonly idle = new Map<Thread, NodeJS.Timeout>()
  private readonly waiting: (() => void)[] = []
  private working = 0

  /** Throws Undecodable for a file that the job cannot be done with, in time or at all. */
  async run<J extends Job>(job: J, bytes: Uint8Array, mime: string, deadlineMs = DEADLINE_MS[job]): Promise<Results[J]> {
    if (this.working >= THREADS) await new Promise<void>((go) => this.waiting.push(go))
    else this.working++
    try {
      const thread = this.take() ?? new Thread(await threadEntry())
      try { return (await thread.order({ job, bytes, mime }, deadlineMs)) as Results[J] } finally { this.rest(thread) } // the thread answers what it was asked
    } finally {
      const next = this.waiting.shift()
      if (next) next()
      else this.working--
    }
  }

  private take(): Thread | null {
    for (const [thread, timer] of this.idle) {
      clearTimeout(timer)
      this.idle.delete(thread)
      if (!thread.gone) return thread
    }
    return null
  }

  private rest(thread: Thread): void {
    if (!thread.gone) this.idle.set(thread, setTimeout(() => { this.idle.delete(thread); thread.end() }, IDLE_MS).unref())
  }
}

/** The one studio of this process; nothing runs in it until the first file comes. */
export const studio = new Studio()
