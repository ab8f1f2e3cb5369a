import { randomInt } from 'node:crypto'
import type { FaultKind, World } from '@recado/channel-kit'
import { seededRandom, seedOf } from '@recado/channel-kit/testing/seeded-random'
import type { WorldStore } from './store.js'

/** What a world needs of the host that keeps it. */
export interface WorldSurroundings {
  now(): number
  baseUrl(): string
  schedule(dueAt: number, name: string, data: Record<string, unknown>): void
  post: World['post']
  faulted(kind: FaultKind, account: string): boolean
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** One channel's platform in a workspace's world, kept on disk. Channels share the store, each with its own collections. */
export class JournaledWorld implements World {
  readonly #random: () => number

  constructor(readonly id: string, readonly channel: string, private readonly store: WorldStore, private readonly surroundings: WorldSurroundings) {
    // A restart goes on with another stretch of the sequence: the same one would make the same ids again.
    const openings = (store.get<{ times: number }>('host/openings', channel)?.times ?? 0) + 1
    store.put('host/openings', channel, { times: openings })
    this.#random = seededRandom(seedOf(`${id}/${channel}/${openings}`))
  }

  get baseUrl(): string { return this.surroundings.baseUrl() }
  now(): number { return this.surroundings.now() }
  random(): number { return this.#random() }
  /** Not from the seed: tokens guard files and calls. */
  token(length: number): string { return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('') }

  get<T>(collection: string, id: string): T | undefined { return this.store.get<T>(`${this.channel}/${collection}`, id) }
  put<T extends object>(collection: string, id: string, row: T): void { this.store.put(`${this.channel}/${collection}`, id, row) }
  remove(collection: string, id: string): void { this.store.remove(`${this.channel}/${collection}`, id) }
  all<T>(collection: string): T[] { return this.store.all<T>(`${this.channel}/${collection}`) }

  putFile(bytes: Buffer, mime: string): string {
    const id = this.token(32)
    this.store.putFile(id, bytes, mime)
    return id
  }
  file(id: string): { bytes: Buffer; mime: string } | undefined { return /^\w+$/.test(id) ? this.store.file(id) : undefined }

  schedule(dueAt: number, name: string, data: Record<string, unknown>): void { this.surroundings.schedule(dueAt, name, data) }
  post(account: string, request: Parameters<World['post']>[1]): ReturnType<World['post']> { return this.surroundings.post(account, request) }
  faulted(kind: FaultKind, account: string): boolean { return this.surroundings.faulted(kind, account) }
}
