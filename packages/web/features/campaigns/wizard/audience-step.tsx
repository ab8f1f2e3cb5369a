import type { AudienceSpec } from '@recado/core'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { Choice, Toggle } from '../../../ui/field.js'
import { inLanguage, topicsQuery } from '../../contacts/consents/queries.js'
import { LegalBasis } from './basis.js'
import { Countries } from './countries.js'
import { NumberField } from './number-field.js'
import { People } from './people.js'
import { RoutesEditor } from './routes-editor.js'
import { Section, Ways } from './section.js'
import type { Draft } from './use-draft.js'

/** Whom, about what, over which accounts. */
export function AudienceStep({ draft }: { draft: Draft }) {
  const { t, intl } = useT()
  const { campaign: { audience }, change } = draft
  const readsTopics = useCan('consents.read')
  const topics = (useQuery({ ...topicsQuery, enabled: readsTopics }).data ?? []).filter((topic) => topic.archivedAt === null)
  const set = (part: Partial<AudienceSpec>) => change({ audience: { ...audience, ...part } })
  const cap = audience.cap
  return (
    <>
      <Section title={t('campaigns.about')}>
        <Ways label={t('campaigns.about')} value={audience.purpose} onChange={(purpose) => { const { basis: _of, ...rest } = audience; change({ audience: { ...rest, purpose } }) }} ways={[{ id: 'marketing', name: t('campaigns.marketing'), text: t('campaigns.marketing_text') }, { id: 'notification', name: t('campaigns.notification'), text: t('campaigns.notification_text') }]} />
        {topics.length > 0 && <Choice label={t('campaigns.topic')} help={t('campaigns.topic_help')} value={audience.category ?? ''} onChange={(event) => set({ category: event.target.value || null })}><option value="">{t('campaigns.no_topic')}</option>{topics.map((topic) => <option key={topic.key} value={topic.key}>{inLanguage(topic.names, intl.locale)}</option>)}</Choice>}
        <LegalBasis audience={audience} onChange={(next) => change({ audience: next })} />
      </Section>
      <Section title={t('campaigns.whom')} text={t('campaigns.whom_text')}><People label={t('campaigns.whom')} people={audience.include} onChange={(include) => set({ include })} /></Section>
      <Section title={t('campaigns.not_whom')} text={t('campaigns.not_whom_text')}><People label={t('campaigns.not_whom')} people={audience.exclude} onChange={(exclude) => set({ exclude })} /><Countries audience={audience} onChange={set} /></Section>
      <Section title={t('campaigns.over')} text={t('campaigns.over_text')}>
        <RoutesEditor routes={audience.routes} onChange={(routes) => set({ routes })} />
        {audience.routes.length > 1 && <Ways label={t('campaigns.choose')} value={audience.choose} onChange={(choose) => set({ choose })} ways={[{ id: 'first', name: t('campaigns.choose_first') }, { id: 'cheapest', name: t('campaigns.choose_cheapest') }]} />}
      </Section>
      <Section title={t('campaigns.cap')}>
        <Toggle label={t('campaigns.cap_on')} help={t('campaigns.cap_help')} checked={cap !== null} onChange={(event) => set({ cap: event.target.checked ? { messages: 2, days: 7 } : null })} />
        {cap && <div className="flex flex-wrap gap-3"><NumberField label={t('campaigns.cap_messages')} least={1} most={1000} value={cap.messages} onChange={(messages) => set({ cap: { ...cap, messages: messages ?? 1 } })} className="w-32" /><NumberField label={t('campaigns.cap_days')} least={1} most={366} value={cap.days} onChange={(days) => set({ cap: { ...cap, days: days ?? 1 } })} className="w-32" /></div>}
      </Section>
    </>
  )
}
