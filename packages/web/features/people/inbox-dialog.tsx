import type { Inbox, InboxWish } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { accountsQuery, membersQuery } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field, Toggle } from '../../ui/field.js'
import { DialogWindow } from '../../ui/overlay.js'
import { PickMany } from './pick-many.js'
import { teamsQuery, useChangePeople } from './queries.js'

/** Name and people of an inbox, and its end. */
export default function InboxDialog({ inbox, others, onClose }: { inbox: Inbox | null; others: readonly Inbox[]; onClose: () => void }) {
  const { t } = useT()
  const members = useQuery(membersQuery).data ?? []
  const teams = useQuery(teamsQuery).data ?? []
  const [everybody, setEverybody] = useState(inbox?.everybody ?? true)
  const [memberIds, setMemberIds] = useState(inbox?.memberIds ?? [])
  const [teamIds, setTeamIds] = useState(inbox?.teamIds ?? [])
  const [removing, setRemoving] = useState(false)
  const save = useChangePeople((body: InboxWish) => (inbox ? api.patch(`/inboxes/${inbox.id}`, body) : api.post('/inboxes', body)), onClose)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    save.mutate({ name: String(new FormData(event.currentTarget).get('name')).trim(), everybody, memberIds, teamIds })
  }
  if (inbox && removing) return <RemoveInbox inbox={inbox} others={others} onClose={() => setRemoving(false)} onDone={onClose} />
  return (
    <DialogWindow title={inbox ? t('members.edit_name', { name: inbox.name }) : t('people.inbox_add')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t('people.inbox_name')} name="name" required autoFocus maxLength={60} defaultValue={inbox?.name} />
        <Toggle label={t('people.inbox_everybody')} help={t('people.inbox_everybody_help')} checked={everybody} onChange={(event) => setEverybody(event.target.checked)} />
        {!everybody && <>
          {teams.length > 0 && <PickMany legend={t('members.teams')} items={teams} chosen={teamIds} onChange={setTeamIds} />}
          <PickMany legend={t('people.inbox_who')} items={members.filter((member) => member.active || memberIds.includes(member.id)).map(({ id, name, email }) => ({ id, name, note: email }))} chosen={memberIds} onChange={setMemberIds} />
        </>}
        <div className="flex flex-wrap justify-end gap-2">
          {inbox && others.length > 0 && <Button look="danger" className="me-auto" onClick={() => setRemoving(true)}>{t('people.inbox_remove')}</Button>}
          <Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending}>{t('members.save')}</Button>
        </div>
      </form>
    </DialogWindow>
  )
}

function RemoveInbox({ inbox, others, onClose, onDone }: { inbox: Inbox; others: readonly Inbox[]; onClose: () => void; onDone: () => void }) {
  const { t } = useT()
  const isEmpty = !inbox.used && inbox.accountIds.length === 0
  const [moveTo, setMoveTo] = useState(isEmpty ? '' : (others[0]?.id ?? ''))
  const remove = useChangePeople(() => api.delete(`/inboxes/${inbox.id}${moveTo ? `?moveTo=${moveTo}` : ''}`), onDone)
  return (
    <DialogWindow title={t('people.inbox_remove')} closeLabel={t('app.close')} onClose={onClose} footer={<><Button onClick={onClose}>{t('app.cancel')}</Button><Button look="danger" busy={remove.isPending} onClick={() => remove.mutate(undefined)}>{t('people.inbox_remove')}</Button></>}>
      {isEmpty ? <p>{t('people.inbox_empty_text', { name: inbox.name })}</p>
        : <Choice label={t('people.inbox_remove_text', { name: inbox.name })} value={moveTo} onChange={(event) => setMoveTo(event.target.value)}>{others.map((other) => <option key={other.id} value={other.id}>{other.name}</option>)}</Choice>}
    </DialogWindow>
  )
}

/** An account goes to another inbox: with its conversations, or only with those that come from now on. */
export function MoveAccountDialog({ accountId, inboxes, onClose }: { accountId: string; inboxes: readonly Inbox[]; onClose: () => void }) {
  const { t } = useT()
  const account = useQuery(accountsQuery).data?.find((one) => one.id === accountId)
  const targets = inboxes.filter((inbox) => !inbox.accountIds.includes(accountId))
  const [inboxId, setInboxId] = useState(targets[0]?.id ?? '')
  const [conversations, setConversations] = useState<'follow' | 'stay'>('follow')
  const move = useChangePeople(() => api.put(`/channel-accounts/${accountId}/inbox`, { inboxId, conversations }), onClose)
  return (
    <DialogWindow title={t('people.inbox_move_account', { account: account?.name ?? '' })} closeLabel={t('app.close')} onClose={onClose} footer={<><Button onClick={onClose}>{t('app.cancel')}</Button><Button look="primary" busy={move.isPending} onClick={() => move.mutate(undefined)}>{t('people.inbox_move')}</Button></>}>
      <div className="flex flex-col gap-4">
        <Choice label={t('people.inbox_to')} value={inboxId} onChange={(event) => setInboxId(event.target.value)}>{targets.map((inbox) => <option key={inbox.id} value={inbox.id}>{inbox.name}</option>)}</Choice>
        <div role="radiogroup" aria-label={t('people.inbox_to')} className="flex flex-col">
          {(['follow', 'stay'] as const).map((choice) => <label key={choice} className="flex min-h-8 items-center gap-2.5"><input type="radio" name="conversations" checked={conversations === choice} onChange={() => setConversations(choice)} className="size-4 accent-(--accent)" />{t(`people.inbox_${choice}`)}</label>)}
        </div>
      </div>
    </DialogWindow>
  )
}
