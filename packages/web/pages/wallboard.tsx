import type { Wallboard } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { AlarmClock, CheckCheck, Hourglass, Inbox, ListOrdered, Maximize, MessageSquareReply, Minimize, Timer, UserX } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useNow } from '../api/clock.js'
import { hoursOwnersQuery } from '../features/automation/queries.js'
import { loadText, PresenceDot } from '../features/assignment/presence-dot.js'
import { Figure, type Level } from '../features/wallboard/figure.js'
import { useBoard, type BoardSearch } from '../features/wallboard/use-board.js'
import { formatSpan, formatUntil } from '../i18n/format.js'
import { tellError } from '../i18n/errors.js'
import { useT } from '../i18n/provider.js'
import { Button } from '../ui/button.js'
import { cx } from '../ui/class-names.js'
import { Loading } from '../ui/empty.js'
import { Notice } from '../ui/notice.js'

/** A wait is slow from here on, and too long from there. */
const SLOW_MS = 10 * 60_000
const LATE_MS = 30 * 60_000
/** A deadline so near is an alarm. */
const NEAR_MS = 30 * 60_000
const MOST = 1_000

/** The desk on a wall: dark, large, live, and without a customer's name or word. */
export function WallboardPage() {
  const { t, intl } = useT()
  const now = useNow(1_000)
  const search: BoardSearch = useSearch({ strict: false })
  const { data: board, error } = useBoard(search)
  const [isWhole, whole, toggle] = useFullScreen()
  const told = error ? tellError(intl, error) : null
  useEffect(() => { document.title = t('wallboard.title') }, [t])
  useDark()
  return (
    <div ref={whole} className="thin-scroll min-h-0 w-full grow overflow-y-auto bg-page text-ink">
      <div className="mx-auto flex min-h-full w-full max-w-[120rem] flex-col gap-4 p-4 lg:gap-6 lg:p-8">
        <header className="flex flex-wrap items-end gap-3">
          <h1 className="min-w-0 grow text-xl lg:text-[2rem] lg:leading-tight">{t('wallboard.title')}</h1>
          <Filters search={search} />
          <time className="figures text-xl lg:text-[2rem]" dateTime={new Date(now).toISOString()}>{intl.formatTime(now, { hour: '2-digit', minute: '2-digit' })}</time>
          {document.fullscreenEnabled && <Button onClick={toggle} aria-pressed={isWhole}>{isWhole ? <Minimize aria-hidden="true" className="size-4" /> : <Maximize aria-hidden="true" className="size-4" />}{t(isWhole ? 'wallboard.window' : 'wallboard.whole')}</Button>}
        </header>
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        {!board && !error && <Loading label={t('app.loading')} />}
        {board && <Board board={board} now={now} />}
      </div>
    </div>
  )
}

function Board({ board, now }: { board: Wallboard; now: number }) {
  const { t, intl } = useT()
  const count = (value: number) => (value >= MOST ? '999+' : intl.formatNumber(value))
  const waitMs = board.longestSince ? Math.max(0, now - Date.parse(board.longestSince)) : 0
  const leftMs = board.nextDeadline ? Date.parse(board.nextDeadline) - now : null
  const wait: Level = waitMs >= LATE_MS ? 'alarm' : waitMs >= SLOW_MS ? 'watch' : 'calm'
  const closing: Level = leftMs !== null && leftMs <= NEAR_MS ? 'alarm' : board.closingSoon > 0 ? 'watch' : 'calm'
  const span = (ms: number | null) => (ms === null ? '–' : formatSpan(intl, ms))
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-3 lg:gap-5">
        <Figure icon={Hourglass} label={t('wallboard.waiting')} value={count(board.waiting)} note={board.waiting === 0 ? t('wallboard.nobody_waits') : ''} />
        <Figure icon={Timer} label={t('wallboard.longest')} value={board.longestSince ? formatSpan(intl, waitMs) : '–'} level={board.longestSince ? wait : 'calm'} note={board.longestSince ? t(`wallboard.wait_${wait}`) : ''} />
        <Figure icon={AlarmClock} label={t('wallboard.closing_soon')} value={count(board.closingSoon)} level={closing} note={board.nextDeadline && leftMs !== null && leftMs > 0 ? t(closing === 'alarm' ? 'wallboard.next_near' : 'wallboard.next', { until: formatUntil(intl, board.nextDeadline, now) }) : ''} />
        <Figure icon={UserX} label={t('wallboard.unassigned')} value={count(board.unassigned)} level={board.unassigned > 0 && board.waiting > 0 && wait === 'alarm' ? 'watch' : 'calm'} note={board.unassigned > 0 ? t('wallboard.unassigned_note') : ''} />
        <Figure icon={ListOrdered} label={t('wallboard.queued')} value={count(board.queued)} level={board.queued > 0 ? 'watch' : 'calm'} note={board.queued > 0 ? t('wallboard.queued_note') : ''} />
        <Figure icon={Inbox} label={t('wallboard.open')} value={count(board.open)} />
      </dl>
      <div className="grid gap-3 lg:grid-cols-3 lg:gap-5">
        <section aria-label={t('wallboard.agents')} className="rounded-2xl border border-line bg-surface p-4 lg:p-6">
          <h2 className="mb-2 text-lg">{t('wallboard.agents')}</h2>
          {board.agents.length === 0 ? <p className="text-ink-soft">{t('wallboard.no_agents')}</p> : (
            <ul className="flex flex-col gap-1.5 text-base lg:text-lg">
              {board.agents.map((one) => (
                <li key={one.userId} className={cx('flex items-center gap-2.5', one.availability === 'offline' && 'text-ink-soft')}>
                  <PresenceDot availability={one.availability} /><bdi className="min-w-0 grow truncate">{one.name}</bdi><span className="text-sm text-ink-soft">{t(`availability.${one.availability}`)}</span>
                  <span className={cx('figures font-semibold', one.capacity !== null && one.open >= one.capacity && 'text-waiting')} aria-label={t('wallboard.load', { load: loadText(one) })}>{loadText(one)}{one.capacity !== null && one.open >= one.capacity && <span className="ms-1 text-sm font-normal">{t('wallboard.full')}</span>}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
        <section aria-label={t('wallboard.teams')} className="rounded-2xl border border-line bg-surface p-4 lg:p-6">
          <h2 className="mb-2 text-lg">{t('wallboard.teams')}</h2>
          {board.teams.length === 0 ? <p className="text-ink-soft">{t('wallboard.no_teams')}</p> : (
            <table className="w-full text-base lg:text-lg">
              <thead><tr className="text-sm text-ink-soft"><th scope="col" className="text-start font-medium">{t('wallboard.team')}</th><th scope="col" className="text-end font-medium">{t('wallboard.open')}</th><th scope="col" className="text-end font-medium">{t('wallboard.waiting')}</th></tr></thead>
              <tbody>{board.teams.map((one) => <tr key={one.id}><th scope="row" className="max-w-0 truncate py-0.5 text-start font-normal"><bdi>{one.name}</bdi></th><td className="figures w-16 text-end">{count(one.open)}</td><td className={cx('figures w-24 text-end', one.waiting > 0 && 'font-semibold text-waiting')}>{count(one.waiting)}</td></tr>)}</tbody>
            </table>
          )}
        </section>
        <section aria-label={t('wallboard.today')} className="rounded-2xl border border-line bg-surface p-4 lg:p-6">
          <h2 className="mb-2 text-lg">{t('wallboard.today')}</h2>
          <dl className="flex flex-col gap-3">
            <div><dt className="flex items-center gap-2 text-ink-soft"><MessageSquareReply aria-hidden="true" className="size-4" />{t('wallboard.first_response')}</dt><dd className="figures text-xl font-semibold">{span(board.today.firstResponseMs)}</dd><dd className="text-sm text-ink-soft">{t('wallboard.answered', { count: board.today.answered })}{board.today.answeredOutside > 0 && <> · {t('wallboard.outside', { count: board.today.answeredOutside })}</>}</dd></div>
            <div><dt className="flex items-center gap-2 text-ink-soft"><CheckCheck aria-hidden="true" className="size-4" />{t('wallboard.resolution')}</dt><dd className="figures text-xl font-semibold">{span(board.today.resolutionMs)}</dd><dd className="text-sm text-ink-soft">{t('wallboard.resolved', { count: board.today.resolved })}{board.today.resolvedOutside > 0 && <> · {t('wallboard.outside', { count: board.today.resolvedOutside })}</>}</dd></div>
          </dl>
          <p className="mt-3 text-sm text-ink-soft">{t('wallboard.median_note')}</p>
        </section>
      </div>
    </>
  )
}

function Filters({ search }: { search: BoardSearch }) {
  const { t } = useT()
  const navigate = useNavigate()
  const owners = useQuery(hoursOwnersQuery).data ?? []
  const [inboxes, teams] = [owners.filter((one) => one.kind === 'inbox'), owners.filter((one) => one.kind === 'team')]
  const go = (next: BoardSearch) => void navigate({ to: '/wallboard', search: Object.fromEntries(Object.entries({ ...search, ...next }).filter(([, value]) => value)), replace: true })
  const look = 'min-h-10 max-w-48 rounded-lg border border-line-strong bg-surface px-3'
  return (
    <>
      {inboxes.length > 1 && <select aria-label={t('wallboard.inbox')} value={search.inbox ?? ''} onChange={(event) => go({ inbox: event.target.value })} className={look}><option value="">{t('wallboard.all_inboxes')}</option>{inboxes.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</select>}
      {teams.length > 0 && <select aria-label={t('wallboard.team')} value={search.team ?? ''} onChange={(event) => go({ team: event.target.value })} className={look}><option value="">{t('wallboard.all_teams')}</option>{teams.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</select>}
    </>
  )
}

/** A screen on a wall is dark, whatever its reader's own desk looks like; hers comes back when she leaves. */
function useDark(): void {
  useEffect(() => {
    const { dataset } = document.documentElement
    const before = dataset.theme
    dataset.theme = 'dark'
    return () => { if (before === undefined) delete dataset.theme; else dataset.theme = before }
  }, [])
}

function useFullScreen() {
  const element = useRef<HTMLDivElement>(null)
  const [isWhole, setWhole] = useState(false)
  useEffect(() => {
    const change = () => setWhole(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', change)
    return () => document.removeEventListener('fullscreenchange', change)
  }, [])
  const toggle = () => void (document.fullscreenElement ? document.exitFullscreen() : element.current?.requestFullscreen())?.catch(() => {}) // a browser may refuse; nothing changes then
  return [isWhole, element, toggle] as const
}
