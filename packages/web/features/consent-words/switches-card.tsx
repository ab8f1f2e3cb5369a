import type { ConsentWordSettings } from '@recado/api'
import { type FormEvent, useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Field, Toggle } from '../../ui/field.js'
import { HTTPS } from './fill.js'
import { fieldFault, useWordSettings } from './queries.js'

/** What happens around the words: the question to the team, help, and the address that every request for consent names. */
export function SwitchesCard({ settings }: { settings: ConsentWordSettings }) {
  const { t } = useT()
  const save = useWordSettings()
  const [url, setUrl] = useState(settings.privacyUrl ?? '')
  const submit = (event: FormEvent) => { event.preventDefault(); save.mutate({ privacyUrl: url.trim() || null }) }
  const pending = save.isPending ? save.variables : {}
  return (
    <Card>
      <div className="flex flex-col gap-4">
        <Toggle label={t('words.ask')} help={t('words.ask_help')} checked={pending.ask ?? settings.ask} disabled={save.isPending} onChange={(event) => save.mutate({ ask: event.target.checked })} />
        <Toggle label={t('words.help_on')} help={t('words.help_on_help')} checked={pending.help ?? settings.help} disabled={save.isPending} onChange={(event) => save.mutate({ help: event.target.checked })} />
        <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
          <Field label={t('words.privacy_url')} help={t('words.privacy_url_help')} type="url" dir="ltr" placeholder={HTTPS} pattern="https://.+" value={url} maxLength={500} className="min-w-0 grow basis-64" error={save.error && save.variables?.privacyUrl !== undefined ? fieldFault(t, save.error) : undefined} onChange={(event) => setUrl(event.target.value)} />
          <Button type="submit" className="mb-6" busy={save.isPending && save.variables.privacyUrl !== undefined} disabled={url.trim() === (settings.privacyUrl ?? '')}>{t('app.save')}</Button>
        </form>
      </div>
    </Card>
  )
}
