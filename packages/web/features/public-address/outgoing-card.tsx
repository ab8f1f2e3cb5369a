import type { PublicAddress } from '@recado/api'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { RecipeBox } from './recipe.js'

/** The address that platforms see when we call them: some let only listed ones in. */
export function OutgoingCard({ outgoing }: { outgoing: PublicAddress['outgoing'] }) {
  const { t } = useT()
  return (
    <Card title={t('public.outgoing')}>
      <p className="mb-3 text-pretty text-ink-soft">{t('public.outgoing_text')}</p>
      {outgoing && <RecipeBox where={t('public.outgoing_where')} code={outgoing.address} />}
      <p className="mt-3 text-sm text-pretty text-ink-soft">{outgoing ? t(`public.outgoing.${outgoing.from}`, { name: outgoing.accountName ?? '' }) : t('public.outgoing.unknown')}</p>
    </Card>
  )
}
