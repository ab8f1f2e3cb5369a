import type { KindRules, NoticeKind, NoticeWay } from '@recado/api'
import { NOTICE_KINDS, NOTICE_WAYS, THREAD_KINDS } from '@recado/core'
import { Bell, Mail, MonitorSmartphone, RotateCcw, Volume2, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useCan } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Choice } from '../../../ui/field.js'
import { toast } from '../../../ui/toast.js'
import { Card } from '../../../pages/settings/page.js'
import type { SettingsCard } from './use-settings.js'

const wayIcon: Record<NoticeWay, LucideIcon> = { app: Bell, sound: Volume2, push: MonitorSmartphone, mail: Mail }

/** What she is told of, and by which ways: for all inboxes, or otherwise in one. */
export function RulesCard({ standing: { settings, defaults, inboxes }, change }: SettingsCard) {
  const { t } = useT()
  const [inbox, setInbox] = useState('')
  const reads = useCan('templates.read')
  // A template belongs to no inbox.
  const kinds = inbox || !reads ? THREAD_KINDS : NOTICE_KINDS
  const own: KindRules | undefined = inbox ? settings.inboxes[inbox] : undefined
  const ways = (kind: NoticeKind): readonly NoticeWay[] => own?.[kind] ?? settings.rules[kind]
  const set = (kind: NoticeKind, way: NoticeWay, on: boolean) => {
    const next = NOTICE_WAYS.filter((each) => (each === way ? on : ways(kind).includes(each)))
    change(inbox ? { inboxes: { ...settings.inboxes, [inbox]: { ...own, [kind]: next } } } : { rules: { ...settings.rules, [kind]: next } })
  }
  const reset = () => {
    if (!inbox) return change({ rules: defaults.rules })
    const { [inbox]: _, ...rest } = settings.inboxes
    change({ inboxes: rest })
  }
  return (
    <Card title={t('notifications.rules')}>
      {inboxes.length > 1 && (
        <Choice label={t('notifications.for')} className="mb-4 max-w-sm" value={inbox} onChange={(event) => setInbox(event.target.value)} {...(inbox ? { help: t(own ? 'notifications.inbox_own' : 'notifications.inbox_same') } : {})}>
          <option value="">{t('notifications.every_inbox')}</option>
          {inboxes.map((each) => <option key={each.id} value={each.id}>{each.name}</option>)}
        </Choice>
      )}
      <table className="w-full border-collapse">
        <thead>
          <tr>
            <th scope="col" className="text-start text-sm font-medium text-ink-soft"><span className="sr-only">{t('notifications.what')}</span></th>
            {NOTICE_WAYS.map((way) => { const Icon = wayIcon[way]; return <th key={way} scope="col" className="w-14 pb-2 text-center text-xs font-medium text-ink-soft sm:w-24"><Icon aria-hidden="true" className="mx-auto mb-0.5 size-4" /><span className="sr-only sm:not-sr-only">{t(`notifications.way.${way}`)}</span></th> })}
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind} className="border-t border-line">
              <th scope="row" className="py-2 pe-2 text-start font-normal">{t(`notifications.kind.${kind}`)}</th>
              {NOTICE_WAYS.map((way) => (
                <td key={way} className="p-0 text-center">
                  <label className="grid min-h-11 cursor-pointer place-items-center"><input type="checkbox" className="size-5 accent-accent" checked={ways(kind).includes(way)} onChange={(event) => set(kind, way, event.target.checked)} aria-label={`${t(`notifications.kind.${kind}`)}: ${t(`notifications.way.${way}`)}`} /></label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="mt-3 flex flex-wrap gap-2"><Button small onClick={() => toast(t('notifications.test_app'))}>{t('notifications.test_in_app')}</Button><Button small look="quiet" onClick={reset} disabled={inbox !== '' && !own}><RotateCcw aria-hidden="true" className="size-4" />{t(inbox ? 'notifications.inbox_reset' : 'notifications.reset')}</Button></div>
    </Card>
  )
}
