/** Figures of forms, by day and without anybody in them. */
import type { OptInFigures, OptInForm } from '@recado/api'
import { isAway, type Tx } from '@recado/db'
import type { Services } from '../services.js'

export type Step = keyof OptInFigures
const NONE = '00000000-0000-0000-0000-000000000000'
/** Visits are gathered so long before they are written: a crowd is one row, not a thousand. Wall clock. */
const GATHER_MS = 2_000

interface Times { formId: string; step: Step; accountId?: string; categoryId?: string; count: number }

/** Adds to the figures of today, in the caller's transaction. */
export async function count(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, times: readonly Times[]): Promise<void> {
  await tx.query(
    `insert into opt_in_count as c (workspace_id, opt_in_form_id, day, step, account_id, category_id, count)
     select $1, t."formId", (select ($3::timestamptz at time zone w.time_zone)::date from workspace w where w.workspace_id = $1), t.step, coalesce(t."accountId", '${NONE}'), coalesce(t."categoryId", '${NONE}'), t.count
     from jsonb_to_recordset($2::jsonb) as t("formId" uuid, step text, "accountId" uuid, "categoryId" uuid, count bigint) join opt_in_form f on f.workspace_id = $1 and f.opt_in_form_id = t."formId"
     on conflict (workspace_id, opt_in_form_id, day, step, account_id, category_id) do update set count = c.count + excluded.count`, [workspaceId, JSON.stringify(times), new Date(services.clock.now(workspaceId)).toISOString()])
}

/** An app chosen or reached, for each of her topics. The whole stands under the app alone. */
export const chosen = (formId: string, step: 'chosen' | 'arrived', accountId: string, categoryIds: readonly string[]): Times[] =>
  [{ formId, step, accountId, count: 1 }, ...categoryIds.map((categoryId) => ({ formId, step, accountId, categoryId, count: 1 }))]

/** Visits of this node that are not written yet. */
export class Visits {
  private readonly services: Services
  private readonly seen = new Map<string, Map<string, number>>()
  private timer: NodeJS.Timeout | null = null

  constructor(services: Services) {
    this.services = services
    services.onClose(() => this.write())
  }

  add(workspaceId: string, formId: string): void {
    const forms = this.seen.get(workspaceId) ?? new Map<string, number>()
    forms.set(formId, (forms.get(formId) ?? 0) + 1)
    this.seen.set(workspaceId, forms)
    this.timer ??= setTimeout(() => void this.write(), GATHER_MS).unref()
  }

  async write(): Promise<void> {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    const all = [...this.seen]
    this.seen.clear()
    for (const [workspaceId, forms] of all) {
      await this.services.db.inWorkspace(workspaceId, (tx) => count(tx, this.services, workspaceId, [...forms].map(([formId, times]) => ({ formId, step: 'seen', count: times }))))
        .catch((error: unknown) => { if (!isAway(error)) this.services.log.warn({ err: error }, 'visits of opt-in forms') })
    }
  }
}

type Figures = Pick<OptInForm, 'figures' | 'byApp' | 'byCategory'>

/** All that is known of these forms, from their beginning. */
export async function figuresOf(tx: Tx, workspaceId: string, formIds: readonly string[]): Promise<(formId: string) => Figures> {
  const rows = await tx.query<{ opt_in_form_id: string; step: Step; account_id: string; category_id: string; count: number }>(
    `select opt_in_form_id, step, account_id, category_id, sum(count)::bigint as count from opt_in_count where workspace_id = $1 and opt_in_form_id = any($2) group by opt_in_form_id, step, account_id, category_id`, [workspaceId, formIds])
  return (formId) => {
    const own = rows.filter((row) => row.opt_in_form_id === formId)
    const sum = (step: Step, of: (row: (typeof rows)[number]) => boolean): number => own.filter((row) => row.step === step && of(row)).reduce((total, row) => total + row.count, 0)
    const whole = (row: (typeof rows)[number]): boolean => row.category_id === NONE
    const apps = [...new Set(own.filter((row) => row.account_id !== NONE).map((row) => row.account_id))]
    const topics = [...new Set(own.filter((row) => !whole(row)).map((row) => row.category_id))]
    return {
      figures: { seen: sum('seen', whole), chosen: sum('chosen', whole), arrived: sum('arrived', whole) },
      byApp: apps.map((id) => ({ channelAccountId: id, chosen: sum('chosen', (row) => whole(row) && row.account_id === id), arrived: sum('arrived', (row) => whole(row) && row.account_id === id) })),
      byCategory: topics.map((id) => ({ categoryId: id, chosen: sum('chosen', (row) => row.category_id === id), arrived: sum('arrived', (row) => row.category_id === id) })),
    }
  }
}
