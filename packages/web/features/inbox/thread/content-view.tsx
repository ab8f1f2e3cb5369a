import type { Content, Message } from '@recado/api'
import { Contact, CreditCard, ExternalLink, FileQuestion, LayoutList, ListChecks, MapPin, MousePointerClick, Package, ShoppingCart } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatMoney } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { DocumentTile, Picture, pictureSize, Sticker } from './media-view.js'
import { Origin } from './origin.js'
import { RichText, SafeLink } from './rich-text.js'
import { VoicePlayer } from './voice-player.js'

type Of<K extends Content['kind']> = Extract<Content, { kind: K }>

/** The content of a message, each kind in its own way. */
export function ContentView({ message }: { message: Message }): ReactNode {
  const { content } = message
  switch (content.kind) {
    case 'text': return <RichText text={content.text} />
    case 'image': case 'video': return <><Picture message={message} media={content.media} kind={content.kind} /><Caption text={content.caption} under={content.media} /></>
    case 'sticker': return <Sticker media={content.media} />
    case 'audio': return <><VoicePlayer id={message.id} media={content.media} voice={content.voice ?? false} own={message.direction === 'out'} /><Caption text={content.caption} /></>
    case 'document': return <><DocumentTile media={content.media} /><Caption text={content.caption} /></>
    case 'location': return <Place content={content} />
    case 'contacts': return <Cards content={content} />
    case 'reaction': return <LoneReaction content={content} />
    case 'choices': return <Choices content={content} />
    case 'choice': return <Chosen content={content} />
    case 'link': return <LinkCard content={content} />
    case 'form': return <FormCard content={content} />
    case 'form_answer': return <FormAnswer content={content} />
    case 'products': return <Products content={content} />
    case 'order': return <Order content={content} />
    case 'template': return <TemplateView content={content} />
    case 'post': return <Origin post={content} />
    case 'request': return <RequestView content={content} />
    case 'system': return <RichText text={content.event} />
    case 'unsupported': return <Unsupported content={content} />
  }
}

/** Under a picture it is no wider than the picture: no empty margin beside it. */
function Caption({ text, under }: { text: string | undefined; under?: Parameters<typeof pictureSize>[0] }) {
  return text ? <div className={under ? 'px-2 pt-1' : 'pt-1'} style={under && { maxWidth: Math.max(200, pictureSize(under).width) }}><RichText text={text} /></div> : null
}

const iconRow = 'flex items-center gap-2 text-sm font-semibold'
const optionRow = 'flex min-h-8 items-center justify-center gap-1.5 border-t border-line px-2 py-1 text-center text-sm font-medium text-accent-strong'

function Place({ content }: { content: Of<'location'> }) {
  const { t, intl } = useT()
  const { latitude, longitude } = content
  const point = `${intl.formatNumber(latitude, { maximumFractionDigits: 5 })}, ${intl.formatNumber(longitude, { maximumFractionDigits: 5 })}`
  // No map is drawn: tiles come from somebody else's server, which nobody configured. The link is the reader's own step.
  return (
    <div className="min-w-56">
      <div aria-hidden="true" className="relative mb-1.5 grid h-24 place-items-center overflow-hidden rounded-lg bg-accent-soft">
        <svg className="absolute inset-0 size-full text-accent opacity-25" viewBox="0 0 240 96" preserveAspectRatio="xMidYMid slice"><path d="M-10 70 60 40l50 22 40-46 100 18M30-10l24 60-12 60M150-10l-8 44 36 34 10 40M-10 20l70 20" fill="none" stroke="currentColor" strokeWidth="5" /></svg>
        <MapPin className="relative size-8 fill-failed text-surface" />
      </div>
      {content.name && <p dir="auto" className="font-semibold">{content.name}</p>}
      {content.address && <p dir="auto" className="text-sm text-ink-soft">{content.address}</p>}
      <p className="figures text-xs text-ink-soft"><bdi>{point}</bdi></p>
      <SafeLink url={content.url ?? `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`} className="inline-flex min-h-6 items-center gap-1 text-sm">{t('content.open_map')}<ExternalLink aria-hidden="true" className="size-3.5" /></SafeLink>
    </div>
  )
}

function Cards({ content }: { content: Of<'contacts'> }) {
  const { t } = useT()
  return (
    <ul className="flex min-w-56 flex-col gap-2">
      {content.contacts.map((card, index) => (
        <li key={index} className="flex gap-2.5">
          <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-full bg-accent-soft text-accent"><Contact className="size-4" /></span>
          <div className="min-w-0 text-sm">
            <p dir="auto" className="font-semibold">{card.name}</p>
            {card.organisation && <p dir="auto" className="text-ink-soft">{card.organisation}</p>}
            {card.phones?.map((phone) => <p key={phone.value}><SafeLink url={`tel:${phone.value.replace(/[^\d+]/g, '')}`}><bdi>{phone.value}</bdi></SafeLink></p>)}
            {card.emails?.map((mail) => <p key={mail.value}><SafeLink url={`mailto:${mail.value}`}>{mail.value}</SafeLink></p>)}
            {card.addresses?.map((address) => <p key={address.text} dir="auto" className="text-ink-soft">{address.text}</p>)}
            {card.urls?.map((url) => <p key={url}><SafeLink url={url}>{url}</SafeLink></p>)}
            {card.birthday && <p className="text-ink-soft">{t('content.birthday', { date: card.birthday })}</p>}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** Shown in a line of its own only while its message is not loaded. */
function LoneReaction({ content }: { content: Of<'reaction'> }) {
  const { t } = useT()
  return <p className="text-sm text-ink-soft">{content.emoji ? t('content.reacted', { emoji: content.emoji }) : t('content.reaction_removed')}</p>
}

function Choices({ content }: { content: Of<'choices'> }) {
  const { t } = useT()
  const sections = [...new Set(content.options.map((option) => option.section ?? ''))]
  return (
    <div className="-mx-3 -mb-1 min-w-56">
      <div className="px-3 pb-1.5">
        {content.header && <p dir="auto" className="font-semibold">{content.header}</p>}
        <RichText text={content.text} />
        {content.footer && <p dir="auto" className="text-xs text-ink-soft">{content.footer}</p>}
      </div>
      {content.style === 'buttons'
        ? content.options.map((option) => <p key={option.id} dir="auto" className={optionRow}>{option.title}</p>)
        : (
          <details className="group/list border-t border-line">
            <summary className="flex min-h-8 list-none items-center justify-center gap-1.5 text-sm font-medium text-accent-strong"><LayoutList aria-hidden="true" className="size-4" />{content.buttonText ?? t('content.list')}</summary>
            {sections.map((section) => (
              <div key={section} className="px-3 pb-1.5">
                {section && <p dir="auto" className="text-xs font-semibold text-ink-soft">{section}</p>}
                {content.options.filter((option) => (option.section ?? '') === section).map((option) => <p key={option.id} dir="auto" className="py-0.5 text-sm">{option.title}{option.description && <span className="block text-ink-soft">{option.description}</span>}</p>)}
              </div>
            ))}
          </details>
        )}
    </div>
  )
}

function Chosen({ content }: { content: Of<'choice'> }) {
  const { t } = useT()
  return <div><p className="flex items-center gap-1 text-xs text-ink-soft"><MousePointerClick aria-hidden="true" className="size-3" />{t('content.chose')}</p><p dir="auto" className="font-medium">{content.title}</p>{content.description && <p dir="auto" className="text-sm text-ink-soft">{content.description}</p>}</div>
}

function LinkCard({ content }: { content: Of<'link'> }) {
  return (
    <div className="min-w-56">
      {content.text && <RichText text={content.text} />}
      <div className="mt-1 rounded-lg border border-line bg-surface/60 p-2 text-sm">
        <p dir="auto" className="font-semibold">{content.title}</p>
        {content.description && <p dir="auto" className="line-clamp-2 text-ink-soft">{content.description}</p>}
        <SafeLink url={content.url} className="line-clamp-1 text-xs">{content.url}</SafeLink>
      </div>
    </div>
  )
}

function FormCard({ content }: { content: Of<'form'> }) {
  return <div className="-mx-3 -mb-1 min-w-56"><div className="px-3 pb-1.5">{content.header && <p dir="auto" className="font-semibold">{content.header}</p>}<RichText text={content.text} />{content.footer && <p className="text-xs text-ink-soft">{content.footer}</p>}</div><p className={optionRow}><ListChecks aria-hidden="true" className="size-4" />{content.title}</p></div>
}

function FormAnswer({ content }: { content: Of<'form_answer'> }) {
  const { t } = useT()
  const rows = Object.entries(content.values).filter(([key]) => key !== 'flow_token')
  return (
    <div className="min-w-52">
      <p className={iconRow}><ListChecks aria-hidden="true" className="size-4 text-accent" />{t('content.form_answer', { name: content.name })}</p>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 text-sm">{rows.map(([key, value]) => <div key={key} className="contents"><dt dir="auto" className="text-ink-soft">{key.replaceAll('_', ' ')}</dt><dd dir="auto" className="[overflow-wrap:anywhere]">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd></div>)}</dl>
    </div>
  )
}

function Products({ content }: { content: Of<'products'> }) {
  const { t, intl } = useT()
  return (
    <div className="min-w-56">
      <p className={iconRow}><Package aria-hidden="true" className="size-4 text-accent" />{content.header ?? t('content.products')}</p>
      {content.text && <RichText text={content.text} />}
      {content.sections.map((section, index) => (
        <div key={index} className="mt-1">
          {section.title && <p dir="auto" className="text-xs font-semibold text-ink-soft">{section.title}</p>}
          <ul className="text-sm">{section.products.map((product) => <li key={product.sku} className="flex gap-3 border-b border-line py-1 last:border-0"><span dir="auto" className="grow">{product.title ?? product.sku}</span>{product.price && <span className="figures whitespace-nowrap">{formatMoney(intl, product.price)}</span>}</li>)}</ul>
        </div>
      ))}
      {content.footer && <p className="text-xs text-ink-soft">{content.footer}</p>}
    </div>
  )
}

function Order({ content }: { content: Of<'order'> }) {
  const { t, intl } = useT()
  const currencies = new Set(content.items.map((item) => item.price?.currency))
  const currency = currencies.size === 1 ? [...currencies][0] : undefined
  // Tenths of a thousandth, so that prices are added as whole numbers.
  const total = content.items.reduce((sum, item) => sum + Math.round(Number(item.price?.amount ?? 0) * 10_000) * item.quantity, 0)
  return (
    <div className="min-w-60">
      <p className={iconRow}><ShoppingCart aria-hidden="true" className="size-4 text-accent" />{t('content.order', { count: content.items.reduce((sum, item) => sum + item.quantity, 0) })}</p>
      {content.text && <RichText text={content.text} />}
      <table className="mt-1 w-full text-sm">
        <caption className="sr-only">{t('kind.order')}</caption>
        <tbody>{content.items.map((item) => <tr key={item.sku} className="border-b border-line align-top"><td className="figures py-1 pe-2 whitespace-nowrap text-ink-soft">{intl.formatNumber(item.quantity)} ×</td><td dir="auto" className="py-1">{item.title ?? item.sku}</td><td className="figures py-1 ps-3 text-end whitespace-nowrap">{item.price ? formatMoney(intl, item.price) : '—'}</td></tr>)}</tbody>
        {currency && <tfoot><tr className="font-semibold"><td colSpan={2} className="py-1">{t('content.total')}</td><td className="figures py-1 text-end whitespace-nowrap">{formatMoney(intl, { amount: String(total / 10_000), currency })}</td></tr></tfoot>}
      </table>
    </div>
  )
}

function TemplateView({ content }: { content: Of<'template'> }) {
  const { t } = useT()
  return (
    <div className="-mx-3 -mb-1 min-w-56">
      <div className="px-3 pb-1">
        <p className="mb-0.5 flex items-center gap-1 text-xs text-ink-soft"><CreditCard aria-hidden="true" className="size-3" />{t('content.template', { name: content.name ?? content.templateId ?? '' })}</p>
        {content.header && <p dir="auto" className="font-semibold">{content.header}</p>}
        {content.text ? <RichText text={content.text} /> : <p className="text-ink-soft">{content.name}</p>}
        {content.footer && <p dir="auto" className="text-xs text-ink-soft">{content.footer}</p>}
        {content.link && <SafeLink url={content.link} className="text-sm">{content.link}</SafeLink>}
      </div>
      {content.buttons?.map((button) => <p key={button} dir="auto" className={optionRow}>{button}</p>)}
    </div>
  )
}

function RequestView({ content }: { content: Of<'request'> }) {
  const { t } = useT()
  return <div className="-mx-3 -mb-1 min-w-52"><div className="px-3 pb-1.5"><RichText text={content.text} /></div><p className={optionRow}><MapPin aria-hidden="true" className="size-4" />{t(`content.request.${content.what}`)}</p></div>
}

function Unsupported({ content }: { content: Of<'unsupported'> }) {
  const { t } = useT()
  return <div className="flex min-w-52 gap-2 text-ink-soft"><FileQuestion aria-hidden="true" className="mt-0.5 size-5 shrink-0" /><div><p>{content.type === 'file_left_out' ? t('content.left_out') : t('content.unsupported', { type: content.type })}</p>{content.detail && <p dir="auto" className="text-sm">{content.detail}</p>}</div></div>
}

