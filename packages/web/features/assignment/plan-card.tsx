import type { AssignmentPlan, AssignmentRule, InboxAssignment } from '@recado/api'
import { WHEN_OFF } from '@recado/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { accountsQuery, channelsQuery } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Choice, Field, Toggle } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import type { Ticked } from './check-list.js'
import { assignmentKey, colleaguesQuery } from './queries.js'
import { RuleEditor } from './rule-editor.js'
import { TrialCard } from './trial-card.js'

const newRule = (): AssignmentRule => ({
  id: crypto.randomUUID(), name: '', enabled: true, channels: [], accountIds: [], languages: [], methods: ['last_agent', 'least_busy'], userIds: [], teamIds: [], skills: [], language: 'prefer', fallbackTeamId: null, onNew: true, onReopened: true, afterMinutes: null,
})

/** How one inbox gives out what comes in: its rules, what happens when somebody goes off, and a trial of all that before it is saved. */
export function PlanCard({ inbox, teams }: { inbox: InboxAssignment; teams: readonly Ticked[] }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const [plan, setPlan] = useState<AssignmentPlan>(inbox.plan)
  const [added, setAdded] = useState<string | null>(null)
  const people = (useQuery(colleaguesQuery).data ?? []).filter((one) => one.inboxIds.includes(inbox.inboxId)).map((one) => ({ id: one.userId, name: one.name }))
  const accounts = (useQuery(accountsQuery).data ?? []).map((one) => ({ id: one.id, name: one.name, channel: one.channel }))
  const used = new Set(accounts.map((one) => one.channel))
  const channels = (useQuery(channelsQuery).data ?? []).filter((one) => used.has(one.id)).map((one) => ({ id: one.id, name: one.name }))
  const save = useMutation({ mutationFn: (body: AssignmentPlan) => api.put<InboxAssignment>(`/inboxes/${inbox.inboxId}/assignment`, body), onSuccess: () => { toast(t('app.saved')); void client.invalidateQueries({ queryKey: assignmentKey }) } })
  const set = (part: Partial<AssignmentPlan>) => setPlan({ ...plan, ...part })
  const setRule = (at: number, rule: AssignmentRule) => set({ rules: plan.rules.map((one, index) => (index === at ? rule : one)) })
  const move = (at: number, by: -1 | 1) => { const rules = [...plan.rules]; const [rule] = rules.splice(at, 1); if (rule) rules.splice(at + by, 0, rule); set({ rules }) }
  const add = () => { const rule = newRule(); setAdded(rule.id); set({ rules: [...plan.rules, rule] }) }
  const told = save.error ? tellError(intl, save.error) : null
  const isChanged = JSON.stringify(plan) !== JSON.stringify(inbox.plan)
  return (
    <>
      <Card title={t('assignment.rules_title')}>
        <div className="flex flex-col gap-4">
          <Toggle label={t('assignment.enabled')} help={t('assignment.enabled_help')} checked={plan.enabled} onChange={(event) => { if (event.target.checked && plan.rules.length === 0) { const rule = newRule(); setPlan({ ...plan, enabled: true, rules: [rule] }) } else set({ enabled: event.target.checked }) }} />
          {inbox.queued > 0 && <Notice>{t('assignment.queued_now', { count: inbox.queued })}</Notice>}
          {plan.rules.length > 1 && <p className="text-sm text-ink-soft">{t('assignment.first_counts')}</p>}
          <ul className="flex flex-col gap-2">
            {plan.rules.map((rule, at) => <RuleEditor key={rule.id} rule={rule} number={at + 1} open={rule.id === added} channels={channels} accounts={accounts.map((one) => ({ id: one.id, name: `${channels.find((each) => each.id === one.channel)?.name ?? one.channel} · ${one.name}` }))} people={people} teams={teams} onChange={(next) => setRule(at, next)} onMove={plan.rules.length > 1 ? (by) => move(at, by) : null} onRemove={() => set({ rules: plan.rules.filter((_, index) => index !== at) })} isFirst={at === 0} isLast={at === plan.rules.length - 1} />)}
          </ul>
          <Button small className="self-start" onClick={add}><Plus aria-hidden="true" className="size-4" />{t('assignment.add_rule')}</Button>
        </div>
      </Card>
      <Card title={t('assignment.off_title')}>
        <div className="flex flex-col gap-4">
          <Choice label={t('assignment.when_off')} value={plan.whenOff} onChange={(event) => { const whenOff = WHEN_OFF.find((one) => one === event.target.value); if (whenOff) set({ whenOff }) }}>{WHEN_OFF.map((one) => <option key={one} value={one}>{t(`assignment.off_${one}`)}</option>)}</Choice>
          {plan.whenOff !== 'stay' && <>
            <Toggle label={t('assignment.away_is_off')} checked={plan.offAfterMinutes !== null} onChange={(event) => set({ offAfterMinutes: event.target.checked ? 30 : null })} />
            {plan.offAfterMinutes !== null && <Field className="max-w-48" label={t('assignment.minutes')} type="number" min={1} max={10_080} value={plan.offAfterMinutes} onChange={(event) => set({ offAfterMinutes: Math.max(1, Math.min(10_080, event.target.valueAsNumber || 1)) })} />}
          </>}
          <Toggle label={t('assignment.team_to_member')} help={t('assignment.team_to_member_help')} checked={plan.teamToMember} onChange={(event) => set({ teamToMember: event.target.checked })} />
        </div>
      </Card>
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      <div className="flex flex-wrap items-center gap-3"><Button look="primary" busy={save.isPending} disabled={!isChanged} onClick={() => save.mutate(plan)}>{t('app.save')}</Button>{isChanged && <span className="text-sm text-ink-soft">{t('assignment.unsaved')}</span>}</div>
      <TrialCard inboxId={inbox.inboxId} plan={plan} channels={channels} accounts={accounts} teams={teams} />
    </>
  )
}
