import type { NudgeStep } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleAlert, History, Pencil, Plus, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { membersQuery } from '../../api/queries.js'
import { hoursOwnersQuery } from '../../features/automation/queries.js'
import { stagesQuery } from '../../features/contacts/queries.js'
import { draftOfStep, type NudgeDraft, starters } from '../../features/nudges/draft.js'
import { nudgesQuery } from '../../features/nudges/queries.js'
import { codeText, doesText, type Names, nudgeIcons, whenText } from '../../features/nudges/words.js'
import { formatMoment } from '../../i18n/format.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { AriaButton, DialogWindow, IconButton, Item, MenuButton } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { Card, SettingsPage } from './page.js'

const RuleEditor = lazy(() => import('../../features/nudges/rule-editor.js'))
const RunsDialog = lazy(() => import('../../features/nudges/runs-dialog.js'))

/** Everything that happens by itself when time goes by: what each rule waits for, what it does, and what came of it. */
export function NudgesPage() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { data: steps, error } = useQuery(nudgesQuery)
  const [open, setOpen] = useState<NudgeDraft | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: nudgesQuery.queryKey })
  const told = error ? tellError(intl, error) : null
  const offered = starters(t)
  const add = (
    <MenuButton label={t('nudges.add')} trigger={<AriaButton className={buttonClass('primary')}><Plus aria-hidden="true" className="size-4" />{t('nudges.add')}</AriaButton>}>
      {offered.map(({ key, title, draft }) => { const Icon = key === 'blank' ? Plus : nudgeIcons[draft.kind]; return <Item key={key} icon={<Icon aria-hidden="true" />} onAction={() => setOpen(draft)}>{title}</Item> })}
    </MenuButton>
  )
  return (
    <SettingsPage title={t('settings.nudges')} lead={t('nudges.lead')} action={steps && steps.length > 0 && add}>
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      {!steps && !error && <Loading label={t('app.loading')} />}
      {steps?.length === 0 && (
        <Card title={t('nudges.none_title')}>
          <p className="mb-4 max-w-xl text-pretty text-ink-soft">{t('nudges.none_text')}</p>
          <ul className="grid gap-3 sm:grid-cols-2">
            {offered.map(({ key, title, draft }) => {
              const Icon = key === 'blank' ? Plus : nudgeIcons[draft.kind]
              return (
                <li key={key}><button type="button" onClick={() => setOpen(draft)} className="flex size-full min-h-16 items-start gap-3 rounded-xl border border-line p-3 text-start hover:bg-hover">
                  <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-accent" /><span className="min-w-0"><span className="block font-semibold text-pretty">{title}</span>{key !== 'blank' && <span className="block text-sm text-pretty text-ink-soft">{whenText(intl, draft)}</span>}</span>
                </button></li>
              )
            })}
          </ul>
        </Card>
      )}
      {steps && steps.length > 0 && <Card><ul className="-my-3 divide-y divide-line">{steps.map((step) => <RuleRow key={step.id} step={step} onEdit={() => setOpen(draftOfStep(step))} onChanged={refresh} />)}</ul></Card>}
      {open && <Suspense><RuleEditor draft={open} onClose={() => setOpen(null)} onDone={() => { setOpen(null); void refresh() }} /></Suspense>}
    </SettingsPage>
  )
}

function useNames(): Names {
  const { t } = useT()
  const members = useQuery(membersQuery).data
  const owners = useQuery(hoursOwnersQuery).data
  const stages = useQuery(stagesQuery).data
  return { of: (id) => members?.find((one) => one.id === id)?.name ?? owners?.find((one) => one.id === id)?.name ?? t('nudges.gone'), stage: (id) => stages?.find((one) => one.id === id)?.name ?? '' }
}

function RuleRow({ step, onEdit, onChanged }: { step: NudgeStep; onEdit: () => void; onChanged: () => Promise<void> }) {
  const { t, intl } = useT()
  const names = useNames()
  const [asking, setAsking] = useState<'remove' | 'runs' | null>(null)
  const fail = (error: unknown) => toast(tellError(intl, error).sentence, { tone: 'failed' })
  const flip = useMutation({ mutationFn: (enabled: boolean) => api.patch(`/nudges/${step.id}`, { enabled }), onError: fail, onSettled: onChanged })
  const remove = useMutation({ mutationFn: () => api.delete(`/nudges/${step.id}`), onError: fail, onSettled: onChanged })
  const Icon = nudgeIcons[step.kind]
  return (
    <li className="flex flex-wrap gap-3 py-3.5">
      <input type="checkbox" role="switch" checked={flip.isPending ? flip.variables : step.enabled} disabled={flip.isPending} aria-label={t('auto.switch', { name: step.name })} onChange={(event) => flip.mutate(event.target.checked)}
        className="relative mt-0.5 h-6 w-10 shrink-0 cursor-pointer appearance-none rounded-full border border-line-strong bg-sunken transition-colors before:absolute before:start-0.5 before:top-0.5 before:size-[18px] before:rounded-full before:bg-line-strong before:transition-[inset-inline-start] checked:border-accent checked:bg-accent checked:before:start-[18px] checked:before:bg-on-accent disabled:opacity-60" />
      <div className="min-w-0 grow basis-44 sm:basis-0">
        <p className="flex items-start gap-2 font-semibold [overflow-wrap:anywhere]"><Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-soft" /><bdi>{step.name}</bdi></p>
        <p className="text-sm text-pretty text-ink-soft">{whenText(intl, step)} · {step.inboxId ? names.of(step.inboxId) : t('nudges.every_inbox')}</p>
        <p dir="auto" className="follow-line mt-0.5 line-clamp-2 text-sm first-letter:uppercase">{doesText(intl, step, names)}</p>
        <Lately step={step} />
      </div>
      <div className="-mt-2 flex shrink-0 content-start">
        <IconButton label={t('nudges.runs', { name: step.name })} onPress={() => setAsking('runs')}><History aria-hidden="true" /></IconButton>
        <IconButton label={t('auto.edit', { name: step.name })} onPress={onEdit}><Pencil aria-hidden="true" /></IconButton>
        <IconButton label={t('auto.remove', { name: step.name })} onPress={() => setAsking('remove')}><Trash2 aria-hidden="true" /></IconButton>
      </div>
      {asking === 'runs' && <Suspense><RunsDialog id={step.id} name={step.name} onClose={() => setAsking(null)} /></Suspense>}
      {asking === 'remove' && <DialogWindow title={t('auto.remove', { name: step.name })} closeLabel={t('app.close')} onClose={() => setAsking(null)} footer={<><Button onClick={() => setAsking(null)}>{t('app.cancel')}</Button><Button look="danger" onClick={() => { setAsking(null); remove.mutate() }}>{t('auto.remove_do')}</Button></>}>{t('nudges.remove_text')}</DialogWindow>}
    </li>
  )
}

/** What came of it in the last 30 days, where it waits, and why it last could not. */
function Lately({ step: { lately, enabled } }: { step: NudgeStep }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const facts = [lately.count > 0 ? t('nudges.ran', { count: lately.count }) : '', lately.refusals > 0 ? t('nudges.refusals', { count: lately.refusals }) : '', enabled && lately.waiting > 0 ? t('nudges.waiting', { count: lately.waiting }) : ''].filter(Boolean)
  return (
    <>
      {facts.length > 0 && <p className="mt-1 text-sm text-ink-soft">{facts.join(' · ')}</p>}
      {lately.refused && <p className="mt-1 flex items-start gap-1.5 text-sm text-waiting"><CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" /><span>{t('auto.refused', { moment: formatMoment(intl, lately.refused.at, now), reason: codeText(intl, lately.refused.code) })}</span></p>}
    </>
  )
}
