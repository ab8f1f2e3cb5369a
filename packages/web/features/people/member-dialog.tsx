import type { Member } from '@recado/api'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { useSession } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { DialogWindow } from '../../ui/overlay.js'
import { Notice } from '../../ui/notice.js'
import { type Place, placeBody, PlaceFields } from './place-fields.js'
import { useChangePeople, useRoles } from './queries.js'

type Asking = 'deactivate' | 'remove' | null

/** One colleague: what she may do, where she works, and whether she comes in at all. */
export default function MemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useT()
  const { user } = useSession()
  const roles = useRoles()
  const [place, setPlace] = useState<Place>({ role: member.roleId ?? member.role, teamIds: member.teamIds, inboxIds: member.inboxIds })
  const [asking, setAsking] = useState<Asking>(null)
  const change = useChangePeople((body: object) => api.patch(`/members/${member.id}`, body), onClose)
  const remove = useChangePeople(() => api.delete(`/members/${member.id}`), onClose)
  const isMe = member.id === user.id
  const held = roles.find((role) => role.id === (member.roleId ?? member.role))
  if (asking) {
    const [title, text, go] = asking === 'remove'
      ? [t('members.remove'), t('members.remove_text', { name: member.name }), () => remove.mutate(undefined)] as const
      : [t('members.deactivate'), t('members.deactivate_text', { name: member.name }), () => change.mutate({ active: false })] as const
    return (
      <DialogWindow title={title} closeLabel={t('app.close')} onClose={() => setAsking(null)} footer={<><Button onClick={() => setAsking(null)}>{t('app.cancel')}</Button><Button look="danger" busy={remove.isPending || change.isPending} onClick={go}>{title}</Button></>}>{text}</DialogWindow>
    )
  }
  const save = () => {
    const body = placeBody(place, (id) => roles.find((role) => role.id === id && role.name === null)?.role)
    // A role that stays is not asked for again: only who can give it could.
    const { role: _role, roleId: _roleId, ...rest } = body as typeof body & { roleId?: string }
    change.mutate(place.role === (member.roleId ?? member.role) ? rest : body)
  }
  const mayChange = held?.mayGive ?? false
  return (
    <DialogWindow title={t('members.edit_name', { name: member.name })} closeLabel={t('app.close')} onClose={onClose} footer={mayChange && (
      <>
        {!isMe && <span className="me-auto flex gap-1">
          {member.active ? <Button look="quiet" onClick={() => setAsking('deactivate')}>{t('members.deactivate')}</Button> : <Button look="quiet" onClick={() => change.mutate({ active: true })}>{t('members.activate')}</Button>}
          <Button look="danger" onClick={() => setAsking('remove')}>{t('members.remove')}</Button>
        </span>}
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        <Button look="primary" busy={change.isPending} onClick={save}>{t('members.save')}</Button>
      </>)}>
      {mayChange ? <div className="flex flex-col gap-4"><PlaceFields place={place} onChange={setPlace} keep={member.roleId ?? member.role} /></div> : <Notice>{t('members.cannot_change')}</Notice>}
    </DialogWindow>
  )
}
