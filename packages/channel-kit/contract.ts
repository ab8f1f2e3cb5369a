/**
 * What every channel promises, whoever wrote it: declared and implemented agree, signatures hold, and for random histories the rules in our
 * engine allow exactly what the platform's simulator accepts. Engine and simulator are two witnesses who have not spoken with each other.
 *
 *     for (const { name, hold } of channelContract({ channel, simulator, ... })) test(name, hold)
 */
import fc from 'fast-check'
import { declaredChecks } from './contract/declared.js'
import { playStory, stories } from './contract/histories.js'
import { signatureChecks } from './contract/signatures.js'
import type { ContractCheck, ContractSubject } from './contract/subject.js'

export type { ContractCheck, ContractSubject } from './contract/subject.js'

/** Histories in an everyday run; 5,000 with RECADO_LONG=1. */
const RUNS = process.env.RECADO_LONG === '1' ? 5_000 : 60

/** The promises of one channel, ready for a test runner. */
export function channelContract(subject: ContractSubject, { runs = RUNS } = {}): ContractCheck[] {
  const histories = (equal: boolean) => async () => {
    await fc.assert(fc.asyncProperty(stories(subject), (steps) => playStory(subject, steps, equal)), { numRuns: runs })
  }
  return [
    ...declaredChecks(subject),
    ...signatureChecks(subject),
    { name: 'in random histories the engine allows exactly what the platform accepts', hold: histories(true) },
    { name: 'with the guard it never allows more', hold: histories(false) },
  ]
}
