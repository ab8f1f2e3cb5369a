import type { AutomaticReplies } from '@recado/api'
import { useMutation } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import { useCan } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Choice } from '../../ui/field.js'
import { toast } from '../../ui/toast.js'
import { type OwnerPath, paths, useRefresh } from './queries.js'

const CHOICES = [0, 5, 10, 30, 60, 240, 1440]

/** For how long a colleague's message keeps everything automatic silent, and what else does. */
export function QuietCard({ base, settings }: { base: OwnerPath; settings: AutomaticReplies['settings'] }) {
  const { t, intl } = useT()
  const refresh = useRefresh(base)
  const mayChange = useCan('automation.manage')
  const save = useMutation({ mutationFn: (quietMinutes: number) => api.put(paths.settings(base), { quietMinutes }), onSuccess: () => toast(t('app.saved')), onError: (error) => toast(tellError(intl, error).sentence, { tone: 'failed' }), onSettled: refresh })
  const shown = [...new Set([...CHOICES, settings.quietMinutes])].sort((a, b) => a - b)
  return (
    <Card title={t('auto.quiet_title')}>
      <Choice label={t('auto.quiet_label')} value={settings.quietMinutes} disabled={!mayChange || save.isPending} onChange={(event) => save.mutate(Number(event.target.value))} className="max-w-xs">
        {shown.map((minutes) => <option key={minutes} value={minutes}>{minutes === 0 ? t('auto.quiet_never') : intl.formatNumber(minutes >= 60 ? minutes / 60 : minutes, { style: 'unit', unit: minutes >= 60 ? 'hour' : 'minute', unitDisplay: 'long' })}</option>)}
      </Choice>
      <ul className="mt-3 list-disc space-y-1 ps-5 text-sm text-ink-soft">
        {(['history', 'once', 'row', 'bots'] as const).map((rule) => <li key={rule}>{t(`auto.silent_${rule}`)}</li>)}
      </ul>
    </Card>
  )
}
