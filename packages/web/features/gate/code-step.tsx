import { useState, type FormEvent } from 'react'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { CodeField, isWhole } from '../security/code-field.js'
import { GateFrame } from './frame.js'

/** The second half of signing in: six digits of the app, which go off as soon as they are whole, or a recovery code. */
export function CodeStep({ busy, error, onSubmit, onBack }: { busy: boolean; error: unknown; onSubmit: (code: string) => void; onBack: () => void }) {
  const { t, intl } = useT()
  const [recovery, setRecovery] = useState(false)
  const [code, setCode] = useState('')
  const [told, setTold] = useState<unknown>(null)
  // A refused code is cleared, so that the next one is typed into an empty field.
  if (error !== told) { setTold(error); if (error) setCode('') }
  const write = (next: string) => { setCode(next); if (!recovery && isWhole(next) && !busy) onSubmit(next) }
  const submit = (event: FormEvent) => { event.preventDefault(); if (code.trim() && !busy) onSubmit(code) }
  const words = error ? tellError(intl, error) : null
  return (
    <GateFrame title={t('second_factor.signin_title')} lead={t(recovery ? 'second_factor.signin_recovery' : 'second_factor.signin_lead')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {words && <Notice tone="failed" alert title={words.sentence}>{words.next}</Notice>}
        <CodeField key={String(recovery)} recovery={recovery} value={code} onChange={(event) => write(event.target.value)} autoFocus />
        <Button type="submit" look="primary" busy={busy}>{t('signin.submit')}</Button>
        <div className="flex flex-wrap justify-between gap-2">
          <button type="button" className="min-h-8 font-medium text-accent-strong underline underline-offset-2" onClick={() => { setRecovery(!recovery); setCode('') }}>{t(recovery ? 'second_factor.use_app' : 'second_factor.use_recovery')}</button>
          <button type="button" className="min-h-8 text-ink-soft underline underline-offset-2" onClick={onBack}>{t('second_factor.other_person')}</button>
        </div>
        {recovery && <p className="text-sm text-pretty text-ink-soft">{t('second_factor.lost_all')}</p>}
      </form>
    </GateFrame>
  )
}
