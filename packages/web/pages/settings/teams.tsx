import type { Team, TeamWish } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Plus, UsersRound } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { membersQuery, useCan } from '../../api/queries.js'
import { PickMany } from '../../features/people/pick-many.js'
import { teamsQuery, useChangePeople } from '../../features/people/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { Empty, Loading } from '../../ui/empty.js'
import { DialogWindow } from '../../ui/overlay.js'
import { Notice } from '../../ui/notice.js'
import { Card, SettingsPage } from './page.js'

/** Teams and who is in them. */
export function TeamsPage() {
  const { t, intl } = useT()
  const mayManage = useCan('teams.manage')
  const { data: teams, error, isLoading } = useQuery(teamsQuery)
  const members = useQuery(membersQuery).data ?? []
  const [editing, setEditing] = useState<Team | 'new' | null>(null)
  const add = mayManage && <Button look="primary" onClick={() => setEditing('new')}><Plus aria-hidden="true" className="size-4" />{t('people.team_add')}</Button>
  const names = (team: Team) => members.filter((member) => team.memberIds.includes(member.id)).map((member) => member.name)
  return (
    <SettingsPage title={t('settings.teams')} lead={t('people.teams_lead')} action={teams && teams.length > 0 && add}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {teams?.length === 0 && <Card><Empty icon={UsersRound} title={t('people.teams_none')} action={add}>{t('people.teams_none_text')}</Empty></Card>}
      {teams && teams.length > 0 && (
        <ul className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
          {teams.map((team) => (
            <li key={team.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-5 py-3 last:border-0">
              <div className="min-w-0 grow basis-56"><p className="font-semibold"><bdi>{team.name}</bdi> <span className="font-normal text-ink-soft">· {t('members.count', { count: team.memberIds.length })}</span></p><p className="truncate text-sm text-ink-soft">{intl.formatList(names(team), { type: 'conjunction' })}</p></div>
              {mayManage && <Button small aria-label={t('members.edit_name', { name: team.name })} onClick={() => setEditing(team)}>{t('members.edit')}</Button>}
            </li>
          ))}
        </ul>
      )}
      {editing && <TeamDialog team={editing === 'new' ? null : editing} others={teams?.filter((team) => team !== editing) ?? []} onClose={() => setEditing(null)} />}
    </SettingsPage>
  )
}

function TeamDialog({ team, others, onClose }: { team: Team | null; others: readonly Team[]; onClose: () => void }) {
  const { t } = useT()
  const members = useQuery(membersQuery).data ?? []
  const [memberIds, setMemberIds] = useState(team?.memberIds ?? [])
  const [removing, setRemoving] = useState(false)
  const [moveTo, setMoveTo] = useState('')
  const save = useChangePeople((body: TeamWish) => (team ? api.patch(`/teams/${team.id}`, body) : api.post('/teams', body)), onClose)
  const remove = useChangePeople((id: string) => api.delete(`/teams/${id}${moveTo ? `?moveTo=${moveTo}` : ''}`), onClose)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    save.mutate({ name: String(new FormData(event.currentTarget).get('name')).trim(), memberIds })
  }
  if (team && removing) {
    return (
      <DialogWindow title={t('people.team_remove')} closeLabel={t('app.close')} onClose={() => setRemoving(false)} footer={<><Button onClick={() => setRemoving(false)}>{t('app.cancel')}</Button><Button look="danger" busy={remove.isPending} onClick={() => remove.mutate(team.id)}>{t('people.team_remove')}</Button></>}>
        <Choice label={t('people.team_remove_text', { name: team.name })} value={moveTo} onChange={(event) => setMoveTo(event.target.value)}><option value="">{t('people.no_team')}</option>{others.map((other) => <option key={other.id} value={other.id}>{other.name}</option>)}</Choice>
      </DialogWindow>
    )
  }
  return (
    <DialogWindow title={team ? t('members.edit_name', { name: team.name }) : t('people.team_add')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t('people.team_name')} name="name" required autoFocus maxLength={60} defaultValue={team?.name} />
        <PickMany legend={t('people.team_members')} items={members.filter((member) => member.active || memberIds.includes(member.id)).map(({ id, name, email }) => ({ id, name, note: email }))} chosen={memberIds} onChange={setMemberIds} />
        <div className="flex flex-wrap justify-end gap-2">
          {team && <Button look="danger" className="me-auto" onClick={() => setRemoving(true)}>{t('people.team_remove')}</Button>}
          <Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending}>{t('members.save')}</Button>
        </div>
      </form>
    </DialogWindow>
  )
}
