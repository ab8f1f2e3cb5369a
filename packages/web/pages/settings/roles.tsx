import type { RoleInfo } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { membersQuery, useCan } from '../../api/queries.js'
import { RoleMatrix } from '../../features/people/role-matrix.js'
import { rolesQuery, useRoleName } from '../../features/people/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { SettingsPage } from './page.js'

const RoleDialog = lazy(() => import('../../features/people/role-dialog.js'))

/** Every role in a sentence, who has it, and the whole table beneath. */
export function RolesPage() {
  const { t, intl } = useT()
  const mayManage = useCan('roles.manage')
  const { data: table, error, isLoading } = useQuery(rolesQuery)
  const members = useQuery(membersQuery).data ?? []
  const nameOf = useRoleName()
  const [editing, setEditing] = useState<RoleInfo | 'new' | null>(null)
  const having = (role: RoleInfo) => members.filter((member) => member.active && (member.roleId ?? member.role) === role.id).map((member) => member.name)
  return (
    <SettingsPage title={t('settings.roles')} lead={t('people.roles_lead')} action={mayManage && table && <Button look="primary" onClick={() => setEditing('new')}><Plus aria-hidden="true" className="size-4" />{t('people.role_add')}</Button>}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {table && <>
        <ul className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
          {table.items.map((role) => (
            <li key={role.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-5 py-3 last:border-0">
              <div className="min-w-0 grow basis-64">
                <p className="font-semibold"><bdi>{nameOf(role)}</bdi> <span className="font-normal text-ink-soft">· {t('members.count', { count: role.members })}</span></p>
                <p className="text-sm text-pretty text-ink-soft">{role.name === null ? t(`role.${role.role}_text`) : `${t('people.role_reach')}: ${t(`people.reach.${role.reach}`)}`}</p>
                {having(role).length > 0 && <p className="truncate text-sm text-ink-soft">{t('people.role_has')}: {intl.formatList(having(role), { type: 'conjunction' })}</p>}
              </div>
              {mayManage && role.name !== null && role.mayGive && <Button small aria-label={t('members.edit_name', { name: role.name })} onClick={() => setEditing(role)}>{t('members.edit')}</Button>}
            </li>
          ))}
        </ul>
        <section aria-labelledby="all-permissions"><h3 id="all-permissions" className="mb-2 font-semibold">{t('people.roles_table')}</h3><RoleMatrix table={table} /></section>
        <Suspense fallback={null}>{editing && <RoleDialog role={editing === 'new' ? null : editing} table={table} onClose={() => setEditing(null)} />}</Suspense>
      </>}
    </SettingsPage>
  )
}
