import { useQuery } from '@tanstack/react-query'
import { CircleSlash2, CircleHelp, Info, MessageSquare, ThumbsUp } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Field } from '../../ui/field.js'
import { cx } from '../../ui/class-names.js'
import { trialOptions } from './queries.js'

const looks = {
  opt_out: { icon: CircleSlash2, tone: 'bg-failed-soft text-failed' }, opt_in: { icon: ThumbsUp, tone: 'bg-good-soft text-good' }, keyword: { icon: ThumbsUp, tone: 'bg-good-soft text-good' },
  help: { icon: Info, tone: 'bg-accent-soft text-accent' }, ask: { icon: CircleHelp, tone: 'bg-note-soft text-note' }, none: { icon: MessageSquare, tone: 'bg-sunken text-ink-soft' },
} as const

/** What a message would do, before anybody writes it. */
export function TryCard() {
  const { t } = useT()
  const [text, setText] = useState('planta baja')
  const { data } = useQuery(trialOptions(useDeferredValue(text)))
  const look = data && looks[data.kind]
  return (
    <Card title={t('words.try_title')}>
      <div className="flex flex-col gap-3">
        <Field label={t('words.try_label')} dir="auto" value={text} maxLength={500} onChange={(event) => setText(event.target.value)} />
        <div aria-live="polite" className="min-h-11">
          {data && look && text.trim() !== '' && <p className={cx('flex items-start gap-2 rounded-lg px-3 py-2.5 text-sm', look.tone)}><look.icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" /><span className="text-ink">{t(`words.try_${data.kind}`, { word: data.word ?? '' })}</span></p>}
        </div>
      </div>
    </Card>
  )
}
