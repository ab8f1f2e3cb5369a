import type { SetupRequest } from '@recado/api'
import { useState, type FormEvent } from 'react'
import { isProblem } from '../../api/client.js'
import { tellCode, tellError } from '../../i18n/errors.js'
import { LANGUAGES, isLanguage } from '../../i18n/languages.js'
import { useLanguage, useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { GateFrame } from './frame.js'

const SHORTEST_PASSWORD = 15

const zones = (): string[] => {
  const all = Intl.supportedValuesOf('timeZone')
  return all.includes('UTC') ? all : ['UTC', ...all]
}

/** Name, e-mail, password, language and time zone: all that a new desk asks. */
export function SetupForm({ busy, error, onSubmit }: { busy: boolean; error: unknown; onSubmit: (body: SetupRequest) => void }) {
  const { t, intl } = useT()
  const { language, setLanguage } = useLanguage()
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const short = password.length < SHORTEST_PASSWORD
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    if (short) return
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    onSubmit({ name: text('name'), email: text('email'), password, language, timeZone: text('timeZone'), ...(text('company') ? { company: text('company') } : {}) })
  }
  const ofPassword = isProblem(error) && error.code.startsWith('password_')
  const told = error && !ofPassword ? tellError(intl, error) : null
  const passwordError = ofPassword && isProblem(error) ? `${tellError(intl, error).sentence} ${tellError(intl, error).next}` : tried && short ? tellCode(intl, 'password_too_short').sentence : undefined
  return (
    <GateFrame title={t('setup.title')} lead={t('setup.lead')} step={t('setup.step', { step: 1, of: 3 })}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Field label={t('setup.name')} name="name" help={t('setup.name_help')} autoComplete="name" required autoFocus maxLength={120} />
        <Field label={t('setup.company')} name="company" autoComplete="organization" help={t('setup.company_help')} maxLength={120} />
        <Field label={t('signin.email')} name="email" help={t('setup.email_help')} type="email" autoComplete="username" required maxLength={254} />
        <Field label={t('signin.password')} name="password" type="password" autoComplete="new-password" required value={password} onChange={(event) => setPassword(event.target.value)}
          help={short ? t('setup.password_help', { left: SHORTEST_PASSWORD - password.length }) : t('setup.password_good')} error={passwordError} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice label={t('app.language')} help={t('setup.language_help')} value={language} onChange={(event) => { if (isLanguage(event.target.value)) setLanguage(event.target.value) }}>
            {Object.entries(LANGUAGES).map(([id, name]) => <option key={id} value={id} lang={id}>{name}</option>)}
          </Choice>
          <Choice label={t('setup.time_zone')} help={t('setup.time_zone_help')} name="timeZone" defaultValue={Intl.DateTimeFormat().resolvedOptions().timeZone}>
            {zones().map((zone) => <option key={zone} value={zone}>{zone.replaceAll('_', ' ')}</option>)}
          </Choice>
        </div>
        <Button type="submit" look="primary" busy={busy} className="mt-2">{t('setup.submit')}</Button>
      </form>
    </GateFrame>
  )
}
