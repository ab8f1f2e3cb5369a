import type { AssignmentAnswer, AssignmentPlan, AssignmentTrial } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import type { Ticked } from './check-list.js'
import { loadText, PresenceDot, usePresenceText } from './presence-dot.js'
import { colleaguesQuery } from './queries.js'

interface TrialProps { inboxId: string; plan: AssignmentPlan; channels: readonly Ticked[]; accounts: readonly (Ticked & { channel: string })[]; teams: readonly Ticked[] }

/** "Who would get a WhatsApp in Spanish now, and why": the plan as it stands on the page, saved or not; nothing is changed. */
export function TrialCard({ inboxId, plan, channels, accounts, teams }: TrialProps) {
  const { t, intl } = useT()
  const [accountId, setAccount] = useState('')
  const [language, setLanguage] = useState('')
  const account = accounts.find((one) => one.id === accountId) ?? accounts[0]
  const ask = useMutation({ mutationFn: (body: AssignmentTrial) => api.post<AssignmentAnswer>('/assignment/try', body) })
  if (!account) return null
  const channelName = (id: string) => channels.find((one) => one.id === id)?.name ?? id
  const told = ask.error ? tellError(intl, ask.error) : null
  return (
    <Card title={t('assignment.trial_title')}>
      <form className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); ask.mutate({ inboxId, channel: account.channel, accountId: account.id, plan, ...(language.trim() ? { language: language.trim() } : {}) }) }}>
        <p className="text-ink-soft">{t('assignment.trial_lead')}</p>
        <div className="grid gap-3 sm:grid-cols-2">
          <Choice label={t('assignment.trial_account')} value={account.id} onChange={(event) => setAccount(event.target.value)}>{accounts.map((one) => <option key={one.id} value={one.id}>{`${channelName(one.channel)} · ${one.name}`}</option>)}</Choice>
          <Field label={t('assignment.trial_language')} help={t('assignment.trial_language_help')} value={language} maxLength={35} pattern="[A-Za-z]{2,3}([_-][A-Za-z0-9]+)*" onChange={(event) => setLanguage(event.target.value)} />
        </div>
        <Button type="submit" busy={ask.isPending} className="self-start">{t('assignment.trial_ask')}</Button>
      </form>
      <div aria-live="polite" className="mt-4 empty:hidden">
        {told && <Notice tone="failed" title={told.sentence}>{told.next}</Notice>}
        {ask.data && <Answer answer={ask.data} plan={plan} teams={teams} />}
      </div>
    </Card>
  )
}

function Answer({ answer, plan, teams }: { answer: AssignmentAnswer; plan: AssignmentPlan; teams: readonly Ticked[] }) {
  const { t } = useT()
  const now = useNow(30_000)
  const presenceText = usePresenceText()
  const people = useQuery(colleaguesQuery).data ?? []
  const nameOf = (id: string) => people.find((one) => one.userId === id)?.name ?? ''
  const at = plan.rules.findIndex((one) => one.id === answer.ruleId)
  const rule = at < 0 ? '' : plan.rules[at]?.name || t('assignment.rule_number', { number: at + 1 })
  const sentence = answer.kind === 'give' && answer.userId && answer.method ? t('assignment.answer_give', { name: nameOf(answer.userId), method: t(`assignment.method_${answer.method}`), team: teams.find((one) => one.id === answer.teamId)?.name ?? '', hasTeam: answer.teamId ? 'yes' : 'no' })
    : answer.kind === 'queue' ? t('assignment.answer_queue', { reason: answer.reason ?? 'nobody' }) : t('assignment.answer_leave')
  return (
    <div className="flex flex-col gap-3">
      <p className="text-bubble font-semibold">{sentence}</p>
      {rule && <p className="text-sm text-ink-soft">{t('assignment.answer_rule', { rule })}</p>}
      {answer.passed.length > 0 && <>
        <h4 className="font-medium">{t('assignment.passed')}</h4>
        <ul className="flex flex-col gap-1.5">
          {answer.passed.map((one) => {
            const her = people.find((each) => each.userId === one.userId)
            return <li key={one.userId} className="flex items-center gap-2 text-sm">{her && <PresenceDot availability={her.availability} />}<bdi className="font-medium">{nameOf(one.userId)}</bdi><span className="text-ink-soft">{her && (one.for === 'away' || one.for === 'offline') ? presenceText(her, now) : t(`assignment.passed_${one.for}`)}{her && (one.for === 'full' || one.for === 'channel_full') && ` (${loadText(her)})`}</span></li>
          })}
        </ul>
      </>}
    </div>
  )
}
