import type { Told } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { Progress } from './progress.js'

export interface Sending { id: string; name: string; share: number; problem: Told | null; dismiss: () => void }

/** A file on its way up, or why it was not taken. */
export function UploadRow({ sending: { name, share, problem, dismiss } }: { sending: Sending }) {
  const { t } = useT()
  if (problem) return <Notice tone="failed" alert title={`${name}: ${problem.sentence}`} actions={<Button small onClick={dismiss}>{t('app.close')}</Button>}>{problem.next}</Notice>
  return (
    <section className="rounded-2xl border border-line bg-surface p-5 shadow-lift">
      <div className="flex items-center gap-3"><p className="min-w-0 grow truncate font-semibold"><bdi>{name}</bdi></p><Button small onClick={dismiss}>{t('app.cancel')}</Button></div>
      <Progress share={share} label={t('import.sending')} />
    </section>
  )
}
