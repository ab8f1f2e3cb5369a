import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Copy } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import type { SectionProps } from '../account/sections.js'
import { Guide } from '../guide.js'
import { type AccountPrivacy, accountPrivacyQuery } from './queries.js'

/** What becomes of those who leave the account, and of those whose deletion its platform asks for. */
export default function PrivacySection({ account, channel }: SectionProps) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const mayChange = useSession().permissions.includes('contacts.erase')
  const { queryKey } = accountPrivacyQuery(account.id)
  const { data: rule, error } = useQuery(accountPrivacyQuery(account.id))
  const [leaving, setLeaving] = useState<AccountPrivacy['leaving']['how'] | null>(null)
  const save = useMutation({
    mutationFn: (body: object) => api.put<AccountPrivacy>(`/channel-accounts/${account.id}/privacy`, body),
    onSuccess: (saved) => { client.setQueryData(queryKey, saved); void client.invalidateQueries({ queryKey: ['deletions'] }); toast(t('deletions.saved')) },
  })
  const problem = error ?? save.error
  const told = problem ? tellError(intl, problem) : null
  if (!rule) return told ? <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice> : <Loading label={t('app.loading')} />
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const days = (name: string, otherwise: number) => (form.has(name) ? Number(form.get(name)) : otherwise)
    save.mutate({ leaving: { how: form.get('leaving') ?? rule.leaving.how, days: days('leavingDays', rule.leaving.days) }, request: { how: form.get('request') ?? rule.request.how, days: days('requestDays', rule.request.days) } })
  }
  const how = leaving ?? rule.leaving.how
  const steps = rule.request.steps?.[intl.locale] ?? rule.request.steps?.[intl.locale.split('-')[0]!] ?? rule.request.steps?.en // a tag has a first part
  return (
    <form key={account.id} onSubmit={submit} className="flex flex-col gap-5">
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      <Card title={t('deletions.rule_title')}>
        {!rule.leaving.told ? <p className="text-ink-soft">{t('deletions.rule_none')}</p> : (
          <div className="flex flex-col gap-4">
            <p className="text-ink-soft">{t('deletions.rule_lead')}</p>
            <div className="grid gap-4 sm:grid-cols-2">
              <Choice label={t('deletions.how')} name="leaving" value={how} disabled={!mayChange} onChange={(event) => setLeaving(event.currentTarget.value as typeof how)}>
                <option value="anonymise">{t('deletions.anonymise')}</option><option value="erase">{t('deletions.erase')}</option><option value="keep">{t('deletions.keep')}</option>
              </Choice>
              {how !== 'keep' && <Field label={t('deletions.after')} help={t('deletions.after_help')} name="leavingDays" type="number" min={0} max={365} required disabled={!mayChange} defaultValue={rule.leaving.days} />}
            </div>
          </div>
        )}
      </Card>
      <Card title={t('deletions.request_title', { channel: channel.name })}>
        {!rule.request.told ? <p className="text-ink-soft">{t('deletions.request_none')}</p> : (
          <div className="flex flex-col gap-4">
            {steps && <Guide markdown={steps} />}
            {rule.request.url && (
              <div><p className="font-medium">{t('deletions.request_url')}</p>
                <div className="mt-1 flex flex-wrap items-center gap-2"><code dir="ltr" className="min-w-0 grow rounded-lg bg-sunken px-3 py-2 font-mono text-sm select-all [overflow-wrap:anywhere]">{rule.request.url}</code>
                  <Button small onClick={() => void navigator.clipboard.writeText(rule.request.url ?? '').then(() => toast(t('app.copied')))}><Copy aria-hidden="true" className="size-4" />{t('app.copy')}</Button></div></div>
            )}
            <div className="grid gap-4 sm:grid-cols-2">
              <Choice label={t('deletions.how')} name="request" defaultValue={rule.request.how} disabled={!mayChange}><option value="erase">{t('deletions.erase')}</option><option value="anonymise">{t('deletions.anonymise')}</option></Choice>
              <Field label={t('deletions.after')} help={t('deletions.after_help')} name="requestDays" type="number" min={0} max={30} required disabled={!mayChange} defaultValue={rule.request.days} />
            </div>
          </div>
        )}
      </Card>
      {mayChange && (rule.leaving.told || rule.request.told) && <Button type="submit" look="primary" busy={save.isPending} className="self-start">{t('deletions.save')}</Button>}
    </form>
  )
}
