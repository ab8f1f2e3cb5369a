import type { PurposeSetting } from '@recado/api'
import { BASES, type Basis, type CustomerFact } from '@recado/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field, Toggle } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { Card } from '../../pages/settings/page.js'
import { purposesQuery } from '../contacts/consents/queries.js'
import { attributesQuery, stagesQuery } from '../contacts/queries.js'
import { LanguageTexts } from './language-texts.js'

/** The ground a purpose stands on: which, why in the owner's words, and what a consent must be to count. */
export function PurposeForm({ setting }: { setting: PurposeSetting }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const [basis, setBasis] = useState<Basis>(setting.basis)
  const [texts, setTexts] = useState(setting.texts)
  const [double, setDouble] = useState(setting.doubleOptIn)
  const [fact, setFact] = useState<CustomerFact>(setting.customerFact ?? { kind: 'order' })
  const save = useMutation({
    mutationFn: (body: object) => api.put<{ items: PurposeSetting[] }>('/purposes', body),
    onSuccess: ({ items }) => { client.setQueryData(purposesQuery.queryKey, items); toast(t('purposes.saved')) },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const months = Number(new FormData(event.currentTarget).get('months'))
    save.mutate({ items: [{ purpose: setting.purpose, basis, texts, doubleOptIn: double, monthsValid: months > 0 ? months : null, ...(basis === 'existing_customer' ? { customerFact: fact } : {}) }] })
  }
  const told = save.error ? tellError(intl, save.error) : null
  const offered = BASES.filter((one) => (setting.purpose === 'service' ? one === 'contract' || one === 'legitimate_interest' : setting.purpose !== 'marketing' || one !== 'contract'))
  return (
    <Card title={t(`consent.purpose.${setting.purpose}`)}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p className="-mt-2 text-sm text-ink-soft">{t(`purposes.about.${setting.purpose}`)}</p>
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Choice label={t('purposes.basis')} help={t(`purposes.means.${basis}`)} value={basis} onChange={(event) => setBasis(event.target.value as Basis)}>{offered.map((one) => <option key={one} value={one}>{t(`consent.by.${one}`)}</option>)}</Choice>
        {basis === 'existing_customer' && <Fact fact={fact} onChange={setFact} />}
        {(basis === 'consent' || basis === 'existing_customer') && <>
          <Toggle label={t('purposes.double')} help={t('purposes.double_help')} checked={double} onChange={(event) => setDouble(event.target.checked)} />
          <Field label={t('purposes.months')} help={t('purposes.months_help')} name="months" type="number" min={1} max={120} defaultValue={setting.monthsValid ?? ''} className="max-w-40" />
        </>}
        <LanguageTexts label={t('purposes.text')} help={t(basis === 'legitimate_interest' || basis === 'existing_customer' ? 'purposes.text_needed' : 'purposes.text_help')} texts={texts} onChange={setTexts} maxLength={4_000} />
        <Button type="submit" look="primary" busy={save.isPending} className="self-end">{t('app.save')}</Button>
      </form>
    </Card>
  )
}

/** What makes somebody a customer already. */
function Fact({ fact, onChange }: { fact: CustomerFact; onChange: (fact: CustomerFact) => void }) {
  const { t } = useT()
  const stages = (useQuery(stagesQuery).data ?? []).filter((one) => one.archivedAt === null)
  const fields = (useQuery(attributesQuery).data ?? []).filter((one) => one.archivedAt === null)
  const choose = (kind: string) => onChange(kind === 'stage' && stages[0] ? { kind, stageId: stages[0].id } : kind === 'attribute' && fields[0] ? { kind, key: fields[0].key } : { kind: 'order' })
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Choice label={t('purposes.fact')} value={fact.kind} onChange={(event) => choose(event.target.value)}>
        <option value="order">{t('purposes.fact_order')}</option>
        {stages.length > 0 && <option value="stage">{t('purposes.fact_stage')}</option>}
        {fields.length > 0 && <option value="attribute">{t('purposes.fact_attribute')}</option>}
      </Choice>
      {fact.kind === 'stage' && <Choice label={t('purposes.which_stage')} value={fact.stageId} onChange={(event) => onChange({ kind: 'stage', stageId: event.target.value })}>{stages.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Choice>}
      {fact.kind === 'attribute' && <>
        <Choice label={t('purposes.which_field')} value={fact.key} onChange={(event) => onChange({ kind: 'attribute', key: event.target.value })}>{fields.map((one) => <option key={one.key} value={one.key}>{one.name}</option>)}</Choice>
        <Field label={t('purposes.field_value')} help={t('purposes.field_value_help')} value={fact.value ?? ''} maxLength={200} onChange={(event) => onChange({ kind: 'attribute', key: fact.key, ...(event.target.value ? { value: event.target.value } : {}) })} />
      </>}
    </div>
  )
}
