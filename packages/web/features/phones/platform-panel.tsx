import type { Channel, ChannelAccount } from '@recado/api'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useT, type MessageId } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { PlatformConsole } from './platform-console.js'
import { PlatformFaults } from './platform-faults.js'
import { PlatformLog } from './platform-log.js'

export interface PlatformProps { accounts: readonly ChannelAccount[]; channels: ReadonlyMap<string, Channel> }

const PARTS = ['faults', 'console', 'log'] as const
type Part = (typeof PARTS)[number]
const NAME: Record<Part, MessageId> = { faults: 'platform.faults', console: 'platform.console', log: 'platform.log' }

/** What happens on the platforms' side: faults to be caused, the owners' pages there, every call that was made. Beside the phones where there is room, over them where there is not. */
export function PlatformPanel({ accounts, channels, onClose }: PlatformProps & { onClose: () => void }) {
  const { t } = useT()
  const [part, setPart] = useState<Part>('faults')
  return (
    <aside aria-label={t('platform.title')} onKeyDown={(event) => { if (event.key === 'Escape') onClose() }} className="flex min-h-0 shrink-0 flex-col border-line bg-surface max-lg:absolute max-lg:inset-0 max-lg:z-20 lg:w-[25rem] lg:border-s">
      <header className="flex items-center gap-2 px-4 pt-2.5">
        <h2 className="grow text-base font-semibold">{t('platform.title')}</h2>
        <button type="button" aria-label={t('app.close')} onClick={onClose} className="-me-2 grid size-9 place-items-center rounded-lg text-ink-soft hover:bg-hover"><X aria-hidden="true" className="size-5" /></button>
      </header>
      <div role="group" aria-label={t('platform.parts')} className="flex gap-1 border-b border-line px-3">
        {PARTS.map((one) => <button key={one} type="button" aria-pressed={part === one} onClick={() => setPart(one)} className={cx('min-h-10 border-b-2 px-2.5 text-sm font-medium -outline-offset-2', part === one ? 'border-accent text-accent' : 'border-transparent text-ink-soft hover:text-ink')}>{t(NAME[one])}</button>)}
      </div>
      <div className="thin-scroll relative min-h-0 grow overflow-y-auto p-4">
        {part === 'faults' && <PlatformFaults accounts={accounts} channels={channels} />}
        {part === 'console' && <PlatformConsole accounts={accounts} channels={channels} />}
        {part === 'log' && <PlatformLog accounts={accounts} channels={channels} />}
      </div>
    </aside>
  )
}
