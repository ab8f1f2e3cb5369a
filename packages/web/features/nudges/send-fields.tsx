import type { ReplyVariant, RuleAction } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { accountsQuery, channelsQuery, useCan } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { VariantEditor } from '../automation/variant-editor.js'
import { inLanguage, topicsQuery } from '../contacts/consents/queries.js'
import { TemplatesForm } from '../macros/templates-form.js'

type Send = Extract<RuleAction, { do: 'send' }>
const LANGUAGES = ['en', 'es', 'zh', 'de', 'fr', 'pt']
const PURPOSES = ['service', 'notification', 'marketing'] as const

/** What she gets: free words in her language, templates where those may not go, and what it is for. */
export function SendFields({ action, onChange }: { action: Send; onChange: (action: Send) => void }) {
  const { t, intl } = useT()
  const accounts = useQuery(accountsQuery).data
  const channels = useQuery(channelsQuery).data
  const topics = useQuery({ ...topicsQuery, enabled: useCan('consents.read') }).data?.filter((one) => one.archivedAt === null) ?? []
  const channel = channels?.find((one) => one.id === accounts?.[0]?.channel)
  const { variants } = action
  const put = (next: ReplyVariant[]) => onChange({ ...action, variants: next })
  if (!channel) return <Notice>{t('hours.no_account')}</Notice>
  return (
    <div className="mt-2 flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice label={t('nudges.purpose')} value={action.purpose} onChange={(event) => onChange({ ...action, purpose: event.target.value as Send['purpose'], category: null })}>
          {PURPOSES.map((one) => <option key={one} value={one}>{t(`nudges.purpose_${one}`)}</option>)}
        </Choice>
        {action.purpose === 'marketing' && <Choice label={t('nudges.topic')} value={action.category ?? ''} onChange={(event) => onChange({ ...action, category: event.target.value || null })}>
          <option value="">{t('nudges.topic_none')}</option>
          {topics.map((one) => <option key={one.key} value={one.key}>{inLanguage(one.names, intl.locale)}</option>)}
        </Choice>}
      </div>
      {variants.map((variant, at) => (
        <VariantEditor key={at} channel={channel} variant={variant} others={variants.filter((_, index) => index !== at).map((one) => one.language)} isOnly={variants.length === 1}
          onChange={(next) => put(variants.map((one, index) => (index === at ? next : one)))} onRemove={() => put(variants.filter((_, index) => index !== at))} />
      ))}
      <Button small className="self-start" onClick={() => put([...variants, { language: variants.length === 0 ? null : (LANGUAGES.find((code) => !variants.some((one) => one.language === code)) ?? 'it'), content: { kind: 'text', text: '' } }])}>
        <Plus aria-hidden="true" className="size-4" />{t(variants.length === 0 ? 'auto.add_answer' : 'auto.add_language')}
      </Button>
      <TemplatesForm templates={action.templates} onChange={(templates) => onChange({ ...action, templates })} />
    </div>
  )
}
