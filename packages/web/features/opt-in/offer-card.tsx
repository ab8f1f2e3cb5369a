import type { Channel, ChannelAccount, ConsentCategory, OptInDraft, OptInFault } from '@recado/api'
import { deliveryOf } from '@recado/core'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'

interface Props { draft: OptInDraft; faults: readonly OptInFault[]; topics: readonly ConsentCategory[]; accounts: readonly ChannelAccount[]; channels: readonly Channel[]; language: string; onChange: (draft: OptInDraft) => void }

/** How a public address begins. */
const HTTPS = 'https://'

/** What is offered: for which purpose, which topics in which order, in which apps. */
export function OfferCard({ draft, faults, topics, accounts, channels, language, onChange }: Props) {
  const { t, intl } = useT()
  const faultOf = (field: string) => faults.find((one) => one.field === field && one.id === undefined)
  const open = topics.filter((one) => one.archivedAt === null)
  const usable = accounts.filter((account) => channels.find((one) => one.id === account.channel)?.entry)
  const names = (countries: readonly string[]) => intl.formatList(countries.map((code) => intl.formatDisplayName(code, { type: 'region' }) ?? code), { type: 'conjunction' })
  const aboutApp = (account: ChannelAccount): string => {
    const fault = faults.find((one) => one.id === account.id)
    if (fault?.fault === 'no_address') return t('optin.app.no_address')
    const delivery = deliveryOf(channels.find((one) => one.id === account.channel)!.rules, draft.purpose) // only accounts of known channels are listed
    if (!delivery) return t('optin.app.nowhere')
    if (delivery.only) return t('optin.app.only', { countries: names(delivery.only) })
    return delivery.except.length > 0 ? t('optin.app.except', { countries: names(delivery.except) }) : t('optin.app.everywhere')
  }
  const toggled = (ids: readonly string[], id: string, all: readonly string[]) => (ids.includes(id) ? ids.filter((one) => one !== id) : [...ids.filter((one) => all.includes(one)), id])
  const move = (index: number, by: number) => { const ids = [...draft.accountIds]; const [id] = ids.splice(index, 1); if (id) ids.splice(index + by, 0, id); onChange({ ...draft, accountIds: ids }) }
  const nameOf = (account: ChannelAccount | undefined) => account?.name ?? ''
  const sorted = [...usable].sort((a, b) => { const [x, y] = [draft.accountIds.indexOf(a.id), draft.accountIds.indexOf(b.id)]; return (x < 0 ? 99 : x) - (y < 0 ? 99 : y) })
  return (
    <Card title={t('optin.offer')}>
      <div className="flex flex-col gap-5">
        <Choice label={t('optin.purpose')} help={t('optin.purpose_help')} value={draft.purpose} onChange={(event) => onChange({ ...draft, purpose: event.target.value as OptInDraft['purpose'] })}>
          {(['marketing', 'notification'] as const).map((purpose) => <option key={purpose} value={purpose}>{t(`optin.purpose.${purpose}`)}</option>)}
        </Choice>
        <fieldset>
          <legend className="mb-1.5 font-medium">{t('optin.topics')}</legend>
          {open.length === 0 && <Notice tone="warning">{t('optin.no_topics')}</Notice>}
          {open.map((topic) => (
            <label key={topic.id} className="flex min-h-9 items-center gap-2.5">
              <input type="checkbox" className="size-4 accent-accent" checked={draft.categoryIds.includes(topic.id)} onChange={() => onChange({ ...draft, categoryIds: toggled(draft.categoryIds, topic.id, open.map((one) => one.id)) })} />
              <span dir="auto" className="min-w-0">{topic.names[language] ?? Object.values(topic.names)[0]}</span>
              {draft.categoryIds.includes(topic.id) && draft.languages.some((each) => !topic.names[each]) && <span className="text-xs text-waiting">{t('optin.topic_untranslated')}</span>}
            </label>
          ))}
          {faultOf('categoryIds') && open.length > 0 && <p role="alert" className="text-sm text-failed">{t('optin.topic_needed')}</p>}
        </fieldset>
        <fieldset>
          <legend className="mb-1.5 font-medium">{t('optin.apps')}</legend>
          {usable.length === 0 && <Notice tone="warning">{t('optin.no_apps')}</Notice>}
          <ul className="flex flex-col gap-1">
            {sorted.map((account) => {
              const at = draft.accountIds.indexOf(account.id)
              const faulty = at >= 0 && faults.some((one) => one.id === account.id)
              return (
                <li key={account.id} className="flex items-start gap-2">
                  <label className="flex min-h-9 min-w-0 grow items-start gap-2.5 py-1">
                    <input type="checkbox" className="mt-0.5 size-4 shrink-0 accent-accent" checked={at >= 0} onChange={() => onChange({ ...draft, accountIds: toggled(draft.accountIds, account.id, usable.map((one) => one.id)) })} />
                    <img src={channels.find((one) => one.id === account.channel)?.logoUrl} alt="" className="size-5 shrink-0" />
                    <span className="min-w-0"><bdi className="font-medium">{account.name}</bdi><span className={faulty ? 'block text-sm text-failed' : 'block text-sm text-ink-soft'}>{aboutApp(account)}</span></span>
                  </label>
                  {at >= 0 && draft.accountIds.length > 1 && <span className="flex shrink-0">
                    <Button small look="quiet" disabled={at === 0} aria-label={t('optin.up', { name: nameOf(account) })} onClick={() => move(at, -1)}><ArrowUp aria-hidden="true" className="size-4" /></Button>
                    <Button small look="quiet" disabled={at === draft.accountIds.length - 1} aria-label={t('optin.down', { name: nameOf(account) })} onClick={() => move(at, 1)}><ArrowDown aria-hidden="true" className="size-4" /></Button>
                  </span>}
                </li>
              )
            })}
          </ul>
          {faultOf('accountIds') && usable.length > 0 && <p role="alert" className="text-sm text-failed">{t('optin.app_needed')}</p>}
        </fieldset>
        <Field label={t('optin.privacy')} help={t('optin.privacy_help')} type="url" dir="ltr" required placeholder={HTTPS} value={draft.privacyUrl} maxLength={500} error={faults.some((one) => one.field === 'privacyUrl') && (draft.privacyUrl ? t('optin.privacy_https') : t('optin.needed'))} onChange={(event) => onChange({ ...draft, privacyUrl: event.target.value })} />
      </div>
    </Card>
  )
}
