import type { InvitationSent, InvitationWish } from '@recado/api'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { LANGUAGES } from '../../i18n/languages.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { DialogWindow } from '../../ui/overlay.js'
import { Notice } from '../../ui/notice.js'
import { type Place, placeBody, PlaceFields } from './place-fields.js'
import { useRoles } from './queries.js'

/** Who, in which language, as what and where: one letter or link. */
export default function InviteDialog({ onClose, onSent }: { onClose: () => void; onSent: (sent: InvitationSent) => void }) {
  const { t, intl } = useT()
  const { user } = useSession()
  const roles = useRoles()
  const [place, setPlace] = useState<Place>({ role: '', teamIds: [], inboxIds: [] })
  // The narrowest useful role until another is chosen.
  const first = ['agent', 'restricted_agent', 'viewer'].find((id) => roles.some((role) => role.id === id && role.mayGive)) ?? roles.find((role) => role.mayGive)?.id ?? ''
  const wished = { ...place, role: place.role || first }
  const send = useMutation({ mutationFn: (body: InvitationWish) => api.post<InvitationSent>('/invitations', body), onSuccess: onSent })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    send.mutate({ email: text('email'), ...(text('name') ? { name: text('name') } : {}), language: text('language'), ...placeBody(wished, (id) => roles.find((role) => role.id === id && role.name === null)?.role) })
  }
  const told = send.error ? tellError(intl, send.error) : null
  return (
    <DialogWindow title={t('people.invite_title')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Field label={t('signin.email')} help={t('people.invite_email_help')} name="email" type="email" required autoFocus maxLength={254} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('people.invite_name')} name="name" maxLength={120} />
          <Choice label={t('people.invite_language')} name="language" defaultValue={user.language}>{Object.entries(LANGUAGES).map(([id, name]) => <option key={id} value={id} lang={id}>{name}</option>)}</Choice>
        </div>
        <PlaceFields place={wished} onChange={setPlace} />
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={send.isPending}>{t('people.send_invitation')}</Button></div>
      </form>
    </DialogWindow>
  )
}
