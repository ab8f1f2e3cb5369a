import type { SetupAnswer, SetupRequest } from '@recado/api'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { SetupChoice } from './setup-choice.js'
import { SetupForm } from './setup-form.js'
import { RecoveryKey } from './recovery-key.js'

/** First run in three steps: who you are, the recovery key, and how to begin. */
export default function Setup({ onDone }: { onDone: () => void }) {
  const [step, setStep] = useState<'form' | 'key' | 'choice'>('form')
  const create = useMutation({ mutationFn: (body: SetupRequest) => api.post<SetupAnswer>('/setup', body), onSuccess: () => setStep('key') })
  if (step === 'form' || !create.data) return <SetupForm busy={create.isPending} error={create.error} onSubmit={(body) => create.mutate(body)} />
  if (step === 'key') return <RecoveryKey value={create.data.recoveryKey} onDone={() => setStep('choice')} />
  return <SetupChoice onDone={onDone} />
}
