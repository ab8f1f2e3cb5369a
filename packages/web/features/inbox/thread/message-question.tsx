import type { Message, MessageQuestion } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { Check, MegaphoneOff } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { useSession } from '../../../api/queries.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { toast } from '../../../ui/toast.js'
import { showStored } from '../outbox.js'

/** Under a message that may mean "no more advertising": asked of whoever looks first, answered once for all. Nobody outside sees it. */
export default function MessageQuestionView({ message, question }: { message: Message; question: MessageQuestion }) {
  const { t, intl } = useT()
  const { permissions } = useSession()
  const client = useQueryClient()
  const [busy, setBusy] = useState<'yes' | 'no' | null>(null)
  const open = question.state === 'open'
  const may = open && permissions.includes('consents.manage')
  const answer = (said: 'yes' | 'no') => {
    if (busy) return
    setBusy(said)
    void api.post<{ question: MessageQuestion; told: boolean | null }>(`/messages/${message.id}/question`, { answer: said })
      .then((done) => {
        showStored({ ...message, question: done.question })
        void client.invalidateQueries({ queryKey: ['contact'] })
        if (done.question.state === 'yes' && done.told !== null) toast(t(done.told ? 'question.done_told' : 'question.done_untold'))
      })
      .catch((error: unknown) => toast(tellError(intl, error).sentence, { tone: 'failed' }))
      .finally(() => setBusy(null))
  }
  useActions(may ? [
    { id: 'question.yes', label: 'question.yes', group: 'conversation', run: () => answer('yes') },
    { id: 'question.no', label: 'question.no', group: 'conversation', run: () => answer('no') },
  ] : [])
  if (!open) {
    return <p className="mt-1 flex items-center gap-1.5 text-xs text-ink-soft"><Check aria-hidden="true" className="size-3.5" /><bdi>{question.by ? t(question.state === 'yes' ? 'question.answered_yes' : 'question.answered_no', { name: question.by.name }) : t('question.settled')}</bdi></p>
  }
  return (
    <section aria-label={t('question.title')} className="mt-1 flex max-w-[min(96%,30rem)] gap-2.5 rounded-xl border border-note bg-note-soft px-3 py-2.5 text-sm">
      <MegaphoneOff aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-note" />
      <div className="min-w-0">
        <p className="font-semibold">{t('question.title')}</p>
        <p className="text-pretty">{t('question.why', { word: question.word })}</p>
        {may && (
          <>
            <div className="my-2 flex flex-wrap gap-2">
              <Button small busy={busy === 'yes'} disabled={busy !== null} onClick={() => answer('yes')}>{t('question.yes')}</Button>
              <Button small busy={busy === 'no'} disabled={busy !== null} onClick={() => answer('no')}>{t('question.no')}</Button>
            </div>
            <p className="text-xs text-pretty text-ink-soft">{t('question.does')}</p>
          </>
        )}
      </div>
    </section>
  )
}
