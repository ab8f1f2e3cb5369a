import { type Instant, nudgeDue } from '@recado/core'
import { isAway, isConflict, type Tx } from '@recado/db'
import { pressureOf } from '../jobs/pressure.js'
import type { Services } from '../services.js'
import { carryOut } from './carry-out.js'
import { DUE, type DueTimer, fire } from './fire.js'
import { CANDIDATE, type Candidate, dueNow, HoursNow, readCandidates } from './due.js'
import { type KeptRule, readRules } from './rules.js'
import { type KeptStep, readActive } from './kept.js'
import { fillRules, followLog, nextTimer } from './timers.js'

/** How often workspaces with a step that is on are looked at. Wall clock; what is due is told by business time. */
const POLL_MS = 2_000
/** Conversations that the simulated clock looks at to find the next moment. */
const MOST = 2_000

const iso = (at: Instant): string => new Date(at).toISOString()

/** Reminds and escalates when time has come. Every node looks; the ledger under the conversation's lock lets one of them act. */
export class NudgeWorker {
  private readonly services: Services
  private under: Promise<void> | null = null
  /** When the log was last followed, by the wall. */
  private readonly followedAt = new Map<string, number>()

  constructor(services: Services) { this.services = services }

  start(): void {
    const timer = setInterval(() => {
      this.under ??= this.round().catch((error: unknown) => { if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'nudges') }).finally(() => { this.under = null })
    }, POLL_MS).unref()
    this.services.onClose(async () => { clearInterval(timer); await this.under })
  }

  private async round(): Promise<void> {
    const rows = await this.services.db.asSystem((tx) => tx.query<{ id: string }>('select workspaces_with_nudges() as id'))
    for (const { id } of rows) {
      await this.runSteps(id)
      if (!pressureOf(this.services).mayWork(this.followedAt.get(id) ?? 0)) continue
      this.followedAt.set(id, Date.now())
      await this.runRules(id)
    }
  }

  /** Everything that is due now. Returns how many were acted on. */
  async runDue(workspaceId: string): Promise<number> {
    return await this.runSteps(workspaceId) + await this.runRules(workspaceId)
  }

  /** Rules that begin with something that happened: what they wait for is brought up to date first. */
  private async runRules(workspaceId: string): Promise<number> {
    const { services } = this
    let acted = 0
    for (let last = -1; last !== acted && !services.stopping();) {
      last = acted
      await followLog(services, workspaceId)
      await fillRules(services, workspaceId)
      acted += await this.fireDue(workspaceId)
    }
    return acted
  }

  private async fireDue(workspaceId: string): Promise<number> {
    const { services } = this
    const found = await services.db.inWorkspace(workspaceId, async (tx) => {
      const now = services.clock.now(workspaceId)
      const due = await tx.query<DueTimer>(DUE, [workspaceId, iso(now)])
      return due.length === 0 ? null : { due, rules: new Map((await readRules(tx, workspaceId)).map((rule): [string, KeptRule] => [rule.id, rule])), hours: await HoursNow.read(tx, workspaceId, now) }
    })
    let acted = 0
    for (const timer of found?.due ?? []) {
      if (services.stopping()) return acted
      try {
        const done = await services.db.inWorkspace(workspaceId, (tx) => fire(tx, services, workspaceId, found!.rules, timer, found!.hours)) // there is something due
        if (done === 'nothing' || done === 'moved') continue
        acted++
        services.signals.committed(workspaceId)
        if (done.messageIds.length > 0) services.signals.emit('sends', workspaceId)
      } catch (error) {
        if (isAway(error)) throw error
        // The next round tries it again; it must not keep the others waiting.
        if (!isConflict(error)) services.log.error({ err: error, ...timer }, 'rule not carried out')
      }
    }
    return acted
  }

  private async runSteps(workspaceId: string): Promise<number> {
    const { services } = this
    const found = await services.db.inWorkspace(workspaceId, (tx) => this.look(tx, workspaceId))
    if (!found) return 0
    let acted = 0
    for (const { step, conversationId } of found.due) {
      if (services.stopping()) return acted
      if (await this.one(workspaceId, step, conversationId, found.hours)) acted++
    }
    return acted
  }

  /** What is due, without what the ledger already has; null where no step is on. */
  private async look(tx: Tx, workspaceId: string): Promise<{ hours: HoursNow; due: { step: KeptStep; conversationId: string }[] } | null> {
    const steps = await readActive(tx, workspaceId)
    if (steps.length === 0) return null
    const hours = await HoursNow.read(tx, workspaceId, this.services.clock.now(workspaceId))
    const inboxIds = (await tx.query<{ inbox_id: string }>('select inbox_id from inbox where workspace_id = $1', [workspaceId])).map((row) => row.inbox_id)
    const due: { step: KeptStep; conversationId: string }[] = []
    for (const step of steps) {
      const rows = (await readCandidates(tx, workspaceId, step, inboxIds, hours)).flatMap((row) => { const found = dueNow(step, row, hours); return found ? [{ id: row.conversation_id, key: found.key }] : [] })
      if (rows.length === 0) continue
      const done = await tx.query<{ conversation_id: string; key: string }>('select conversation_id, key from nudge_done where workspace_id = $1 and nudge_step_id = $2 and conversation_id = any($3::uuid[])', [workspaceId, step.id, rows.map((row) => row.id)])
      const known = new Set(done.map((row) => `${row.conversation_id} ${row.key}`))
      due.push(...rows.filter((row) => !known.has(`${row.id} ${row.key}`)).map((row) => ({ step, conversationId: row.id })))
    }
    return { hours, due }
  }

  private async one(workspaceId: string, step: KeptStep, conversationId: string, hours: HoursNow): Promise<boolean> {
    const { services } = this
    try {
      const done = await services.db.inWorkspace(workspaceId, (tx) => carryOut(tx, services, workspaceId, step, conversationId, hours))
      if (done.kind === 'nothing') return false
      services.signals.committed(workspaceId)
      if (done.kind === 'sent') services.signals.emit('sends', workspaceId)
      return true
    } catch (error) {
      if (isAway(error)) throw error
      // The next round tries it again; it must not keep the others waiting.
      if (!isConflict(error)) services.log.error({ err: error, conversationId, nudgeStepId: step.id }, 'nudge not made')
      return false
    }
  }

  /** The next moment at which something falls due as things are: where the simulated clock has to stop. */
  async nextDue(workspaceId: string): Promise<Instant | null> {
    await followLog(this.services, workspaceId)
    await fillRules(this.services, workspaceId)
    const [step, rule] = [await this.nextStep(workspaceId), await this.services.db.inWorkspace(workspaceId, (tx) => nextTimer(tx, workspaceId))]
    return step === null || rule === null ? step ?? rule : Math.min(step, rule)
  }

  private nextStep(workspaceId: string): Promise<Instant | null> {
    return this.services.db.inWorkspace(workspaceId, async (tx) => {
      const steps = await readActive(tx, workspaceId)
      if (steps.length === 0) return null
      const now = this.services.clock.now(workspaceId)
      const hours = await HoursNow.read(tx, workspaceId, now)
      const rows = await tx.query<Candidate>(`select ${CANDIDATE} from conversation c where c.workspace_id = $1 and c.status in ('open', 'pending') and (c.waiting_since is not null or c.window_closes_at > $2) limit ${MOST}`, [workspaceId, iso(now)])
      const moments = rows.flatMap((row) => steps.filter((step) => step.inboxId === null || step.inboxId === row.inbox_id).flatMap((step) => nudgeDue(step, hours.facts(row))?.at ?? [])).filter((at) => at > now)
      return moments.length > 0 ? Math.min(...moments) : null
    })
  }
}
