import type { TemplateHeader } from '@recado/core'
import { useT } from '../../../i18n/provider.js'
import { Choice, Field } from '../../../ui/field.js'
import { Findings } from './findings.js'
import { MediaField } from './media-field.js'
import { findingsOf, type PartProps, without } from './types.js'

const kindOf = (header: TemplateHeader | undefined): string => (header === undefined ? 'none' : typeof header === 'string' ? 'text' : header.kind)

/** A line of text, a file or a place above the text. */
export function HeaderPart({ builder, draft, change, findings }: PartProps) {
  const { t } = useT()
  const rule = builder.header
  if (!rule) return null
  const { header } = draft
  const choose = (kind: string) => {
    if (kind === 'none') change(without(draft, 'header'))
    else if (kind === 'text') change({ ...draft, header: '' })
    else if (kind === 'location') change({ ...draft, header: { kind: 'location' } })
    else change({ ...draft, header: { kind: kind as 'image', mediaId: null } }) // one of the kinds declared
  }
  const media = typeof header === 'object' && header.kind !== 'location' ? header : null
  const limit = media && rule.media[media.kind]
  return (
    <div className="flex flex-col gap-3">
      <Choice label={t('tpl.header_kind')} value={kindOf(header)} onChange={(event) => choose(event.target.value)}>
        <option value="none">{t('tpl.header.none')}</option>
        {rule.kinds.map((kind) => <option key={kind} value={kind}>{t(`tpl.header.${kind}`)}</option>)}
      </Choice>
      {typeof header === 'string' && <Field label={t('tpl.header.text')} value={header} dir="auto" onChange={(event) => change({ ...draft, header: event.target.value })} />}
      {media && limit && <MediaField key={media.kind} limit={limit} kept={rule.mediaKept === true} mediaId={media.mediaId} onChange={(mediaId) => change({ ...draft, header: { ...media, mediaId } })} />}
      {media && rule.mediaTitle && <Field label={t('tpl.media_title')} value={media.text ?? ''} dir="auto" help={t('tpl.length', { count: [...media.text ?? ''].length, limit: rule.most })} onChange={({ target: { value } }) => change({ ...draft, header: value === '' ? { kind: media.kind, mediaId: media.mediaId } : { ...media, text: value } })} />}
      <Findings of={findingsOf(findings, 'header')} />
    </div>
  )
}
