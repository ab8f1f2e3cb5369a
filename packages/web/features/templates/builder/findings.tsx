import type { TemplateFinding } from '@recado/api'
import { CircleAlert, Lightbulb, TriangleAlert } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'

const LOOKS = { error: [CircleAlert, 'text-failed'], warning: [TriangleAlert, 'text-waiting'], hint: [Lightbulb, 'text-ink-soft'] } as const

/** What reviewers would find fault with, in words, with the rule it comes from. */
export function Findings({ of: list, className }: { of: readonly TemplateFinding[]; className?: string }) {
  const { t } = useT()
  if (list.length === 0) return null
  return (
    <ul className={cx('flex flex-col gap-1 text-sm', className)}>
      {list.map((one, index) => {
        const [Icon, look] = LOOKS[one.level]
        return (
          <li key={index} className="flex gap-1.5">
            <Icon aria-label={t(`tpl.level.${one.level}`)} role="img" className={cx('mt-0.5 size-4 shrink-0', look)} />
            <span className="min-w-0 [overflow-wrap:anywhere]">{t(`tpl.finding.${one.code}`, { limit: one.limit ?? 0, found: one.found ?? '' })} <a href={one.source} target="_blank" rel="noreferrer" className="inline-block min-h-6 text-accent underline">{t('tpl.source')}</a></span>
          </li>
        )
      })}
    </ul>
  )
}
