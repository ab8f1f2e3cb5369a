/**
 * What she has agreed to, told a second time and in another way: no latest line is looked for. The ledger is walked from its beginning as it was
 * lived, keeping the yeses that still stand in her hand.
 */
import type { Instant } from '../../model/ids.js'
import type { ConsentFacts } from '../facts.js'
import type { ConsentFact } from '../model.js'
import type { ConsentQuestion } from '../standing.js'

/** At one instant a yes is said before it is taken back or lapses. */
const ORDER = { pending: 0, given: 1, confirmed: 1, expired: 2, withdrawn: 3 } as const

function speaksOf(entry: ConsentFact, question: ConsentQuestion): boolean {
  const topic = entry.category === null ? true : entry.category === question.category
  const everywhere = entry.channel === null
  const thisApp = entry.channel === question.channel
  const thisAddress = entry.identityId === null ? true : entry.identityId === question.identityId
  return entry.purpose === question.purpose && topic && (everywhere || (thisApp && thisAddress))
}

/** The yeses in her hand at the end, and whether the last thing she did about this was to take everything back. */
export function walk(entries: readonly ConsentFact[], question: ConsentQuestion, now: Instant): { standing: ConsentFact[]; tookBack: boolean } {
  let hand: ConsentFact[] = []
  let tookBack = false
  for (const entry of [...entries].sort((a, b) => a.at - b.at || ORDER[a.state] - ORDER[b.state])) {
    if (!speaksOf(entry, question)) continue
    if (entry.state === 'withdrawn') { hand = []; tookBack = true }
    if (entry.state === 'expired') hand = hand.filter((yes) => yes.category !== entry.category || yes.channel !== entry.channel || yes.identityId !== entry.identityId)
    if (entry.state === 'given' || entry.state === 'confirmed') { hand.push(entry); tookBack = false }
  }
  return { standing: hand.filter((yes) => yes.expiresAt === null || now < yes.expiresAt), tookBack }
}

/** Whether a message of this purpose has a ground at `now`. */
export function mayRestOn(facts: ConsentFacts, question: ConsentQuestion, now: Instant): boolean {
  const { basis, doubleOptIn } = facts.purposes[question.purpose]
  if (basis === 'contract') return true
  if (facts.entries === null) return false
  const { standing, tookBack } = walk(facts.entries, question, now)
  const agreed = standing.some((yes) => yes.state === 'confirmed' || !doubleOptIn)
  switch (basis) {
    case 'consent': return agreed
    case 'legitimate_interest': return !tookBack
    case 'existing_customer': return !tookBack && (agreed || facts.existingCustomer === true)
  }
}
