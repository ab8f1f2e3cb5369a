import type { CampaignState } from '@recado/api'
import { CalendarClock, CircleCheck, CirclePause, CircleStop, Eye, Hourglass, LoaderCircle, PencilLine, Send, type LucideIcon } from 'lucide-react'
import { isMessage, useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'

const looks: Record<CampaignState, { icon: LucideIcon; look: string }> = {
  draft: { icon: PencilLine, look: 'bg-sunken text-ink-soft' }, in_review: { icon: Eye, look: 'bg-note-soft text-note' }, scheduled: { icon: CalendarClock, look: 'bg-accent-soft text-accent-strong' },
  preparing: { icon: Hourglass, look: 'bg-accent-soft text-accent-strong' }, sending: { icon: Send, look: 'bg-good-soft text-good' }, paused: { icon: CirclePause, look: 'bg-waiting-soft text-waiting' },
  stopping: { icon: LoaderCircle, look: 'bg-failed-soft text-failed' }, stopped: { icon: CircleStop, look: 'bg-sunken text-ink-soft' }, done: { icon: CircleCheck, look: 'bg-sunken text-ink-soft' },
}

/** Where a campaign stands, by icon and word. */
export function StateMark({ state }: { state: CampaignState }) {
  const { t } = useT()
  const { icon: Icon, look } = looks[state]
  return <span className={cx('inline-flex shrink-0 items-center gap-1.5 rounded-full px-2.5 py-0.5 text-sm font-medium', look)}><Icon aria-hidden="true" className="size-3.5" />{t(`campaign_state.${state}`)}</span>
}

/** Why it stands so, in a sentence; null where the state says it all. */
export function useReason(): (reason: string | null) => string | null {
  const { t, intl } = useT()
  return (reason) => {
    if (!reason) return null
    const id = `campaign_state.why_${reason}`
    return isMessage(intl, id) ? t(id) : t('campaign_state.why_other', { reason })
  }
}
