import type { Invitation, InvitationSent } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Copy, Mail } from 'lucide-react'
import { api } from '../../api/client.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { invitationsQuery, useChangePeople, useRoleName, useRoles } from './queries.js'

/** What became of an invitation: a letter that left, or a link to hand over, which nobody can show a second time. */
export function SentNotice({ sent }: { sent: InvitationSent }) {
  const { t } = useT()
  const { link } = sent
  if (!link) return <Notice tone="good" alert>{t('people.invitation_sent', { email: sent.invitation.email })}</Notice>
  return (
    <Notice tone="warning" alert title={t(sent.sent === 'off' ? 'people.invitation_off' : 'people.invitation_failed')}
      actions={<Button small onClick={() => void navigator.clipboard.writeText(link).then(() => toast(t('app.copied')))}><Copy aria-hidden="true" className="size-4" />{t('app.copy')}</Button>}>
      <p>{t('people.invitation_link')}</p><code className="mt-1 block select-all rounded bg-surface p-2 font-mono text-xs" dir="ltr">{link}</code>
    </Notice>
  )
}

/** Those who have not come yet. */
export function Invitations({ onSent }: { onSent: (sent: InvitationSent) => void }) {
  const { t, intl } = useT()
  const { data: invitations = [] } = useQuery(invitationsQuery)
  const roles = useRoles()
  const nameOf = useRoleName()
  const again = useChangePeople((id: string) => api.post<InvitationSent>(`/invitations/${id}/send-again`), onSent)
  const revoke = useChangePeople((id: string) => api.delete(`/invitations/${id}`))
  if (invitations.length === 0) return null
  const roleOf = ({ role, roleId }: Invitation) => nameOf(roles.find((one) => one.id === (roleId ?? role)) ?? { role, name: null })
  return (
    <section aria-labelledby="invited">
      <h3 id="invited" className="mb-2 font-semibold">{t('people.invited')}</h3>
      <ul className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
        {invitations.map((invitation) => (
          <li key={invitation.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-5 py-3 last:border-0">
            <Mail aria-hidden="true" className="size-5 shrink-0 text-ink-soft" />
            <div className="min-w-0 grow basis-48"><p className="truncate font-medium"><bdi>{invitation.name || invitation.email}</bdi></p><p className="truncate text-sm text-ink-soft">{invitation.name ? `${invitation.email} · ` : ''}{roleOf(invitation)}</p></div>
            <span className="text-sm text-ink-soft">{invitation.state === 'expired' ? t('people.invitation_expired') : t('people.invitation_until', { day: intl.formatDate(invitation.expiresAt, { dateStyle: 'medium' }) })}</span>
            <span className="flex gap-1">
              <Button small busy={again.isPending && again.variables === invitation.id} onClick={() => again.mutate(invitation.id)}>{t('people.send_again')}</Button>
              <Button small look="quiet" onClick={() => revoke.mutate(invitation.id)}>{t('people.revoke')}</Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
