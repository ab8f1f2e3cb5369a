import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft, Printer } from 'lucide-react'
import { useEffect, useState } from 'react'
import { accountsQuery, channelsQuery, useSession } from '../api/queries.js'
import { pointsOptions } from '../features/entry/points-query.js'
import { QrCode } from '../features/entry/qr.js'
import '../features/entry/sheet.css'
import { useT } from '../i18n/provider.js'
import { Button } from '../ui/button.js'
import { Loading } from '../ui/empty.js'
import { Choice, Field, TextArea } from '../ui/field.js'
import { NotFound } from './not-found.js'

const SIZES = ['a4', 'a5', 'card'] as const

/** A QR code as a sheet for the shop window, the counter or the wallet. What is typed here is on the paper only. */
export function PrintSheet() {
  const { t } = useT()
  const { accountId, pointId } = useParams({ from: '/beside/print/$accountId/$pointId' })
  const { workspace } = useSession()
  const { data: points } = useQuery(pointsOptions(accountId))
  const account = useQuery(accountsQuery).data?.find((each) => each.id === accountId)
  const channel = useQuery(channelsQuery).data?.find((each) => each.id === account?.channel)
  const point = points?.find((each) => each.id === pointId)
  const [size, setSize] = useState<(typeof SIZES)[number]>('a4')
  const [name, setName] = useState(workspace.name)
  const [text, setText] = useState<string | null>(null)
  useEffect(() => { if (point) document.title = `${point.name} · ${workspace.name}` }, [point, workspace.name])
  if (!points || !channel) return <Loading label={t('app.loading')} />
  if (!point) return <NotFound />
  const words = text ?? t('sheet.text_default', { name: channel.name })
  return (
    <div className="thin-scroll min-h-0 grow overflow-y-auto bg-page">
      <div className="mx-auto flex w-full max-w-5xl flex-col gap-6 px-4 py-6 sm:px-8 lg:flex-row">
        <div className="flex flex-col gap-4 lg:w-80">
          <Link to="/settings/channels/$accountId/$section" params={{ accountId, section: 'links' }} className="inline-flex items-center gap-1.5 text-accent underline underline-offset-2"><ArrowLeft aria-hidden="true" className="size-4 rtl:rotate-180" />{t('sheet.back')}</Link>
          <h1 className="text-xl">{t('sheet.title')}</h1>
          <Choice label={t('sheet.size')} value={size} onChange={(event) => setSize(event.target.value as typeof size)}>{SIZES.map((each) => <option key={each} value={each}>{t(`sheet.size.${each}`)}</option>)}</Choice>
          <Field label={t('sheet.name')} value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
          <TextArea label={t('sheet.text')} value={words} maxLength={200} onChange={(event) => setText(event.target.value)} />
          <Button look="primary" onClick={() => window.print()}><Printer aria-hidden="true" className="size-4" />{t('sheet.print')}</Button>
          <p className="text-sm text-ink-soft">{t('sheet.hint')}</p>
        </div>
        <div className="flex grow justify-center">
          <article className="sheet" data-size={size} aria-label={t('sheet.preview')}>
            <div className="sheet-in">
              {size === 'card' && <QrCode text={point.url} label={t('links.qr_of', { name: point.name })} className="sheet-qr" />}
              <div className="sheet-words">
                <p className="sheet-name"><bdi>{name}</bdi></p>
                {size !== 'card' && <QrCode text={point.url} label={t('links.qr_of', { name: point.name })} className="sheet-qr" />}
                <p className="sheet-text" dir="auto">{words}</p>
                <p className="sheet-app"><img src={channel.logoUrl} alt="" /><span>{channel.name}</span></p>
              </div>
            </div>
          </article>
        </div>
      </div>
    </div>
  )
}
