import type { Bridge } from '@recado/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { bridgesKey, NAMES } from './queries.js'

const KINDS = ['woocommerce', 'hubspot'] as const

/** A new bridge: which, its name, and what proves the other side. The rest is set on its page. */
export function MakeBridge({ onClose, onMade }: { onClose: () => void; onMade: (bridge: Bridge) => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const [kind, setKind] = useState<Bridge['kind']>('woocommerce')
  const make = useMutation({ mutationFn: (body: object) => api.post<Bridge>('/bridges', body), onSuccess: (bridge) => { void client.invalidateQueries({ queryKey: bridgesKey }); onMade(bridge) } })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const said = (name: string) => String(form.get(name) ?? '').trim()
    make.mutate({ kind, name: said('name'), secret: said('secret'), ...(kind === 'hubspot' ? { settings: { clientId: said('clientId') } } : {}) })
  }
  const told = make.error ? tellError(intl, make.error) : null
  return (
    <DialogWindow title={t('bridges.add')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <fieldset>
          <legend className="mb-1 font-medium">{t('bridges.kind')}</legend>
          <div className="grid gap-2 sm:grid-cols-2">
            {KINDS.map((one) => (
              <label key={one} className={cx('flex cursor-pointer items-start gap-2.5 rounded-lg border p-3', kind === one ? 'border-accent bg-accent-soft' : 'border-line-strong')}>
                <input type="radio" name="kind" value={one} checked={kind === one} onChange={() => setKind(one)} className="mt-1 size-4 accent-accent" />
                <span><span className="block font-semibold">{t(`bridges.kind.${one}`)}</span><span className="block text-sm text-ink-soft">{t(`bridges.about.${one}`)}</span></span>
              </label>
            ))}
          </div>
        </fieldset>
        <Field key={kind} label={t('bridges.name')} name="name" required autoFocus defaultValue={NAMES[kind]} maxLength={80} />
        {kind === 'hubspot' && <Field label={t('bridges.client_id')} help={t('bridges.client_id_help')} name="clientId" required maxLength={200} dir="ltr" autoComplete="off" />}
        <Field label={t(kind === 'hubspot' ? 'bridges.client_secret' : 'bridges.secret')} help={t(kind === 'hubspot' ? 'bridges.client_secret_help' : 'bridges.secret_help')} name="secret" type="password" required minLength={8} maxLength={500} dir="ltr" autoComplete="new-password" />
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={make.isPending}>{t('bridges.make')}</Button></div>
      </form>
    </DialogWindow>
  )
}
