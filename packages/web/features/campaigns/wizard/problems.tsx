import type { CampaignProblem } from '@recado/api'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import type { Step } from '../search.js'
import { problemText } from '../words.js'

const STEP_OF: Record<CampaignProblem['field'], Step> = { audience: 'audience', content: 'content', schedule: 'schedule', settings: 'review', review: 'review' }

/** What keeps it from leaving, each with the way to where it is mended; and that nobody would get it, where nothing else is wrong. */
export function Problems({ problems, reaches, here, go }: { problems: readonly CampaignProblem[]; /** people as of now; unknown while they are counted */ reaches: number | undefined; here: Step; go: (step: Step) => void }) {
  const { t, intl } = useT()
  if (problems.length === 0 && reaches === 0) return <Notice tone="warning" title={t('campaigns.nobody_now')} actions={<Button small onClick={() => go('audience')}>{t('campaigns.go_to', { step: t('campaigns.step.audience') })}</Button>}>{t('campaigns.nobody_now_text')}</Notice>
  if (problems.length === 0 && reaches === undefined) return null
  if (problems.length === 0) return <Notice tone="good" title={t('campaigns.complete')} />
  const steps = [...new Set(problems.map((one) => STEP_OF[one.field]))].filter((step) => step !== here)
  return (
    <Notice tone="warning" title={t('campaigns.incomplete', { count: problems.length })} actions={steps.map((step) => <Button key={step} small onClick={() => go(step)}>{t('campaigns.go_to', { step: t(`campaigns.step.${step}`) })}</Button>)}>
      <ul className="list-disc ps-4">{problems.map((one, at) => <li key={at}>{one.variant && <span className="font-semibold">{one.variant.toUpperCase()}: </span>}{problemText(intl, one)}</li>)}</ul>
    </Notice>
  )
}
