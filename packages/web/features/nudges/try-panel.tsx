import type { NudgeStepWish } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Choice } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { useLater } from '../../ui/use-later.js'
import { draftRunOptions } from './queries.js'
import { codeText, runText } from './words.js'

/** What the rule would have done lately: how often, for whom, with which words, what would have been refused and what it would have cost. */
export function TryPanel({ wish }: { wish: NudgeStepWish | null }) {
  const { t, intl } = useT()
  const [days, setDays] = useState<7 | 30>(7)
  const asked = useLater(wish === null ? '' : JSON.stringify(wish))
  const { data: run, error } = useQuery(draftRunOptions(asked === '' ? null : JSON.parse(asked) as NudgeStepWish, days)) // written just above
  const told = error ? tellError(intl, error) : null
  const own = run?.steps.draft
  return (
    <div className="flex flex-col gap-3">
      <Choice label={t('nudges.part_try')} className="sm:max-w-56" value={days} onChange={(event) => setDays(event.target.value === '30' ? 30 : 7)}>
        {([7, 30] as const).map((one) => <option key={one} value={one}>{t('nudges.last_days', { days: one })}</option>)}
      </Choice>
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      <p aria-live="polite" className="rounded-lg bg-sunken px-3 py-2 font-medium">{wish === null ? t('nudges.run_not_ready') : run ? runText(intl, run, 'draft') : t('auto.estimating')}</p>
      {wish !== null && own && (
        <>
          {own.refused.map(({ code, count }) => <p key={code} className="flex items-start gap-1.5 text-sm text-waiting"><CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" /><span>{t('nudges.would_refuse', { count, reason: codeText(intl, code) })}</span></p>)}
          {own.refused.length > 0 && own.count > own.judged && <p className="text-sm text-ink-soft">{t('nudges.judged', { count: own.judged })}</p>}
          {own.examples.length > 0 && (
            <ul className="flex flex-col divide-y divide-line rounded-lg border border-line">
              {own.examples.map((one) => (
                <li key={one.conversationId + one.at} className="px-3 py-2 text-sm">
                  <p className="flex flex-wrap gap-x-2"><Link to="/inbox/$conversationId" params={{ conversationId: one.conversationId }} className="inline-flex min-h-6 items-center font-medium underline underline-offset-2"><bdi>{one.name}</bdi>&nbsp;· {t('nudges.number', { number: one.number })}</Link><span className="text-ink-soft">{intl.formatDate(one.at, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })}</span></p>
                  {one.says && <p dir="auto" className="line-clamp-2 text-ink-soft [overflow-wrap:anywhere]">{one.says}</p>}
                  {one.code && <p className="text-waiting">{codeText(intl, one.code)}</p>}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  )
}
