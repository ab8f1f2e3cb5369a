import type { MailRule } from '@recado/api'
import { useT } from '../../../i18n/provider.js'
import { Choice, Field, Toggle } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { Card } from '../../../pages/settings/page.js'
import { TestButton } from './test-button.js'
import type { SettingsCard } from './use-settings.js'

const EVERY: readonly MailRule['every'][] = ['off', 'quarter', 'hourly', 'daily']

/** Letters about what she has not seen. Where no mail server is set, how to set one. */
export function MailCard({ standing: { settings, mail }, change }: SettingsCard) {
  const { t } = useT()
  if (!mail.on) return <Card title={t('notifications.mail')}><Notice title={t('notifications.mail_none')}>{t('notifications.mail_none_next')}</Notice></Card>
  const rule = settings.mail
  return (
    <Card title={t('notifications.mail')}>
      <div className="flex flex-col gap-4">
        <p className="text-sm text-ink-soft">{t('notifications.mail_lead', { email: mail.email })}</p>
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice label={t('notifications.mail_every')} value={rule.every} onChange={(event) => change({ mail: { ...rule, every: EVERY.find((each) => each === event.target.value) ?? 'off' } })}>{EVERY.map((each) => <option key={each} value={each}>{t(`notifications.every.${each}`)}</option>)}</Choice>
          {rule.every === 'daily' && <Field label={t('notifications.mail_at')} help={settings.quiet.timeZone.replaceAll('_', ' ')} type="time" value={rule.at} onChange={(event) => { if (event.target.value) change({ mail: { ...rule, at: event.target.value } }) }} />}
        </div>
        <Toggle label={t('notifications.words_mail')} help={t('notifications.words_mail_help')} checked={settings.words.mail} onChange={(event) => change({ words: { ...settings.words, mail: event.target.checked } })} />
        <TestButton way="mail" />
      </div>
    </Card>
  )
}
