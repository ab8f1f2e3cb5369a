import type { Channel, Content, Media, ReplyVariant } from '@recado/api'
import type { MediaContent } from '@recado/core'
import { useQuery } from '@tanstack/react-query'
import { ImagePlus, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { savedRepliesQuery } from '../../api/queries.js'
import { tellCode } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { IconButton } from '../../ui/overlay.js'
import { useUploads } from '../inbox/composer/use-uploads.js'
import { ChoicesFields } from './choices-fields.js'
import { PlacesArea } from './places-area.js'

/** Languages that people are likely to write in; any other is written through the API. */
const LANGUAGES = ['en', 'es', 'zh', 'de', 'fr', 'it', 'pt', 'ca', 'gl', 'eu', 'ar', 'ja', 'ko', 'ru', 'uk', 'pl', 'nl', 'ro', 'tr']
const KINDS = ['text', 'image', 'link', 'choices', 'saved'] as const
type Kind = (typeof KINDS)[number]

const kindOf = ({ content, savedReplyId }: ReplyVariant): Kind => (savedReplyId !== undefined ? 'saved' : KINDS.find((kind) => kind === content?.kind) ?? 'text')
const textIn = (content: Content | undefined): string => (content && 'text' in content ? String(content.text ?? '') : content && 'caption' in content ? (content.caption ?? '') : '')

/** Whether it says something that can be sent. */
export function isFilled({ content, savedReplyId }: ReplyVariant): boolean {
  if (!content) return Boolean(savedReplyId)
  if (content.kind === 'text') return content.text.trim() !== ''
  if (content.kind === 'image') return Boolean(content.media?.id)
  if (content.kind === 'link') return content.title.trim() !== '' && /^https?:\/\/\S+$/.test(content.url)
  if (content.kind === 'choices') return content.text.trim() !== '' && content.options.length > 0 && content.options.every((one) => one.title.trim() !== '')
  return true
}

/** The same words in another form. */
function changed(kind: Kind, text: string): Pick<ReplyVariant, 'content' | 'savedReplyId'> {
  switch (kind) {
    case 'saved': return { savedReplyId: '' }
    case 'image': return { content: { kind: 'image', media: { id: '', url: '', mime: 'image/jpeg', bytes: 0 }, ...(text ? { caption: text } : {}) } }
    case 'link': return { content: { kind: 'link', text, title: '', url: '' } }
    case 'choices': return { content: { kind: 'choices', style: 'buttons', text, options: [{ id: 'option_1', title: '' }, { id: 'option_2', title: '' }] } }
    case 'text': return { content: { kind: 'text', text } }
  }
}

interface VariantProps { channel: Channel; variant: ReplyVariant; others: readonly (string | null)[]; isOnly: boolean; onChange: (variant: ReplyVariant) => void; onRemove: () => void }

/** The wording for one language: words, a picture, a link, choices, or a saved reply. */
export function VariantEditor({ channel, variant, others, isOnly, onChange, onRemove }: VariantProps) {
  const { t, intl } = useT()
  const saved = useQuery(savedRepliesQuery).data ?? []
  const { language, content } = variant
  const kind = kindOf(variant)
  const offered = KINDS.filter((one) => one === 'saved' || one === kind || (channel.capabilities[one] && channel.capabilities[one].support !== 'rejected'))
  const set = (next: Content) => onChange({ language, content: next })
  const names = new Intl.DisplayNames([intl.locale], { type: 'language' })
  const capability = channel.capabilities[kind === 'saved' ? 'text' : kind]
  return (
    <div className="flex flex-col gap-3 rounded-xl border border-line bg-sunken p-3">
      <div className="flex items-end gap-2">
        <Choice label={t('auto.language')} value={language ?? ''} onChange={(event) => onChange({ ...variant, language: event.target.value || null })} className="min-w-0 grow basis-0">
          {!others.includes(null) && <option value="">{t(isOnly ? 'auto.language_all' : 'auto.language_rest')}</option>}
          {[...new Set([...LANGUAGES, ...(language ? [language] : [])])].filter((code) => !others.includes(code)).map((code) => <option key={code} value={code}>{names.of(code) ?? code}</option>)}
        </Choice>
        <Choice label={t('auto.form')} value={kind} onChange={(event) => onChange({ language, ...changed(event.target.value as Kind, textIn(content)) })} className="min-w-0 grow basis-0">
          {offered.map((one) => <option key={one} value={one}>{t(`auto.form_${one}`)}</option>)}
        </Choice>
        <IconButton label={t('auto.answer_remove')} onPress={onRemove}><Trash2 aria-hidden="true" /></IconButton>
      </div>
      {capability?.support === 'converted' && capability.becomes && <p className="text-sm text-waiting">{capability.becomes}</p>}
      {kind === 'saved' && (
        <Choice label={t('auto.saved')} help={t('auto.saved_help')} required value={variant.savedReplyId ?? ''} onChange={(event) => onChange({ language, savedReplyId: event.target.value })}>
          <option value="" disabled>{t(saved.length > 0 ? 'auto.saved_choose' : 'saved.none_title')}</option>
          {saved.map((reply) => <option key={reply.id} value={reply.id}>/{reply.shortcut} · {reply.title}</option>)}
        </Choice>
      )}
      {content?.kind === 'text' && <PlacesArea label={t('auto.text')} value={content.text} limit={capability} onChange={(text) => set({ ...content, text })} />}
      {content && 'media' in content && kind === 'image' && <ImageFields channel={channel} content={content as MediaContent<Media>} onChange={set} />}
      {content?.kind === 'link' && (
        <>
          <PlacesArea label={t('auto.text')} value={content.text} limit={capability} onChange={(text) => set({ ...content, text })} />
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label={t('auto.link_title')} required maxLength={capability?.limits?.title ?? capability?.limits?.buttonTitle ?? 300} value={content.title} onChange={(event) => set({ ...content, title: event.target.value })} />
            <Field label={t('auto.link_url')} type="url" required pattern="https?://.+" value={content.url} onChange={(event) => set({ ...content, url: event.target.value })} />
          </div>
        </>
      )}
      {content?.kind === 'choices' && <ChoicesFields capability={channel.capabilities.choices} content={content} onChange={set} />}
    </div>
  )
}

function ImageFields({ channel, content, onChange }: { channel: Channel; content: MediaContent<Media>; onChange: (content: Content) => void }) {
  const { t, intl } = useT()
  const input = useRef<HTMLInputElement>(null)
  const capability = channel.capabilities.image
  const { uploads, add } = useUploads((media: Media) => onChange({ ...content, media }))
  const failed = uploads.find((one) => one.code !== null)
  const busy = uploads.find((one) => one.code === null)
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <Button busy={Boolean(busy)} onClick={() => input.current?.click()}><ImagePlus aria-hidden="true" className="size-4" />{t(content.media.id ? 'auto.image_change' : 'auto.image_choose')}</Button>
        <span className="min-w-0 truncate text-sm text-ink-soft">{content.media.name ?? ''}</span>
        <input ref={input} type="file" hidden accept={capability?.mimes?.join(',') ?? 'image/*'} onChange={(event) => { const file = event.target.files?.[0]; if (file) add(file); event.target.value = '' }} />
      </div>
      {failed?.code && <p role="alert" className="text-sm text-failed">{tellCode(intl, failed.code).sentence}</p>}
      {(capability?.captionMaxLength ?? 0) > 0 && <PlacesArea label={t('auto.caption')} value={content.caption ?? ''} limit={{ maxLength: capability?.captionMaxLength ?? 0 }} onChange={(caption) => onChange({ ...content, caption })} />}
    </>
  )
}
