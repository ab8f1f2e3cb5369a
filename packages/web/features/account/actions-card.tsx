import type { AccountAction } from '@recado/api'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'

/** What can be had done at the platform from here. */
export function ActionsCard({ actions, onAction }: { actions: readonly AccountAction[]; onAction: (action: string) => void }) {
  const { t } = useT()
  return (
    <Card title={t('account.actions')}>
      <ul className="-mt-1">
        {actions.map((action) => (
          <li key={action.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line py-3 last:border-0 last:pb-0">
            <div className="min-w-48 grow basis-0"><p className="font-medium">{action.title}</p><p className="text-sm text-pretty text-ink-soft">{action.text}</p></div>
            <Button small look={action.grave ? 'danger' : 'plain'} aria-label={action.title} onClick={() => onAction(action.id)}>{t(action.parameters.length > 0 || action.grave ? 'account.action_open' : 'account.action_run')}</Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
