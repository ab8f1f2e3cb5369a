import type { BridgeConsent } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { channelsQuery } from '../../api/queries.js'
import { LANGUAGES } from '../../i18n/languages.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field, TextArea } from '../../ui/field.js'
import { topicsQuery } from '../contacts/consents/queries.js'

const PURPOSES = ['marketing', 'notification', 'service'] as const

/** Which boxes there are a yes of hers: to what, and with which words. Without a line here no consent ever comes over the bridge. */
export function ConsentsEditor({ consents, onChange, placeholder }: { consents: readonly BridgeConsent[]; onChange: (consents: BridgeConsent[]) => void; placeholder: string }) {
  const { t, intl } = useT()
  const topics = (useQuery(topicsQuery).data ?? []).filter((one) => one.archivedAt === null)
  const channels = useQuery(channelsQuery).data ?? []
  const language = Object.keys(LANGUAGES).find((each) => intl.locale.startsWith(each)) ?? 'en'
  const set = (at: number, change: Partial<BridgeConsent>) => onChange(consents.map((one, i) => (i === at ? { ...one, ...change } : one)))
  const named = (names: Record<string, string>) => names[intl.locale] ?? names[language] ?? Object.values(names)[0] ?? ''
  return (
    <div className="flex flex-col gap-3">
      {consents.map((one, at) => (
        <fieldset key={at} className="grid gap-3 rounded-lg border border-line p-3 sm:grid-cols-2">
          <legend className="sr-only">{one.from || t('bridges.consents')}</legend>
          <Field label={t('bridges.box')} help={t('bridges.box_help')} value={one.from} placeholder={placeholder} required maxLength={200} dir="ltr" onChange={(event) => set(at, { from: event.target.value })} />
          <Choice label={t('bridges.purpose')} value={one.purpose} onChange={(event) => set(at, { purpose: event.target.value as BridgeConsent['purpose'] })}>{PURPOSES.map((each) => <option key={each} value={each}>{t(`consent.purpose.${each}`)}</option>)}</Choice>
          <Choice label={t('bridges.topic')} value={one.category ?? ''} onChange={(event) => set(at, { category: event.target.value || null })}><option value="">{t('consent.all_topics')}</option>{topics.map((each) => <option key={each.key} value={each.key}>{named(each.names)}</option>)}</Choice>
          <Choice label={t('bridges.app')} value={one.channel ?? ''} onChange={(event) => set(at, { channel: event.target.value || null })}><option value="">{t('consent.all_apps')}</option>{channels.map((each) => <option key={each.id} value={each.id}>{each.name}</option>)}</Choice>
          <TextArea className="sm:col-span-2" label={t('bridges.wording')} help={t('bridges.wording_help')} value={one.wording.text} required maxLength={5000} dir="auto" onChange={(event) => set(at, { wording: { ...one.wording, text: event.target.value } })} />
          <Choice label={t('bridges.wording_language')} value={one.wording.language} onChange={(event) => set(at, { wording: { ...one.wording, language: event.target.value } })}>{Object.entries(LANGUAGES).map(([code, name]) => <option key={code} value={code}>{name}</option>)}</Choice>
          <Field label={t('bridges.privacy_url')} type="url" value={one.wording.privacyUrl ?? ''} maxLength={500} dir="ltr" onChange={(event) => set(at, { wording: { ...one.wording, privacyUrl: event.target.value || null } })} />
          <Button small look="quiet" className="justify-self-start" onClick={() => onChange(consents.filter((_, i) => i !== at))}><Trash2 aria-hidden="true" className="size-4" />{t('bridges.remove')}</Button>
        </fieldset>
      ))}
      <Button small className="self-start" onClick={() => onChange([...consents, { from: '', purpose: 'marketing', category: null, channel: null, wording: { text: '', language, privacyUrl: null } }])}><Plus aria-hidden="true" className="size-4" />{t('bridges.add_consent')}</Button>
    </div>
  )
}
