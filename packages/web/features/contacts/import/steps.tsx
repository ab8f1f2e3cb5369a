import type { ContactImport } from '@recado/api'
import { Check } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'

export const STEPS = ['file', 'columns', 'consent', 'check', 'run'] as const
export type Step = (typeof STEPS)[number]

/** Those that a file of this kind goes through. */
export const stepsOf = (one: Pick<ContactImport, 'purpose'> | undefined): readonly Step[] => (one?.purpose === 'exclusion' ? STEPS.filter((step) => step !== 'consent') : STEPS)

/** Where somebody is on the way, in words and marks. On a phone only the present step says its name. */
export function Steps({ steps, current }: { steps: readonly Step[]; current: Step }) {
  const { t } = useT()
  const at = steps.indexOf(current)
  return (
    <ol aria-label={t('contacts.import.steps')} className="flex flex-wrap items-center gap-x-1 gap-y-1 text-sm sm:gap-x-2">
      {steps.map((step, index) => (
        <li key={step} aria-current={index === at ? 'step' : undefined} className={cx('flex items-center gap-1 sm:gap-2', index === at ? 'font-semibold text-ink' : 'text-ink-soft')}>
          <span aria-hidden="true" className={cx('figures grid size-6 place-items-center rounded-full border text-xs', index < at ? 'border-accent bg-accent text-on-accent' : index === at ? 'border-accent text-accent' : 'border-line-strong')}>{index < at ? <Check className="size-3.5" /> : index + 1}</span>
          <span className={index === at ? '' : 'max-sm:sr-only'}>{t(`contacts.import.step_${step}`)}</span>
          {index < steps.length - 1 && <span aria-hidden="true" className="h-px w-2 bg-line-strong sm:w-7" />}
        </li>
      ))}
    </ol>
  )
}
