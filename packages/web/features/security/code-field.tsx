import type { ComponentProps } from 'react'
import { useT } from '../../i18n/provider.js'
import { Field } from '../../ui/field.js'

/** Where a code is typed, pasted or filled in by the phone. `recovery` takes letters as well. */
export function CodeField({ recovery = false, error, ...rest }: { recovery?: boolean; error?: string | undefined } & Pick<ComponentProps<'input'>, 'value' | 'onChange' | 'autoFocus'>) {
  const { t } = useT()
  return (
    <Field label={t(recovery ? 'second_factor.recovery_code' : 'second_factor.code')} name="code" required autoComplete={recovery ? 'off' : 'one-time-code'} inputMode={recovery ? 'text' : 'numeric'}
      autoCapitalize="characters" autoCorrect="off" spellCheck={false} maxLength={40} help={t(recovery ? 'second_factor.recovery_code_help' : 'second_factor.code_help')} {...(error ? { error } : {})} {...rest} />
  )
}

/** Six digits are whole: nobody has to press a button after them. */
export const isWhole = (code: string): boolean => /^\d{6}$/.test(code.replaceAll(/\s/g, ''))
