import type { CampaignContent, Channel, Content, Media, Template } from '@recado/api'
import { judgeFile } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { templatesOptions } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { Choice, Field } from '../../../ui/field.js'
import { isFile, keyOf, type Filled } from '../../inbox/composer/template-values.js'
import { filledOf, openPlaces, templateContent } from './content.js'
import { FileDrop } from './file-drop.js'
import { LanguageTabs } from './language-tabs.js'
import { inTab, OFFERED, placesIn, putInTab, tagOf } from './languages.js'
import { placeName } from './place-name.js'
import { PlacesField } from './places-field.js'

interface SayProps {
  accountId: string
  channel: Channel
  said: CampaignContent | undefined
  tab: string | null
  onTab: (tab: string | null) => void
  onChange: (said: CampaignContent | null, route?: { priceClass?: string; language?: string }) => void
  /** What free text for everybody else is written in. */
  language: string | undefined
}

/** A template of the account, in one language or several, and what stands in its places. */
export function SayTemplate({ purpose, language, ...say }: SayProps & { purpose: 'marketing' | 'notification' }) {
  const { accountId, channel, said, tab, onTab, onChange } = say
  const { t, intl } = useT()
  const { data = [], isLoading } = useQuery(templatesOptions(accountId))
  const content = inTab(said, tab)
  const chosen = content?.kind === 'template' ? content.templateId : undefined
  const template = data.find((one) => one.id === chosen)
  // A notice does not go under an advertising template, nor advertising under a notice; under a language only what is written in it.
  const fits = data.filter((one) => one.status === 'approved' && ((one.category.toLowerCase() === 'marketing') === (purpose === 'marketing') || one.id === chosen) && (tab === null || tagOf(one.language) === tab))
  const filled: Filled = template ? filledOf(template, content) : { texts: {}, files: {} }
  const keep = (next: Content, of: Template) => onChange(putInTab(said, tab, next), tab === null ? { priceClass: of.category, language: of.language } : undefined)
  const put = (next: Filled) => { if (template) keep(templateContent(template, next), template) }
  const choose = (id: string) => {
    const found = data.find((one) => one.id === id)
    if (found) keep(templateContent(found, { texts: greeted(found), files: {} }), found)
    else if (tab === null) onChange(null)
  }
  return (
    <div className="flex flex-col gap-3">
      {said && <LanguageTabs said={said} tab={tab} onTab={onTab} templates={data} language={language} onChange={(next) => { const base = next.content.kind === 'template' ? next.content : null; const of = data.find((one) => one.id === base?.templateId); onChange(next, of && { priceClass: of.category, language: of.language }) }} />}
      <Choice label={t('campaigns.template')} value={chosen ?? ''} help={!isLoading && fits.length === 0 ? t(`campaigns.no_template_${purpose}`) : undefined} onChange={(event) => choose(event.target.value)}>
        <option value="">{t('campaigns.choose_template')}</option>
        {fits.map((one) => <option key={one.id} value={one.id}>{`${one.name} · ${intl.formatDisplayName(tagOf(one.language), { type: 'language' }) ?? one.language}`}</option>)}
      </Choice>
      {template?.parameters.map((place) => {
        const key = keyOf(place)
        const label = place.name ?? place.label
        return isFile(place)
          ? <FileDrop key={`${tab} ${key}`} label={label} capabilities={channel.capabilities} only={place.type as 'image'} media={filled.files[key] ?? null} onFile={(media) => put({ ...filled, files: media ? { ...filled.files, [key]: media } : Object.fromEntries(Object.entries(filled.files).filter(([name]) => name !== key)) })} /> // isFile: one of the kinds
          : <PlacesField key={`${tab} ${key}`} label={label} value={filled.texts[key] ?? ''} placeholder={place.example} onChange={(text) => put({ ...filled, texts: { ...filled.texts, [key]: text } })} />
      })}
      <Fallbacks said={said} onChange={onChange} />
    </div>
  )
}

// A placeholder called "name" is nearly always hers.
const greeted = (template: Template): Record<string, string> => Object.fromEntries(template.parameters.filter((place) => /^(first_?name|name|customer_?name|nombre|cliente)$/i.test(place.name ?? place.label)).map((place) => [keyOf(place), '{{contact.firstName}}']))

/** Free words, with a file if the channel takes one: where a window is open. */
export function SayText(say: SayProps) {
  const { said, tab, onTab, onChange, language } = say
  const { t, intl } = useT()
  return (
    <div className="flex flex-col gap-3" data-account={say.accountId}>
      {said && <LanguageTabs said={said} tab={tab} onTab={onTab} templates={[]} language={language} onChange={(next, base) => onChange(next, base === undefined ? undefined : { language: base })} />}
      {tab === null && said?.languages && (
        <Choice label={t('campaigns.language_fallback')} help={t('campaigns.language_fallback_help')} className="max-w-80" value={language ?? ''} onChange={(event) => onChange(said, { language: event.target.value })}>
          <option value="">{t('campaigns.language_unsaid')}</option>{OFFERED.filter((tag) => !said.languages?.[tag]).map((tag) => <option key={tag} value={tag}>{intl.formatDisplayName(tag, { type: 'language' }) ?? tag}</option>)}
        </Choice>
      )}
      <Words key={tab ?? ''} {...say} />
      <Fallbacks said={said} onChange={onChange} />
    </div>
  )
}

const textOf = (content: Content | undefined): string => (content?.kind === 'text' ? content.text : content && 'caption' in content ? (content.caption ?? '') : '')
const mediaIn = (content: Content | undefined): Media | null => (content && 'media' in content && content.media ? content.media : null)

function Words({ channel, said, tab, onChange }: SayProps) {
  const { t } = useT()
  const content = inTab(said, tab)
  const media = mediaIn(content)
  const [typed, setTyped] = useState(textOf(content))
  const kind = media && content && content.kind !== 'text' ? content.kind : null
  const room = kind ? (channel.capabilities[kind as 'image']?.captionMaxLength ?? 0) : channel.capabilities.text?.maxLength
  const put = (words: string, file: Media | null) => {
    setTyped(words)
    const judged = file && judgeFile({ type: file.mime, size: file.bytes }, channel.capabilities)
    const next: Content | null = file && judged?.ok ? { kind: judged.kind, media: file, ...(words.trim() && channel.capabilities[judged.kind]?.captionMaxLength ? { caption: words } : {}) } : words.trim() ? { kind: 'text', text: words } : null
    if (next) onChange(putInTab(said, tab, next))
    // Nothing to say is no content; other languages are not thrown away with it.
    else if (tab === null && !said?.languages) onChange(null)
  }
  const silent = kind !== null && room === 0
  return (
    <>
      {silent ? <p className="text-sm text-ink-soft">{t('campaigns.no_caption')}</p> : <PlacesField lines label={t('campaigns.text')} value={typed} maxLength={room} onChange={(words) => put(words, media)} />}
      {content !== undefined && !media && typed.trim() === '' && <p role="alert" className="text-sm text-failed">{t('campaigns.text_needed')}</p>}
      <FileDrop label={t('campaigns.file')} capabilities={channel.capabilities} media={media} onFile={(file) => put(typed, file)} />
    </>
  )
}

/** What stands there for people of whom the field is not known. Without it such a message does not leave. */
function Fallbacks({ said, onChange }: { said: CampaignContent | undefined; onChange: SayProps['onChange'] }) {
  const { t, intl } = useT()
  const places = said ? openPlaces(placesIn(said)) : []
  if (!said || places.length === 0) return null
  return (
    <fieldset className="rounded-xl border border-line p-3"><legend className="px-1 font-medium">{t('campaigns.fallbacks')}</legend>
      <p className="mb-2 text-sm text-ink-soft">{t('campaigns.fallbacks_text')}</p>
      <div className="grid gap-3 sm:grid-cols-2">{places.map((name) => <Field key={name} label={placeName(intl, name) ?? <code className="font-mono text-sm">{name}</code>} value={said.fallbacks?.[name] ?? ''} maxLength={500} onChange={(event) => onChange({ ...said, fallbacks: { ...said.fallbacks, [name]: event.target.value } })} />)}</div>
    </fieldset>
  )
}
