import type { ComponentProps } from 'react'
import { cx } from './class-names.js'
import { Spinner } from './spinner.js'

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger'

const looks: Record<ButtonLook, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong border-transparent',
  plain: 'bg-surface text-ink border-line-strong hover:bg-hover',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-hover',
  danger: 'bg-surface text-failed border-failed hover:bg-failed-soft',
}

export function buttonClass(look: ButtonLook = 'plain', small = false): string {
  return cx(
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-lg border font-medium whitespace-nowrap select-none transition-colors',
    'disabled:opacity-55 disabled:hover:bg-inherit', small ? 'min-h-8 px-2.5 text-sm' : 'min-h-10 px-4', looks[look],
  )
}

export interface ButtonProps extends ComponentProps<'button'> { look?: ButtonLook; small?: boolean; busy?: boolean }

/** A button. While `busy` it keeps its size and says so. */
export function Button({ look = 'plain', small = false, busy = false, className, children, disabled, type = 'button', ...rest }: ButtonProps) {
  return (
    <button type={type} className={cx(buttonClass(look, small), className)} disabled={disabled || busy} aria-busy={busy || undefined} {...rest}>
      {busy && <Spinner small />}
      {children}
    </button>
  )
}
