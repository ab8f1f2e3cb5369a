import { Mail, Phone, Plus, X } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { inputClass } from '../../../ui/field.js'
import { fieldFaults } from '../faults.js'
import type { ContactAddress, PersonDetail } from '../model.js'
import { Part } from './part.js'

export interface AddressWish { kind: 'phone' | 'email'; value: string; label?: string }

const icons = { phone: Phone, email: Mail }
const kindOf = (text: string): 'phone' | 'email' => (text.includes('@') ? 'email' : 'phone')

/** Phones and e-mails that somebody wrote down: she is recognised by them, though no account of ours leads there. */
export function AddressesPart({ person, onSave }: { person: PersonDetail; onSave: ((addresses: AddressWish[]) => Promise<void>) | null }) {
  const { t, intl } = useT()
  const [text, setText] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const addresses = person.addresses ?? []
  const save = (next: AddressWish[]) => {
    if (!onSave) return
    setBusy(true)
    setError(null)
    onSave(next).then(() => setText(null)).catch(setError).finally(() => setBusy(false))
  }
  const kept = (except?: ContactAddress): AddressWish[] => addresses.filter((each) => each !== except).map(({ kind, value, label }) => ({ kind, value, ...(label ? { label } : {}) }))
  const add = (event: FormEvent) => { event.preventDefault(); const value = text?.trim(); if (value) save([...kept(), { kind: kindOf(value), value }]) }
  const fault = error === null ? null : fieldFaults(intl, error).of('addresses') ?? tellError(intl, error).sentence
  return (
    <Part title={t('contacts.reach')} action={onSave && text === null && <Button small look="quiet" onClick={() => setText('')}><Plus aria-hidden="true" className="size-4" />{t('contacts.address_add')}</Button>}>
      <ul className="flex flex-col">
        {addresses.map((one) => {
          const Icon = icons[one.kind]
          return (
            <li key={one.id} className="group/fact flex min-h-9 items-center gap-2.5 text-sm">
              <Icon aria-hidden="true" className="size-4.5 shrink-0 text-ink-soft" />
              <a href={`${one.kind === 'phone' ? 'tel' : 'mailto'}:${one.value}`} className="min-w-0 grow truncate hover:underline"><bdi>{one.value}</bdi>{one.label && <span className="text-ink-soft"> · <bdi>{one.label}</bdi></span>}</a>
              {onSave && <button type="button" disabled={busy} onClick={() => save(kept(one))} aria-label={t('contacts.address_remove', { address: one.value })} className="grid size-7 shrink-0 place-items-center rounded-md text-ink-soft opacity-0 group-hover/fact:opacity-100 hover:bg-hover focus-visible:opacity-100 pointer-coarse:opacity-100"><X aria-hidden="true" className="size-4" /></button>}
            </li>
          )
        })}
        {addresses.length === 0 && text === null && <li className="text-sm text-ink-soft">{t('contacts.no_addresses')}</li>}
      </ul>
      {text !== null && (
        <form onSubmit={add} onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); setText(null); setError(null) } }} className="mt-1 flex flex-col gap-1">
          <div className="flex gap-1"><input autoFocus value={text} maxLength={300} dir="ltr" onChange={(event) => { setText(event.target.value); setError(null) }} aria-label={t('contacts.address_new')} placeholder={t('contacts.address_new')} aria-invalid={fault !== null || undefined} className={inputClass} /><Button type="submit" look="primary" busy={busy} disabled={!text.trim()}>{t('contacts.add')}</Button></div>
        </form>
      )}
      {fault !== null && <p role="alert" className="mt-1 text-sm text-failed">{fault}</p>}
    </Part>
  )
}
