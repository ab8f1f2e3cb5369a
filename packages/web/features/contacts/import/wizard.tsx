import type { ContactImport } from '@recado/api'
import type { ContactMapping } from '@recado/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { tellCode, tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button, buttonClass } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { CheckStep, Counts } from './check-step.js'
import { ColumnsStep } from './columns-step.js'
import { GoOn } from './go-on.js'
import { ConsentStep } from './consent-step.js'
import { ImportProgress } from './import-progress.js'
import { RowProblems } from './row-problems.js'
import { type Step, Steps, stepsOf } from './steps.js'

/** What was said of the file, else what is suggested. Whether anybody may get marketing is never suggested. */
const mappingOf = (one: ContactImport): ContactMapping => one.mapping ?? { columns: one.suggested ?? [], headings: one.found?.format === 'csv', existing: 'update', ...(one.suggested?.some(({ to }) => to === 'consent') ? {} : { consent: null }) }

/** One file on its way in, step by step. What was said is kept on the server at every step. */
export function ImportWizard({ one, onChange, onAnother }: { one: ContactImport; onChange: (next: ContactImport) => void; onAnother: () => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const [mapping, setMapping] = useState(() => mappingOf(one))
  const [chosen, setChosen] = useState<Step>(one.state === 'checking' || one.checked ? 'check' : 'columns')
  const steps = stepsOf(one)
  const at = steps.indexOf(chosen)
  const step: Step = one.state === 'waiting' ? chosen : one.state === 'checking' ? 'check' : one.state === 'receiving' ? 'file' : 'run'
  const act = useMutation({
    mutationFn: async (what: 'save' | 'check' | 'start' | 'cancel') => {
      if (what === 'save') return api.put<ContactImport>(`/contact-imports/${one.id}/mapping`, mapping)
      return api.post<ContactImport>(`/contact-imports/${one.id}/${what}`)
    },
    onSuccess: (next) => { onChange(next); void client.invalidateQueries({ queryKey: ['contact-imports'], exact: true }) },
  })
  const told = act.error ? tellError(intl, act.error) : null
  const forward = async () => { await act.mutateAsync('save'); setChosen(steps[at + 1] ?? 'check') } // the last step has a button of its own
  const change = (wish: Partial<ContactMapping>) => setMapping((old) => ({ ...old, ...wish }))
  return (
    <section aria-label={one.name} className="flex flex-col gap-5">
      <Steps steps={steps} current={step} />
      <p className="text-sm text-ink-soft"><bdi className="font-semibold text-ink">{one.name}</bdi>{one.found && <> · {t('contacts.import.found', { rows: one.found.rows - (one.found.format === 'csv' && mapping.headings ? 1 : 0), columns: one.found.columns.length, encoding: one.found.format === 'vcard' ? 'vCard' : one.found.encoding.toUpperCase() })}</>}</p>
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      {step === 'file' && <GoOn one={one} onSent={onChange} />}
      {step === 'columns' && <ColumnsStep one={one} mapping={mapping} change={change} />}
      {step === 'consent' && <ConsentStep one={one} mapping={mapping} change={change} />}
      {step === 'check' && <CheckStep one={one} />}
      {step === 'run' && <Outcome one={one} />}
      <div className="flex flex-wrap items-center gap-3">
        {one.state === 'waiting' && step !== 'check' && <Button look="primary" busy={act.isPending} onClick={() => void forward().catch(() => undefined)}>{t('contacts.import.next')}</Button>}
        {one.state === 'waiting' && step === 'check' && <>
          <Button look={one.checked || one.purpose === 'exclusion' ? 'primary' : 'plain'} busy={act.isPending && act.variables === 'start'} onClick={() => act.mutate('start')}>{t('contacts.import.start')}</Button>
          {one.purpose === 'contacts' && !one.checked && <Button look="primary" busy={act.isPending && act.variables === 'check'} onClick={() => act.mutate('check')}>{t('contacts.import.check')}</Button>}
        </>}
        {one.state === 'waiting' && at > 1 && <Button look="quiet" onClick={() => setChosen(steps[at - 1] ?? 'columns')}>{t('contacts.import.back')}</Button>}
        {(one.state === 'running' || one.state === 'checking') && <Button busy={act.isPending} onClick={() => act.mutate('cancel')}>{t('contacts.import.stop')}</Button>}
        {(one.state === 'waiting' || one.state === 'receiving') && <Button look="quiet" busy={act.isPending && act.variables === 'cancel'} onClick={() => act.mutate('cancel', { onSuccess: onAnother })}>{t('contacts.import.discard')}</Button>}
        {(one.state === 'done' || one.state === 'failed' || one.state === 'cancelled') && <>
          {one.purpose === 'contacts' && one.created + one.changed > 0 && <Link to="/contacts" search={{ order: 'newest' }} className={buttonClass('primary')}>{t('contacts.import.see')}</Link>}
          <Button onClick={onAnother}>{t('contacts.import.another')}</Button>
        </>}
      </div>
    </section>
  )
}

function Outcome({ one }: { one: ContactImport }) {
  const { t, intl } = useT()
  const told = one.state === 'failed' ? tellCode(intl, one.error ?? 'internal') : null
  return (
    <div className="flex flex-col gap-5">
      {one.state === 'running' && <ImportProgress one={one} does="running" />}
      {one.state === 'done' && <Notice tone="good" title={<span role="status">{t('contacts.import.done')}</span>} />}
      {one.state === 'cancelled' && <Notice title={<span role="status">{t('contacts.import.stopped', { position: one.position, total: one.total })}</span>} />}
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      <Counts counts={one} purpose={one.purpose} />
      {one.problemCount > 0 && one.state !== 'running' && <RowProblems one={one} count={one.problemCount} />}
    </div>
  )
}
