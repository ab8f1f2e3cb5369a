import type { TemplateDraft } from '@recado/api'
import { exampleKey, headerWords, previewOfDraft, variablesIn } from '@recado/core'
import { useT } from '../../../i18n/provider.js'
import { TemplateBubble } from '../bubble.js'

/** The draft as it will stand on her phone, filled with its samples. */
export function DraftPreview({ draft, business }: { draft: TemplateDraft; business: string }) {
  const { t } = useT()
  const preview = previewOfDraft(draft, { code: t('tpl.words.code', { code: '{{1}}' }), advice: t('tpl.words.advice'), expires: t('tpl.words.expires', { minutes: draft.code?.minutes ?? 0 }), copy: t('tpl.words.copy'), copyOffer: t('tpl.words.copyOffer'), autofill: t('tpl.words.autofill') })
  const header = Object.fromEntries(variablesIn(headerWords(draft) ?? '').map((name) => [name, draft.examples[exampleKey(draft.format, 'header', name)] ?? '']))
  const cards = Object.fromEntries((draft.cards ?? []).map((card, at) => [`card.${at}`, Object.fromEntries(variablesIn(card.body).map((name) => [name, draft.examples[exampleKey(draft.format, `card.${at}`, name)] ?? '']))]))
  const isEmpty = preview.body.trim() === ''
  const samples = draft.code ? { 1: '418207' } : draft.examples
  return (
    <figure className="overflow-hidden rounded-[2rem] border-4 border-line-strong bg-thread" aria-label={t('tpl.on_phone')}>
      <figcaption className="border-b border-line bg-surface px-4 py-2.5 text-center font-semibold"><span className="block truncate" dir="auto">{business}</span></figcaption>
      <div className="min-h-72 p-3.5">
        <TemplateBubble preview={isEmpty ? { ...preview, body: t('tpl.empty_preview') } : preview} {...(isEmpty ? { className: 'opacity-60' } : {})} samples={samples} placed={{ header, ...cards }} language={draft.language} media={{ header: typeof draft.header === 'object' && 'mediaId' in draft.header ? draft.header.mediaId : null, cards: (draft.cards ?? []).map((card) => card.header.mediaId) }} />
      </div>
    </figure>
  )
}
