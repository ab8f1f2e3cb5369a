import { ROLES, type AddMember, type Member, type Role } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { UserRoundPlus } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { keys, membersQuery, useSession } from '../../api/queries.js'
import { formatMoment } from '../../i18n/format.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Avatar } from '../../ui/avatar.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { Loading } from '../../ui/empty.js'
import { DialogWindow } from '../../ui/overlay.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { SettingsPage } from './page.js'

/** Who works here, and what each may do. */
export function MembersPage() {
  const { t, intl } = useT()
  const now = useNow()
  const { user } = useSession()
  const client = useQueryClient()
  const { data: members, error, isLoading } = useQuery(membersQuery)
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<Member | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: keys.members })
  const failed = (problem: unknown) => toast(tellError(intl, problem).sentence, { tone: 'failed' })
  const change = useMutation({ mutationFn: ({ id, role }: { id: string; role: Role }) => api.patch(`/members/${id}`, { role }), onError: failed, onSettled: refresh })
  const remove = useMutation({ mutationFn: (id: string) => api.delete(`/members/${id}`), onError: failed, onSettled: refresh })
  return (
    <SettingsPage title={t('settings.members')} lead={t('members.lead')} action={<Button look="primary" onClick={() => setAdding(true)}><UserRoundPlus aria-hidden="true" className="size-4" />{t('members.add')}</Button>}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      <ul className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
        {members?.map((member) => (
          <li key={member.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-5 py-3 last:border-0">
            <Avatar name={member.name} size={36} />
            <div className="min-w-0 grow basis-48"><p className="truncate font-semibold"><bdi>{member.name}</bdi>{member.id === user.id && <span className="font-normal text-ink-soft"> · {t('members.you')}</span>}</p><p className="truncate text-sm text-ink-soft">{member.email}</p></div>
            <span className="text-sm text-ink-soft">{member.lastSeenAt ? t('members.seen', { moment: formatMoment(intl, member.lastSeenAt, now) }) : t('members.never_seen')}</span>
            <select aria-label={t('members.role_of', { name: member.name })} value={member.role} onChange={(event) => change.mutate({ id: member.id, role: event.target.value as Role })} className="min-h-9 rounded-lg border border-line bg-surface px-2">{ROLES.map((role) => <option key={role} value={role}>{t(`role.${role}`)}</option>)}</select>
            {member.id !== user.id && <Button small look="quiet" onClick={() => setRemoving(member)}>{t('members.remove')}</Button>}
          </li>
        ))}
      </ul>
      <dl className="grid gap-2 text-sm sm:grid-cols-3">{ROLES.map((role) => <div key={role}><dt className="font-semibold">{t(`role.${role}`)}</dt><dd className="text-ink-soft">{t(`role.${role}_text`)}</dd></div>)}</dl>
      {adding && <AddDialog onClose={() => setAdding(false)} onDone={() => { setAdding(false); void refresh() }} />}
      {removing && <DialogWindow title={t('members.remove')} closeLabel={t('app.close')} onClose={() => setRemoving(null)} footer={<><Button onClick={() => setRemoving(null)}>{t('app.cancel')}</Button><Button look="danger" onClick={() => { remove.mutate(removing.id); setRemoving(null) }}>{t('members.remove')}</Button></>}>{t('members.remove_text', { name: removing.name })}</DialogWindow>}
    </SettingsPage>
  )
}

function AddDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const { user } = useSession()
  const [role, setRole] = useState<Role>('agent')
  const add = useMutation({ mutationFn: (body: AddMember) => api.post<Member>('/members', body), onSuccess: onDone })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    add.mutate({ name: text('name'), email: text('email'), role, password: String(form.get('password')), language: user.language })
  }
  const told = add.error ? tellError(intl, add.error) : null
  return (
    <DialogWindow title={t('members.add')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Field label={t('members.name')} help={t('members.name_help')} name="name" required autoFocus maxLength={120} />
        <Field label={t('signin.email')} help={t('members.email_help')} name="email" type="email" required maxLength={254} />
        <Field label={t('members.password')} name="password" type="text" autoComplete="off" required minLength={15} help={t('members.password_help')} />
        <Choice label={t('members.role')} help={t(`role.${role}_text`)} name="role" value={role} onChange={(event) => { const next = ROLES.find((one) => one === event.target.value); if (next) setRole(next) }}>{ROLES.map((one) => <option key={one} value={one}>{t(`role.${one}`)}</option>)}</Choice>
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={add.isPending}>{t('members.add')}</Button></div>
      </form>
    </DialogWindow>
  )
}
