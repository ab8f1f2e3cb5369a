import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleAlert, Copy, Download, Mail, ShieldCheck, ShieldQuestion } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { tellError } from '../../i18n/errors.js'
import { formatMoment } from '../../i18n/format.js'
import { isMessage, useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { cx } from '../../ui/class-names.js'
import { Button, buttonClass } from '../../ui/button.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { type Chain, chainQuery, type Fault } from './queries.js'

/** Whether nobody changed the log since it was written: the state, the head to keep elsewhere, and the button that looks again. */
export function ChainCard() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const now = useNow(60_000)
  const { data: chain } = useQuery(chainQuery)
  const [told, setTold] = useState<{ sentence: string; next: string } | null>(null)
  const [faults, setFaults] = useState<readonly Fault[] | null>(null)
  const verify = useMutation({
    mutationFn: (head: string) => api.post<NonNullable<Chain['checked']>>('/audit/verify', head ? { head } : {}),
    onSuccess: (verdict) => { setTold(null); setFaults(verdict.faults) }, onError: (problem) => setTold(tellError(intl, problem)), onSettled: () => client.invalidateQueries({ queryKey: chainQuery.queryKey }),
  })
  const mail = useMutation({ mutationFn: () => api.post<{ to: string | null }>('/audit/head/mail', {}), onSuccess: ({ to }) => { if (to) toast(t('auditlog.head_mailed', { to })) }, onError: (problem) => setTold(tellError(intl, problem)) })
  if (!chain) return null
  const head = chain.head ? `${chain.head.seq}:${chain.head.hash}` : null
  const shown = faults ?? chain.checked?.faults ?? []
  const good = chain.checked !== null && shown.length === 0
  const submit = (event: FormEvent<HTMLFormElement>) => { event.preventDefault(); verify.mutate(String(new FormData(event.currentTarget).get('head')).trim()) }
  const Icon = chain.checked === null ? ShieldQuestion : good ? ShieldCheck : CircleAlert
  return (
    <Card title={t('auditlog.chain')}>
      {!head ? <p className="text-ink-soft">{t('auditlog.chain_none')}</p> : (
        <div className="flex flex-col gap-4">
          <p role="status" className="flex items-start gap-2 font-medium"><Icon aria-hidden="true" className={cx('mt-0.5 size-5 shrink-0', good ? 'text-good' : chain.checked ? 'text-failed' : 'text-ink-soft')} /><span className="flex flex-wrap items-baseline gap-x-2">
            {t(chain.checked === null ? 'auditlog.chain_unchecked' : good ? 'auditlog.chain_good' : 'auditlog.chain_bad')}
            {chain.checkedAt && <span className="text-sm font-normal text-ink-soft">{t('auditlog.checked', { when: formatMoment(intl, chain.checkedAt, now) })}</span>}</span></p>
          {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
          {shown.length > 0 && <Notice tone="failed" alert title={t('auditlog.chain_bad')}><ul className="flex max-h-60 flex-col gap-1 overflow-y-auto">{shown.map((fault, at) => <li key={at}><FaultLine fault={fault} /></li>)}</ul></Notice>}
          <div>
            <p className="font-medium">{t('auditlog.head')}</p>
            <code dir="ltr" className="mt-1 block rounded-lg bg-sunken px-3 py-2 font-mono text-sm select-all [overflow-wrap:anywhere]">{head}</code>
            <p className="mt-1 text-sm text-ink-soft">{t('auditlog.head_help')}</p>
            <div className="mt-2 flex flex-wrap gap-2">
              <Button small onClick={() => void navigator.clipboard.writeText(head).then(() => toast(t('app.copied')))}><Copy aria-hidden="true" className="size-4" />{t('app.copy')}</Button>
              {chain.mail && <Button small busy={mail.isPending} onClick={() => mail.mutate()}><Mail aria-hidden="true" className="size-4" />{t('auditlog.head_mail')}</Button>}
              <a href="/api/v1/audit/export" download className={buttonClass('plain', true)}><Download aria-hidden="true" className="size-4" />{t('auditlog.export')}</a>
            </div>
          </div>
          <form onSubmit={submit} className="flex flex-wrap items-start gap-3 border-t border-line pt-4">
            <Field className="min-w-0 grow basis-64" label={t('auditlog.noted')} help={t('auditlog.noted_help')} name="head" dir="ltr" autoComplete="off" spellCheck={false} />
            <Button type="submit" look="primary" busy={verify.isPending} className="sm:mt-7">{t('auditlog.verify')}</Button>
          </form>
        </div>
      )}
    </Card>
  )
}

/** Which entry, and what happened to it. */
function FaultLine({ fault }: { fault: Fault }) {
  const { t, intl } = useT()
  const which = fault.seq === null ? t('auditlog.fault_unsealed') : fault.toSeq !== undefined && fault.toSeq > fault.seq ? t('auditlog.fault_entries', { from: fault.seq, to: fault.toSeq }) : t('auditlog.fault_entry', { seq: fault.seq })
  const key = `auditlog.fault_${fault.kind}`
  return <span>{which} {isMessage(intl, key) ? t(key) : fault.kind}{fault.entryId && <code dir="ltr" className="ms-1 font-mono text-xs [overflow-wrap:anywhere]">{fault.entryId}</code>}</span>
}
