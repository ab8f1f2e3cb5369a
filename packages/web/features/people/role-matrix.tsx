import type { RoleTable } from '@recado/api'
import { Check } from 'lucide-react'
import { Fragment } from 'react'
import { useT, type MessageId } from '../../i18n/provider.js'
import { usePermissionText, useRoleName } from './queries.js'

const head = 'sticky top-0 z-10 bg-surface px-2 py-2 align-bottom text-sm font-semibold'

/** Who may do what, in one table: the server's own, which also decides. */
export function RoleMatrix({ table }: { table: RoleTable }) {
  const { t } = useT()
  const nameOf = useRoleName()
  const textOf = usePermissionText()
  const groups = [...new Set(table.permissions.map((one) => one.group))]
  const columns = table.items.length + 1
  return (
    <div tabIndex={0} role="region" aria-label={t('people.roles_table')} className="thin-scroll relative max-h-[70dvh] overflow-auto rounded-2xl border border-line bg-surface shadow-lift">
      <table className="w-full border-collapse text-start">
        <thead><tr><th scope="col" className={`${head} start-0 z-20 min-w-56 ps-5 text-start`}>{t('people.permission')}</th>{table.items.map((role) => <th key={role.id} scope="col" className={`${head} min-w-20 text-center`}>{nameOf(role)}</th>)}</tr></thead>
        <tbody>
          <tr className="border-t border-line"><th scope="row" className="sticky start-0 bg-surface py-2 ps-5 pe-2 text-start font-normal">{t('people.role_reach')}</th>{table.items.map((role) => <td key={role.id} className="px-2 text-center text-xs text-ink-soft">{role.permissions.includes('conversations.read') ? t(`people.reach.${role.reach}`) : '–'}</td>)}</tr>
          {groups.map((group) => (
            <Fragment key={group}>
              <tr className="border-t border-line bg-sunken"><th scope="colgroup" colSpan={columns} className="py-1.5 ps-5 text-start text-sm font-semibold">{t(`permission.group.${group}` as MessageId)}</th></tr>
              {table.permissions.filter((one) => one.group === group).map(({ name }) => (
                <tr key={name} className="border-t border-line">
                  <th scope="row" className="sticky start-0 bg-surface py-1.5 ps-5 pe-2 text-start font-normal">{textOf(name)}</th>
                  {table.items.map((role) => {
                    const has = role.permissions.includes(name)
                    return <td key={role.id} className="px-2 text-center">{has && <Check aria-hidden="true" className="inline size-4 text-good" />}<span className="sr-only">{t(has ? 'people.yes' : 'people.no')}</span></td>
                  })}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}
