import type { TemplateCard } from '@recado/core'
import { variablesIn } from '@recado/core'
import { Plus } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Choice } from '../../../ui/field.js'
import { ButtonList } from './buttons-part.js'
import { newButton } from './button-fields.js'
import { Findings } from './findings.js'
import { MediaField } from './media-field.js'
import { nextVariable, TextPart } from './text-part.js'
import { findingsOf, findingsOfAll, type PartProps } from './types.js'

/** Another card like the first: the platform wants all of one shape. */
export const cardLike = (card: TemplateCard | undefined): TemplateCard => ({ header: { kind: card?.header.kind ?? 'image', mediaId: null }, body: '', buttons: card ? card.buttons.map((button) => newButton(button.type)) : [newButton('url')] })

/** Two to ten cards, each with a file, a text and its buttons. */
export function CardsPart({ builder, draft, change, findings }: PartProps) {
  const { t } = useT()
  const rule = builder.carousel
  const { cards } = draft
  if (!rule || !cards) return null
  const put = (index: number, card: TemplateCard) => change({ ...draft, cards: cards.map((old, at) => (at === index ? card : old)) })
  return (
    <div className="flex flex-col gap-4">
      <Choice label={t('tpl.header_kind')} value={cards[0]?.header.kind ?? 'image'} onChange={(event) => change({ ...draft, cards: cards.map((card) => ({ ...card, header: { kind: event.target.value as 'image', mediaId: null } })) })}>{(['image', 'video'] as const).map((kind) => <option key={kind} value={kind}>{t(`tpl.header.${kind}`)}</option>)}</Choice>
      {cards.map((card, index) => {
        const limit = rule.media[card.header.kind]
        return (
          <fieldset key={index} className="flex min-w-0 flex-col gap-3 rounded-xl border border-line p-3">
            <legend className="px-1 font-medium">{t('tpl.card', { number: index + 1 })}</legend>
            {limit && <MediaField key={card.header.kind} limit={limit} mediaId={card.header.mediaId} onChange={(mediaId) => put(index, { ...card, header: { ...card.header, mediaId } })} />}
            <TextPart label={t('tpl.part.body')} value={card.body} most={rule.body} invalid={false} nextVariable={() => nextVariable(draft.format, variablesIn(card.body), [draft.body, ...cards.map((one) => one.body)].flatMap(variablesIn))} onChange={(body) => put(index, { ...card, body })} />
            <ButtonList buttons={card.buttons} kinds={card.buttons.length < rule.buttons ? rule.kinds : []} label={builder.buttons?.label ?? 25} onChange={(buttons) => put(index, { ...card, buttons })} findings={() => []} />
            <Findings of={findingsOf(findings, 'cards', index)} />
            {cards.length > rule.least && <Button small look="quiet" className="self-start" onClick={() => change({ ...draft, cards: cards.filter((_, at) => at !== index) })}>{t('tpl.remove_part', { part: t('tpl.card', { number: index + 1 }) })}</Button>}
          </fieldset>
        )
      })}
      <Findings of={findingsOfAll(findings, 'cards')} />
      {cards.length < rule.most && <Button small className="self-start" onClick={() => change({ ...draft, cards: [...cards, cardLike(cards[0])] })}><Plus aria-hidden="true" className="size-4" />{t('tpl.add_card')}</Button>}
    </div>
  )
}
