import type { ContactDetail, LinkCode } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Copy, Printer, Send } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { useNow } from '../../../api/clock.js'
import { accountsQuery, channelsQuery } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { formatUntil } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Loading } from '../../../ui/empty.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { toast } from '../../../ui/toast.js'
import { QrCode } from '../../entry/qr.js'
import { ChannelMark } from '../../inbox/channel-mark.js'
import { joiningOptions, makeCode } from './queries.js'
import { printCode } from './print-code.js'

const HOURS = [1, 24, 168] as const

/** A personal code for another app: made, shown, printed, copied, or sent into the thread that is open. */
export default function LinkDialog({ contact, conversationId, onClose }: { contact: Pick<ContactDetail, 'id' | 'name' | 'identities'>; conversationId: string | null; onClose: () => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { data: accounts } = useQuery(accountsQuery)
  const channels = useQuery(channelsQuery).data ?? []
  // Those first on which she is not known yet.
  const known = new Set(contact.identities.map((one) => one.channelAccountId))
  const able = (accounts ?? []).filter((account) => channels.find((each) => each.id === account.channel)?.entry).toSorted((a, b) => Number(known.has(a.id)) - Number(known.has(b.id)))
  const [accountId, setAccountId] = useState<string | null>(null)
  const [hours, setHours] = useState<number>(24)
  const [made, setMade] = useState<LinkCode | null>(null)
  const [busy, setBusy] = useState<'make' | 'send' | null>(null)
  const account = able.find((each) => each.id === accountId) ?? able[0]
  const fail = (error: unknown) => { const told = tellError(intl, error); toast(`${told.sentence} ${told.next}`, { tone: 'failed' }) }
  const make = async () => {
    if (!account) return
    setBusy('make')
    try {
      setMade(await makeCode(contact.id, account, hours))
      await client.invalidateQueries({ queryKey: joiningOptions(contact.id).queryKey })
    } catch (error) { fail(error) } finally { setBusy(null) }
  }
  const send = async () => {
    if (!made || !conversationId) return
    setBusy('send')
    try {
      await api.post(`/contacts/${contact.id}/link-codes/${made.id}/send`, { conversationId, clientId: crypto.randomUUID() })
      toast(t('joining.sent'))
      onClose()
    } catch (error) { fail(error) } finally { setBusy(null) }
  }
  return (
    <DialogWindow title={t('joining.link_title', { name: contact.name })} closeLabel={t('app.close')} onClose={onClose} footer={made
      ? <CodeButtons made={made} name={contact.name} onSend={conversationId ? () => void send() : null} sending={busy === 'send'} />
      : <><Button onClick={onClose}>{t('app.cancel')}</Button><Button look="primary" busy={busy === 'make'} disabled={!account} onClick={() => void make()}>{t('joining.make')}</Button></>}>
      {made ? <CodeShown made={made} /> : (
        <div className="flex flex-col gap-4">
          <p className="text-sm text-ink-soft">{t('joining.link_text', { name: contact.name })}</p>
          {!accounts && <Loading label={t('app.loading')} />}
          {accounts && able.length === 0 && <Notice tone="info">{t('joining.no_account')}</Notice>}
          {able.length > 0 && (
            <fieldset className="min-w-0">
              <legend className="mb-1 text-sm text-ink-soft">{t('joining.account')}</legend>
              <div className="flex flex-col gap-1">
                {able.map((each) => (
                  <label key={each.id} className="flex min-h-10 cursor-pointer items-center gap-2.5 rounded-lg px-2 hover:bg-hover">
                    <input type="radio" name="account" checked={each.id === account?.id} onChange={() => setAccountId(each.id)} className="size-4 shrink-0 accent-(--color-accent)" />
                    <ChannelMark channel={each.channel} size={20} /><span className="min-w-0 truncate"><bdi>{each.name}</bdi></span>
                  </label>
                ))}
              </div>
            </fieldset>
          )}
          {able.length > 0 && (
            <label className="flex flex-col gap-1 text-sm"><span className="text-ink-soft">{t('joining.good_for')}</span>
              <select value={hours} onChange={(event) => setHours(Number(event.target.value))} className="min-h-10 rounded-lg border border-line-strong bg-surface px-3">{HOURS.map((each) => <option key={each} value={each}>{t(`joining.hours_${each}`)}</option>)}</select>
            </label>
          )}
        </div>
      )}
    </DialogWindow>
  )
}

function CodeShown({ made }: { made: LinkCode }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const channels = useQuery(channelsQuery).data ?? []
  const app = channels.find((each) => each.id === made.channel)?.name ?? made.accountName
  return (
    <div className="flex flex-col items-center gap-3 text-center">
      <QrCode text={made.url} label={t('joining.code_label', { app })} className="size-56 max-w-full" />
      <p className="flex items-center gap-2 font-medium"><ChannelMark channel={made.channel} size={20} /><bdi>{made.accountName}</bdi></p>
      <p role="status" className="text-sm text-ink-soft">{t('joining.until', { until: formatUntil(intl, made.expiresAt, now) })}</p>
      {made.kind === 'qr' ? <p className="text-sm text-ink-soft">{t('joining.scan_hint', { app })}</p> : <p dir="ltr" className="w-full text-sm [overflow-wrap:anywhere] select-all">{made.url}</p>}
    </div>
  )
}

function CodeButtons({ made, name, onSend, sending }: { made: LinkCode; name: string; onSend: (() => void) | null; sending: boolean }) {
  const { t } = useT()
  const copy = () => { void navigator.clipboard.writeText(made.url).then(() => toast(t('joining.copied'))) }
  return (
    <>
      <Button onClick={() => printCode(made.url, name, made.accountName)}><Printer aria-hidden="true" className="size-4" />{t('joining.print')}</Button>
      {made.kind === 'link' && <Button onClick={copy}><Copy aria-hidden="true" className="size-4" />{t('joining.copy')}</Button>}
      {onSend && <Button look="primary" busy={sending} onClick={onSend}><Send aria-hidden="true" className="size-4 rtl:-scale-x-100" />{t('joining.send')}</Button>}
    </>
  )
}
