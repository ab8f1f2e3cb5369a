/** Random histories: the engine must allow exactly what the platform accepts, and with the guard never more. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { denials, guardOf, noGuard, pairDebtEnds, type Guard, type Intent, type Verdict } from '@recado/core'
import type { ActInput } from '../simulator.js'
import { attempt, exampleParameters, type Attempt } from './attempt.js'
import { SAMPLES } from './samples.js'
import { lets, setStage, type Stage } from './stage.js'
import type { ContractSubject } from './subject.js'

export type Step =
  | { do: 'act'; who: number; input: ActInput }
  | { do: 'replies'; who: number; times: number; author: 'human' | 'automation' }
  | { do: 'template'; who: number; which: number }
  | { do: 'wait'; ms: number }
  /** Waits until a grant of hers closes by our guard, or the pace lets a message through, and a little less or more; then answers her. */
  | { do: 'edge'; who: number; grant: number; by: number }
  | { do: 'pace'; who: number; by: number }

const who = fc.constantFrom(0, 0, 0, 1)
const by = fc.constantFrom(-1, 0, 1)

/** Stories with weights, so that runs of replies and near misses are common. */
export function stories({ acts, waits, channel }: ContractSubject): fc.Arbitrary<Step[]> {
  const act = fc.oneof(...acts.map(({ weight, input }) => ({ weight, arbitrary: fc.constant(input) })))
  const pause = fc.constantFrom(...waits.flatMap((ms) => [Math.max(0, ms - 1), ms, ms + 1]), 1, 250, 1_000)
  const author = channel.declaration.rules.grants.some((rule) => rule.authors) ? fc.constantFrom('human' as const, 'automation' as const) : fc.constant('human' as const)
  const burst = channel.declaration.rules.pairRate ? [{ weight: 1, arbitrary: fc.integer({ min: 40, max: 50 }) }] : []
  const times = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(1, 1, 1, 2, 3, 4, 5, 6) }, ...burst)
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('act' as const), who, input: act }) },
    { weight: 8, arbitrary: fc.record({ do: fc.constant('replies' as const), who, times, author }) },
    { weight: channel.connector.templates ? 1 : 0, arbitrary: fc.record({ do: fc.constant('template' as const), who, which: fc.nat(20) }) },
    { weight: 4, arbitrary: pause.map((ms): Step => ({ do: 'wait', ms })) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('edge' as const), who, grant: fc.nat(4), by }) },
    { weight: channel.declaration.rules.pairRate ? 2 : 0, arbitrary: fc.record({ do: fc.constant('pace' as const), who, by }) },
  )
  return fc.array(step, { minLength: 1, maxLength: 24 })
}

/** Moves the clock; business time never goes back. */
async function passUntil(stage: Stage, moment: number): Promise<void> {
  if (moment > stage.world.now()) await stage.world.advanceTo(moment)
}

async function pass(stage: Stage, step: Extract<Step, { do: 'wait' | 'edge' | 'pace' }>, guard: Guard): Promise<void> {
  if (step.do === 'wait') return stage.world.advance(step.ms)
  const customer = stage.customers[step.who]! // stories name the two on stage
  if (step.do === 'edge') {
    const grants = stage.desk.facts(customer).grants.filter((grant) => grant.closesAt > stage.world.now())
    const grant = grants[step.grant % Math.max(1, grants.length)]
    if (grant) await passUntil(stage, grant.closesAt - guard(grant) + step.by)
  } else {
    const { rules, pairSends, now } = stage.desk.facts(customer)
    if (rules.pairRate) await passUntil(stage, pairDebtEnds(rules.pairRate, pairSends, now) + step.by)
  }
}

/** What is asked of the engine and what of the platform, for one message. */
interface Question { intent: Intent; ask(verdict: Verdict): Promise<Attempt> }

function question(stage: Stage, subject: ContractSubject, step: Extract<Step, { do: 'replies' | 'template' }>): { who: Stage['customers'][number]; asked: Question } | null {
  const customer = stage.customers[step.who]! // as above
  const to = stage.desk.addressOf(customer)
  if (!to) return null
  if (step.do === 'replies') {
    const intent: Intent = { kind: 'text', purpose: 'service', author: step.author }
    return { who: customer, asked: { intent, ask: (verdict) => attempt(stage, subject, to, SAMPLES.text, verdict.kind === 'allow' ? { as: verdict.as, ...(verdict.tag ? { tag: verdict.tag } : {}) } : { as: 'freeform' }, intent) } }
  }
  const template = stage.templates[step.which % Math.max(1, stage.templates.length)]
  const purposes = template && subject.channel.declaration.rules.templates?.categories[template.category]?.purposes
  if (!template || !purposes) return null
  const parameters = exampleParameters(template)
  const { missing = [], badValue } = subject.channel.connector.checkTemplate?.(template, parameters) ?? {}
  const intent: Intent = {
    kind: 'template', purpose: purposes[0] ?? 'service', author: 'human',
    template: { id: template.externalId, category: template.category, status: template.status, missing, ...(badValue === undefined ? {} : { badValue }) },
  }
  const content = { kind: 'template' as const, templateId: template.externalId, name: template.name, language: template.language, parameters }
  return { who: customer, asked: { intent, ask: () => attempt(stage, subject, to, content, { as: 'template', template }, intent) } }
}

/** Platform codes that speak of the person and the moment; any other (a bad request, a missing permission) is a fault of the send itself. */
const OF_THE_MOMENT = new Set<string>([...Object.keys(denials), 'recipient_unreachable', 'recipient_blocked', 'marketing_capped', 'platform_rate_limited'])
/** Refusals that a platform may word in any way: it has no code for a country or a purpose. */
const WORDED_FREELY = new Set<string>(['country_not_reachable', 'consent_missing', 'template_not_approved', 'parameter_missing', 'parameter_invalid', 'quota_exhausted'])
const WINDOW = ['window_closed', 'replies_exhausted']

/** Both say no to the same thing: a refusal is a refusal for its own reason. */
function sameReason(verdict: Verdict, got: Attempt): boolean {
  if (verdict.kind === 'allow' || got.kind === 'accepted' || WORDED_FREELY.has(verdict.code)) return true
  return OF_THE_MOMENT.has(got.code) && !(WINDOW.includes(verdict.code) && WINDOW.includes(got.code) && verdict.code !== got.code)
}

const words = (verdict: Verdict): string => (verdict.kind === 'allow' ? `allow as ${verdict.tag ?? verdict.as} (${verdict.grant ?? ''}, ${verdict.left ?? 'any'} left)` : `deny ${verdict.code}`)

/** Whether a refused message counts for the pace no document says: after one, stories go on when it makes no difference any more. */
async function letPaceRest(stage: Stage, customer: Stage['customers'][number]): Promise<void> {
  const { rules: { pairRate }, pairSends, now } = stage.desk.facts(customer)
  if (pairRate) await passUntil(stage, pairDebtEnds({ ...pairRate, burst: 1 }, [...pairSends, now], now))
}

/** Sends one message and compares; false when it did not go. */
async function oneMessage(stage: Stage, customer: Stage['customers'][number], { intent, ask }: Question, guard: Guard, equal: boolean): Promise<boolean> {
  const verdict = stage.desk.ask(customer, intent, guard)
  // With the guard we refuse a little earlier: what is then not sent says nothing.
  if (!equal && verdict.kind === 'deny') return false
  const got = await ask(verdict)
  const at = new Date(stage.world.now()).toISOString()
  assert.equal(got.kind === 'accepted', verdict.kind === 'allow', `at ${at} the engine says "${words(verdict)}" to ${intent.kind} by ${intent.author}, the platform ${got.kind === 'accepted' ? 'takes it' : `refuses: ${got.code} (${got.platformCode})`}`)
  assert.ok(sameReason(verdict, got), `at ${at} the engine says "${words(verdict)}", the platform refuses for another reason: ${got.kind === 'refused' ? got.code : ''}`)
  if (got.kind === 'accepted') stage.desk.accepted(customer, intent)
  else if (got.code !== 'pair_rate') await letPaceRest(stage, customer)
  return got.kind === 'accepted'
}

/** Plays one story. `equal`: exactly what the platform accepts; otherwise, with the real guard, never more. */
export async function playStory(subject: ContractSubject, steps: readonly Step[], equal: boolean): Promise<void> {
  const stage = await setStage(subject)
  const guard = equal ? noGuard : guardOf(subject.channel.declaration.rules)
  for (const step of steps) {
    if (step.do === 'act') {
      if (subject.oneActASecond) await stage.world.advance(1_000)
      await lets(stage, subject, stage.customers[step.who]!, step.input) // as above
      continue
    }
    if (step.do === 'wait' || step.do === 'edge' || step.do === 'pace') await pass(stage, step, guard)
    if (step.do === 'wait') continue
    const message = step.do === 'edge' || step.do === 'pace' ? ({ do: 'replies', who: step.who, times: 1, author: 'human' } as const) : step
    const times = message.do === 'replies' ? message.times : 1
    // The pace of a whole account is kept by its sender lane, not by the engine: a burst begins in a fresh second.
    if (times > 6) await stage.world.advance(1_000)
    const found = question(stage, subject, message)
    // A second refusal at the same instant would say nothing new.
    for (let time = 0; found && time < times; time++) if (!(await oneMessage(stage, found.who, found.asked, guard, equal))) break
  }
}
