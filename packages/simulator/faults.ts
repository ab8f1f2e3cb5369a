import type { FaultKind } from '@recado/channel-kit'
import type { WorldStore } from './store.js'

export const FAULT_KINDS: readonly FaultKind[] = ['http_500', 'http_429', 'timeout', 'cut_reply', 'garbage', 'duplicate', 'reorder', 'delay', 'withhold_reports', 'revoke_token', 'unsubscribe', 'ip_not_allowed', 'verification_expired', 'token_expired', 'payment_missing', 'quality_red']

/** Played by the host, whatever the platform: on its API and on its webhooks. */
export const HOST_FAULTS: readonly FaultKind[] = ['http_500', 'http_429', 'timeout', 'cut_reply', 'garbage', 'duplicate', 'reorder', 'delay']

/** `account` null = all of the channel; `left` null = as often as it comes; `until` null = until taken away. */
export interface Fault { id: string; channel: string; account: string | null; kind: FaultKind; rate: number; left: number | null; until: number | null }

/** The faults set in one world. */
export class Faults {
  constructor(private readonly store: WorldStore, private readonly now: () => number, private readonly random: () => number) {}

  add(fault: Omit<Fault, 'id'>): Fault {
    const id = String((this.store.get<{ last: number }>('host/numbers', 'fault')?.last ?? 0) + 1)
    this.store.put('host/numbers', 'fault', { last: Number(id) })
    const row: Fault = { id, ...fault }
    this.store.put('host/faults', id, row)
    return row
  }

  list(): Fault[] {
    return this.store.all<Fault>('host/faults')
  }

  /** False when there is no such fault. */
  remove(id: string): boolean {
    const isThere = this.store.get('host/faults', id) !== undefined
    this.store.remove('host/faults', id)
    return isThere
  }

  clear(): void {
    for (const fault of this.list()) this.store.remove('host/faults', fault.id)
  }

  /** Whether it happens now; takes one from the count. A call that names no account meets only faults of the whole channel. */
  strikes(kind: FaultKind, channel: string, account: string | null): boolean {
    for (const fault of this.list()) {
      if (fault.kind !== kind || fault.channel !== channel || (fault.account !== null && fault.account !== account)) continue
      if (fault.until !== null && this.now() >= fault.until) {
        this.store.remove('host/faults', fault.id)
        continue
      }
      if (fault.left === 0 || (fault.rate < 1 && this.random() >= fault.rate)) continue
      if (fault.left !== null) this.store.put('host/faults', fault.id, { ...fault, left: fault.left - 1 })
      return true
    }
    return false
  }
}
