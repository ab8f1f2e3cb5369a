import { DevicesCard } from '../../features/notices/settings/devices-card.js'
import { MailCard } from '../../features/notices/settings/mail-card.js'
import { QuietCard } from '../../features/notices/settings/quiet-card.js'
import { RulesCard } from '../../features/notices/settings/rules-card.js'
import { SoundCard } from '../../features/notices/settings/sound-card.js'
import { useNoticeSettings } from '../../features/notices/settings/use-settings.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { SettingsPage } from './page.js'

/** What she is told of, how, and when not. Hers alone. */
export function NotificationsPage() {
  const { t, intl } = useT()
  const { data, error, change, refetch } = useNoticeSettings()
  const told = error ? tellError(intl, error) : null
  const card = data && { standing: data, change }
  return (
    <SettingsPage title={t('notifications.title')} lead={t('notifications.lead')}>
      {told && <Notice tone="failed" alert title={told.sentence} actions={<Button small onClick={() => void refetch()}>{t('app.retry')}</Button>}>{told.next}</Notice>}
      {!data && !told && <Loading label={t('app.loading')} />}
      {card && <><RulesCard {...card} /><DevicesCard {...card} /><SoundCard {...card} /><QuietCard {...card} /><MailCard {...card} /></>}
    </SettingsPage>
  )
}
