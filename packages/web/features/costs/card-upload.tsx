import type { RateCardPreview } from '@recado/api'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { isMessage, useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { className, money } from './words.js'

interface Draft { channel: string; text: string; fileName: string; name: string; effectiveOn: string; currency: string }

/** Puts a price card in: the file, its day and currency, then what it would change, then the card. */
export function CardUpload({ channels, currencies, onClose, onDone }: { channels: readonly { id: string; name: string }[]; currencies: readonly string[]; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const [draft, setDraft] = useState<Draft | null>(null)
  const said = ({ name: _name, fileName: _fileName, ...file }: Draft) => file
  const preview = useMutation({ mutationFn: (file: Draft) => api.post<RateCardPreview>('/rate-cards/preview', said(file)) })
  const put = useMutation({ mutationFn: (file: Draft) => api.post('/rate-cards', file), onSuccess: onDone })
  const check = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const file = form.get('file')
    if (!(file instanceof File)) return
    const made = { channel: String(form.get('channel')), text: await file.text(), fileName: file.name.slice(0, 200), name: String(form.get('name')).trim() || file.name.slice(0, 120), effectiveOn: String(form.get('day')), currency: String(form.get('currency')) }
    setDraft(made)
    preview.mutate(made)
  }
  const error = preview.error ?? put.error
  const told = error ? tellError(intl, error) : null
  const found = preview.data
  return (
    <DialogWindow wide title={t('cards.add')} onClose={onClose} closeLabel={t('app.close')}>
      <form onSubmit={(event) => void check(event)} onChange={() => preview.reset()} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice label={t('cards.channel')} name="channel">{channels.map((channel) => <option key={channel.id} value={channel.id}>{channel.name}</option>)}</Choice>
          <Choice label={t('costs.budget_currency')} name="currency">{currencies.map((currency) => <option key={currency} value={currency}>{currency}</option>)}</Choice>
        </div>
        <Field label={t('cards.file')} help={t('cards.file_help')} name="file" type="file" accept=".csv,.json,.txt,text/csv,application/json" required />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('cards.day')} help={t('cards.day_help')} name="day" type="date" required />
          <Field label={t('cards.name')} name="name" maxLength={120} dir="auto" />
        </div>
        {found && <Found preview={found} />}
        <div className="flex flex-wrap justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button>
          {draft && found && found.faults.length === 0
            ? <Button look="primary" busy={put.isPending} onClick={() => put.mutate(draft)}>{t('cards.put')}</Button>
            : <Button type="submit" look="primary" busy={preview.isPending}>{t('cards.check')}</Button>}</div>
      </form>
    </DialogWindow>
  )
}

/** What the file says: its faults by row, or what it changes. */
function Found({ preview: { faults, changes, missing, ignored, replaces, currency } }: { preview: RateCardPreview }) {
  const { t, intl } = useT()
  const what = (code: string) => { const id = `cards.fault.${code}`; return isMessage(intl, id) ? t(id) : code }
  if (faults.length > 0) {
    return (
      <Notice tone="failed" alert title={t('cards.faults')}>
        <ul className="thin-scroll mt-1 max-h-48 overflow-y-auto">{faults.map((fault, at) => <li key={at} className="[overflow-wrap:anywhere]">{fault.row > 0 && <span className="figures font-medium">{t('cards.row', { row: fault.row })} · </span>}{what(fault.code)}{fault.value && <> – <bdi>{fault.value}</bdi></>}</li>)}</ul>
      </Notice>
    )
  }
  const price = (amount: string | null) => amount === null ? '–' : money(intl, amount, currency ?? '')
  return (
    <div className="flex flex-col gap-3" aria-live="polite">
      {missing.length > 0 && <Notice tone="warning">{t('cards.missing', { markets: intl.formatList(missing.slice(0, 12)) + (missing.length > 12 ? ' …' : '') })}</Notice>}
      {replaces && <Notice tone="info">{t('cards.replaces')}</Notice>}
      {ignored.length > 0 && <p className="text-sm text-ink-soft">{t('cards.ignored', { columns: intl.formatList(ignored) })}</p>}
      {changes === null && <p>{t('cards.first')}</p>}
      {changes?.length === 0 && <p>{t('cards.no_changes')}</p>}
      {changes && changes.length > 0 && (
        <div className="thin-scroll max-h-64 overflow-auto rounded-lg border border-line" tabIndex={0} role="region" aria-label={t('cards.changes')}>
          <table className="w-full text-sm"><caption className="px-3 py-1.5 text-start font-medium">{t('cards.changes')}</caption>
            <thead><tr className="bg-sunken text-ink-soft"><th scope="col" className="px-3 py-1.5 text-start font-medium">{t('cards.market')}</th><th scope="col" className="px-3 py-1.5 text-end font-medium">{t('cards.before')}</th><th scope="col" className="px-3 py-1.5 text-end font-medium">{t('cards.after')}</th></tr></thead>
            <tbody>{[...changes].sort((a, b) => Number(a.after === null) - Number(b.after === null)).map((change) => <tr key={`${change.market} ${change.priceClass}`} className="border-t border-line"><th scope="row" className="px-3 py-1.5 text-start font-normal">{change.market}<span className="block text-xs text-ink-soft">{className(intl, change.priceClass)}</span></th><td className="figures px-3 py-1.5 text-end whitespace-nowrap text-ink-soft">{price(change.before)}</td><td className="figures px-3 py-1.5 text-end font-medium whitespace-nowrap">{price(change.after)}</td></tr>)}</tbody>
          </table>
        </div>
      )}
    </div>
  )
}
