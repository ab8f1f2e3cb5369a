import type { InvitationSent, Member } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { UserRoundPlus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useNow } from '../../api/clock.js'
import { membersQuery, useCan, useSession } from '../../api/queries.js'
import { Invitations, SentNotice } from '../../features/people/invitations.js'
import { inboxesQuery, teamsQuery, useChangePeople, useRoleName, useRoles } from '../../features/people/queries.js'
import { formatMoment } from '../../i18n/format.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Avatar } from '../../ui/avatar.js'
import { Button } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { inputClass } from '../../ui/field.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { SettingsPage } from './page.js'

const InviteDialog = lazy(() => import('../../features/people/invite-dialog.js'))
const MemberDialog = lazy(() => import('../../features/people/member-dialog.js'))

/** So many and the list wants a field to find somebody by. */
const MANY = 6

/** Who works here, what each may do and where, and who is still to come. */
export function MembersPage() {
  const { t, intl } = useT()
  const mayManage = useCan('members.manage')
  const { data: members, error, isLoading } = useQuery(membersQuery)
  const [q, setQ] = useState('')
  const [inviting, setInviting] = useState(false)
  const [editing, setEditing] = useState<Member | null>(null)
  const [sent, setSent] = useState<InvitationSent | null>(null)
  const refresh = useChangePeople(async () => {})
  const wanted = q.trim().toLocaleLowerCase()
  const shown = members?.filter((member) => `${member.name} ${member.email}`.toLocaleLowerCase().includes(wanted)).toSorted((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name, intl.locale))
  return (
    <SettingsPage title={t('settings.members')} lead={t('members.lead')} action={mayManage && <Button look="primary" onClick={() => setInviting(true)}><UserRoundPlus aria-hidden="true" className="size-4" />{t('people.invite')}</Button>}>
      {sent && <SentNotice sent={sent} />}
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {members && members.length > MANY && <input type="search" aria-label={t('members.search')} placeholder={t('members.search')} value={q} onChange={(event) => setQ(event.target.value)} className={inputClass} />}
      {shown && shown.length > 0 && <ul className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">{shown.map((member) => <MemberRow key={member.id} member={member} onEdit={mayManage ? () => setEditing(member) : undefined} />)}</ul>}
      {shown?.length === 0 && <p role="status" className="text-ink-soft">{t('members.none_found')}</p>}
      {mayManage && <Invitations onSent={setSent} />}
      <Suspense fallback={null}>
        {inviting && <InviteDialog onClose={() => setInviting(false)} onSent={(next) => { setInviting(false); setSent(next); refresh.mutate(undefined) }} />}
        {editing && <MemberDialog member={editing} onClose={() => setEditing(null)} />}
      </Suspense>
    </SettingsPage>
  )
}

function MemberRow({ member, onEdit }: { member: Member; onEdit: (() => void) | undefined }) {
  const { t, intl } = useT()
  const now = useNow()
  const { user } = useSession()
  const roles = useRoles()
  const nameOf = useRoleName()
  const teams = useQuery(teamsQuery).data ?? []
  const inboxes = useQuery(inboxesQuery).data ?? []
  const role = roles.find((one) => one.id === (member.roleId ?? member.role)) ?? { role: member.role, name: null }
  const places = [...teams.filter((team) => member.teamIds.includes(team.id)), ...inboxes.filter((inbox) => member.inboxIds.includes(inbox.id))].map((place) => place.name)
  return (
    <li className={cx('flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-5 py-3 last:border-0', !member.active && 'bg-sunken')}>
      <Avatar name={member.name} size={36} />
      <div className="min-w-0 grow basis-48">
        <p className="truncate font-semibold"><bdi>{member.name}</bdi>{member.id === user.id && <span className="font-normal text-ink-soft"> · {t('members.you')}</span>}</p>
        <p className="truncate text-sm text-ink-soft">{member.email}</p>
      </div>
      <div className="min-w-0 basis-44 text-sm">
        <p className="truncate font-medium">{member.active ? nameOf(role) : t('members.inactive')}</p>
        <p className="truncate text-ink-soft">{places.length > 0 ? intl.formatList(places, { type: 'conjunction' }) : member.lastSeenAt ? t('members.seen', { moment: formatMoment(intl, member.lastSeenAt, now) }) : t('members.never_seen')}</p>
      </div>
      {onEdit && <Button small className="ms-auto" aria-label={t('members.edit_name', { name: member.name })} onClick={onEdit}>{t('members.edit')}</Button>}
    </li>
  )
}
