import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Copy, KeyRound, Plus } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { keys, tokensQuery } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { Empty, Loading } from '../../ui/empty.js'
import { DialogWindow } from '../../ui/overlay.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { SCOPES } from '../../features/scopes.js'
import { Card, SettingsPage } from './page.js'

const DAY = 86_400_000

/** API tokens of this workspace. The token itself is shown once. */
export function TokensPage() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { data: tokens, error, isLoading } = useQuery(tokensQuery)
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: keys.tokens })
  const remove = useMutation({ mutationFn: (id: string) => api.delete(`/tokens/${id}`), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }), onSettled: refresh })
  const day = (iso: string) => intl.formatDate(iso, { dateStyle: 'medium' })
  const add = <Button look="primary" onClick={() => setAdding(true)}><Plus aria-hidden="true" className="size-4" />{t('tokens.add')}</Button>
  return (
    <SettingsPage title={t('settings.tokens')} lead={t('tokens.lead')} action={tokens && tokens.length > 0 && add}>
      {made && <Notice tone="good" alert title={t('tokens.made')} actions={<Button small onClick={() => void navigator.clipboard.writeText(made).then(() => toast(t('app.copied')))}><Copy aria-hidden="true" className="size-4" />{t('app.copy')}</Button>}><code className="block font-mono text-base select-all [overflow-wrap:anywhere]">{made}</code></Notice>}
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {tokens?.length === 0 && !made && <Card><Empty icon={KeyRound} title={t('tokens.none_title')} action={add}>{t('tokens.none_text')}</Empty></Card>}
      {tokens && tokens.length > 0 && (
        <ul className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
          {tokens.map((token) => (
            <li key={token.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-5 py-3 last:border-0">
              <div className="min-w-0 grow basis-56"><p className="font-semibold">{token.name}</p><p className="text-sm text-ink-soft [overflow-wrap:anywhere]">{token.scopes.join(', ')}</p></div>
              <span className="text-sm text-ink-soft">{token.lastUsedAt ? t('tokens.used', { day: day(token.lastUsedAt) }) : t('tokens.never_used')}{token.expiresAt && ` · ${t('tokens.expires', { day: day(token.expiresAt) })}`}</span>
              <Button small look="quiet" onClick={() => remove.mutate(token.id)}>{t('tokens.remove')}</Button>
            </li>
          ))}
        </ul>
      )}
      {adding && <AddToken onClose={() => setAdding(false)} onMade={(token) => { setAdding(false); setMade(token); void refresh() }} />}
    </SettingsPage>
  )
}

function AddToken({ onClose, onMade }: { onClose: () => void; onMade: (token: string) => void }) {
  const { t, intl } = useT()
  const add = useMutation({ mutationFn: (body: { name: string; scopes: string[]; expiresAt?: string }) => api.post<{ id: string; token: string }>('/tokens', body), onSuccess: ({ token }) => onMade(token) })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const days = Number(form.get('days'))
    add.mutate({ name: String(form.get('name')).trim(), scopes: form.getAll('scope').map(String), ...(days ? { expiresAt: new Date(Date.now() + days * DAY).toISOString() } : {}) })
  }
  const told = add.error ? tellError(intl, add.error) : null
  return (
    <DialogWindow title={t('tokens.add')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Field label={t('tokens.name')} help={t('tokens.name_help')} name="name" required autoFocus maxLength={120} />
        <fieldset><legend className="mb-1 font-medium">{t('tokens.scopes')}</legend>{SCOPES.map((scope) => <label key={scope} className="flex min-h-7 items-center gap-2"><input type="checkbox" name="scope" value={scope} className="size-4 accent-(--accent)" /><code className="font-mono text-sm">{scope}</code><span className="text-sm text-ink-soft">{t(`scope.${scope}`)}</span></label>)}</fieldset>
        <Choice label={t('tokens.expiry')} name="days" defaultValue="365">{[30, 90, 365].map((days) => <option key={days} value={days}>{t('tokens.days', { days })}</option>)}<option value="0">{t('tokens.no_expiry')}</option></Choice>
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={add.isPending}>{t('tokens.add')}</Button></div>
      </form>
    </DialogWindow>
  )
}
