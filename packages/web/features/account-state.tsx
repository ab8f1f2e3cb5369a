import type { ChannelAccount } from '@recado/api'
import { CircleAlert, CircleCheck, CircleDashed, CirclePause, TriangleAlert } from 'lucide-react'
import { useT } from '../i18n/provider.js'
import { cx } from '../ui/class-names.js'

const looks = { ready: { icon: CircleCheck, ink: 'text-good' }, unverified: { icon: CircleDashed, ink: 'text-waiting' }, error: { icon: CircleAlert, ink: 'text-failed' }, paused: { icon: CirclePause, ink: 'text-waiting' } }

const troubles = { broken: { icon: CircleAlert, ink: 'text-failed' }, attention: { icon: TriangleAlert, ink: 'text-waiting' } } as const

/** The state of an account in one word with its sign: what its platform says of it goes before what Recado knew. */
export function AccountState({ account: { state, standing, pausedCode } }: { account: Pick<ChannelAccount, 'state' | 'standing' | 'pausedCode'> }) {
  const { t } = useT()
  // What the platform has stopped is broken; what a person has paused is paused.
  const trouble = standing === 'broken' || (state === 'paused' && pausedCode !== 'paused_by_us') ? 'broken' : state === 'ready' && standing === 'attention' ? 'attention' : null
  const { icon: Icon, ink } = trouble ? troubles[trouble] : looks[state]
  return <span className={cx('inline-flex items-center gap-1 text-sm whitespace-nowrap', ink)}><Icon aria-hidden="true" className="size-4" />{t(trouble ? `account.standing.${trouble}` : `account.state.${state}`)}</span>
}
