/** What is asked of the platform by itself: reports that did not come, and figures of articles. */
import { PlatformRefusal, SilentPlatform } from '@recado/channel-kit'
import { type ArticleFigures, days, minutes, postDay } from '@recado/core'
import { iso } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import type { Services } from '../services.js'
import { posterOf } from './account.js'
import { finish } from './reports.js'
import { CALL_COLUMNS, type CallRow, POST_COLUMNS, type PostRow } from './rows.js'
import { figuresDue } from './state.js'

const told = (error: unknown): boolean => error instanceof PlatformRefusal || error instanceof SilentPlatform

/** A post that was taken and not reported on: its report may have been lost on the way. */
export async function lookAfter(services: Services, workspaceId: string): Promise<void> {
  const now = services.clock.now(workspaceId)
  const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<CallRow & { account_id: string }>(`select ${CALL_COLUMNS}, c.account_id from post_call c where c.workspace_id = $1 and c.state = 'accepted' and c.check_at <= $2 order by c.check_at limit 20`, [workspaceId, iso(now)]))
  for (const call of rows) {
    const poster = await posterOf(services, workspaceId, call.account_id).catch(() => null)
    if (!poster?.posts.look || call.external_id === null) continue
    let report
    try {
      report = await poster.posts.look(call.external_id, services.call(poster.account))
    } catch (error) {
      if (!told(error)) throw error
      report = null
    }
    const found = report
    await services.db.inWorkspace<unknown>(workspaceId, (tx): Promise<unknown> => (found
      ? finish(tx, services, workspaceId, poster, call, found, now)
      : tx.query('update post_call set check_at = $4 where workspace_id = $1 and post_id = $2 and ordinal = $3', [workspaceId, call.post_id, call.ordinal, iso(now + minutes(30))])))
    services.signals.committed(workspaceId)
  }
}

/** The newest figure of each article, summed over the calls of one post. */
export function mergeFigures(all: readonly ArticleFigures[]): ArticleFigures[] {
  const articles = new Map<number, ArticleFigures[]>()
  for (const one of all) articles.set(one.article, [...(articles.get(one.article) ?? []), one])
  const sum = (figures: readonly ArticleFigures[], name: 'favourites' | 'sourceReaders'): object => (figures.some((one) => one[name] !== undefined) ? { [name]: figures.reduce((total, one) => total + (one[name] ?? 0), 0) } : {})
  return [...articles].sort(([a], [b]) => a - b).map(([article, figures]) => ({
    article, day: figures.map(({ day }) => day).sort().at(-1)!, readers: figures.reduce((total, one) => total + one.readers, 0), shares: figures.reduce((total, one) => total + one.shares, 0), // a group holds one at least
    ...sum(figures, 'favourites'), ...sum(figures, 'sourceReaders'),
  }))
}

/** Asks for the figures of articles, once a day while they grow. */
export async function askFigures(services: Services, workspaceId: string): Promise<void> {
  const now = services.clock.now(workspaceId)
  const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<PostRow>(`select ${POST_COLUMNS} from post p where p.workspace_id = $1 and p.figures_due <= $2 order by p.figures_due limit 20`, [workspaceId, iso(now)]))
  for (const post of rows) {
    const poster = await posterOf(services, workspaceId, post.account_id).catch(() => null)
    const rules = poster?.posts.rules
    const ask = poster?.posts.figures
    const { account } = poster ?? {}
    if (!rules?.figures || !ask || !account || post.sent_at === null) { await services.db.inWorkspace(workspaceId, (tx) => tx.query('update post set figures_due = null where workspace_id = $1 and post_id = $2', [workspaceId, post.post_id])); continue }
    const { timeZone } = rules.perContact
    const ids = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ data_id: string }>('select data_id from post_call where workspace_id = $1 and post_id = $2 and data_id is not null', [workspaceId, post.post_id]))
    let found: ArticleFigures[] | null = null
    try {
      const wanted = new Set(ids.map((row) => row.data_id))
      found = mergeFigures((await ask(postDay(post.sent_at, timeZone), postDay(now - days(1), timeZone), services.call(account))).flatMap(({ dataId, figures }) => (wanted.has(dataId) ? [figures] : [])))
    } catch (error) {
      if (!told(error)) throw error
    }
    const next = now < post.sent_at + days(rules.figures.days) ? iso(figuresDue(now, { ...rules.figures, timeZone })) : null
    await services.db.inWorkspace(workspaceId, async (tx) => {
      await tx.query(`update post set figures = case when $3::jsonb is null or $3::jsonb = '[]' then figures else $3::jsonb end, figures_at = case when $3::jsonb is null then figures_at else $4::timestamptz end, figures_due = $5 where workspace_id = $1 and post_id = $2`,
        [workspaceId, post.post_id, found ? JSON.stringify(found) : null, iso(now), next])
      await append(tx, [{ type: 'post.changed', data: { postId: post.post_id } }])
    })
    services.signals.committed(workspaceId)
  }
}
