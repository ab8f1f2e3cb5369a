import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ListPlus, Plus } from 'lucide-react'
import { useState } from 'react'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Empty } from '../../../ui/empty.js'
import { Notice } from '../../../ui/notice.js'
import type { AttributeDefinition } from '../model.js'
import { attributesQuery } from '../queries.js'
import { AttributeForm } from './attribute-form.js'
import { OrderedRows } from './ordered-rows.js'

/** What the company keeps of a person beyond name and number. */
export function AttributesCard({ mayChange }: { mayChange: boolean }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { data: definitions, error } = useQuery(attributesQuery)
  const [editing, setEditing] = useState<AttributeDefinition | 'new' | null>(null)
  const add = mayChange && <Button look="primary" onClick={() => setEditing('new')}><Plus aria-hidden="true" className="size-4" />{t('contacts.field_add')}</Button>
  const done = () => { setEditing(null); void client.invalidateQueries({ queryKey: attributesQuery.queryKey }) }
  const says = (definition: AttributeDefinition) => [t(`contacts.type_${definition.type}`), ...(definition.options.length > 0 ? [definition.options.filter((option) => !option.archived).map((option) => option.name).join(', ')] : []), ...(definition.required ? [t('contacts.field_required')] : [])].join(' · ')
  return (
    <section aria-labelledby="fields">
      <div className="mb-2 flex flex-wrap items-start gap-3"><div className="min-w-56 grow basis-0"><h3 id="fields" className="text-bubble">{t('contacts.own_fields')}</h3><p className="max-w-xl text-pretty text-ink-soft">{t('contacts.own_fields_lead')}</p></div>{definitions && definitions.length > 0 && add}</div>
      {error && !definitions && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {definitions?.length === 0 && <div className="rounded-2xl border border-line bg-surface shadow-lift"><Empty icon={ListPlus} title={t('contacts.own_fields_none')} action={add}>{t('contacts.own_fields_none_text')}</Empty></div>}
      {definitions && definitions.length > 0 && <OrderedRows path="/contact-attributes" query={attributesQuery} rows={definitions} mayChange={mayChange} onEdit={setEditing} show={(definition) => <><p className="truncate font-semibold"><bdi>{definition.name}</bdi></p><p className="truncate text-sm text-ink-soft"><bdi>{says(definition)}</bdi></p></>} />}
      {editing && <AttributeForm definition={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onDone={done} />}
    </section>
  )
}
