import type { ConsentStanding, ContactConsents } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Ban, Check, ChevronDown, CircleDashed } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '../../../api/client.js'
import { useCan } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { Loading } from '../../../ui/empty.js'
import { Notice } from '../../../ui/notice.js'
import { ChannelMark } from '../../inbox/channel-mark.js'
import { ConsentLine } from './consent-line.js'
import { contactConsents, inLanguage } from './queries.js'

const RecordDialog = lazy(() => import('./record-dialog.js'))

/** What a person has agreed to, by topic and app, each with the line that proves it, and everything she ever said. */
export default function ConsentCard({ contactId }: { contactId: string }) {
  const { t, intl } = useT()
  const { data, error, isLoading } = useQuery(contactConsents(contactId))
  const mayWrite = useCan('consents.manage')
  const [recording, setRecording] = useState<'yes' | 'no' | null>(null)
  if (isLoading) return <Loading label={t('app.loading')} />
  if (error || !data) return <Notice tone="failed">{tellError(intl, error).sentence}</Notice>
  // What rests on the contract needs nothing of hers and is not shown as if it did.
  const asked = data.purposes.filter((one) => one.basis !== 'contract')
  return (
    <div className="flex flex-col gap-3">
      {data.exclusion && <Excluded contactId={contactId} exclusion={data.exclusion} mayLift={mayWrite} />}
      {asked.map(({ purpose }) => (
        <div key={purpose}>
          {asked.length > 1 && <h4 className="mb-1 text-sm font-semibold">{t(`consent.purpose.${purpose}`)}</h4>}
          <Topics data={data} rows={data.standing.filter((one) => one.purpose === purpose)} />
        </div>
      ))}
      <p className="text-xs text-ink-soft">{t('consent.always')}</p>
      {mayWrite && <div className="flex flex-wrap gap-2"><Button small onClick={() => setRecording('yes')}>{t('consent.record')}</Button><Button small onClick={() => setRecording('no')}>{t('consent.withdraw')}</Button></div>}
      {data.history.length > 0 && (
        <details className="group">
          <summary className="flex min-h-8 cursor-pointer list-none items-center gap-1 text-sm font-medium text-accent"><ChevronDown aria-hidden="true" className="size-4 transition-transform group-open:rotate-180" />{t('consent.history', { count: data.history.length })}</summary>
          <ol className="mt-1 flex flex-col gap-2">{data.history.map((line) => <li key={line.id} className="rounded-lg border border-line px-3 py-2"><ConsentLine line={line} data={data} titled /></li>)}</ol>
        </details>
      )}
      {recording && <Suspense fallback={null}><RecordDialog data={data} kind={recording} onClose={() => setRecording(null)} /></Suspense>}
    </div>
  )
}

/** That she came back under an address that must not be taken in, and the way off that list. */
function Excluded({ contactId, exclusion, mayLift }: { contactId: string; exclusion: NonNullable<ContactConsents['exclusion']>; mayLift: boolean }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const lift = useMutation({ mutationFn: () => api.delete(`/contacts/${contactId}/exclusion`), onSettled: () => client.invalidateQueries({ queryKey: contactConsents(contactId).queryKey }) })
  return (
    <Notice tone="warning" actions={mayLift && <Button small busy={lift.isPending} onClick={() => lift.mutate()}>{t('consent.excluded.lift')}</Button>}>
      {t(`consent.excluded.${exclusion.reason === 'exclusion_list' ? 'list' : 'erased'}`, { day: intl.formatDate(exclusion.since, { dateStyle: 'medium' }) })}
      {lift.error && <p className="mt-1">{tellError(intl, lift.error).sentence}</p>}
    </Notice>
  )
}

/** One row a topic; where her apps stand alike, one answer stands for all of them. */
function Topics({ data, rows }: { data: ContactConsents; rows: readonly ConsentStanding[] }) {
  const { t, intl } = useT()
  const keys = [...new Set(rows.map((row) => row.category))]
  // What is about no topic comes last, under the name of what it is.
  const ordered = [...keys.filter((key) => key !== null), ...keys.filter((key) => key === null)]
  return (
    <ul className="flex flex-col">
      {ordered.map((key) => {
        const own = rows.filter((row) => row.category === key)
        const alike = own.every((row) => row.proofId === own[0]?.proofId && row.code === own[0]?.code && row.stoppedOnPlatform === own[0]?.stoppedOnPlatform)
        const topic = data.categories.find((one) => one.key === key)
        return (
          <li key={key ?? ''} className="border-b border-line py-1.5 last:border-0">
            <p className="text-sm font-medium"><bdi>{topic ? inLanguage(topic.names, intl.locale) : key ?? t(keys.length > 1 ? 'consent.other_topics' : 'consent.everything')}</bdi></p>
            {(alike ? own.slice(0, 1) : own).map((row) => <Stands key={row.identityId ?? ''} row={row} app={!alike} data={data} />)}
          </li>
        )
      })}
    </ul>
  )
}

const FACES = { yes: { icon: Check, ink: 'text-good' }, no: { icon: Ban, ink: 'text-failed' }, none: { icon: CircleDashed, ink: 'text-ink-soft' } } as const

function Stands({ row, app, data }: { row: ConsentStanding; app: boolean; data: ContactConsents }) {
  const { t, intl } = useT()
  const { icon: Icon, ink } = FACES[row.allowed ? 'yes' : row.code === 'opted_out' ? 'no' : 'none']
  const day = (at: string) => intl.formatDate(at, { dateStyle: 'medium' })
  const sentence = row.stoppedOnPlatform ? t('consent.stands.platform')
    : row.allowed && (row.state === 'none' || row.state === 'pending' || row.state === 'expired') ? t(`consent.by.${row.basis}`)
    : row.since && row.state !== 'none' ? t(`consent.stands.${row.state}`, { day: day(row.since) }) : t('consent.stands.none')
  const proof = data.history.find((line) => line.id === row.proofId)
  const line = (
    <span className="flex min-w-0 items-start gap-1.5 text-sm">
      {app && row.channel && <span className="mt-0.5"><ChannelMark channel={row.channel} size={16} /></span>}
      <Icon aria-hidden="true" className={cx('mt-0.5 size-4 shrink-0', ink)} />
      <span className="[overflow-wrap:anywhere]"><span className="sr-only">{t(row.allowed ? 'consent.allowed' : 'consent.not_allowed')}: </span>{sentence}{row.until && <span className="text-ink-soft"> · {t('consent.until', { day: day(row.until) })}</span>}</span>
    </span>
  )
  if (!proof) return line
  return (
    <details className="group">
      <summary className="flex min-h-6 cursor-pointer list-none items-start gap-1">{line}<ChevronDown aria-hidden="true" className="ms-auto mt-0.5 size-4 shrink-0 text-ink-soft transition-transform group-open:rotate-180" /></summary>
      <div className="mt-1 mb-1 rounded-lg bg-sunken px-3 py-2"><ConsentLine line={proof} data={data} /></div>
    </details>
  )
}
