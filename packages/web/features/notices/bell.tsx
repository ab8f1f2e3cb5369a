import { useQuery } from '@tanstack/react-query'
import { Bell } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { DialogTrigger } from 'react-aria-components'
import { useCan } from '../../api/queries.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { AriaButton, Popover } from '../../ui/overlay.js'
import { inBell, templateNewsQuery, unreadQuery } from './keys.js'

const Panel = lazy(() => import('./panel.js'))

/** The bell with its count; what it holds is loaded when it is opened. `look`: a row of the navigation, or a square of a phone's head. */
export function NoticeBell({ look, className, labelClass, withKey = false }: { look: 'row' | 'square'; className?: string; labelClass?: string; withKey?: boolean }) {
  const { t } = useT()
  const [open, setOpen] = useState(false)
  const news = useQuery({ ...templateNewsQuery, enabled: useCan('templates.read') }).data?.filter(inBell).length ?? 0
  const unread = (useQuery(unreadQuery).data ?? 0) + news
  useActions(withKey ? [{ id: 'app.notices', label: 'notice.bell', group: 'app', run: () => setOpen(true) }] : [])
  const name = unread > 0 ? t('notice.bell_count', { count: unread }) : t('notice.bell')
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <AriaButton aria-label={name} className={cx(look === 'square' && 'grid size-9 shrink-0 place-items-center rounded-lg text-ink-soft data-[hovered]:bg-hover', className)}>
        <span className="relative">
          <Bell aria-hidden="true" className="size-[18px]" />
          {unread > 0 && <span aria-hidden="true" className="figures absolute -end-2 -top-2 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-[10px] leading-none font-bold text-on-accent">{unread > 99 ? '99+' : unread}</span>}
        </span>
        {look === 'row' && <span aria-hidden="true" className={labelClass}>{t('notice.bell')}</span>}
      </AriaButton>
      <Popover placement={look === 'row' ? 'end bottom' : 'bottom end'} className="z-50 flex w-[min(26rem,calc(100vw-1rem))] flex-col overflow-hidden rounded-xl bg-raised shadow-float outline-none">
        <Suspense fallback={<div className="h-64" />}><Panel onClose={() => setOpen(false)} /></Suspense>
      </Popover>
    </DialogTrigger>
  )
}
