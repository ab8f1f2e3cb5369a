import { ORDER_STATUSES, type ShopNotice } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { accountsQuery, templatesOptions } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'

const USUAL = ['{number}', '{name}', '{total}', '{items}']
const useTemplates = (accountId: string) => (useQuery({ ...templatesOptions(accountId), enabled: accountId !== '' }).data ?? []).filter((one) => one.status === 'approved')
/** What a person is told when her order comes to a status: nothing, until a line says so. */
export function NoticesEditor({ notices, onChange }: { notices: readonly ShopNotice[]; onChange: (notices: ShopNotice[]) => void }) {
  const { t } = useT()
  const accounts = (useQuery(accountsQuery).data ?? [])
  const left = ORDER_STATUSES.filter((one) => !notices.some((each) => each.status === one))
  const add = () => onChange([...notices, { status: left.includes('shipped') ? 'shipped' : left[0]!, channelAccountId: accounts[0]?.id ?? '', template: { name: '', language: '' }, parameters: {}, purpose: 'notification', category: null, basis: null }]) // offered only while one is left
  return (
    <div className="flex flex-col gap-3">
      {notices.map((one, at) => <NoticeLine key={at} notice={one} accounts={accounts} free={left} onChange={(next) => onChange(notices.map((each, i) => (i === at ? next : each)))} onRemove={() => onChange(notices.filter((_, i) => i !== at))} />)}
      {accounts.length === 0 ? <p className="text-sm text-ink-soft">{t('bridges.no_accounts')}</p> : left.length > 0 && <Button small className="self-start" onClick={add}><Plus aria-hidden="true" className="size-4" />{t('bridges.add_notice')}</Button>}
    </div>
  )
}

function NoticeLine({ notice, accounts, free, onChange, onRemove }: { notice: ShopNotice; accounts: readonly { id: string; name: string }[]; free: readonly ShopNotice['status'][]; onChange: (notice: ShopNotice) => void; onRemove: () => void }) {
  const { t } = useT()
  const templates = useTemplates(notice.channelAccountId)
  const chosen = templates.find((one) => one.name === notice.template.name && one.language === notice.template.language)
  const choose = (id: string) => {
    const template = templates.find((one) => one.id === id)
    if (template) onChange({ ...notice, template: { name: template.name, language: template.language }, parameters: Object.fromEntries(template.parameters.map((each, i) => [each.label, notice.parameters[each.label] ?? USUAL[i] ?? ''])) })
  }
  return (
    <fieldset className="grid gap-3 rounded-lg border border-line p-3 sm:grid-cols-3">
      <legend className="sr-only">{t(`bridges.status.${notice.status}`)}</legend>
      <Choice label={t('bridges.when')} value={notice.status} onChange={(event) => onChange({ ...notice, status: event.target.value as ShopNotice['status'] })}>{ORDER_STATUSES.filter((one) => one === notice.status || free.includes(one)).map((one) => <option key={one} value={one}>{t(`bridges.status.${one}`)}</option>)}</Choice>
      <Choice label={t('bridges.account')} value={notice.channelAccountId} onChange={(event) => onChange({ ...notice, channelAccountId: event.target.value, template: { name: '', language: '' }, parameters: {} })}>{accounts.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Choice>
      <Choice label={t('bridges.template')} value={chosen?.id ?? ''} required onChange={(event) => choose(event.target.value)}>
        <option value="" disabled>{notice.template.name || t('bridges.choose_template')}</option>
        {templates.map((one) => <option key={one.id} value={one.id}>{one.name} · {one.language}</option>)}
      </Choice>
      {chosen && <p dir="auto" className="rounded-lg bg-sunken p-3 text-sm whitespace-pre-wrap sm:col-span-3">{chosen.preview.body}</p>}
      {Object.entries(notice.parameters).map(([key, value]) => <Field key={key} label={key} value={value} maxLength={500} dir="auto" onChange={(event) => onChange({ ...notice, parameters: { ...notice.parameters, [key]: event.target.value } })} />)}
      {Object.keys(notice.parameters).length > 0 && <p className="text-sm text-ink-soft sm:col-span-3">{t('bridges.placeholders')} <code dir="ltr">{'{number} {name} {total} {status} {items}'}</code></p>}
      <Button small look="quiet" className="justify-self-start" onClick={onRemove}><Trash2 aria-hidden="true" className="size-4" />{t('bridges.remove')}</Button>
    </fieldset>
  )
}
