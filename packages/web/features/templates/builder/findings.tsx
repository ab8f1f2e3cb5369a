import type { TemplateFinding } from '@recado/api'
import { CircleAlert, Lightbulb, TriangleAlert } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'

const LOOKS = { error: [CircleAlert, 'text-failed'], warning: [TriangleAlert, 'text-waiting'], hint: [Lightbulb, 'text-ink-soft'] } as const

/** What reviewers would find fault with, in words, with the rule it comes from. */
export function Findings({ of: list, named = false, className }: { of: readonly TemplateFinding[]; /** says of which part, where they do not stand beside it */ named?: boolean; className?: string }) {
  const { t } = useT()
  if (list.length === 0) return null
  return (
    <ul className={cx('flex flex-col gap-1 text-sm', className)}>
      {list.map((one, index) => {
        const [Icon, look] = LOOKS[one.level]
        return (
          <li key={index} className="flex gap-1.5">
            <Icon aria-label={t(`tpl.level.${one.level}`)} role="img" className={cx('mt-0.5 size-4 shrink-0', look)} />
            <span className="min-w-0 [overflow-wrap:anywhere]">{named && <span className="font-medium">{partOf(t, one)}: </span>}{t(`tpl.finding.${one.code}`, { limit: one.limit ?? 0, found: one.found ?? '' })} <a href={one.source} target="_blank" rel="noreferrer" className="inline-block min-h-6 text-accent underline">{t('tpl.source')}</a></span>
          </li>
        )
      })}
    </ul>
  )
}

function partOf(t: ReturnType<typeof useT>['t'], { field, index }: TemplateFinding): string {
  if (field === 'name' || field === 'language' || field === 'category') return t(`tpl.${field}`)
  if (field === 'cards') return index === undefined ? t('tpl.part.carousel') : t('tpl.card', { number: index + 1 })
  return index === undefined ? t(`tpl.part.${field}`) : `${t(`tpl.part.${field}`)} ${index + 1}`
}
