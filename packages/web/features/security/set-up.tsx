import type { NewSecondFactor, RecoveryCodes } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Copy } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { CodeField, isWhole } from './code-field.js'
import { QrCode } from './qr-code.js'
import { RecoveryCodeList } from './recovery-codes.js'

/** The three steps to a second factor: scan, enter a code, keep the recovery codes. `onDone` is called when she has said that she keeps them. */
export function SetUpSecondFactor({ onDone }: { onDone: () => void }) {
  const { t, intl } = useT()
  const [code, setCode] = useState('')
  // Each asking makes a new seed: once per opening, never again by itself.
  const begun = useQuery({ queryKey: ['new-second-factor'], queryFn: () => api.post<NewSecondFactor>('/me/second-factor'), staleTime: Infinity, gcTime: 0, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false })
  const finish = useMutation({ mutationFn: (wish: string) => api.post<RecoveryCodes>('/me/second-factor/confirm', { code: wish }), onError: () => setCode('') })
  if (finish.data) return <RecoveryCodeList codes={finish.data.recoveryCodes} onDone={onDone} />
  if (begun.error) return <Notice tone="failed" alert title={tellError(intl, begun.error).sentence} actions={<Button small onClick={() => void begun.refetch()}>{t('app.retry')}</Button>}>{tellError(intl, begun.error).next}</Notice>
  if (!begun.data) return <Loading label={t('app.loading')} />
  const { seed, uri } = begun.data
  const told = finish.error ? tellError(intl, finish.error) : null
  const submit = (event: FormEvent) => { event.preventDefault(); if (code && !finish.isPending) finish.mutate(code) }
  const write = (next: string) => { setCode(next); if (isWhole(next) && !finish.isPending) finish.mutate(next) }
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <section className="flex flex-col gap-3">
        <h2 className="font-semibold">{t('second_factor.step_scan')}</h2>
        <p className="text-pretty text-ink-soft">{t('second_factor.apps')}</p>
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <QrCode text={uri} label={t('second_factor.qr')} />
          <div className="flex min-w-0 grow basis-52 flex-col items-start gap-2">
            <p className="text-sm text-ink-soft">{t('second_factor.by_hand')}</p>
            <code className="font-mono select-all [overflow-wrap:anywhere]" data-testid="seed">{seed.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
            <div className="flex flex-wrap gap-2">
              <Button small onClick={() => void navigator.clipboard.writeText(seed)}><Copy aria-hidden="true" className="size-4" />{t('app.copy')}</Button>
              <a href={uri} className="inline-flex min-h-8 items-center text-sm font-medium text-accent-strong underline underline-offset-2 sm:hidden">{t('second_factor.open_app')}</a>
            </div>
          </div>
        </div>
      </section>
      <section className="flex flex-col gap-3">
        <h2 className="font-semibold">{t('second_factor.step_code')}</h2>
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <CodeField value={code} onChange={(event) => write(event.target.value)} />
        <Button type="submit" look="primary" busy={finish.isPending}>{t('second_factor.switch_on')}</Button>
      </section>
    </form>
  )
}
