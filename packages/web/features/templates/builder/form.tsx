import { buttonAllowed, componentsFor, examplesNeeded, inCategory, textsOf, variablesIn, type TemplateFormat } from '@recado/core'
import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Choice, Field, Toggle } from '../../../ui/field.js'
import { IconButton } from '../../../ui/overlay.js'
import { ButtonList } from './buttons-part.js'
import { CardsPart, cardLike } from './cards-part.js'
import { CodePart } from './code-part.js'
import { exampleWord } from '../words.js'
import { Findings } from './findings.js'
import { HeaderPart } from './header-part.js'
import { nextVariable, TextPart } from './text-part.js'
import { findingsOf, findingsOfAll, type Part, type PartProps, without } from './types.js'

/** The form, made of what the channel declares. `fixed`: it changes one that is there, whose name and language stay. */
export function BuilderForm(props: PartProps & { fixed: { category: boolean } | null }) {
  const { builder, draft, change, findings, fixed } = props
  const { t, intl } = useT()
  const may = componentsFor(builder, draft.category)
  const all = textsOf(draft).flatMap(({ words }) => variablesIn(words))
  const of = (field: Parameters<typeof findingsOf>[1]) => findingsOf(findings, field)
  const needed = examplesNeeded(draft)
  const kinds = (builder.buttons?.kinds ?? []).filter((rule) => buttonAllowed(builder, rule.type, draft.category) && (draft.buttons ?? []).filter((one) => one.type === rule.type).length < rule.most).map((rule) => rule.type)
  const range = builder.ttl?.[draft.category]
  return (
    <div className="flex flex-col gap-5">
      <Section>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t('tpl.name')} value={draft.name} readOnly={fixed !== null} dir="ltr" autoCapitalize="off" spellCheck={false} help={fixed ? undefined : t('tpl.name_help')} aria-invalid={of('name').length > 0 || undefined} onChange={(event) => change({ ...draft, name: event.target.value.toLowerCase().replace(/[\s-]+/g, '_') })} />
          <Choice label={t('tpl.language')} value={draft.language} disabled={fixed !== null} onChange={(event) => change({ ...draft, language: event.target.value })}>{builder.languages.map((code) => <option key={code} value={code}>{intl.formatDisplayName(code.replace('_', '-'), { type: 'language' }) ?? code}</option>)}</Choice>
          {builder.categories.length > 1 && <Choice label={t('tpl.category')} value={draft.category} disabled={fixed?.category ?? false} help={t(`tpl.category_help.${draft.category as 'utility'}`)} onChange={(event) => change(inCategory(builder, draft, event.target.value))}>{builder.categories.map(({ id }) => <option key={id} value={id}>{t(`templates.category.${id.toUpperCase() as 'UTILITY'}`)}</option>)}</Choice>}
          {may.includes('body') && builder.formats.length > 1 && <Choice label={t('tpl.format')} value={draft.format ?? 'named'} onChange={(event) => change(inFormat(draft, event.target.value as TemplateFormat))}>{builder.formats.map((format) => <option key={format} value={format}>{t(`tpl.format.${format}`)}</option>)}</Choice>}
        </div>
        <Findings of={[...of('name'), ...of('language'), ...of('category')]} />
      </Section>
      {may.includes('code') && <Section title={t('tpl.part.code')}><CodePart {...props} /></Section>}
      {may.includes('header') && !draft.cards && <Section title={t('tpl.part.header')}><HeaderPart {...props} /></Section>}
      {draft.offer && <Section title={t('tpl.part.offer')} onRemove={() => change(without(draft, 'offer'))} part="offer">
        <Field label={t('tpl.offer_text')} value={draft.offer.text} dir="auto" help={t('tpl.length', { count: [...draft.offer.text].length, limit: builder.offer?.most ?? 0 })} onChange={(event) => change({ ...draft, offer: { text: event.target.value, expires: draft.offer?.expires ?? false } })} />
        <Toggle label={t('tpl.offer_expires')} checked={draft.offer.expires} onChange={(event) => change({ ...draft, offer: { text: draft.offer?.text ?? '', expires: event.target.checked } })} />
        <Findings of={of('offer')} />
      </Section>}
      {may.includes('body') && <Section title={t('tpl.part.body')}>
        <TextPart label={t('tpl.part.body')} value={draft.body} most={draft.offer ? builder.offer?.body ?? builder.body.most : builder.body.most} invalid={of('body').some((one) => one.level === 'error')} nextVariable={() => nextVariable(draft.format, variablesIn(draft.body), all)} onChange={(body) => change({ ...draft, body })} />
        <Findings of={of('body')} />
      </Section>}
      {draft.footer !== undefined && <Section title={t('tpl.part.footer')} onRemove={() => change(without(draft, 'footer'))} part="footer">
        <Field label={t('tpl.part.footer')} value={draft.footer} dir="auto" help={t('tpl.length', { count: [...draft.footer].length, limit: builder.footer?.most ?? 0 })} onChange={(event) => change({ ...draft, footer: event.target.value })} />
        <Findings of={of('footer')} />
      </Section>}
      {draft.footer === undefined && of('footer').length > 0 && <Findings of={of('footer')} />}
      {may.includes('buttons') && !draft.cards && <Section title={t('tpl.part.buttons')}>
        <ButtonList buttons={draft.buttons ?? []} kinds={(draft.buttons?.length ?? 0) < (builder.buttons?.most ?? 0) ? kinds : []} label={builder.buttons?.label ?? 0} onChange={(buttons) => change(buttons.length === 0 ? without(draft, 'buttons') : { ...draft, buttons })} findings={(index) => findingsOf(findings, 'buttons', index)} />
        <Findings of={findingsOfAll(findings, 'buttons')} />
      </Section>}
      {draft.cards && <Section title={t('tpl.part.carousel')} onRemove={() => change(without(draft, 'cards'))} part="carousel"><CardsPart {...props} /></Section>}
      {draft.ttlSeconds !== undefined && range && <Section title={t('tpl.part.ttl')} onRemove={() => change(without(draft, 'ttlSeconds'))} part="ttl">
        <Field type="number" label={t('tpl.ttl_seconds')} min={range[0]} max={range[1]} value={draft.ttlSeconds} help={t('tpl.ttl_help', { least: range[0], most: range[1] })} onChange={(event) => change({ ...draft, ttlSeconds: Number.isInteger(event.target.valueAsNumber) ? event.target.valueAsNumber : 0 })} />
        <Findings of={of('ttl')} />
      </Section>}
      <div className="flex flex-wrap gap-2">
        {draft.footer === undefined && !draft.offer && !draft.cards && may.includes('footer') && <Add onClick={() => change({ ...draft, footer: '' })}>{t('tpl.add_footer')}</Add>}
        {!draft.offer && !draft.cards && may.includes('offer') && <Add onClick={() => change({ ...without(draft, 'footer'), offer: { text: '', expires: true } })}>{t('tpl.add_offer')}</Add>}
        {!draft.cards && !draft.offer && may.includes('carousel') && <Add onClick={() => { const { header: _h, footer: _f, buttons: _b, ...rest } = draft; change({ ...rest, cards: [cardLike(undefined), cardLike(undefined)] }) }}>{t('tpl.add_cards')}</Add>}
        {draft.ttlSeconds === undefined && range && may.includes('ttl') && <Add onClick={() => change({ ...draft, ttlSeconds: range[1] })}>{t('tpl.add_ttl')}</Add>}
      </div>
      {needed.length > 0 && <Section title={t('tpl.part.examples')}>
        <div className="grid gap-3 sm:grid-cols-2">{needed.map((one) => [one.key, exampleWord(intl, one)] as const).map(([key, label]) => <Field key={key} label={label} value={draft.examples[key] ?? ''} dir="auto" onChange={(event) => change({ ...draft, examples: { ...draft.examples, [key]: event.target.value } })} />)}</div>
        <Findings of={of('examples')} />
      </Section>}
    </div>
  )
}

/** Names become numbers and the other way round, in every text, so that nothing has to be typed again. */
function inFormat(draft: PartProps['draft'], format: TemplateFormat): PartProps['draft'] {
  const rename = (words: string): string => {
    const names = variablesIn(words)
    return words.replace(/\{\{\s*([^{}\s]*)\s*\}\}/g, (_, name: string) => (format === 'positional' ? `{{${names.indexOf(name) + 1}}}` : /^\d+$/.test(name) ? `{{value_${name}}}` : `{{${name}}}`))
  }
  const button = <B extends { type: string }>(one: B): B => ('url' in one && typeof one.url === 'string' ? { ...one, url: rename(one.url) } : one)
  return {
    ...draft, format, body: rename(draft.body), ...(typeof draft.header === 'string' ? { header: rename(draft.header) } : draft.header && 'text' in draft.header && draft.header.text !== undefined ? { header: { ...draft.header, text: rename(draft.header.text) } } : {}), ...(draft.buttons ? { buttons: draft.buttons.map(button) } : {}),
    ...(draft.cards ? { cards: draft.cards.map((card) => ({ ...card, body: rename(card.body), buttons: card.buttons.map(button) })) } : {}),
    examples: format === 'positional' ? Object.fromEntries(variablesIn(draft.body).map((name, index) => [String(index + 1), draft.examples[name] ?? ''])) : Object.fromEntries(variablesIn(draft.body).map((name) => [/^\d+$/.test(name) ? `value_${name}` : name, draft.examples[name] ?? ''])),
  }
}

function Section({ title, children, onRemove, part }: { title?: string; children: ReactNode; onRemove?: () => void; part?: Part }) {
  const { t } = useT()
  return (
    <section className="flex flex-col gap-3 rounded-2xl border border-line bg-surface p-4 shadow-lift sm:p-5">
      {title && <div className="flex min-h-8 items-center gap-2"><h2 className="grow text-bubble">{title}</h2>{onRemove && part && <IconButton label={t('tpl.remove_part', { part: t(`tpl.part.${part}`) })} onPress={onRemove}><X aria-hidden="true" /></IconButton>}</div>}
      {children}
    </section>
  )
}

const Add = ({ onClick, children }: { onClick: () => void; children: string }) => <Button small onClick={onClick}><Plus aria-hidden="true" className="size-4" />{children}</Button>
