/** The two shapes every rule answers with. */
import type { DenyCode } from '../errors.js'
import type { Instant, Url } from '../model/ids.js'
import type { Verdict } from '../model/verdict.js'

export type Allow = Extract<Verdict, { kind: 'allow' }>
export type Deny = Extract<Verdict, { kind: 'deny' }>

/** A refusal without remedies: those are added by `withRemedies`, which sees the person's other threads. */
export const deny = (code: DenyCode, source: Url, retryAt: Instant | null = null): Deny => ({ kind: 'deny', code, source, retryAt, remedies: [] })
