import { useCan } from '../../api/queries.js'
import { AttributesCard } from '../../features/contacts/fields/attributes-card.js'
import { StagesCard } from '../../features/contacts/fields/stages-card.js'
import { useT } from '../../i18n/provider.js'
import { SettingsPage } from './page.js'

/** The company's own fields of a person, and how far she can come. */
export function ContactFieldsPage() {
  const { t } = useT()
  const mayChange = useCan('contacts.fields')
  return <SettingsPage title={t('settings.contact_fields')} lead={t('contacts.settings_lead')}><AttributesCard mayChange={mayChange} /><StagesCard mayChange={mayChange} /></SettingsPage>
}
