import { useCan } from '../../api/queries.js'
import { PolicyCard } from '../../features/security/policy-card.js'
import { SecondFactorCard } from '../../features/security/second-factor-card.js'
import { SignInCard } from '../../features/security/sign-in-card.js'
import { useT } from '../../i18n/provider.js'
import { SettingsPage } from './page.js'

/** How a person signs in, and for the owner what everybody needs for it. */
export function SecurityPage() {
  const { t } = useT()
  const owns = useCan('security.manage')
  return (
    <SettingsPage title={t('settings.security')} lead={t('security.lead')}>
      <SecondFactorCard />
      <SignInCard />
      {owns && <PolicyCard />}
    </SettingsPage>
  )
}
