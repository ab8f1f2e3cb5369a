import type { ConversationDetail, Macro, MacroPreview, MacroRun, Message } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Check, Zap } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { api, isProblem } from '../../api/client.js'
import { membersQuery } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { PickList } from '../../ui/pick-list.js'
import { VerdictChip } from '../inbox/composer/verdict-chip.js'
import { sendDelay, showStored } from '../inbox/outbox.js'
import { useUndo } from '../inbox/undo.js'
import { describeActions, summaryOf } from './describe.js'
import { macrosQuery, teamsQuery } from './queries.js'

const MovedOn = lazy(() => import('../inbox/composer/moved-on.js'))

/** Chooses a macro, says what it will do and cost in this conversation, and runs it. */
export default function RunMacro({ conversation, macro, seen, onClose }: { conversation: ConversationDetail; macro: Macro | null; seen: number; onClose: () => void }) {
  const { t, intl } = useT()
  const [chosen, setChosen] = useState(macro)
  const names = { members: useQuery(membersQuery).data ?? [], teams: useQuery(teamsQuery).data ?? [] }
  const { data: macros, error, isLoading } = useQuery(macrosQuery)
  const told = error ? tellError(intl, error) : null
  return (
    <DialogWindow title={chosen ? chosen.name : t('action.macro')} closeLabel={t('app.close')} onClose={onClose}>
      {chosen ? <Before conversation={conversation} macro={chosen} names={names} seen={seen} onClose={onClose} onOther={macro ? null : () => setChosen(null)} />
        : isLoading ? <Loading label={t('app.loading')} />
        : told ? <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>
        : macros?.length === 0 ? <Empty icon={Zap} title={t('macro.none')}>{t('macro.none_text')}</Empty>
        : <PickList label={t('action.macro')} placeholder={t('macro.find')} empty={t('macro.none_found')} onPick={(id) => setChosen(macros?.find((each) => each.id === id) ?? null)}
            choices={(macros ?? []).filter((each) => !each.problem).toSorted((a, b) => b.uses - a.uses).map((each) => ({ id: each.id, text: each.name, icon: <Zap aria-hidden="true" />, hint: <span className="line-clamp-1 max-w-40 sm:max-w-64">{summaryOf(intl, each, names)}</span> }))} />}
    </DialogWindow>
  )
}

function Before({ conversation, macro, names, seen, onClose, onOther }: { conversation: ConversationDetail; macro: Macro; names: Parameters<typeof describeActions>[2]; seen: number; onClose: () => void; onOther: (() => void) | null }) {
  const { t, intl } = useT()
  const { offer } = useUndo()
  // One id for all tries: a lost answer is no second run.
  const clientId = useRef(crypto.randomUUID())
  const [language, setLanguage] = useState<string | null | undefined>(undefined)
  const [lines, setLines] = useState<readonly Message[]>([])
  const { data: preview, error, isLoading } = useQuery({ queryKey: ['macro-preview', macro.id, conversation.id, language, conversation.seq], queryFn: () => api.post<MacroPreview>(`/macros/${macro.id}/preview`, { conversationId: conversation.id, ...(language === undefined ? {} : { language }) }) })
  const run = useMutation({
    mutationFn: (anyway: boolean) => api.post<MacroRun>(`/macros/${macro.id}/run`, { conversationId: conversation.id, clientId: clientId.current, anyway, ...(seen > 0 ? { seen } : {}), ...(language === undefined ? {} : { language }), ...(sendDelay() > 0 ? { delaySeconds: sendDelay() } : {}) }),
    onSuccess: ({ changeId, messages }) => {
      for (const message of messages) showStored(message)
      offer(changeId, t('macro.done', { name: macro.name }))
      onClose()
    },
    onError: (problem) => { if (isProblem(problem) && problem.code === 'moved_on') setLines(problem.problem.lines ?? []) },
  })
  if (isLoading) return <Loading label={t('app.loading')} />
  const failure = error ?? (lines.length > 0 ? null : run.error)
  const told = failure ? tellError(intl, failure) : null
  const refused = preview?.verdict?.kind === 'deny' && preview.verdict.code !== 'pair_rate'
  const does = describeActions(intl, macro, names, preview?.note)
  const nameOf = (code: string | null) => (code ? intl.formatDisplayName(code, { type: 'language', fallback: 'code' }) ?? code : t('saved.any_language'))
  return (
    <div className="flex flex-col gap-4">
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      {preview?.as && (
        <section>
          <h3 className="mb-1.5 font-semibold">{t(preview.as === 'template' ? 'macro.sends_template' : 'macro.sends')}</h3>
          <div className="rounded-xl bg-thread p-3"><p dir="auto" className="ms-auto w-fit max-w-full rounded-2xl rounded-ee-md bg-bubble-out px-3 py-1.5 text-bubble whitespace-pre-wrap [overflow-wrap:anywhere]">{preview.text}</p>{preview.files.length > 0 && <p className="mt-1 text-end text-sm text-ink-soft">{intl.formatList(preview.files.map((file) => file.name ?? file.mime))}</p>}</div>
          {preview.languages.length > 1 && <p className="mt-2 flex flex-wrap gap-1">{preview.languages.map((one) => <Button key={one ?? ''} small look={one === preview.language ? 'primary' : 'plain'} aria-pressed={one === preview.language} onClick={() => setLanguage(one)}>{nameOf(one)}</Button>)}</p>}
          {preview.verdict && <VerdictChip verdict={preview.verdict} className="mt-2" />}
        </section>
      )}
      {preview && preview.missing.length > 0 && <Notice tone="warning" title={t('saved.missing', { names: intl.formatList(preview.missing) })}>{t('macro.missing_text')}</Notice>}
      {does.length > 0 && <ul className="flex flex-col gap-1">{does.map((line) => <li key={line} className="flex gap-2"><Check aria-hidden="true" className="mt-1 size-4 shrink-0 text-good" /><span dir="auto" className="min-w-0 [overflow-wrap:anywhere]">{line}</span></li>)}</ul>}
      {lines.length > 0 && <Suspense fallback={null}><MovedOn conversation={conversation} lines={lines} writing="" asking onSend={() => run.mutate(true)} onKeep={onClose} /></Suspense>}
      <div className="flex flex-wrap justify-end gap-2">
        {onOther && <Button look="quiet" onClick={onOther}>{t('macro.other')}</Button>}
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        {lines.length === 0 && <Button autoFocus look="primary" busy={run.isPending} disabled={!preview || preview.missing.length > 0 || refused} onClick={() => run.mutate(false)}>{t('macro.run')}</Button>}
      </div>
    </div>
  )
}
