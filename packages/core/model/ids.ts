/** Ids, moments and durations. Core never reads a clock: moments and ids arrive as arguments. */

/** Milliseconds since 1970-01-01T00:00:00Z. Business time of the workspace, not necessarily the wall clock. */
export type Instant = number

/** A platform's own id of a person, opaque outside its channel folder. */
export type ExternalUserId = string & { readonly __externalUserId: unique symbol }

/** The address of the documentation that a rule or a figure is taken from. */
export type Url = string

/** Money as decimal text, never a float. */
export interface Money { amount: string; currency: string }

export const seconds = (n: number): number => n * 1_000
export const minutes = (n: number): number => n * 60_000
export const hours = (n: number): number => n * 3_600_000
export const days = (n: number): number => n * 86_400_000
