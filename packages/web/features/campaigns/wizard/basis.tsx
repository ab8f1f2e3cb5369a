import type { AudienceSpec } from '@recado/core'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { purposesQuery } from '../../contacts/consents/queries.js'
import { Ways } from './section.js'

/** The ground on which it is sent: the one that the owner has set for the purpose, or her own yes, which is always the stricter. Nobody may claim less. */
export function LegalBasis({ audience, onChange }: { audience: AudienceSpec; onChange: (audience: AudienceSpec) => void }) {
  const { t } = useT()
  const reads = useCan('consents.read')
  const set = useQuery({ ...purposesQuery, enabled: reads }).data?.find((one) => one.purpose === audience.purpose)?.basis
  if (!set) return null
  if (set === 'consent') return <p className="text-sm text-ink-soft">{t('campaigns.basis_is', { basis: t('consent.by.consent') })}</p>
  const { basis: claimed, ...rest } = audience
  return (
    <div className="flex flex-col gap-1.5">
      <p className="font-medium">{t('purposes.basis')}</p>
      <Ways label={t('purposes.basis')} value={claimed === 'consent' ? 'consent' : 'set'} onChange={(way) => onChange(way === 'consent' ? { ...rest, basis: 'consent' } : rest)}
        ways={[{ id: 'set', name: t(`consent.by.${set}`), text: t('campaigns.basis_set') }, { id: 'consent', name: t('consent.by.consent'), text: t('campaigns.basis_consent') }]} />
    </div>
  )
}
