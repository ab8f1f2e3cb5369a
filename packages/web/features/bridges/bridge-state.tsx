import type { Bridge } from '@recado/api'
import { CircleCheck, CirclePause, CircleX, Hourglass, TriangleAlert } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'

const LOOKS = {
  new: { icon: Hourglass, ink: 'text-waiting' }, ready: { icon: CircleCheck, ink: 'text-good' }, paused: { icon: CirclePause, ink: 'text-ink-soft' }, reconnect: { icon: TriangleAlert, ink: 'text-failed' }, disconnected: { icon: CircleX, ink: 'text-ink-soft' },
} as const satisfies Record<Bridge['state'], unknown>

/** How a bridge stands, by sign and word. */
export function BridgeState({ bridge }: { bridge: Bridge }) {
  const { t } = useT()
  const { icon: Icon, ink } = LOOKS[bridge.state]
  return <span className={cx('inline-flex items-center gap-1.5 text-sm font-medium', ink)}><Icon aria-hidden="true" className="size-4 shrink-0" />{t(`bridges.state.${bridge.state}`)}</span>
}
