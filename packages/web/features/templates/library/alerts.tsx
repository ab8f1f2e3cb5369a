import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../../api/client.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { alertsQuery } from '../queries.js'
import { becameWord, languageWord } from '../words.js'

const MOST = 5

/** What the platforms made of templates that she wrote or looks after, until she has seen it. */
export function TemplateAlerts() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const alerts = useQuery(alertsQuery).data ?? []
  const seen = useMutation({ mutationFn: () => api.post('/template-alerts/seen', {}), onSuccess: () => client.invalidateQueries({ queryKey: ['template-alerts'] }) })
  if (alerts.length === 0) return null
  const bad = alerts.some((one) => one.became !== 'approved')
  return (
    <Notice tone={bad ? 'warning' : 'good'} title={t('tpl.alerts')} actions={<Button small busy={seen.isPending} onClick={() => seen.mutate()}>{t('tpl.alerts_seen')}</Button>}>
      <ul>{alerts.slice(0, MOST).map((one) => <li key={one.id}><Link to="/templates/$templateId" params={{ templateId: one.templateId }} className="inline-block min-h-6 font-mono underline">{one.name}</Link> ({languageWord(intl, one.language)}) · {t('tpl.becomes', { what: t(`tpl.what.${one.what}`), value: becameWord(intl, one) })}</li>)}</ul>
    </Notice>
  )
}
