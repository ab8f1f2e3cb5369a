import type { CampaignContent, Media, Template } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { ImagePlus, X } from 'lucide-react'
import { useState } from 'react'
import { upload } from '../../../api/client.js'
import { templatesOptions } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Choice, Field } from '../../../ui/field.js'
import { toast } from '../../../ui/toast.js'
import { isFile, keyOf, type Filled } from '../../inbox/composer/template-values.js'
import { filledOf, openPlaces, templateContent } from './content.js'
import { PlacesField } from './places-field.js'

interface SayProps { accountId: string; said: CampaignContent | undefined; onChange: (said: CampaignContent | null, template?: Template) => void }

/** A template of the account and what stands in its places. */
export function SayTemplate({ accountId, said, purpose, onChange }: SayProps & { purpose: 'marketing' | 'notification' }) {
  const { t, intl } = useT()
  const { data, isLoading } = useQuery(templatesOptions(accountId))
  const chosen = said?.content.kind === 'template' ? said.content.templateId : undefined
  const template = data?.find((one) => one.id === chosen)
  // A notice does not go under an advertising template, nor advertising under a notice.
  const fits = (data ?? []).filter((one) => one.status === 'approved' && ((one.category.toLowerCase() === 'marketing') === (purpose === 'marketing') || one.id === chosen))
  const filled: Filled = template ? filledOf(template, said) : { texts: {}, files: {} }
  const put = (next: Filled) => { if (template) onChange({ ...said, content: templateContent(template, next) }, template) }
  return (
    <div className="flex flex-col gap-3">
      <Choice label={t('campaigns.template')} value={chosen ?? ''} help={!isLoading && fits.length === 0 ? t(`campaigns.no_template_${purpose}`) : undefined} onChange={(event) => { const found = data?.find((one) => one.id === event.target.value); if (found) onChange({ content: templateContent(found, { texts: greeted(found), files: {} }), fallbacks: said?.fallbacks ?? {} }, found); else onChange(null) }}>
        <option value="">{t('campaigns.choose_template')}</option>
        {fits.map((one) => <option key={one.id} value={one.id}>{`${one.name} · ${intl.formatDisplayName(one.language.replace('_', '-'), { type: 'language' }) ?? one.language}`}</option>)}
      </Choice>
      {template?.parameters.map((place) => {
        const key = keyOf(place)
        const label = place.name ?? place.label
        return isFile(place)
          ? <FileField key={key} label={label} accept={place.type === 'document' ? undefined : `${place.type}/*`} has={Boolean(filled.files[key])} onFile={(media) => put({ ...filled, files: { ...filled.files, [key]: media } })} />
          : <PlacesField key={key} label={label} value={filled.texts[key] ?? ''} placeholder={place.example} onChange={(text) => put({ ...filled, texts: { ...filled.texts, [key]: text } })} />
      })}
      <Fallbacks said={said} onChange={onChange} template={template} />
    </div>
  )
}

// A placeholder called "name" is nearly always hers.
const greeted = (template: Template): Record<string, string> => Object.fromEntries(template.parameters.filter((place) => /^(first_?name|name|customer_?name|nombre|cliente)$/i.test(place.name ?? place.label)).map((place) => [keyOf(place), '{{contact.firstName}}']))

/** Free words, with a picture if one fits: where a window is open. */
export function SayText({ accountId, said, onChange }: SayProps) {
  const { t } = useT()
  const content = said?.content
  const text = content?.kind === 'text' ? content.text : content?.kind === 'image' ? (content.caption ?? '') : ''
  const media = content?.kind === 'image' ? content.media : null
  const [typed, setTyped] = useState(text)
  const put = (words: string, picture: Media | null) => {
    setTyped(words)
    // Nothing to say is no content: the draft keeps only what could be sent.
    onChange(picture ? { ...said, content: { kind: 'image', media: picture, ...(words.trim() ? { caption: words } : {}) } } : words.trim() ? { ...said, content: { kind: 'text', text: words } } : null)
  }
  return (
    <div className="flex flex-col gap-3" data-account={accountId}>
      <PlacesField lines label={t('campaigns.text')} value={typed} onChange={(words) => put(words, media)} />
      {media ? <p className="flex items-center gap-2"><ImagePlus aria-hidden="true" className="size-4 text-accent" />{media.name ?? t('campaigns.picture')}<Button small look="quiet" onClick={() => put(typed, null)}><X aria-hidden="true" className="size-4" />{t('campaigns.no_picture')}</Button></p>
        : <FileField label={t('campaigns.picture')} accept="image/jpeg,image/png" has={false} onFile={(picture) => put(typed, picture)} />}
      <Fallbacks said={said} onChange={onChange} />
    </div>
  )
}

function FileField({ label, accept, has, onFile }: { label: string; accept: string | undefined; has: boolean; onFile: (media: Media) => void }) {
  const { t, intl } = useT()
  const [share, setShare] = useState<number | null>(null)
  const choose = (file: File | undefined) => {
    if (!file) return
    setShare(0)
    void upload<Media>('/media', file, file.name, setShare).then(onFile, (problem: unknown) => toast(tellError(intl, problem).sentence, { tone: 'failed' })).finally(() => setShare(null))
  }
  return <Field label={label} type="file" accept={accept} help={share !== null ? t('composer.uploading', { percent: Math.round(share * 100) }) : has ? t('campaigns.file_there') : undefined} onChange={(event) => choose(event.target.files?.[0])} />
}

/** What stands there for people of whom the field is not known. Without it such a message does not leave. */
function Fallbacks({ said, template, onChange }: { said: CampaignContent | undefined; template?: Template | undefined; onChange: SayProps['onChange'] }) {
  const { t } = useT()
  const places = said ? openPlaces(said.content) : []
  if (!said || places.length === 0) return null
  return (
    <fieldset className="rounded-xl border border-line p-3"><legend className="px-1 font-medium">{t('campaigns.fallbacks')}</legend>
      <p className="mb-2 text-sm text-ink-soft">{t('campaigns.fallbacks_text')}</p>
      <div className="grid gap-3 sm:grid-cols-2">{places.map((name) => <Field key={name} label={<code className="font-mono text-sm">{name}</code>} value={said.fallbacks?.[name] ?? ''} maxLength={500} onChange={(event) => onChange({ ...said, fallbacks: { ...said.fallbacks, [name]: event.target.value } }, template)} />)}</div>
    </fieldset>
  )
}
