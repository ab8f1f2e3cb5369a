import type { CampaignContent, CampaignPreview } from '@recado/api'
import type { AudienceRoute } from '@recado/core'
import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { accountsQuery, channelsQuery } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { Field, Toggle } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { useAccountName } from '../../account-name.js'
import { added, FIRST, withContent } from './content.js'
import { SamplePhone } from './sample-phone.js'
import { inTab } from './languages.js'
import { NumberField } from './number-field.js'
import { SayTemplate, SayText } from './say.js'
import { Section } from './section.js'
import type { Draft } from './use-draft.js'

const MOST_VARIANTS = 8

/** What is said, per variant, account and language, beside the phone on which it is read. `at` is kept in the address: back and forward lead to what was open. */
export function ContentStep({ draft, preview, at, onAt }: { draft: Draft; preview: CampaignPreview | undefined; at: { variant?: string | undefined; language?: string | undefined }; onAt: (at: { variant?: string | undefined; language?: string | undefined }) => void }) {
  const { t } = useT()
  const { campaign, change } = draft
  const { audience, settings } = campaign
  const variants = campaign.variants.length > 0 ? campaign.variants : [FIRST]
  const variant = variants.find((one) => one.key === at.variant) ?? variants[0]! // there is always one
  const setOpen = (key: string) => onAt({ variant: key })
  const channels = useQuery(channelsQuery).data ?? []
  const accounts = useQuery(accountsQuery).data ?? []
  const nameOf = useAccountName()
  const put = (accountId: string, said: CampaignContent | null, about?: { priceClass?: string; language?: string }) => {
    const next = withContent(variants, variant.key, accountId, said)
    // What a template is filed under decides its price and whom it may reach: the route follows the template.
    const routes = about ? audience.routes.map((route) => (route.accountId === accountId ? told(route, about) : route)) : audience.routes
    change({ variants: next, ...(about ? { audience: { ...audience, routes } } : {}) })
  }
  const tabOf = (said: CampaignContent | undefined) => (at.language !== undefined && inTab(said, at.language) ? at.language : null)
  const setTab = (language: string | null) => onAt({ variant: variant.key, ...(language === null ? {} : { language }) })
  const rename = (name: string) => change({ variants: variants.map((one) => (one === variant ? { ...one, name } : one)) })
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="flex min-w-0 flex-col gap-5">
        <Section title={t('campaigns.variants')} text={t('campaigns.variants_text')}>
          <div className="flex flex-wrap items-center gap-2">
            <div role="group" aria-label={t('campaigns.variants')} className="flex flex-wrap gap-1">{variants.map((one) => <button key={one.key} type="button" aria-pressed={one === variant} onClick={() => setOpen(one.key)} className={cx('min-h-9 rounded-lg px-4', one === variant ? 'bg-accent-soft font-semibold text-accent-strong' : 'hover:bg-hover')}>{t('campaigns.variant_n', { key: one.key.toUpperCase() })}</button>)}</div>
            {variants.length < MOST_VARIANTS && <Button small onClick={() => { const next = added(variants); change({ variants: next }); setOpen(next.at(-1)!.key) }}><Plus aria-hidden="true" className="size-4" />{t('campaigns.add_variant')}</Button>}
            {variants.length > 1 && <Button small look="quiet" onClick={() => { change({ variants: variants.filter((one) => one !== variant), ...(variants.length === 2 && settings.abTest ? { settings: { ...settings, abTest: null } } : {}) }); setOpen('a') }}><Trash2 aria-hidden="true" className="size-4" />{t('campaigns.remove_variant')}</Button>}
          </div>
          {variants.length > 1 && <div className="flex flex-wrap gap-3"><Field label={t('campaigns.variant_name')} value={variant.name} maxLength={80} onChange={(event) => rename(event.target.value)} className="grow basis-48" /><NumberField key={variant.key} label={t('campaigns.variant_share')} most={1000} value={variant.share} onChange={(share) => change({ variants: variants.map((one) => (one === variant ? { ...one, share: share ?? 0 } : one)) })} className="w-28" /></div>}
        </Section>
        {audience.routes.length === 0 && <Notice tone="warning" title={t('campaigns.problem.route_missing')} />}
        {audience.routes.map((route) => {
          const account = accounts.find((one) => one.id === route.accountId)
          const channel = channels.find((one) => one.id === account?.channel)
          const said = variant.contents[route.accountId]
          if (!channel) return null
          const say = { accountId: route.accountId, channel, said, tab: tabOf(said), onTab: setTab, language: route.language || undefined, onChange: (next: CampaignContent | null, about?: { priceClass?: string; language?: string }) => put(route.accountId, next, about) }
          return (
            <Section key={`${variant.key} ${route.accountId} ${route.as}`} title={account ? nameOf(account) : t('creport.account_gone')} text={t(`campaigns.as_text.${route.as}`)}>
              {route.as === 'template' ? <SayTemplate {...say} purpose={audience.purpose} /> : <SayText {...say} />}
            </Section>
          )
        })}
        <Section title={t('campaigns.links')}><Toggle label={t('campaigns.track')} help={t('campaigns.track_help')} checked={settings.trackLinks ?? false} onChange={(event) => change({ settings: { ...settings, trackLinks: event.target.checked } })} /></Section>
      </div>
      <aside aria-label={t('campaigns.on_phone')} className="lg:sticky lg:top-4"><SamplePhone preview={preview} variants={variants} variant={variant.key} language={at.language} /></aside>
    </div>
  )
}

/** The route with what is known of its words; an empty language is none. */
function told({ language: _was, ...route }: AudienceRoute, { priceClass, language }: { priceClass?: string; language?: string }): AudienceRoute {
  const kept = language ?? _was
  return { ...route, ...(priceClass === undefined ? {} : { priceClass }), ...(kept ? { language: kept } : {}) }
}
