/**
 * Runs the simulated platforms: one world per workspace, kept on disk, with business time, jobs, faults, webhooks and a log. Knows no database and no
 * channel by name; accounts are looked up through the functions it is given.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ChannelSimulator, PhoneDeclaration } from '@recado/channel-kit'
import { RunningWorld } from './running-world.js'
import { WebhookCaller } from './webhook.js'

/** A channel folder's `simulator.ts` and `phone.ts`, loaded by the server's scan. */
export interface SimulatedChannel { id: string; simulator: ChannelSimulator; phone: PhoneDeclaration }

/** A simulated account as Recado has it. */
export interface SimulatedAccount {
  channelAccountId: string
  channel: string
  /** The platform's id, as `createAccount` returned it. */
  externalId: string
  name: string
  /** Where the platform calls; null = nowhere yet. */
  webhookUrl: string | null
  /** The settings Recado keeps, for making the platform side again after a reset. */
  settings: Record<string, unknown>
}

export interface AccountLookup {
  byId(worldId: string, channelAccountId: string): Promise<SimulatedAccount | null>
  byExternalId(worldId: string, channel: string, externalId: string): Promise<SimulatedAccount | null>
  list(worldId: string): Promise<SimulatedAccount[]>
}

export interface SimulatorHostOptions {
  /** Where worlds are kept; made when it is missing. */
  dir: string
  channels: readonly SimulatedChannel[]
  clock: { now(worldId: string): number }
  /** Origin under which `/simulator/...` is reached, without a trailing slash. */
  publicUrl(): string
  accounts: AccountLookup
  /** Something on a phone may have changed. */
  onChange?(worldId: string): void
  /** A line for the operator's log. */
  warn?(line: string, error?: unknown): void
}

const WORLD_ID = /^[\w-]{1,64}$/

export class SimulatorHost {
  readonly webhooks = new WebhookCaller()
  readonly #worlds = new Map<string, RunningWorld>()
  readonly #folder: string

  constructor(readonly options: SimulatorHostOptions) {
    this.#folder = join(options.dir, 'worlds')
    mkdirSync(this.#folder, { recursive: true })
  }

  /** Opens the worlds kept from before: due jobs run, webhooks that were under way are sent again. */
  start(): void {
    for (const id of readdirSync(this.#folder)) if (WORLD_ID.test(id)) this.world(id).resume()
  }

  /** The world of a workspace, made on first use. */
  world(worldId: string): RunningWorld {
    if (!WORLD_ID.test(worldId)) throw new Error(`"${worldId}" cannot name a world`)
    const open = this.#worlds.get(worldId)
    if (open) return open
    const world = new RunningWorld(worldId, join(this.#folder, worldId), this)
    this.#worlds.set(worldId, world)
    return world
  }

  /** A world that is there already, or the first one when none is named. */
  existing(worldId?: string): RunningWorld | null {
    if (worldId !== undefined) return this.#worlds.get(worldId) ?? (WORLD_ID.test(worldId) && existsSync(join(this.#folder, worldId)) ? this.world(worldId) : null)
    return [...this.#worlds.values()].sort((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1))[0] ?? null
  }

  channel(channelId: string): SimulatedChannel | null {
    return this.options.channels.find((one) => one.id === channelId) ?? null
  }

  /** Waits until nothing is under way in a world. */
  settle(worldId: string): Promise<void> {
    return this.world(worldId).settle()
  }

  nextDueAt(worldId: string): number | null {
    return this.world(worldId).nextDueAt()
  }

  /**
   * Lets business time of a world pass until `toMs`: what is under way ends first, then every due job runs in order, the clock standing at its moment.
   * `beforeEachJob` lets the desk finish its own work; `setClock` moves business time.
   */
  advance(worldId: string, toMs: number, hooks: { beforeEachJob?(): Promise<void>; setClock(at: number): void | Promise<void> }): Promise<void> {
    return this.world(worldId).advance(toMs, hooks)
  }

  /** Takes a world away with its files, once what is under way has ended. */
  async forget(worldId: string): Promise<void> {
    if (!WORLD_ID.test(worldId)) return
    const open = this.#worlds.get(worldId)
    open?.pause()
    await open?.settle()
    open?.close()
    this.#worlds.delete(worldId)
    rmSync(join(this.#folder, worldId), { recursive: true, force: true })
  }

  /** Ends the timers and waits for what is under way, at most `forMs`. */
  async stop(forMs = 5000): Promise<void> {
    const worlds = [...this.#worlds.values()]
    for (const world of worlds) world.pause()
    let timer: NodeJS.Timeout | undefined
    await Promise.race([Promise.all(worlds.map((world) => world.settle())), new Promise((resolve) => { timer = setTimeout(resolve, forMs) })])
    clearTimeout(timer)
    this.webhooks.close()
    for (const world of worlds) world.close()
    this.#worlds.clear()
  }
}

export function createSimulatorHost(options: SimulatorHostOptions): SimulatorHost {
  return new SimulatorHost(options)
}
