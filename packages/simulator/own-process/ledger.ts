import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AccountLookup, SimulatedAccount } from '../host.js'

interface Kept { accounts: SimulatedAccount[]; offsetMs: number }

/** What the process keeps beside its world: which accounts there are, where they call, and how far business time is ahead. */
export class OwnLedger implements AccountLookup {
  readonly #path: string
  #kept: Kept = { accounts: [], offsetMs: 0 }

  constructor(dir: string) {
    this.#path = join(dir, 'accounts.json')
    if (existsSync(this.#path)) this.#kept = JSON.parse(readFileSync(this.#path, 'utf8')) as Kept // written by #save
  }

  now(): number { return Date.now() + this.#kept.offsetMs }

  moveTo(at: number): void {
    this.#kept.offsetMs = Math.max(this.#kept.offsetMs, at - Date.now())
    this.#save()
  }

  async byId(_world: string, id: string): Promise<SimulatedAccount | null> { return this.#kept.accounts.find((one) => one.channelAccountId === id) ?? null }
  async byExternalId(_world: string, channel: string, id: string): Promise<SimulatedAccount | null> { return this.#kept.accounts.find((one) => one.channel === channel && one.externalId === id) ?? null }
  async list(): Promise<SimulatedAccount[]> { return this.#kept.accounts }

  put(account: SimulatedAccount): void {
    this.#kept.accounts = [...this.#kept.accounts.filter((one) => one.channelAccountId !== account.channelAccountId), account]
    this.#save()
  }

  #save(): void {
    writeFileSync(`${this.#path}.new`, JSON.stringify(this.#kept))
    renameSync(`${this.#path}.new`, this.#path)
  }
}
