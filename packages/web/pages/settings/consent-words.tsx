import { useQuery } from '@tanstack/react-query'
import { AnswersCard } from '../../features/consent-words/answers-card.js'
import { KeywordsCard } from '../../features/consent-words/keywords-card.js'
import { NoticeCard } from '../../features/consent-words/notice-card.js'
import { wordsQuery } from '../../features/consent-words/queries.js'
import { SwitchesCard } from '../../features/consent-words/switches-card.js'
import { TryCard } from '../../features/consent-words/try-card.js'
import { WordsCard } from '../../features/consent-words/words-card.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { SettingsPage } from './page.js'

/** Words that end and begin advertising in a chat, what people are answered, keywords, and the privacy notice. */
export function ConsentWordsPage() {
  const { t, intl } = useT()
  const { data: settings, error, refetch } = useQuery(wordsQuery)
  const told = error ? tellError(intl, error) : null
  return (
    <SettingsPage title={t('words.title')} lead={t('words.lead')}>
      {told && <Notice tone="failed" alert title={told.sentence} actions={<Button small onClick={() => void refetch()}>{t('app.retry')}</Button>}>{told.next}</Notice>}
      {!settings && !told && <Loading label={t('app.loading')} />}
      {settings && <><TryCard /><WordsCard settings={settings} /><SwitchesCard settings={settings} /><AnswersCard settings={settings} /><KeywordsCard settings={settings} /><NoticeCard privacyUrl={settings.privacyUrl} /></>}
    </SettingsPage>
  )
}
