import type { Budget } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { teamsQuery } from '../people/queries.js'

/** What may be spent in a month: by everybody or by a team, in the currency of the account that pays. */
export function BudgetForm({ budget, currencies, onClose, onDone }: { budget: Budget | null; currencies: readonly string[]; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const teams = useQuery(teamsQuery).data ?? []
  const [whom, setWhom] = useState(budget?.subjectId ?? '')
  const save = useMutation({ mutationFn: (body: object) => api.put('/budgets', body), onSuccess: onDone })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    save.mutate({ scope: whom ? 'team' : 'workspace', ...(whom ? { subjectId: whom } : {}), amount: String(form.get('amount')), currency: String(form.get('currency')), warnPercent: Number(form.get('warn')) })
  }
  const told = save.error ? tellError(intl, save.error) : null
  return (
    <DialogWindow title={t('costs.budget_add')} onClose={onClose} closeLabel={t('app.close')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Choice label={t('costs.budget_whom')} value={whom} disabled={budget !== null} onChange={(event) => setWhom(event.target.value)}>
          <option value="">{t('costs.budget_all')}</option>
          {teams.map((team) => <option key={team.id} value={team.id}>{t('costs.budget_team', { name: team.name })}</option>)}
        </Choice>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('costs.budget_amount')} name="amount" type="number" inputMode="decimal" min="0" step="0.01" defaultValue={budget ? Number(budget.amount) : undefined} required autoFocus />
          <Choice label={t('costs.budget_currency')} name="currency" defaultValue={budget?.currency ?? currencies[0]} disabled={budget !== null}>{currencies.map((currency) => <option key={currency} value={currency}>{currency}</option>)}</Choice>
        </div>
        {budget && <input type="hidden" name="currency" value={budget.currency} />}
        <p className="text-sm text-ink-soft">{t('costs.budget_currency_help')}</p>
        <Field label={t('costs.budget_warn')} name="warn" type="number" min={1} max={100} defaultValue={budget?.warnPercent ?? 80} required />
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending}>{t('app.save')}</Button></div>
      </form>
    </DialogWindow>
  )
}
