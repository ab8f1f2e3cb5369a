import type { Reach, RoleInfo, RoleTable, RoleWish } from '@recado/api'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { useT, type MessageId } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { DialogWindow } from '../../ui/overlay.js'
import { useChangePeople, usePermissionText, useRoleName } from './queries.js'

const REACHES: readonly Reach[] = ['own', 'inboxes', 'all']

/** A role of the company's own: a name, whose conversations its people see, and what they may do - never more than whoever makes it. */
export default function RoleDialog({ role, table, onClose }: { role: RoleInfo | null; table: RoleTable; onClose: () => void }) {
  const { t } = useT()
  const nameOf = useRoleName()
  const textOf = usePermissionText()
  const [chosen, setChosen] = useState<readonly string[]>(role?.permissions ?? [])
  const [reach, setReach] = useState<Reach>(role?.reach ?? 'inboxes')
  const save = useChangePeople((body: RoleWish) => (role ? api.put(`/roles/${role.id}`, body) : api.post('/roles', body)), onClose)
  const remove = useChangePeople((id: string) => api.delete(`/roles/${id}`), onClose)
  const copy = (id: string) => {
    const from = table.items.find((one) => one.id === id)
    if (!from) return
    setChosen(from.permissions.filter((name) => table.permissions.some((one) => one.name === name && one.custom === 'choice' && one.mine)))
    setReach(from.reach)
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const can = (name: string) => table.permissions.some((one) => one.name === name && one.custom === 'choice')
    save.mutate({ name: String(new FormData(event.currentTarget).get('name')).trim(), permissions: chosen.filter(can), reach })
  }
  const groups = [...new Set(table.permissions.map((one) => one.group))]
  return (
    <DialogWindow wide title={role ? t('members.edit_name', { name: nameOf(role) }) : t('people.role_add')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('people.role_name')} name="name" required autoFocus maxLength={60} defaultValue={role?.name ?? ''} />
          {!role && <Choice label={t('people.role_copy')} defaultValue="" onChange={(event) => copy(event.target.value)}><option value="">{t('people.role_copy_none')}</option>{table.items.filter((one) => one.role !== 'owner').map((one) => <option key={one.id} value={one.id}>{nameOf(one)}</option>)}</Choice>}
          <Choice label={t('people.role_reach')} value={reach} onChange={(event) => { const next = REACHES.find((one) => one === event.target.value); if (next) setReach(next) }}>{REACHES.map((one) => <option key={one} value={one}>{t(`people.reach.${one}`)}</option>)}</Choice>
        </div>
        {groups.map((group) => (
          <fieldset key={group}>
            <legend className="mb-1 font-semibold">{t(`permission.group.${group}` as MessageId)}</legend>
            <div className="grid gap-x-6 sm:grid-cols-2">
              {table.permissions.filter((one) => one.group === group).map(({ name, custom, mine }) => {
                const why = custom === 'always' ? t('people.role_always') : custom === 'never' ? t('people.role_never') : mine ? null : t('people.role_not_yours')
                return (
                  <label key={name} className="flex min-h-8 items-start gap-2.5 py-1">
                    <input type="checkbox" className="mt-0.5 size-4 shrink-0 accent-(--accent)" disabled={why !== null} checked={custom === 'always' || (custom === 'choice' && chosen.includes(name))}
                      onChange={(event) => setChosen(event.target.checked ? [...chosen, name] : chosen.filter((one) => one !== name))} />
                    <span className="min-w-0">{textOf(name)}{why && <span className="block text-sm text-ink-soft">{why}</span>}</span>
                  </label>
                )
              })}
            </div>
          </fieldset>
        ))}
        <div className="flex flex-wrap justify-end gap-2">
          {role && <Button look="danger" className="me-auto" onClick={() => remove.mutate(role.id)} busy={remove.isPending}>{t('people.role_remove')}</Button>}
          <Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending}>{t('members.save')}</Button>
        </div>
      </form>
    </DialogWindow>
  )
}
