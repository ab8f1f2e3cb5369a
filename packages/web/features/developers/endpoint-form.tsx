import type { WebhookEndpoint } from '@recado/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { EVENT_FAMILIES, webhooksKey } from './queries.js'

/** The events as ticked boxes: whole families and `*` are read as what they stand for. */
const ticked = (events: readonly string[]): string[] => Object.values(EVENT_FAMILIES).flat().filter((name) => events.some((one) => one === '*' || one === name || (one.endsWith('.*') && name.startsWith(one.slice(0, -1)))))

/** A new endpoint, or an old one changed. `onSaved` gets the secret of a new one: it is said this once. */
export function EndpointForm({ endpoint, onClose, onSaved }: { endpoint?: WebhookEndpoint; onClose: () => void; onSaved: (saved: WebhookEndpoint & { secret?: string }) => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const [events, setEvents] = useState<readonly string[]>(ticked(endpoint?.events ?? ['message.updated']))
  const save = useMutation({
    mutationFn: (body: { url: string; description: string; events: readonly string[] }) => (endpoint ? api.patch<WebhookEndpoint>(`/webhook-endpoints/${endpoint.id}`, body) : api.post<WebhookEndpoint & { secret: string }>('/webhook-endpoints', body)),
    onSuccess: (saved) => { void client.invalidateQueries({ queryKey: webhooksKey }); onSaved(saved) },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    save.mutate({ url: String(form.get('url')).trim(), description: String(form.get('description')).trim(), events })
  }
  const told = save.error ? tellError(intl, save.error) : null
  const toggle = (name: string) => setEvents((all) => (all.includes(name) ? all.filter((one) => one !== name) : [...all, name]))
  return (
    <DialogWindow title={endpoint ? t('webhooks.edit') : t('webhooks.add')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Field label={t('webhooks.url')} help={t('webhooks.url_help')} name="url" type="url" required autoFocus defaultValue={endpoint?.url ?? ''} maxLength={2000} />
        <Field label={t('webhooks.description')} name="description" defaultValue={endpoint?.description ?? ''} maxLength={200} />
        <fieldset>
          <legend className="mb-1 font-medium">{t('webhooks.events')}</legend>
          {Object.entries(EVENT_FAMILIES).map(([family, names]) => (
            <div key={family} className="mb-2">{names.map((name) => <label key={name} className="flex min-h-8 flex-wrap items-center gap-x-2"><input type="checkbox" checked={events.includes(name)} onChange={() => toggle(name)} className="size-4 accent-(--accent)" /><code className="font-mono text-sm">{name}</code><span className="text-sm text-ink-soft">{t(`webhooks.event.${name}`)}</span></label>)}</div>
          ))}
        </fieldset>
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" disabled={events.length === 0} busy={save.isPending}>{endpoint ? t('app.save') : t('webhooks.add')}</Button></div>
      </form>
    </DialogWindow>
  )
}
