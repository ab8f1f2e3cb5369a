import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { noticeKeys } from '../queries.js'

interface Result { name: string; ok: boolean; error: string | null }

/** Sends a test and says, place by place, what came of it. */
export function TestButton({ way }: { way: 'push' | 'mail' }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<{ results: Result[] } | { failed: string } | null>(null)
  const send = async () => {
    setBusy(true)
    setSaid(await api.post<{ results: Result[] }>('/notices/test', { way }).catch((error: unknown) => ({ failed: tellError(intl, error).sentence })))
    setBusy(false)
    void client.invalidateQueries({ queryKey: noticeKeys.settings })
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button small busy={busy} onClick={() => void send()}>{t('notifications.test')}</Button>
      <div role="status" className="min-w-0 text-sm">
        {said && ('failed' in said ? <span className="text-failed">{said.failed}</span> : said.results.map((one) => <span key={one.name} className={one.ok ? 'block text-good' : 'block text-failed'}>{one.ok ? t('notifications.test_ok', { name: one.name }) : t('notifications.test_failed', { name: one.name, error: one.error ?? '' })}</span>))}
      </div>
    </div>
  )
}
