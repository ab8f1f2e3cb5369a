import type { Bridge, CrmSettings, ShopSettings } from '@recado/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Choice, Field, Toggle } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { ConsentsEditor } from './consents-editor.js'
import { CrmFields, ShopFields } from './fields-editor.js'
import { NoticesEditor } from './notices-editor.js'
import { linesOf, statusesOf, StatusesEditor } from './statuses-editor.js'
import { bridgesKey, type CrmBridge, type ShopBridge } from './queries.js'

/** Names of fields as those systems write them; the same in every language. */
const EXAMPLE = { shop: 'meta:newsletter', crm: 'newsletter_opt_in' } as const

/** One card with what is kept together; says what is wrong with it. */
function Part<T extends object>({ bridge, title, lead, settings, children }: { bridge: Bridge; title: string; lead: string; settings: T; children: ReactNode }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const save = useMutation({ mutationFn: () => api.patch<Bridge>(`/bridges/${bridge.id}`, { settings }), onSuccess: (saved) => { client.setQueryData([...bridgesKey, bridge.id], saved); toast(t('app.saved')) } })
  const submit = (event: FormEvent) => { event.preventDefault(); save.mutate() }
  const told = save.error ? tellError(intl, save.error) : null
  return (
    <Card title={title}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p className="-mt-2 text-sm text-pretty text-ink-soft">{lead}</p>
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        {children}
        <Button type="submit" look="primary" busy={save.isPending} className="self-end">{t('app.save')}</Button>
      </form>
    </Card>
  )
}

export function ShopForms({ bridge }: { bridge: ShopBridge }) {
  const { t } = useT()
  const [fields, setFields] = useState<ShopSettings['fields']>(bridge.settings.fields)
  const [labels, setLabels] = useState(bridge.settings.labels.join(', '))
  const [consents, setConsents] = useState(bridge.settings.consents)
  const [notices, setNotices] = useState(bridge.settings.notices)
  const [statuses, setStatuses] = useState(() => linesOf(bridge.settings.statuses))
  return (
    <>
      <Part bridge={bridge} title={t('bridges.fields')} lead={t('bridges.shop_fields_lead')} settings={{ fields, labels: labels.split(',').map((one) => one.trim()).filter(Boolean) }}>
        <ShopFields fields={fields} onChange={setFields} />
        <Field label={t('bridges.labels')} help={t('bridges.labels_help')} value={labels} maxLength={600} dir="auto" onChange={(event) => setLabels(event.target.value)} />
      </Part>
      <Part bridge={bridge} title={t('bridges.statuses')} lead={t('bridges.statuses_lead')} settings={{ statuses: statusesOf(statuses) }}><StatusesEditor lines={statuses} onChange={setStatuses} /></Part>
      <Part bridge={bridge} title={t('bridges.notices')} lead={t('bridges.notices_lead')} settings={{ notices }}><NoticesEditor notices={notices} onChange={setNotices} /></Part>
      <Part bridge={bridge} title={t('bridges.consents')} lead={t('bridges.consents_lead')} settings={{ consents }}><ConsentsEditor consents={consents} onChange={setConsents} placeholder={EXAMPLE.shop} /></Part>
    </>
  )
}

export function CrmForms({ bridge }: { bridge: CrmBridge }) {
  const { t } = useT()
  const [settings, setSettings] = useState<CrmSettings>(bridge.settings)
  const set = (change: Partial<CrmSettings>) => setSettings((all) => ({ ...all, ...change }))
  const { fields, consents, create, match, erasedThere, erasedHere, everyMinutes } = settings
  return (
    <>
      <Part bridge={bridge} title={t('bridges.fields')} lead={t('bridges.crm_fields_lead')} settings={{ fields }}><CrmFields fields={fields} onChange={(next) => set({ fields: next })} /></Part>
      <Part bridge={bridge} title={t('bridges.people_rules')} lead={t('bridges.people_rules_lead')} settings={{ match, create, erasedThere, erasedHere, everyMinutes }}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice label={t('bridges.match')} value={match} onChange={(event) => set({ match: event.target.value as CrmSettings['match'] })}>{(['email', 'nobody'] as const).map((one) => <option key={one} value={one}>{t(`bridges.match.${one}`)}</option>)}</Choice>
          <Choice label={t('bridges.create')} value={create} onChange={(event) => set({ create: event.target.value as CrmSettings['create'] })}>{(['nobody', 'with_email'] as const).map((one) => <option key={one} value={one}>{t(`bridges.create.${one}`)}</option>)}</Choice>
          <Choice label={t('bridges.erased_there')} value={erasedThere} onChange={(event) => set({ erasedThere: event.target.value as CrmSettings['erasedThere'] })}>{(['keep', 'anonymise', 'erase'] as const).map((one) => <option key={one} value={one}>{t(`bridges.erased_there.${one}`)}</option>)}</Choice>
          <Choice label={t('bridges.erased_here')} value={erasedHere} onChange={(event) => set({ erasedHere: event.target.value as CrmSettings['erasedHere'] })}>{(['keep', 'delete'] as const).map((one) => <option key={one} value={one}>{t(`bridges.erased_here.${one}`)}</option>)}</Choice>
          <Field label={t('bridges.every')} type="number" min={1} max={1440} required value={everyMinutes} onChange={(event) => set({ everyMinutes: Number(event.target.value) })} />
        </div>
      </Part>
      <Part bridge={bridge} title={t('bridges.consents')} lead={t('bridges.consents_lead')} settings={{ consents }}><ConsentsEditor consents={consents} onChange={(next) => set({ consents: next })} placeholder={EXAMPLE.crm} /></Part>
      <Part bridge={bridge} title={t('bridges.address')} lead={t('bridges.address_lead')} settings={{ clientId: settings.clientId, apiUrl: settings.apiUrl, authorizeUrl: settings.authorizeUrl, tokenPath: settings.tokenPath, contactsPath: settings.contactsPath, scopes: settings.scopes, pkce: settings.pkce }}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('bridges.client_id')} value={settings.clientId} required maxLength={200} dir="ltr" onChange={(event) => set({ clientId: event.target.value })} />
          <Field label={t('bridges.api_url')} type="url" value={settings.apiUrl} required maxLength={500} dir="ltr" onChange={(event) => set({ apiUrl: event.target.value })} />
          <Field label={t('bridges.authorize_url')} type="url" value={settings.authorizeUrl} required maxLength={500} dir="ltr" onChange={(event) => set({ authorizeUrl: event.target.value })} />
          <Field label={t('bridges.token_path')} value={settings.tokenPath} required maxLength={200} dir="ltr" onChange={(event) => set({ tokenPath: event.target.value })} />
          <Field label={t('bridges.contacts_path')} value={settings.contactsPath} required maxLength={200} dir="ltr" onChange={(event) => set({ contactsPath: event.target.value })} />
          <Field label={t('bridges.scopes')} value={settings.scopes.join(' ')} required maxLength={1000} dir="ltr" onChange={(event) => set({ scopes: event.target.value.split(/\s+/).filter(Boolean) })} />
        </div>
        <Toggle label={t('bridges.pkce')} checked={settings.pkce} onChange={(event) => set({ pkce: event.target.checked })} />
      </Part>
    </>
  )
}
