import type { ChatImport } from '@recado/api'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleAlert, CircleCheck, CircleSlash } from 'lucide-react'
import { api } from '../../api/client.js'
import { tellCode, tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { ImportForm } from './import-form.js'
import { Problems } from './problems.js'
import { Progress } from './progress.js'

/** One export: what is in it, what is asked, how far it is, what became of it. */
export function ImportCard({ value, onChange }: { value: ChatImport; onChange: (next: ChatImport) => void }) {
  const { t, intl } = useT()
  const cancel = useMutation({ mutationFn: () => api.post<ChatImport>(`/imports/chats/${value.id}/cancel`), onSuccess: onChange })
  const { state, found } = value
  const isOpen = state === 'waiting' || state === 'running' || state === 'receiving'
  const told = cancel.error ? tellError(intl, cancel.error) : null
  return (
    <section aria-label={value.name} className="rounded-2xl border border-line bg-surface p-5 shadow-lift">
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 grow basis-60">
          <h3 className="truncate font-semibold"><bdi>{value.name}</bdi></h3>
          {found && <p className="text-sm text-ink-soft">{t('import.found', { messages: found.messages, files: found.files, missing: found.filesMissing })}</p>}
        </div>
        {isOpen && <Button small busy={cancel.isPending} onClick={() => cancel.mutate()}>{t(state === 'running' ? 'import.stop' : 'import.discard')}</Button>}
      </div>
      {told && <Notice tone="failed" alert title={told.sentence} className="mt-3">{told.next}</Notice>}
      {state === 'receiving' && <p className="mt-2 text-sm text-ink-soft">{t('import.broken_off')}</p>}
      {state === 'waiting' && <ImportForm value={value} onChange={onChange} />}
      {state === 'running' && <Progress share={value.total > 0 ? value.position / value.total : 0} label={t('import.running', { position: value.position, total: value.total })} />}
      {(state === 'done' || state === 'cancelled') && (
        <p role="status" className="mt-3 flex items-start gap-2">
          {state === 'done' ? <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-good" /> : <CircleSlash aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-soft" />}
          <span>{t(state === 'done' ? 'import.done' : 'import.cancelled', { added: value.added, known: value.known, files: value.files })} {value.conversationId && <Link to="/inbox/$conversationId" params={{ conversationId: value.conversationId }} className="font-medium whitespace-nowrap text-accent underline underline-offset-2">{t('import.open')}</Link>}</span>
        </p>
      )}
      {state === 'failed' && <p role="alert" className="mt-3 flex items-start gap-2 text-failed"><CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" /><span>{value.error === 'not_found' ? t('import.file_gone') : tellCode(intl, value.error ?? 'internal').sentence} {tellCode(intl, value.error ?? 'internal').next}</span></p>}
      {state !== 'waiting' && <Problems problems={value.problems} count={value.problemCount} />}
    </section>
  )
}
