import type { ThemeChoice } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useCan, useSession } from '../../api/queries.js'
import { usePreferences } from '../../features/shell/preferences.js'
import { useSignOut, useWorkspaces } from '../../features/shell/workspaces.js'
import { tellError } from '../../i18n/errors.js'
import { LANGUAGES } from '../../i18n/languages.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field, Toggle } from '../../ui/field.js'
import { toast } from '../../ui/toast.js'
import { AvailabilityCard } from '../../features/assignment/availability-card.js'
import { Card, SettingsPage } from './page.js'

const THEMES: readonly ThemeChoice[] = ['system', 'light', 'dark', 'contrast']

/** What a person chooses for herself. */
export function MyPreferences() {
  const { t, intl } = useT()
  const { user, workspace, workspaces } = useSession()
  const { switchTo, makeDemo } = useWorkspaces()
  const signOut = useSignOut()
  const mayMake = useCan('demo.make')
  const { preferences, change, changeLanguage, patchUser } = usePreferences()
  const [busy, setBusy] = useState(false)
  const saveName = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name')).trim()
    if (!name) return
    setBusy(true)
    patchUser({ name }).then(() => toast(t('app.saved'))).catch((error: unknown) => toast(tellError(intl, error).sentence, { tone: 'failed' })).finally(() => setBusy(false))
  }
  return (
    <SettingsPage title={t('settings.me')} lead={t('me.lead')}>
      <AvailabilityCard />
      <Card title={t('me.who')}>
        <form onSubmit={saveName} className="flex flex-col gap-4">
          <Field label={t('setup.name')} name="name" defaultValue={user.name} autoComplete="name" required maxLength={120} />
          <Field label={t('signin.email')} help={t('me.email_help')} value={user.email} readOnly disabled />
          <Button type="submit" busy={busy} className="self-start">{t('app.save')}</Button>
        </form>
      </Card>
      <Card title={t('me.look')}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice label={t('app.language')} value={user.language} onChange={(event) => changeLanguage(event.target.value)}>{Object.entries(LANGUAGES).map(([id, name]) => <option key={id} value={id} lang={id}>{name}</option>)}</Choice>
          <Choice label={t('me.theme')} value={preferences.theme ?? 'system'} onChange={(event) => change({ theme: event.target.value as ThemeChoice })}>{THEMES.map((id) => <option key={id} value={id}>{t(`theme.${id}`)}</option>)}</Choice>
        </div>
      </Card>
      <Card title={t('me.keys')}>
        <div className="flex flex-col gap-4">
          <Choice label={t('me.send_key')} help={t('me.send_key_help')} value={preferences.sendKey ?? 'enter'} onChange={(event) => change({ sendKey: event.target.value === 'ctrl_enter' ? 'ctrl_enter' : 'enter' })}>
            <option value="enter">{t('me.send_enter')}</option><option value="ctrl_enter">{t('me.send_ctrl_enter')}</option>
          </Choice>
          <Choice label={t('send_delay.title')} help={t('send_delay.text')} value={String(preferences.sendDelay ?? 0)} onChange={(event) => change({ sendDelay: Number(event.target.value) })}>
            {[0, 5, 10, 15, 20, 30].map((count) => <option key={count} value={count}>{count === 0 ? t('send_delay.none') : t('send_delay.seconds', { count })}</option>)}
          </Choice>
          <Toggle label={t('keys.single')} help={t('keys.single_help')} checked={preferences.singleKeys ?? true} onChange={(event) => change({ singleKeys: event.target.checked })} />
          <Link to="/settings/keys" className="inline-flex min-h-8 items-center self-start font-medium text-accent underline underline-offset-2">{t('keys.change')}</Link>
        </div>
      </Card>
      <Card title={t('nav.workspaces')}>
        <ul className="flex flex-col gap-2">
          {workspaces.map((each) => (
            <li key={each.id} className="flex min-h-9 items-center gap-3">
              <span className="min-w-0 grow truncate font-medium">{each.demo ? t('nav.demo_workspace', { name: each.name }) : each.name}</span>
              {each.id === workspace.id ? <span className="text-sm text-ink-soft">{t('me.here')}</span> : <Button small onClick={() => void switchTo(each.id)}>{t('me.switch')}</Button>}
            </li>
          ))}
        </ul>
        <div className="mt-4 flex flex-wrap gap-2">
          {mayMake && !workspaces.some((each) => each.demo) && <Button onClick={() => void makeDemo()}>{t('nav.make_demo')}</Button>}
          <Button onClick={signOut}>{t('action.sign_out')}</Button>
        </div>
      </Card>
    </SettingsPage>
  )
}
