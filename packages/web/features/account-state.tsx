import type { ChannelAccount } from '@recado/api'
import { CircleAlert, CircleCheck, CircleDashed, CirclePause } from 'lucide-react'
import { useT } from '../i18n/provider.js'
import { cx } from '../ui/class-names.js'

const looks = { ready: { icon: CircleCheck, ink: 'text-good' }, unverified: { icon: CircleDashed, ink: 'text-waiting' }, error: { icon: CircleAlert, ink: 'text-failed' }, paused: { icon: CirclePause, ink: 'text-waiting' } }

/** The state of an account in one word with its sign. */
export function AccountState({ state }: { state: ChannelAccount['state'] }) {
  const { t } = useT()
  const { icon: Icon, ink } = looks[state]
  return <span className={cx('inline-flex items-center gap-1 text-sm whitespace-nowrap', ink)}><Icon aria-hidden="true" className="size-4" />{t(`account.state.${state}`)}</span>
}
