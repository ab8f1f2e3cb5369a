import type { Contact, ContactDetail } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { Pencil } from 'lucide-react'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Field, TextArea } from '../../../ui/field.js'
import { IconButton } from '../../../ui/overlay.js'
import { Section } from './section.js'

type Change = Partial<Pick<Contact, 'name' | 'notes' | 'language' | 'country'>>

/** Name, language, country and our own notes on a person. */
export function ContactFacts({ contact, onSave }: { contact: ContactDetail; onSave: (change: Change) => Promise<void> }) {
  const { t, intl } = useT()
  const [editing, setEditing] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    void onSave({ name: text('name') || contact.name, notes: text('notes'), language: text('language').toLowerCase() || null, country: text('country').toUpperCase() || null }).then(() => setEditing(false))
  }
  if (editing) return (
    <Section title={t('context.person')}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Field label={t('context.name')} name="name" defaultValue={contact.name} maxLength={200} required autoFocus />
        <div className="grid grid-cols-2 gap-2">
          <Field label={t('context.language')} name="language" defaultValue={contact.language ?? ''} maxLength={12} />
          <Field label={t('context.country')} name="country" defaultValue={contact.country ?? ''} maxLength={2} />
        </div>
        <TextArea label={t('context.notes')} name="notes" defaultValue={contact.notes} maxLength={10_000} />
        <div className="flex justify-end gap-2"><Button small onClick={() => setEditing(false)}>{t('app.cancel')}</Button><Button small look="primary" type="submit">{t('app.save')}</Button></div>
      </form>
    </Section>
  )
  const facts: (readonly [string, ReactNode])[] = [
    [t('context.language'), contact.language ? intl.formatDisplayName(contact.language, { type: 'language' }) ?? contact.language : '—'],
    [t('context.country'), contact.country ? intl.formatDisplayName(contact.country, { type: 'region' }) ?? contact.country : '—'],
    ...(contact.company ? [[t('context.company'), <Link key="company" to="/contacts/companies/$companyId" params={{ companyId: contact.company.id }} className="inline-flex min-h-6 max-w-full items-center text-accent hover:underline"><bdi className="truncate">{contact.company.name}</bdi></Link>] as const] : []),
    [t('context.since'), intl.formatDate(contact.createdAt, { dateStyle: 'medium' })],
  ]
  return (
    <Section title={t('context.person')} action={<IconButton label={t('context.edit')} className="size-7" onPress={() => setEditing(true)}><Pencil aria-hidden="true" /></IconButton>}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-sm">{facts.map(([name, value]) => <div key={name} className="contents"><dt className="text-ink-soft">{name}</dt><dd>{value}</dd></div>)}</dl>
      {contact.notes && <p dir="auto" className="mt-2 rounded-lg bg-note-soft px-3 py-2 text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">{contact.notes}</p>}
    </Section>
  )
}
