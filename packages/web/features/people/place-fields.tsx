import type { Role } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useT } from '../../i18n/provider.js'
import { Choice } from '../../ui/field.js'
import { PickMany } from './pick-many.js'
import { inboxesQuery, teamsQuery, useRoleName, useRoles } from './queries.js'

/** Role, teams and inboxes as a form holds them. `role` is a role's id: its own word, or that of a custom one. */
export interface Place { role: string; teamIds: string[]; inboxIds: string[] }

/** The same as the server wants it. */
export const placeBody = ({ role, teamIds, inboxIds }: Place, builtIn: (id: string) => Role | undefined) => {
  const word = builtIn(role)
  return { role: word ?? ('custom' as const), ...(word ? {} : { roleId: role }), teamIds, inboxIds }
}

/** What somebody may do, and where she works. Roles that the asker may not give are not offered. */
export function PlaceFields({ place, onChange, keep }: { place: Place; onChange: (place: Place) => void; /** the role she has, offered whatever the asker may give */ keep?: string }) {
  const { t } = useT()
  const roles = useRoles()
  const nameOf = useRoleName()
  const teams = useQuery(teamsQuery).data ?? []
  const inboxes = useQuery(inboxesQuery).data ?? []
  const chosen = roles.find((role) => role.id === place.role)
  return (
    <>
      <Choice label={t('members.role')} value={place.role} onChange={(event) => onChange({ ...place, role: event.target.value })}
        help={chosen && `${chosen.name === null ? t(`role.${chosen.role}_text`) : ''} ${t('people.role_reach')}: ${t(`people.reach.${chosen.reach}`)}.`.trim()}>
        {roles.filter((role) => role.mayGive || role.id === keep).map((role) => <option key={role.id} value={role.id}>{nameOf(role)}</option>)}
      </Choice>
      {teams.length > 0 && <PickMany legend={t('members.teams')} items={teams} chosen={place.teamIds} onChange={(teamIds) => onChange({ ...place, teamIds })} />}
      {inboxes.length > 1 && <PickMany legend={t('members.inboxes')} chosen={place.inboxIds} onChange={(inboxIds) => onChange({ ...place, inboxIds })}
        items={inboxes.map(({ id, name, everybody }) => ({ id, name: everybody ? t('members.inbox_everybody', { name }) : name, fixed: everybody }))} />}
    </>
  )
}
