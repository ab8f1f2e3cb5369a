import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ScrollText } from 'lucide-react'
import { membersQuery } from '../../api/queries.js'
import { actionName } from '../../features/audit/action-name.js'
import { allOf, type Area, areaOf, AREAS } from '../../features/audit/areas.js'
import { ChainCard } from '../../features/audit/chain-card.js'
import { actionsQuery, auditQuery, type AuditFilter, type AuditItem, EMPTY, SAW, SAW_ANY, SAW_HER } from '../../features/audit/queries.js'
import { readAuditSearch } from '../../features/audit/search.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { Card, SettingsPage } from './page.js'

/** Who did what, and the proof that nobody changed it since. */
export function AuditPage() {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const search = useSearch({ from: '/beside/settings/audit' })
  const filter: AuditFilter = { ...EMPTY, ...search }
  const { data, error, isLoading, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(auditQuery(filter))
  const actions = useQuery(actionsQuery).data ?? []
  const members = useQuery(membersQuery).data ?? []
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const set = (change: Partial<AuditFilter>) => void navigate({ to: '/settings/audit', search: (old) => readAuditSearch({ ...old, ...change }), replace: true })
  const named = actions.map((action) => ({ action, name: actionName(intl, t, action) })).sort((a, b) => a.name.localeCompare(b.name, intl.locale))
  const areas = (Object.keys(AREAS) as Area[]).map((area) => ({ area, own: named.filter((one) => areaOf(one.action) === area) })).filter(({ own }) => own.length > 0)
  // An address may ask for what nobody has done here yet, or for a whole family.
  const unlisted = filter.action !== '' && ![SAW_ANY, SAW_HER, ...actions, ...areas.map(({ own }) => allOf(own.map((one) => one.action)))].includes(filter.action)
  const filtered = Object.values(filter).some((value) => value !== '')
  const told = error ? tellError(intl, error) : null
  return (
    <SettingsPage title={t('settings.audit')} lead={t('auditlog.lead')}>
      <ChainCard />
      <Card title={t('auditlog.entries')}>
        <div className="grid gap-3 sm:grid-cols-2">
          <Choice label={t('auditlog.filter_action')} value={filter.action} onChange={(event) => set({ action: event.currentTarget.value })}>
            <option value="">{t('auditlog.any')}</option>{unlisted && <option value={filter.action}>{actionName(intl, t, filter.action)}</option>}
            <optgroup label={t('auditlog.group_saw')}><option value={SAW_ANY}>{t('auditlog.saw_any')}</option><option value={SAW_HER}>{t('auditlog.saw_her')}</option>{named.filter((one) => SAW.includes(one.action)).map((one) => <option key={one.action} value={one.action}>{one.name}</option>)}</optgroup>
            {areas.map(({ area, own }) => {
              const all = allOf(own.map((one) => one.action))
              return <optgroup key={area} label={t(`auditlog.area_${area}`)}>{all && <option value={all}>{t('auditlog.saw_any')}</option>}{own.map((one) => <option key={one.action} value={one.action}>{one.name}</option>)}</optgroup>
            })}
          </Choice>
          <Choice label={t('auditlog.filter_who')} value={filter.actor} onChange={(event) => set({ actor: event.currentTarget.value })}>
            <option value="">{t('auditlog.anybody')}</option>{members.map((member) => <option key={member.id} value={member.id}>{member.name}</option>)}
          </Choice>
          <Field label={t('auditlog.filter_from')} type="date" value={filter.from} onChange={(event) => set({ from: event.currentTarget.value })} />
          <Field label={t('auditlog.filter_to')} type="date" value={filter.to} onChange={(event) => set({ to: event.currentTarget.value })} />
          <Field className="sm:col-span-2" label={t('auditlog.filter_person')} dir="ltr" value={filter.subject} maxLength={60} spellCheck={false} autoComplete="off" onChange={(event) => set({ subject: event.currentTarget.value })} />
        </div>
        {filtered && <Button small look="quiet" className="mt-3" onClick={() => set(EMPTY)}>{t('auditlog.clear')}</Button>}
        {told && <Notice className="mt-4" tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        {isLoading && <Loading label={t('app.loading')} />}
        {data && items.length === 0 && <Empty icon={ScrollText} title={t('auditlog.none')}>{t('auditlog.none_text')}</Empty>}
        {items.length > 0 && <ul className="mt-4 divide-y divide-line border-t border-line">{items.map((item) => <Entry key={item.id} item={item} onOnly={(subject) => set({ subject })} />)}</ul>}
        {hasNextPage && <Button className="mt-4" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('auditlog.more')}</Button>}
      </Card>
    </SettingsPage>
  )
}

function Entry({ item, onOnly }: { item: AuditItem; onOnly: (subject: string) => void }) {
  const { t, intl } = useT()
  const { actor, subject, subjectName, data } = item
  const who = actor.kind === 'system' ? t('auditlog.system') : actor.kind === 'nobody' ? t('auditlog.nobody') : actor.name ?? t('auditlog.someone')
  const more = Object.entries(data).filter(([name]) => name !== 'hour').map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`)
  return (
    <li className="flex flex-col gap-0.5 py-2.5">
      <p className="flex flex-wrap items-baseline gap-x-2"><strong className="font-semibold"><bdi>{who}</bdi></strong>{actor.kind === 'token' && <span className="text-sm text-ink-soft">({t('auditlog.program')})</span>}<span>{actionName(intl, t, item.action)}</span></p>
      {subject && subject !== actor.id && (
        <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
          {subjectName && item.action.startsWith('contact.') ? <Link to="/contacts/$contactId" params={{ contactId: subject }} className="text-accent underline underline-offset-2"><bdi>{subjectName}</bdi></Link> : subjectName && <bdi>{subjectName}</bdi>}
          <button type="button" onClick={() => onOnly(subject)} title={t('auditlog.only_this')} className="min-h-6 text-start font-mono text-xs text-ink-soft underline-offset-2 hover:underline [overflow-wrap:anywhere]"><span dir="ltr">{subject}</span></button>
        </p>
      )}
      {more.length > 0 && <p dir="ltr" className="text-start font-mono text-xs text-ink-soft [overflow-wrap:anywhere]">{more.join(' · ')}</p>}
      <p className="text-sm text-ink-soft"><time dateTime={item.at} title={intl.formatDate(item.at, { dateStyle: 'full', timeStyle: 'long' })}>{intl.formatDate(item.at, { dateStyle: 'medium', timeStyle: 'medium' })}</time> · {item.seq === null ? t('auditlog.unsealed') : t('auditlog.sealed', { seq: item.seq })}</p>
    </li>
  )
}
