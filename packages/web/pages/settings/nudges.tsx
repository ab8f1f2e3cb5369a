import type { NudgeDryRun, NudgeKind, NudgeStep } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BellRing, CircleAlert, Pencil, Plus, Trash2 } from 'lucide-react'
import { lazy, Suspense, useId, useState } from 'react'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { membersQuery } from '../../api/queries.js'
import { hoursOwnersQuery } from '../../features/automation/queries.js'
import { reasonText } from '../../features/automation/words.js'
import { newNudge, type NudgeDraft } from '../../features/nudges/draft.js'
import { dryRunQuery, nudgesQuery } from '../../features/nudges/queries.js'
import { doesText, nudgeIcons, runText, whenText } from '../../features/nudges/words.js'
import { formatMoment } from '../../i18n/format.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { AriaButton, DialogWindow, IconButton, Item, MenuButton } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { Card, SettingsPage } from './page.js'

const NudgeEditor = lazy(() => import('../../features/nudges/nudge-editor.js'))
const KINDS: readonly NudgeKind[] = ['agent', 'waiting', 'unassigned', 'customer']

/** Who is reminded before it is too late, who when nobody comes, and what each step would have done last week. */
export function NudgesPage() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { data: steps, error } = useQuery(nudgesQuery)
  const run = useQuery({ ...dryRunQuery, enabled: (steps?.length ?? 0) > 0 }).data
  const [open, setOpen] = useState<NudgeDraft | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: nudgesQuery.queryKey })
  const told = error ? tellError(intl, error) : null
  const add = (
    <MenuButton label={t('nudges.add')} trigger={<AriaButton className={buttonClass('primary')}><Plus aria-hidden="true" className="size-4" />{t('nudges.add')}</AriaButton>}>
      {KINDS.map((kind) => { const Icon = nudgeIcons[kind]; return <Item key={kind} icon={<Icon aria-hidden="true" />} onAction={() => setOpen(newNudge(kind, t))}>{t(`nudges.kind_${kind}`)}</Item> })}
    </MenuButton>
  )
  return (
    <SettingsPage title={t('settings.nudges')} lead={t('nudges.lead')} action={steps && steps.length > 0 && add}>
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      {!steps && !error && <Loading label={t('app.loading')} />}
      {steps?.length === 0 && <Card><Empty icon={BellRing} title={t('nudges.none_title')} action={add}>{t('nudges.none_text')}</Empty></Card>}
      {KINDS.map((kind) => {
        const own = steps?.filter((one) => one.kind === kind) ?? []
        return own.length > 0 && <Card key={kind} title={t(`nudges.kind_${kind}`)}><ul className="divide-y divide-line">{own.map((step) => <StepRow key={step.id} step={step} run={run} onEdit={() => setOpen(step)} onChanged={refresh} />)}</ul></Card>
      })}
      {open && <Suspense><NudgeEditor draft={open} onClose={() => setOpen(null)} onDone={() => { setOpen(null); void refresh() }} /></Suspense>}
    </SettingsPage>
  )
}

function StepRow({ step, run, onEdit, onChanged }: { step: NudgeStep; run: NudgeDryRun | undefined; onEdit: () => void; onChanged: () => Promise<void> }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const id = useId()
  const [asking, setAsking] = useState(false)
  const members = useQuery(membersQuery).data
  const owners = useQuery(hoursOwnersQuery).data
  const nameOf = (wanted: string) => members?.find((one) => one.id === wanted)?.name ?? owners?.find((one) => one.id === wanted)?.name ?? t('nudges.gone')
  const fail = (error: unknown) => toast(tellError(intl, error).sentence, { tone: 'failed' })
  const flip = useMutation({ mutationFn: (enabled: boolean) => api.patch(`/nudges/${step.id}`, { enabled }), onError: fail, onSettled: onChanged })
  const remove = useMutation({ mutationFn: () => api.delete(`/nudges/${step.id}`), onError: fail, onSettled: onChanged })
  const { lately } = step
  const examples = run?.steps[step.id]?.examples ?? []
  return (
    <li className="flex flex-wrap gap-3 py-3">
      <input type="checkbox" role="switch" checked={flip.isPending ? flip.variables : step.enabled} disabled={flip.isPending} aria-label={t('auto.switch', { name: step.name })} aria-describedby={`${id}-run`} onChange={(event) => flip.mutate(event.target.checked)}
        className="relative mt-0.5 h-6 w-10 shrink-0 cursor-pointer appearance-none rounded-full border border-line-strong bg-sunken transition-colors before:absolute before:start-0.5 before:top-0.5 before:size-[18px] before:rounded-full before:bg-line-strong before:transition-[inset-inline-start] checked:border-accent checked:bg-accent checked:before:start-[18px] checked:before:bg-on-accent disabled:opacity-60" />
      <div className="min-w-0 grow basis-0">
        <p className="font-semibold [overflow-wrap:anywhere]"><bdi>{step.name}</bdi></p>
        <p className="text-sm text-ink-soft">{whenText(intl, step)} · {step.inboxId ? nameOf(step.inboxId) : t('nudges.every_inbox')}</p>
        <p dir="auto" className="follow-line mt-0.5 line-clamp-2 text-sm">{doesText(intl, step, nameOf)}</p>
        <p id={`${id}-run`} className="mt-1 text-sm text-ink-soft">{run ? runText(intl, run, step.id) : t('auto.estimating')}</p>
        {examples.length > 0 && (
          <details className="mt-1 text-sm"><summary className="min-h-6 text-accent">{t('nudges.examples')}</summary>
            <ul className="mt-1 flex flex-col gap-1">{examples.map((one) => <li key={one.conversationId + one.at}><Link to="/inbox/$conversationId" params={{ conversationId: one.conversationId }} className="underline underline-offset-2"><bdi>{one.name}</bdi> · {t('nudges.number', { number: one.number })}</Link> <span className="text-ink-soft">{intl.formatDate(one.at, { weekday: 'short', hour: '2-digit', minute: '2-digit' })}</span></li>)}</ul>
          </details>
        )}
        {lately.refused && <p className="mt-1 flex items-center gap-1.5 text-sm text-waiting"><CircleAlert aria-hidden="true" className="size-4 shrink-0" />{t('auto.refused', { moment: formatMoment(intl, lately.refused.at, now), reason: lately.refused.code === 'reminded_already' ? t('nudges.reminded_already') : reasonText(intl, 'fault', lately.refused.code) })}</p>}
        {!lately.refused && lately.lastAt && <p className="mt-1 text-sm text-ink-soft">{t('auto.last', { moment: formatMoment(intl, lately.lastAt, now), count: lately.count })}</p>}
      </div>
      <div className="-mt-2 flex shrink-0 content-start">
        <IconButton label={t('auto.edit', { name: step.name })} onPress={onEdit}><Pencil aria-hidden="true" /></IconButton>
        <IconButton label={t('auto.remove', { name: step.name })} onPress={() => setAsking(true)}><Trash2 aria-hidden="true" /></IconButton>
      </div>
      {asking && <DialogWindow title={t('auto.remove', { name: step.name })} closeLabel={t('app.close')} onClose={() => setAsking(false)} footer={<><Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button><Button look="danger" onClick={() => { setAsking(false); remove.mutate() }}>{t('auto.remove_do')}</Button></>}>{t('nudges.remove_text')}</DialogWindow>}
    </li>
  )
}
