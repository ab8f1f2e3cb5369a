import type { AutomaticReplies, Channel, ChannelAccount } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Check, Minus } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { formatMoney } from '../../i18n/format.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { PreviewPhone, type Did } from './preview-phone.js'
import { type OwnerPath, previewOptions } from './queries.js'
import { reasonText } from './words.js'

type Doing = 'text' | 'key' | 'entry'

/** The field's own form of a moment, in the reader's zone. */
const localMoment = (at: number) => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

/** A dry run: what she does, when, who she is - and which rule answers, with what, why not the others. */
export function TryCard({ base, account, channel, replies }: { base: OwnerPath; account: ChannelAccount; channel: Channel; replies: AutomaticReplies }) {
  const { t, intl } = useT()
  const { means, items } = replies
  const [doing, setDoing] = useState<Doing>('text')
  const [text, setText] = useState(t('auto.try_hello'))
  const [key, setKey] = useState('')
  const [at, setAt] = useState(() => localMoment(Date.now()))
  const [known, setKnown] = useState('never')
  const did: Did = doing === 'text' ? { text } : doing === 'key' ? { key } : { entry: true }
  const isReady = items.length > 0 && (doing !== 'key' || key !== '') && (doing !== 'text' || text !== '') && at !== ''
  // The rules stand in the question: another set is another answer.
  const trial = useDeferredValue(JSON.stringify({ ...did, ...(at ? { at: new Date(at).toISOString() } : {}), person: { name: t('saved.example_contact'), silentDays: known === 'never' ? null : Number(known) } }))
  const { data, error } = useQuery(previewOptions(base, JSON.parse(trial) as object, isReady)) // written just above
  const told = error ? tellError(intl, error) : null
  if (items.length === 0) return null
  return (
    <Card title={t('auto.try_title')}>
      <div className="grid gap-5 md:grid-cols-[minmax(0,1fr)_17rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <Choice label={t('auto.try_does')} value={doing} onChange={(event) => setDoing(event.target.value as Doing)}>
              <option value="text">{t('auto.try_writes')}</option>
              {means.triggers.includes('menu') && <option value="key">{t('auto.try_taps')}</option>}
              {means.triggers.includes('follow') && <option value="entry">{t('auto.try_enters')}</option>}
            </Choice>
            {doing === 'text' && <Field label={t('auto.try_text')} dir="auto" value={text} maxLength={1000} onChange={(event) => setText(event.target.value)} />}
            {doing === 'key' && <Field label={t('auto.try_key')} spellCheck={false} value={key} maxLength={200} onChange={(event) => setKey(event.target.value)} />}
            <Field label={t('auto.try_at')} type="datetime-local" value={at} onChange={(event) => setAt(event.target.value)} />
            <Choice label={t('auto.try_known')} value={known} onChange={(event) => setKnown(event.target.value)}>
              <option value="never">{t('auto.try_never')}</option>
              {[0, 7, 30].map((days) => <option key={days} value={days}>{t('auto.try_days', { days })}</option>)}
            </Choice>
          </div>
          {told && <Notice tone="failed" title={told.sentence}>{told.next}</Notice>}
          {data && (
            <div aria-live="polite" className="flex flex-col gap-2">
              <p className="font-semibold">{data.silence ? reasonText(intl, 'silence', data.silence) : data.ruleId ? t('auto.try_answers', { name: data.judgements.find((one) => one.ruleId === data.ruleId)?.name ?? '' }) : t('auto.try_nobody')}</p>
              {data.hours && <p className="text-sm text-ink-soft">{t(data.hours.open ? 'auto.try_open' : 'auto.try_closed', { opening: data.hours.opening })}</p>}
              {data.ruleId && <p className="text-sm text-ink-soft">{[data.price ? (Number(data.price.amount) === 0 ? t('auto.price_free') : t('auto.price_each', { price: formatMoney(intl, data.price) })) : t('auto.price_unknown'), data.passive ? t('auto.takes_none') : '', data.labels.length > 0 ? t('auto.sets_labels', { labels: intl.formatList(data.labels) }) : ''].filter(Boolean).join(' · ')}</p>}
              {data.fault && <p className="text-sm text-failed">{reasonText(intl, 'fault', data.fault)}</p>}
              <ul className="flex flex-col gap-1 text-sm">
                {data.judgements.map((one) => (
                  <li key={one.ruleId} className="flex gap-2"><span aria-hidden="true" className="mt-0.5">{one.applies ? <Check className="size-4 text-good" /> : <Minus className="size-4 text-ink-soft" />}</span><span className="min-w-0"><bdi className="font-medium">{one.name}</bdi> <span className="text-ink-soft">{one.reason ? reasonText(intl, 'reason', one.reason) : t('auto.reason_applies')}</span></span></li>
                ))}
              </ul>
            </div>
          )}
        </div>
        <PreviewPhone channel={channel} account={account} did={did} contents={data?.contents ?? []} note={t('auto.preview_silent')} />
      </div>
    </Card>
  )
}
