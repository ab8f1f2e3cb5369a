import type { Template } from '@recado/api'
import { Archive, CircleCheck, CircleDashed, CirclePause, CircleX } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { isMessage } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'

const LOOKS = {
  approved: { icon: CircleCheck, look: 'bg-good-soft text-good' },
  pending: { icon: CircleDashed, look: 'bg-waiting-soft text-waiting' },
  rejected: { icon: CircleX, look: 'bg-failed-soft text-failed' },
  paused: { icon: CirclePause, look: 'bg-waiting-soft text-waiting' },
  disabled: { icon: CircleX, look: 'bg-failed-soft text-failed' },
  archived: { icon: Archive, look: 'bg-sunken text-ink-soft' },
} as const

/** What the platform says of a template: icon, words and colour. A state we do not know is shown by its own name. */
export function TemplateStatus({ status }: { status: string }) {
  const { t, intl } = useT()
  const { icon: Icon, look } = LOOKS[status as keyof typeof LOOKS] ?? LOOKS.archived
  const id = `templates.status.${status}`
  return <span className={cx('inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-sm font-medium', look)}><Icon aria-hidden="true" className="size-3.5" />{isMessage(intl, id) ? t(id) : status}</span>
}

const QUALITY = { green: 'bg-good', yellow: 'bg-waiting', red: 'bg-failed' } as const

/** The platform's mark of how people take it; nothing where it has none yet. */
export function TemplateQuality({ quality }: { quality: Template['quality'] }) {
  const { t, intl } = useT()
  const level = (quality ?? '').toLowerCase()
  const id = `templates.quality.${level}`
  if (!isMessage(intl, id)) return null
  return <span className="inline-flex items-center gap-1.5 text-sm text-ink-soft"><span aria-hidden="true" className={cx('size-2.5 rounded-full', QUALITY[level as keyof typeof QUALITY])} />{t(id)}</span>
}
