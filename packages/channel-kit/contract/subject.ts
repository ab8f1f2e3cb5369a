import type { Content, Instant } from '@recado/core'
import type { Channel } from '../connector.js'
import type { ActInput, ChannelSimulator } from '../simulator.js'

/** A channel beside its platform's simulator, and what a test must say that neither of them can know. */
export interface ContractSubject {
  channel: Channel
  simulator: ChannelSimulator
  /** Settings for the simulated account: switches of the platform, approvals. */
  settings?: Readonly<Record<string, unknown>>
  /** What customers do in stories. What the app would not let her do at that moment is passed over. */
  acts: readonly { weight: number; input: ActInput }[]
  /** Durations that the platform's documents name, ms: stories wait about as long. */
  waits: readonly number[]
  /** The platform's events carry no id and are told apart by their second: nobody in a story does two things in one. */
  oneActASecond?: boolean
  startAt?: Instant
  /** Where the customers live. The desk knows it too, as agents note it where the platform does not tell. */
  country?: string
  /** Where the platform's signature lies, and which bytes it covers; the whole body unless given. */
  signature: { header?: string; query?: string; covers?(body: string): { from: number; to: number } }
  /** Contents that the channel must refuse or convert in its own way, in place of the samples. */
  samples?: Partial<Record<Content['kind'], Content>>
}

/** One named promise; `hold` rejects with the reason when it is broken. Any test runner can call it. */
export interface ContractCheck { name: string; hold(): Promise<void> }
