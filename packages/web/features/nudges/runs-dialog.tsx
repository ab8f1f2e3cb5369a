import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { runsOptions } from './queries.js'
import { codeText, didText } from './words.js'

/** What a rule did lately, for whom, and what was refused. */
export default function RunsDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const { t, intl } = useT()
  const { data: runs, error } = useQuery(runsOptions(id))
  const told = error ? tellError(intl, error) : null
  return (
    <DialogWindow wide title={t('nudges.runs', { name })} closeLabel={t('app.close')} onClose={onClose}>
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      {!runs && !error && <Loading label={t('app.loading')} />}
      {runs?.length === 0 && <p className="text-ink-soft">{t('nudges.runs_none')}</p>}
      <ul className="divide-y divide-line">
        {runs?.map((run) => (
          <li key={run.conversationId + run.at} className="flex flex-wrap items-baseline gap-x-3 py-2 text-sm">
            <Link to="/inbox/$conversationId" params={{ conversationId: run.conversationId }} className="inline-flex min-h-6 items-center font-medium underline underline-offset-2"><bdi>{run.name}</bdi>&nbsp;· {t('nudges.number', { number: run.number })}</Link>
            <span className="text-ink-soft">{intl.formatDate(run.at, { dateStyle: 'medium', timeStyle: 'short' })}</span>
            {run.outcome !== 'refused' && <span className="first-letter:uppercase">{didText(intl, run)}</span>}
            {run.code && <span className="text-waiting">{codeText(intl, run.code)}</span>}
          </li>
        ))}
      </ul>
    </DialogWindow>
  )
}
