import { Link } from '@tanstack/react-router'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'

/** Segments and lists are two ways to say who is meant. */
export function SegmentTabs({ current }: { current: 'segments' | 'lists' }) {
  const { t } = useT()
  const tab = (isCurrent: boolean) => cx('min-h-9 rounded-lg px-3 py-1.5 font-medium', isCurrent ? 'bg-selected text-accent-strong' : 'text-ink-soft hover:bg-hover')
  return (
    <nav aria-label={t('segments.kinds')} className="mb-4 flex gap-1">
      <Link to="/segments" aria-current={current === 'segments' ? 'page' : undefined} className={tab(current === 'segments')}>{t('nav.segments')}</Link>
      <Link to="/segments/lists" aria-current={current === 'lists' ? 'page' : undefined} className={tab(current === 'lists')}>{t('segments.lists')}</Link>
    </nav>
  )
}
