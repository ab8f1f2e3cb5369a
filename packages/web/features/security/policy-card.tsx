import type { SecondFactorPolicy } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck, ShieldOff } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { keys, useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Avatar } from '../../ui/avatar.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Toggle } from '../../ui/field.js'
import { DialogWindow } from '../../ui/overlay.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'

type Member = SecondFactorPolicy['members'][number]
const key = ['second-factor-policy']

/** What the owner demands of the team, who has a second factor, and taking away a lost one. */
export function PolicyCard() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { user } = useSession()
  const { data, error } = useQuery({ queryKey: key, queryFn: () => api.get<SecondFactorPolicy>('/workspace/second-factor') })
  const [resetting, setResetting] = useState<Member | null>(null)
  const failed = (problem: unknown) => toast(tellError(intl, problem).sentence, { tone: 'failed' })
  const demand = useMutation({
    mutationFn: (everybody: boolean) => api.put<SecondFactorPolicy>('/workspace/second-factor', { demandedOf: everybody ? 'everybody' : 'owners_and_admins' }),
    onSuccess: (next) => { client.setQueryData(key, next); void client.invalidateQueries({ queryKey: keys.session }) }, onError: failed,
  })
  const reset = useMutation({ mutationFn: (id: string) => api.delete(`/members/${id}/second-factor`), onSuccess: () => toast(t('security.reset_done')), onError: failed, onSettled: () => { setResetting(null); void client.invalidateQueries({ queryKey: key }) } })
  return (
    <Card title={t('security.team')}>
      {error && <Notice tone="failed" title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {!data && !error && <Loading label={t('app.loading')} />}
      {data && (
        <div className="flex flex-col gap-4">
          <p className="text-pretty text-ink-soft">{t(data.realAccount ? 'security.team_real' : 'security.team_practice')}</p>
          <Toggle label={t('security.everybody')} help={t('security.everybody_help')} checked={data.demandedOf === 'everybody'} disabled={demand.isPending} onChange={(event) => demand.mutate(event.target.checked)} />
          <ul className="divide-y divide-line border-y border-line">
            {data.members.map((member) => (
              <li key={member.id} className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 py-2">
                <Avatar name={member.name} size={28} />
                <span className="min-w-0 grow basis-32 truncate"><bdi className="font-medium">{member.name}</bdi> <span className="text-sm text-ink-soft">{t(`role.${member.role}`)}</span></span>
                <span className="inline-flex items-center gap-1.5 text-sm text-ink-soft">{member.enabled ? <ShieldCheck aria-hidden="true" className="size-4 text-good" /> : <ShieldOff aria-hidden="true" className="size-4" />}{t(member.enabled ? 'security.has' : 'security.has_not')}</span>
                {member.enabled && member.id !== user.id && <Button small look="quiet" onClick={() => setResetting(member)}>{t('security.reset')}</Button>}
              </li>
            ))}
          </ul>
        </div>
      )}
      {resetting && <DialogWindow title={t('security.reset')} closeLabel={t('app.close')} onClose={() => setResetting(null)} footer={<><Button onClick={() => setResetting(null)}>{t('app.cancel')}</Button><Button look="danger" busy={reset.isPending} onClick={() => reset.mutate(resetting.id)}>{t('security.reset')}</Button></>}>{t('security.reset_text', { name: resetting.name })}</DialogWindow>}
    </Card>
  )
}
