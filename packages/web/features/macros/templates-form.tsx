import type { MacroTemplate } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { accountsQuery, channelsQuery, templatesOptions } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Choice, Field } from '../../ui/field.js'
import { IconButton } from '../../ui/overlay.js'
import { fillPreview, isFile, keyOf, toParameters, type Filled } from '../inbox/composer/template-values.js'
import { TemplatePreview } from '../inbox/composer/template-preview.js'

/** One approved template per account: what goes where free text may not. */
export function TemplatesForm({ templates, onChange }: { templates: readonly MacroTemplate[]; onChange: (templates: MacroTemplate[]) => void }) {
  const { t } = useT()
  const channels = useQuery(channelsQuery).data ?? []
  const accounts = useQuery(accountsQuery).data?.filter((account) => channels.find((channel) => channel.id === account.channel)?.templates) ?? []
  const free = accounts.filter((account) => !templates.some((one) => one.channelAccountId === account.id))
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-bubble font-semibold">{t('macroset.templates')}</legend>
      <p className="text-sm text-ink-soft">{accounts.length > 0 ? t('macroset.templates_help') : t('macroset.no_templates')}</p>
      {templates.map((one, index) => <OneTemplate key={one.channelAccountId} chosen={one} name={accounts.find((account) => account.id === one.channelAccountId)?.name ?? ''} onChange={(next) => onChange(next ? templates.map((each, at) => (at === index ? next : each)) : templates.filter((_, at) => at !== index))} />)}
      {free.length > 0 && <Choice label={t('macroset.add_template')} value="" onChange={(event) => { if (event.target.value) onChange([...templates, { channelAccountId: event.target.value, templateId: '', parameters: [] }]) }}><option value="">{t('macroset.choose_account')}</option>{free.map((account) => <option key={account.id} value={account.id}>{account.name}</option>)}</Choice>}
    </fieldset>
  )
}

/** A place as it is written, in every language. */
const EXAMPLE = '{{contact.firstName}}'

function OneTemplate({ chosen, name, onChange }: { chosen: MacroTemplate; name: string; onChange: (next: MacroTemplate | null) => void }) {
  const { t } = useT()
  const all = useQuery(templatesOptions(chosen.channelAccountId)).data ?? []
  const template = all.find((one) => one.id === chosen.templateId)
  const filled: Filled = { texts: Object.fromEntries(chosen.parameters.map((one) => [`${one.component} ${one.index ?? ''} ${one.name ?? one.position ?? ''}`, one.text ?? ''])), files: {} }
  // A file would have to be chosen anew each time: such templates are sent by hand.
  const usable = all.filter((one) => one.id === chosen.templateId || (one.status === 'approved' && !one.parameters.some(isFile)))
  return (
    <div className="flex flex-col gap-3 rounded-xl border border-line p-3">
      <div className="flex items-end gap-2">
        <Choice className="grow" label={name} value={chosen.templateId} onChange={(event) => { const next = all.find((one) => one.id === event.target.value); onChange({ ...chosen, templateId: event.target.value, parameters: next ? toParameters(next, { texts: {}, files: {} }) : [] }) }}>
          <option value="">{t('macroset.choose_template')}</option>{usable.map((one) => <option key={one.id} value={one.id}>{one.name} · {one.language}</option>)}
        </Choice>
        <IconButton label={t('macroset.remove_template')} onPress={() => onChange(null)}><Trash2 aria-hidden="true" /></IconButton>
      </div>
      {template && <div className="grid gap-3 sm:grid-cols-2">
        <div className="flex flex-col gap-2">{template.parameters.map((place) => <Field key={keyOf(place)} label={place.name ?? place.label} dir="ltr" value={filled.texts[keyOf(place)] ?? ''} placeholder={EXAMPLE} onChange={(event) => onChange({ ...chosen, parameters: toParameters(template, { texts: { ...filled.texts, [keyOf(place)]: event.target.value }, files: {} }) })} />)}</div>
        <TemplatePreview preview={fillPreview(template, filled)} />
      </div>}
    </div>
  )
}
