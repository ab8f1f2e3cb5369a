import type { ContactImport } from '@recado/api'
import { ATTRIBUTE_TYPES, COLUMN_TARGETS, type ColumnUse, type ContactMapping, possibleDayOrders } from '@recado/core'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { Choice, Field, Toggle } from '../../../ui/field.js'
import { topicsQuery } from '../consents/queries.js'
import { attributesQuery } from '../queries.js'
import { topicName } from './topic-name.js'
import { countries } from '../person/places.js'

interface StepProps { one: ContactImport; mapping: ContactMapping; change: (wish: Partial<ContactMapping>) => void }

/** A column for a column: what it is called, what stands in it, what it becomes. */
export function ColumnsStep({ one, mapping, change }: StepProps) {
  const { t } = useT()
  const columns = one.found?.columns ?? []
  const use = (at: number, wish: ColumnUse) => change({ columns: mapping.columns.map((each, index) => (index === at ? wish : each)) })
  return (
    <div className="flex flex-col gap-5">
      <ul className="flex flex-col divide-y divide-line rounded-xl border border-line bg-surface">
        {columns.map((column, at) => {
          const name = (mapping.headings || one.found?.format === 'vcard' ? column.heading : '') || t('contacts.import.column_nr', { number: at + 1 })
          const samples = [...(mapping.headings ? [] : [column.heading]), ...column.samples].filter(Boolean).slice(0, 3)
          return (
            <li key={at} className="grid gap-x-4 gap-y-2 p-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]">
              <div className="min-w-0"><p className="truncate font-medium"><bdi>{name}</bdi></p><p className="line-clamp-2 text-sm text-ink-soft [overflow-wrap:anywhere]">{samples.length > 0 ? samples.map((sample, index) => <span key={index}>{index > 0 && ' · '}<bdi>{sample}</bdi></span>) : t('contacts.import.empty_column')}</p></div>
              <ColumnTarget label={t('contacts.import.becomes', { column: name })} value={mapping.columns[at] ?? { to: 'skip' }} heading={name} exclusion={one.purpose === 'exclusion'} onChange={(wish) => use(at, wish)} />
            </li>
          )
        })}
      </ul>
      <Options one={one} mapping={mapping} change={change} />
    </div>
  )
}

const EXCLUSION: readonly string[] = ['skip', 'phone', 'email', 'external_id']

function ColumnTarget({ label, heading, value, exclusion, onChange }: { label: string; heading: string; value: ColumnUse; exclusion: boolean; onChange: (use: ColumnUse) => void }) {
  const { t, intl } = useT()
  const fields = (useQuery(attributesQuery).data ?? []).filter((field) => field.archivedAt === null)
  const topics = useQuery(topicsQuery).data ?? []
  const makes = useCan('contacts.fields')
  const chosen = value.to === 'attribute' ? `attribute ${value.key}` : value.to
  const choose = (word: string) => {
    const [to, key] = word.split(' ') as [ColumnUse['to'], string | undefined] // the values of the options below
    onChange(to === 'attribute' ? { to, ...(key ? { key } : {}) } : to === 'new_attribute' ? { to, name: heading.slice(0, 60), type: 'text' } : { to })
  }
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <select aria-label={label} value={chosen} onChange={(event) => choose(event.target.value)} className="min-h-10 w-full rounded-lg border border-line-strong bg-surface px-3 py-2">
        {COLUMN_TARGETS.filter((to) => to !== 'attribute' && (to !== 'new_attribute' || makes) && (!exclusion || EXCLUSION.includes(to))).map((to) => <option key={to} value={to}>{t(`contacts.import.to.${to}`)}</option>)}
        {!exclusion && fields.length > 0 && <optgroup label={t('contacts.import.fields')}>{fields.map((field) => <option key={field.key} value={`attribute ${field.key}`}>{field.name}</option>)}</optgroup>}
      </select>
      {value.to === 'new_attribute' && (
        <div className="grid grid-cols-2 gap-2">
          <Field label={t('contacts.import.field_name')} maxLength={60} value={value.name ?? ''} onChange={(event) => onChange({ ...value, name: event.target.value })} />
          <Choice label={t('contacts.import.field_type')} value={value.type ?? 'text'} onChange={(event) => onChange({ ...value, type: event.target.value as NonNullable<ColumnUse['type']> })}>{ATTRIBUTE_TYPES.map((type) => <option key={type} value={type}>{t(`contacts.import.type.${type}`)}</option>)}</Choice>
        </div>
      )}
      {value.to === 'external_id' && <Field label={t('contacts.import.source')} help={t('contacts.import.source_help')} maxLength={40} autoCapitalize="none" spellCheck={false} dir="ltr" value={value.source ?? ''}
        onChange={(event) => { const source = event.target.value.toLowerCase().replace(/[^a-z0-9_.-]/gu, ''); onChange({ to: 'external_id', ...(source ? { source } : {}) }) }} />}
      {value.to === 'consent' && (
        <Choice label={t('contacts.import.topic')} value={value.category ?? ''} onChange={(event) => { const { category: _old, ...rest } = value; onChange(event.target.value ? { ...rest, category: event.target.value } : rest) }}>
          <option value="">{t('contacts.import.topic_all')}</option>{topics.filter((topic) => topic.archivedAt === null || topic.key === value.category).map((topic) => <option key={topic.key} value={topic.key}>{topicName(topic, intl.locale)}</option>)}
        </Choice>
      )}
    </div>
  )
}

function Options({ one, mapping, change }: StepProps) {
  const { t, intl } = useT()
  const dates = mapping.columns.flatMap((use, at) => (use.to === 'consent_date' || ((use.to === 'new_attribute' || use.to === 'attribute') && (one.found?.columns[at]?.samples.length ?? 0) > 0) ? (one.found?.columns[at]?.samples ?? []).filter((sample) => /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}/u.test(sample)) : []))
  const orders = possibleDayOrders(dates)
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {one.found?.format === 'csv' && <div className="sm:col-span-2"><Toggle label={t('contacts.import.headings')} checked={mapping.headings} onChange={(event) => change({ headings: event.target.checked })} /></div>}
      <Choice label={t('contacts.import.country')} value={mapping.country ?? ''} onChange={(event) => change({ country: event.target.value || undefined } as Partial<ContactMapping>)}>
        <option value="">{t('contacts.import.country_none')}</option>{countries(intl, mapping.country ?? null).map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
      </Choice>
      {orders.length > 1 && <Choice label={t('contacts.import.order')} value={mapping.dateOrder ?? orders[0] ?? 'dmy'} onChange={(event) => change({ dateOrder: event.target.value as 'dmy' })}>{orders.map((order) => <option key={order} value={order}>{t(`import.order.${order}`)}</option>)}</Choice>}
      {one.purpose === 'contacts' && <>
        <Choice label={t('contacts.import.existing')} value={mapping.existing} onChange={(event) => change({ existing: event.target.value as ContactMapping['existing'] })}>{(['update', 'fill', 'skip'] as const).map((each) => <option key={each} value={each}>{t(`contacts.import.existing.${each}`)}</option>)}</Choice>
        <Field label={t('contacts.import.labels')} help={t('contacts.import.labels_help')} defaultValue={(mapping.labels ?? []).join(', ')} onBlur={(event) => change({ labels: event.target.value.split(',').map((label) => label.trim().slice(0, 60)).filter(Boolean).slice(0, 20) })} />
        <div className="sm:col-span-2"><Toggle label={t('contacts.import.make')} help={t('contacts.import.make_help')} checked={mapping.make !== false} onChange={(event) => change({ make: event.target.checked })} /></div>
      </>}
    </div>
  )
}
