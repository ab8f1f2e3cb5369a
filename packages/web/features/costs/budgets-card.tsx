import type { Budget, CostMonth } from '@recado/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { useCan } from '../../api/queries.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { formatMoney } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { IconButton } from '../../ui/overlay.js'
import { PartBar } from '../../ui/plots/bars.js'
import { toast } from '../../ui/toast.js'
import { BudgetForm } from './budget-form.js'

/** What may be spent in this month, how far it has gone, and what is still free. */
export function BudgetsCard({ month, currencies }: { month: CostMonth; currencies: readonly string[] }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const manages = useCan('costs.manage')
  const [editing, setEditing] = useState<Budget | 'new' | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: ['costs'] })
  const remove = useMutation({
    mutationFn: (budget: Budget) => api.delete(`/budgets/${budget.id}`), onSuccess: () => { toast(t('costs.budget_removed')); void refresh() },
    onError: (error) => { toast(tellError(intl, error).sentence, { tone: 'failed' }) },
  })
  useActions(manages ? [{ id: 'costs.budget', label: 'costs.budget_add', group: 'app', run: () => setEditing('new') }] : [])
  const nameOf = (budget: Budget) => budget.scope === 'workspace' ? t('costs.budget_all') : t(budget.scope === 'team' ? 'costs.budget_team' : 'costs.budget_campaign', { name: budget.name ?? '–' })
  return (
    <section className="rounded-2xl border border-line bg-surface p-5 shadow-lift" aria-label={t('costs.budgets')}>
      <header className="mb-3 flex flex-wrap items-start gap-x-3 gap-y-2"><div className="min-w-0 grow basis-52"><h2 className="text-bubble">{t('costs.budgets')}</h2><p className="text-sm text-ink-soft">{t('costs.budgets_text')}</p></div>
        {manages && <Button small onClick={() => setEditing('new')} className="print:hidden"><Plus aria-hidden="true" className="size-4" />{t('costs.budget_add')}</Button>}</header>
      {month.budgets.length === 0 && <p className="mb-3 text-ink-soft">{t('costs.budget_none')}</p>}
      <ul className="flex flex-col gap-4">
        {month.budgets.map((budget) => {
          const name = nameOf(budget)
          const gone = budget.part >= 1
          return (
            <li key={budget.id}>
              <div className="flex items-center gap-2"><span className="min-w-0 grow font-medium [overflow-wrap:anywhere]"><bdi>{name}</bdi></span>
                {manages && budget.scope !== 'campaign' && <span className="flex print:hidden"><IconButton label={t('costs.budget_edit', { name })} onPress={() => setEditing(budget)}><Pencil aria-hidden="true" /></IconButton><IconButton label={t('costs.budget_remove', { name })} isDisabled={remove.isPending} onPress={() => remove.mutate(budget)}><Trash2 aria-hidden="true" /></IconButton></span>}</div>
              <PartBar label={intl.formatNumber(budget.part, { style: 'percent', maximumFractionDigits: 0 })} whole={1} parts={[{ key: 'spent', value: Math.min(1, budget.part), colour: gone ? 'text-failed' : budget.near ? 'text-waiting' : 'text-accent' }]} />
              <p className="figures mt-1 text-sm text-ink-soft">{t('costs.of', { used: formatMoney(intl, { amount: budget.spent, currency: budget.currency }), all: formatMoney(intl, budget) })} · {intl.formatNumber(budget.part, { style: 'percent', maximumFractionDigits: 0 })}</p>
              {(gone || budget.near) && <p className={gone ? 'text-sm font-medium text-failed' : 'text-sm font-medium text-waiting'}>{t(gone ? 'costs.budget_gone' : 'costs.budget_near')}</p>}
            </li>
          )
        })}
        {month.allowances.map((one) => (
          <li key={one.accountId} className="border-t border-line pt-3"><p className="font-medium [overflow-wrap:anywhere]"><bdi>{t('costs.allowance', { name: one.name })}</bdi></p>
            <PartBar className="mt-1" label={intl.formatNumber(one.used / Math.max(1, one.of), { style: 'percent' })} whole={one.of} parts={[{ key: 'used', value: Math.min(one.used, one.of), colour: 'text-accent' }]} />
            <p className="figures mt-1 text-sm text-ink-soft">{t('costs.of', { used: intl.formatNumber(one.used), all: intl.formatNumber(one.of) })}</p></li>
        ))}
      </ul>
      {editing && <BudgetForm budget={editing === 'new' ? null : editing} currencies={currencies} onClose={() => setEditing(null)} onDone={() => { setEditing(null); void refresh() }} />}
    </section>
  )
}
