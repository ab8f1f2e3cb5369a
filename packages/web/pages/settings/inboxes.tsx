import type { Inbox } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { accountsQuery, membersQuery, useCan } from '../../api/queries.js'
import { inboxesQuery, teamsQuery } from '../../features/people/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { Card, SettingsPage } from './page.js'

const InboxDialog = lazy(() => import('../../features/people/inbox-dialog.js'))
const MoveAccountDialog = lazy(() => import('../../features/people/inbox-dialog.js').then((file) => ({ default: file.MoveAccountDialog })))

/** Inboxes: who works each of them, and which accounts feed it. */
export function InboxesPage() {
  const { t, intl } = useT()
  const mayManage = useCan('inboxes.manage')
  const { data: inboxes, error, isLoading } = useQuery(inboxesQuery)
  const [editing, setEditing] = useState<Inbox | 'new' | null>(null)
  const [moving, setMoving] = useState<string | null>(null)
  return (
    <SettingsPage title={t('settings.inboxes')} lead={t('people.inboxes_lead')} action={mayManage && <Button look="primary" onClick={() => setEditing('new')}><Plus aria-hidden="true" className="size-4" />{t('people.inbox_add')}</Button>}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {inboxes?.map((inbox) => <InboxCard key={inbox.id} inbox={inbox} alone={inboxes.length < 2} onEdit={mayManage ? () => setEditing(inbox) : undefined} onMove={mayManage ? setMoving : undefined} />)}
      <Suspense fallback={null}>
        {editing && <InboxDialog inbox={editing === 'new' ? null : editing} others={inboxes?.filter((inbox) => inbox !== editing) ?? []} onClose={() => setEditing(null)} />}
        {moving && <MoveAccountDialog accountId={moving} inboxes={inboxes ?? []} onClose={() => setMoving(null)} />}
      </Suspense>
    </SettingsPage>
  )
}

function InboxCard({ inbox, alone, onEdit, onMove }: { inbox: Inbox; alone: boolean; onEdit: (() => void) | undefined; onMove: ((accountId: string) => void) | undefined }) {
  const { t, intl } = useT()
  const accounts = useQuery(accountsQuery).data?.filter((account) => account.inboxId === inbox.id) ?? []
  const members = useQuery(membersQuery).data ?? []
  const teams = useQuery(teamsQuery).data ?? []
  const who = [...teams.filter((team) => inbox.teamIds.includes(team.id)), ...members.filter((member) => inbox.memberIds.includes(member.id))].map((one) => one.name)
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-3">
        <h3 className="min-w-0 grow truncate text-bubble"><bdi>{inbox.name}</bdi></h3>
        {onEdit && <Button small aria-label={t('members.edit_name', { name: inbox.name })} onClick={onEdit}>{t('members.edit')}</Button>}
      </div>
      <dl className="mt-2 grid gap-x-6 gap-y-3 text-sm sm:grid-cols-2">
        <div><dt className="text-ink-soft">{t('people.inbox_who')}</dt><dd>{inbox.everybody ? t('people.inbox_everybody') : who.length > 0 ? intl.formatList(who, { type: 'conjunction' }) : t('people.none_yet')}</dd></div>
        <div><dt className="text-ink-soft">{t('people.inbox_accounts')}</dt>
          <dd>
            {accounts.length === 0 && t('people.inbox_no_accounts')}
            <ul>{accounts.map((account) => (
              <li key={account.id} className="flex min-h-8 items-center gap-2"><span className="min-w-0 grow truncate"><bdi>{account.name}</bdi></span>
                {onMove && !alone && <Button small look="quiet" aria-label={t('people.inbox_move_account', { account: account.name })} onClick={() => onMove(account.id)}>{t('people.inbox_move')}</Button>}
              </li>
            ))}</ul>
          </dd>
        </div>
      </dl>
    </Card>
  )
}
