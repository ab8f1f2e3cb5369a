import { useQuery } from '@tanstack/react-query'
import { purposesQuery } from '../../features/contacts/consents/queries.js'
import { PurposeForm } from '../../features/purposes/purpose-form.js'
import { Topics } from '../../features/purposes/topics.js'
import { Wordings } from '../../features/purposes/wordings.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { SettingsPage } from './page.js'

/** Why the company writes to people, what they can say yes or no to, and the words they are shown. */
export function ConsentPage() {
  const { t, intl } = useT()
  const { data, error, isLoading } = useQuery(purposesQuery)
  return (
    <SettingsPage title={t('purposes.title')} lead={t('purposes.lead')}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {data && <><Topics /><Wordings />{[...data].reverse().map((setting) => <PurposeForm key={setting.purpose} setting={setting} />)}</>}
    </SettingsPage>
  )
}
