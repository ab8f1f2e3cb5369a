import type { AccountAction, AccountActionAnswer, AccountActionField } from '@recado/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleMinus, ExternalLink } from 'lucide-react'
import { useId, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { keys } from '../../api/queries.js'
import { tellCode, tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'

/** One action: what it does, what it needs, and what came of it. */
export function ActionDialog({ accountId, action, onClose }: { accountId: string; action: AccountAction; onClose: () => void }) {
  const { t, intl } = useT()
  const form = useId()
  const client = useQueryClient()
  const run = useMutation({
    mutationFn: (parameters: Record<string, string>) => api.post<AccountActionAnswer>(`/channel-accounts/${accountId}/actions/${action.id}`, { parameters }),
    onSettled: () => { void client.invalidateQueries({ queryKey: keys.standing(accountId) }); void client.invalidateQueries({ queryKey: keys.accounts }) },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    run.mutate(Object.fromEntries(action.parameters.map(({ key }) => [key, String(data.get(key) ?? '').trim()])))
  }
  const told = run.error ? tellError(intl, run.error) : null
  const done = run.data?.ok === true
  return (
    <DialogWindow title={action.title} closeLabel={t('app.close')} onClose={onClose} footer={<>
      <Button onClick={onClose}>{t(done ? 'app.close' : 'app.cancel')}</Button>
      {!done && <Button type="submit" form={form} look={action.grave ? 'danger' : 'primary'} busy={run.isPending}>{t('account.action_run')}</Button>}
    </>}>
      <div className="flex flex-col gap-4">
        <p className="text-pretty">{action.text}</p>
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        {run.data && <Answer answer={run.data} />}
        <form id={form} onSubmit={submit} className={done ? 'hidden' : 'flex flex-col gap-4'}>{action.parameters.map((field) => <Parameter key={field.key} field={field} />)}</form>
      </div>
    </DialogWindow>
  )
}

function Parameter({ field }: { field: AccountActionField }) {
  const { t } = useT()
  if (field.type === 'choice') return <Choice label={field.label} help={field.help} name={field.key}>{field.choices.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}</Choice>
  const digits = field.pattern !== null && /^[\\d{}\-?0-9]+$/.test(field.pattern)
  return <Field label={field.label} help={field.help} name={field.key} required autoComplete="off" spellCheck={false} {...(digits ? { inputMode: 'numeric' as const } : {})} {...(field.pattern ? { pattern: field.pattern, title: t('account.action_form') } : {})} />
}

/** A refusal is told in our words, with the platform's beneath. */
function Answer({ answer }: { answer: AccountActionAnswer }) {
  const { t, intl } = useT()
  const refused = answer.refusal ? tellCode(intl, answer.refusal.code, answer.sentence) : null
  const next = refused?.next ?? answer.next
  return (
    <Notice tone={answer.ok ? 'good' : 'failed'} alert title={refused?.sentence ?? answer.sentence} actions={answer.link && <a href={answer.link} target="_blank" rel="noreferrer noopener" className={buttonClass('plain', true)}>{t('fact.open')}<ExternalLink aria-hidden="true" className="size-3.5" /></a>}>
      {next && <p>{next}</p>}
      {answer.refusal?.message && <p className="text-ink-soft">{answer.refusal.message}{answer.refusal.platformCode && ` (${answer.refusal.platformCode})`}</p>}
      {answer.rows.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1">{answer.rows.map((row, at) => (
          <li key={at} className="flex items-center gap-2">
            {row.ok === null ? null : row.ok ? <CircleCheck role="img" aria-label={t('fact.state.ok')} className="size-4 shrink-0 text-good" /> : <CircleMinus role="img" aria-label={t('fact.state.broken')} className="size-4 shrink-0 text-failed" />}
            <span className="min-w-0 [overflow-wrap:anywhere]">{row.label}</span><span className="ms-auto text-ink-soft">{row.value}</span>
          </li>
        ))}</ul>
      )}
    </Notice>
  )
}
