import type { CampaignPreview } from '@recado/api'
import { useNow } from '../../../api/clock.js'
import { formatUntil } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Loading } from '../../../ui/empty.js'
import type { Step } from '../search.js'
import { Limits } from './limits.js'
import { PriceLines } from './price-lines.js'
import { Problems } from './problems.js'
import { Section } from './section.js'
import { TestSend } from './test-send.js'
import type { Draft } from './use-draft.js'

/** Everything before it goes: what is missing, what it costs at most and why, when it is through, and its bounds. */
export function ReviewStep({ draft, preview, nameOf, go }: { draft: Draft; preview: CampaignPreview | undefined; nameOf: (accountId: string) => string; go: (step: Step) => void }) {
  const { t } = useT()
  return (
    <>
      <Problems problems={draft.campaign.problems} reaches={preview?.eligible} here="review" go={go} />
      <Section title={t('campaigns.price')}>{preview ? <PriceLines preview={preview} nameOf={nameOf} /> : <Loading label={t('campaigns.counting')} />}</Section>
      {preview && preview.eligible > 0 && <Pace preview={preview} nameOf={nameOf} />}
      <Limits draft={draft} preview={preview} />
      <Section title={t('campaigns.test_section')} text={t('campaigns.test_text')}><div><TestSend id={draft.campaign.id} variants={draft.campaign.variants} settle={draft.settle} /></div></Section>
    </>
  )
}

/** When the last message leaves, and which limit says so. */
export function Pace({ preview, nameOf }: { preview: CampaignPreview; nameOf: (accountId: string) => string }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  return (
    <Section title={t('campaigns.through')}>
      <p className="text-lg font-semibold">{preview.finishesAt ? formatUntil(intl, preview.finishesAt, now) : t('campaigns.through_unknown')}</p>
      <ul className="text-sm">{preview.pace.map((one) => <li key={one.accountId} className="border-t border-line py-1.5 first:border-0"><span className="font-medium">{nameOf(one.accountId)}</span> · {one.perDay === null ? t('campaigns.pace_second', { count: one.count, value: one.perSecond }) : t('campaigns.pace_day', { count: one.count, most: one.perDay, days: one.days })}</li>)}</ul>
    </Section>
  )
}
