import type { RecoveryCodes, SecondFactor } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { keys } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { DialogWindow } from '../../ui/overlay.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { RecoveryCodeList } from './recovery-codes.js'
import { SetUpSecondFactor } from './set-up.js'

/** So few recovery codes left that it is time for new ones. */
const FEW = 3

type Open = { what: 'set-up' | 'off' } | { what: 'codes'; codes: readonly string[] } | null

/** Her own second factor: whether it is on, what is left of the recovery codes, and everything that can be done with it. */
export function SecondFactorCard() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { data, error } = useQuery({ queryKey: ['second-factor'], queryFn: () => api.get<SecondFactor>('/me/second-factor') })
  const [open, setOpen] = useState<Open>(null)
  const failed = (problem: unknown) => toast(tellError(intl, problem).sentence, { tone: 'failed' })
  const refresh = () => Promise.all([client.invalidateQueries({ queryKey: ['second-factor'] }), client.invalidateQueries({ queryKey: keys.session }), client.invalidateQueries({ queryKey: ['second-factor-policy'] })])
  const close = () => { setOpen(null); void refresh() }
  const renew = useMutation({ mutationFn: () => api.post<RecoveryCodes>('/me/recovery-codes'), onSuccess: ({ recoveryCodes }) => setOpen({ what: 'codes', codes: recoveryCodes }), onError: failed })
  const off = useMutation({ mutationFn: () => api.delete('/me/second-factor'), onSuccess: () => toast(t('security.off_done')), onError: failed, onSettled: close })
  return (
    <Card title={t('security.second_factor')}>
      {error && <Notice tone="failed" title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {!data && !error && <Loading label={t('app.loading')} />}
      {data && (
        <div className="flex flex-col gap-4">
          <p className="flex items-start gap-3">
            {data.enabled ? <ShieldCheck aria-hidden="true" className="size-6 shrink-0 text-good" /> : <ShieldAlert aria-hidden="true" className="size-6 shrink-0 text-waiting" />}
            <span><strong className="block">{data.enabled ? t('security.on', { since: intl.formatDate(data.enabledAt ?? '', { dateStyle: 'long' }) }) : t('security.off')}</strong>
              <span className="text-pretty text-ink-soft">{data.enabled ? t('security.codes_left', { count: data.recoveryCodesLeft }) : t('security.why')}</span></span>
          </p>
          {data.enabled && data.recoveryCodesLeft <= FEW && <Notice tone="warning">{t('security.few_codes')}</Notice>}
          {data.demandedBy && <p className="text-sm text-pretty text-ink-soft">{t(data.demandedBy === 'everybody' ? 'security.demanded_everybody' : 'security.demanded_real')}</p>}
          <div className="flex flex-wrap gap-2">
            <Button look={data.enabled ? 'plain' : 'primary'} onClick={() => setOpen({ what: 'set-up' })}>{t(data.enabled ? 'security.another' : 'second_factor.set_up')}</Button>
            {data.enabled && <Button busy={renew.isPending} onClick={() => renew.mutate()}>{t('security.new_codes')}</Button>}
            {data.enabled && !data.demandedBy && <Button look="danger" onClick={() => setOpen({ what: 'off' })}>{t('security.switch_off')}</Button>}
          </div>
        </div>
      )}
      {open?.what === 'set-up' && <DialogWindow title={t('security.second_factor')} closeLabel={t('app.close')} dismissable={false} onClose={close}><SetUpSecondFactor onDone={close} /></DialogWindow>}
      {open?.what === 'codes' && <DialogWindow title={t('security.new_codes')} closeLabel={t('app.close')} dismissable={false} onClose={close}><RecoveryCodeList codes={open.codes} onDone={close} /></DialogWindow>}
      {open?.what === 'off' && <DialogWindow title={t('security.switch_off')} closeLabel={t('app.close')} onClose={() => setOpen(null)} footer={<><Button onClick={() => setOpen(null)}>{t('app.cancel')}</Button><Button look="danger" busy={off.isPending} onClick={() => off.mutate()}>{t('security.switch_off')}</Button></>}>{t('security.off_text')}</DialogWindow>}
    </Card>
  )
}
