import type { Content, Media, Phone } from '@recado/api'
import { Contact, FileText, ImageOff, ListChecks, MapPin, MousePointerClick, ShoppingCart } from 'lucide-react'
import { Fragment, useState, type ReactNode } from 'react'
import { formatBytes, formatMoney } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { linkParts, safeUrl } from '../inbox/thread/links.js'
import { ownAddress } from './phone-data.js'
import { PhoneVoice } from './phone-voice.js'
import type { ScreenItem } from './types.js'

type Of<K extends Content['kind']> = Extract<Content, { kind: K }>

/** A message as her app shows it. Colours are those of the bubble it stands in. */
export function PhoneContent({ phone, item }: { phone: Phone; item: ScreenItem }): ReactNode {
  const { content } = item
  switch (content.kind) {
    case 'text': return <Words text={content.text} />
    case 'image': return <><Photo media={content.media} /><Caption text={content.caption} /></>
    case 'video': return <><Film media={content.media} /><Caption text={content.caption} /></>
    case 'sticker': return <Photo media={content.media} isSticker />
    case 'audio': return <PhoneVoice media={content.media} isVoice={content.voice ?? false} />
    case 'document': return <><Paper media={content.media} /><Caption text={content.caption} /></>
    case 'location': return <Place content={content} />
    case 'contacts': return <Cards content={content} />
    case 'choices': return <Spoken header={content.header} text={content.text} footer={content.footer}>{content.headerMedia && <Photo media={content.headerMedia} />}</Spoken>
    case 'choice': return <p dir="auto" className="flex items-center gap-1.5"><MousePointerClick aria-hidden="true" className="size-3.5 shrink-0 text-(--ph-soft)" />{content.title}</p>
    case 'template': return <Spoken header={content.header} text={content.text ?? content.name ?? ''} footer={content.footer}>{content.link && <Words text={content.link} />}</Spoken>
    case 'form': return <Spoken header={content.header} text={content.text} footer={content.footer} />
    case 'form_answer': return <FormAnswer content={content} />
    case 'link': return <Page content={content} />
    case 'products': return <Products content={content} />
    case 'order': return <Order content={content} />
    case 'request': return <Words text={content.text} />
    case 'post': return <Page content={{ kind: 'link', text: content.text ?? '', title: content.headline ?? content.text ?? '', url: content.url ?? '' }} />
    case 'reaction': return <p className="text-3xl">{content.emoji}</p>
    case 'unsupported': return <p dir="auto" className="text-(--ph-soft) italic">{phone.lines.unsupported ?? content.type} · {content.type}</p>
    default: return null
  }
}

const href = (url: string) => ({ href: safeUrl(url) ?? undefined, target: '_blank', rel: 'noopener noreferrer nofollow' })

/** Text with its links, in the direction it has. */
function Words({ text }: { text: string }) {
  const isEmoji = /^(?:\p{Extended_Pictographic}|\p{Emoji_Component}|\s){1,8}$/u.test(text) && !/[\d#*]/.test(text)
  return <span dir="auto" className={isEmoji ? 'text-3xl leading-normal' : '[overflow-wrap:anywhere] whitespace-pre-wrap'}>{linkParts(text).map((part, index) => <Fragment key={index}>{part.url ? <a {...href(part.url)} className="text-(--ph-link) underline underline-offset-2">{part.text}</a> : part.text}</Fragment>)}</span>
}

const Caption = ({ text }: { text: string | undefined }) => (text ? <span className="mt-1 block"><Words text={text} /></span> : null)

function Spoken({ header, text, footer, children }: { header?: string | undefined; text: string; footer?: string | undefined; children?: ReactNode }) {
  return <>{children}{header && <p dir="auto" className="font-semibold">{header}</p>}<Words text={text} />{footer && <p dir="auto" className="mt-0.5 text-xs text-(--ph-soft)">{footer}</p>}</>
}

function Photo({ media, isSticker = false }: { media: Media; isSticker?: boolean }) {
  const { t } = useT()
  const [isBroken, setBroken] = useState(false)
  const address = ownAddress(media.url)
  const label = t(isSticker ? 'kind.sticker' : 'kind.image')
  if (!address || isBroken) return <p className="flex min-h-20 min-w-40 items-center justify-center gap-2 rounded-xl bg-current/10 text-sm text-(--ph-soft)"><ImageOff aria-hidden="true" className="size-4" />{label}</p>
  const picture = <img src={address} alt={media.name ? `${label}: ${media.name}` : label} onError={() => setBroken(true)} className={isSticker ? 'size-32 object-contain' : 'max-h-60 min-h-16 w-full min-w-40 rounded-xl object-cover'} />
  return isSticker ? picture : <a href={address} target="_blank" rel="noopener noreferrer" className="-mx-1.5 -mt-0.5 block">{picture}</a>
}

function Film({ media }: { media: Media }) {
  const { t } = useT()
  const address = ownAddress(media.url)
  return address ? <video src={address} controls preload="metadata" aria-label={media.name ?? t('kind.video')} className="-mx-1.5 max-h-60 w-[calc(100%+0.75rem)] max-w-none min-w-40 rounded-xl bg-black" /> : <Paper media={media} />
}

function Paper({ media }: { media: Media }) {
  const { t, intl } = useT()
  const address = ownAddress(media.url)
  const inside = <><span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-lg bg-(--ph-link)/15 text-(--ph-link)"><FileText className="size-5" /></span><span className="min-w-0"><span dir="auto" className="line-clamp-2 font-medium [overflow-wrap:anywhere]">{media.name ?? t('kind.document')}</span>{media.bytes > 0 && <span className="block text-xs text-(--ph-soft)">{formatBytes(intl, media.bytes)}</span>}</span></>
  return address ? <a href={address} target="_blank" rel="noopener noreferrer" className="flex min-w-44 items-center gap-2">{inside}</a> : <p className="flex min-w-44 items-center gap-2">{inside}</p>
}

function Place({ content: { latitude, longitude, name, address } }: { content: Of<'location'> }) {
  const { t, intl } = useT()
  const point = [latitude, longitude].map((value) => intl.formatNumber(value, { maximumFractionDigits: 4 })).join(' · ')
  return (
    <a {...href(`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`)} className="block min-w-52">
      <span aria-hidden="true" className="relative mb-1 -mx-1.5 grid h-24 place-items-center overflow-hidden rounded-xl bg-(--ph-link)/15">
        <svg className="absolute inset-0 size-full text-(--ph-link) opacity-30" viewBox="0 0 240 96" preserveAspectRatio="xMidYMid slice"><path d="M-10 70 60 40l50 22 40-46 100 18M30-10l24 60-12 60M150-10l-8 44 36 34 10 40M-10 20l70 20" fill="none" stroke="currentColor" strokeWidth="5" /></svg>
        <MapPin className="relative size-8 fill-failed text-surface" />
      </span>
      <span dir="auto" className="block font-medium">{name ?? t('kind.location')}</span>
      {address && <span dir="auto" className="block text-sm">{address}</span>}
      <span className="figures text-xs text-(--ph-soft)"><bdi>{point}</bdi></span>
    </a>
  )
}

function Cards({ content }: { content: Of<'contacts'> }) {
  return (
    <ul className="flex min-w-44 flex-col gap-1.5">
      {content.contacts.map((card, index) => <li key={index} className="flex items-center gap-2"><span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-full bg-(--ph-link)/15 text-(--ph-link)"><Contact className="size-4" /></span><span className="min-w-0"><span dir="auto" className="block font-medium">{card.name}</span>{card.phones?.map(({ value }) => <bdi key={value} className="figures block text-xs text-(--ph-soft)">{value}</bdi>)}</span></li>)}
    </ul>
  )
}

function FormAnswer({ content }: { content: Of<'form_answer'> }) {
  const rows = Object.entries(content.values).filter(([key]) => key !== 'flow_token')
  return <><p className="flex items-center gap-1.5 font-medium"><ListChecks aria-hidden="true" className="size-4" />{content.name}</p><dl className="grid grid-cols-[auto_1fr] gap-x-2 text-sm">{rows.map(([key, value]) => <div key={key} className="contents"><dt dir="auto" className="text-(--ph-soft)">{key.replaceAll('_', ' ')}</dt><dd dir="auto">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd></div>)}</dl></>
}

function Page({ content: { text, title, url, description } }: { content: Pick<Of<'link'>, 'kind' | 'text' | 'title' | 'url' | 'description'> }) {
  return (
    <>
      {text && text !== url && <Words text={text} />}
      <a {...href(url)} className="-mx-1 mt-0.5 block min-w-44 rounded-lg bg-current/8 px-2 py-1.5 text-sm">
        <span dir="auto" className="line-clamp-2 font-medium">{title || url}</span>{description && <span dir="auto" className="line-clamp-2 text-(--ph-soft)">{description}</span>}<span className="line-clamp-1 text-xs text-(--ph-soft)">{URL.canParse(url) ? new URL(url).hostname : url}</span>
      </a>
    </>
  )
}

function Products({ content }: { content: Of<'products'> }) {
  const { intl } = useT()
  return (
    <Spoken header={content.header} text={content.text ?? ''} footer={content.footer}>
      <ul className="min-w-48 text-sm">{content.sections.flatMap((section) => section.products).map((product) => <li key={product.sku} className="flex gap-3 py-0.5"><span dir="auto" className="grow">{product.title ?? product.sku}</span>{product.price && <span className="figures">{formatMoney(intl, product.price)}</span>}</li>)}</ul>
    </Spoken>
  )
}

function Order({ content }: { content: Of<'order'> }) {
  const { t, intl } = useT()
  return (
    <>
      <p className="flex items-center gap-1.5 font-medium"><ShoppingCart aria-hidden="true" className="size-4" />{t('kind.order')}</p>
      <ul className="min-w-48 text-sm">{content.items.map((item) => <li key={item.sku} className="flex gap-2"><span className="figures">{intl.formatNumber(item.quantity)} ×</span><span dir="auto" className="grow">{item.title ?? item.sku}</span>{item.price && <span className="figures">{formatMoney(intl, item.price)}</span>}</li>)}</ul>
      {content.text && <Words text={content.text} />}
    </>
  )
}
