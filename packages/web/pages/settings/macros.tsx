import type { Macro } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus, Zap } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '../../api/client.js'
import { keys, membersQuery, savedRepliesQuery, useCan } from '../../api/queries.js'
import { summaryOf } from '../../features/macros/describe.js'
import type { MacroDraft } from '../../features/macros/macro-form.js'
import { macrosQuery, teamsQuery } from '../../features/macros/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { Card, SettingsPage } from './page.js'

const MacroForm = lazy(() => import('../../features/macros/macro-form.js'))
const NEW: MacroDraft = { name: '', folder: null, savedReplyId: null, actions: {}, templates: [] }

/** Macros: what is said and done in one step. */
export function MacrosPage() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const shares = useCan('saved_replies.share')
  const { data: macros, error, isLoading } = useQuery(macrosQuery)
  const replies = useQuery(savedRepliesQuery).data ?? []
  const names = { members: useQuery(membersQuery).data ?? [], teams: useQuery(teamsQuery).data ?? [] }
  const [open, setOpen] = useState<MacroDraft | null>(null)
  const [removing, setRemoving] = useState<Macro | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: keys.macros })
  const remove = useMutation({ mutationFn: (id: string) => api.delete(`/macros/${id}`), onSuccess: () => setRemoving(null), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }), onSettled: refresh })
  const add = <Button look="primary" onClick={() => setOpen(NEW)}><Plus aria-hidden="true" className="size-4" />{t('macroset.add')}</Button>
  const whose = (macro: Macro) => (macro.scope === 'mine' ? t('replyset.mine') : macro.teamId ? names.teams.find((team) => team.id === macro.teamId)?.name ?? t('bulk.team') : t('replyset.all'))
  const saysOf = (macro: Macro) => {
    const reply = replies.find((one) => one.id === macro.savedReplyId)
    return [...(reply ? [`/${reply.shortcut}`] : []), ...(macro.templates.length > 0 ? [t('macro.with_template')] : []), summaryOf(intl, macro, names)].filter(Boolean).join(' · ')
  }
  const folders = [...new Set((macros ?? []).map((macro) => macro.folder ?? ''))].sort((a, b) => a.localeCompare(b))
  return (
    <SettingsPage title={t('settings.macros')} lead={t('macroset.lead')} action={macros && macros.length > 0 && add}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {macros?.length === 0 && <Card><Empty icon={Zap} title={t('macro.none')} action={add}>{t('macroset.none_text')}</Empty></Card>}
      {folders.map((folder) => (
        <section key={folder}>
          {folder && <h3 dir="auto" className="mb-2 text-bubble">{folder.replaceAll('/', ' / ')}</h3>}
          <ul className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
            {(macros ?? []).filter((macro) => (macro.folder ?? '') === folder).map((macro) => (
              <li key={macro.id} className="flex items-center gap-x-2 gap-y-2 border-b border-line px-5 py-3 last:border-0 max-sm:flex-wrap">
                <div className="min-w-0 grow max-sm:basis-full">
                  <p dir="auto" className="truncate font-semibold">{macro.name}</p>
                  <p dir="auto" className="line-clamp-2 text-sm text-ink-soft">{saysOf(macro)}</p>
                  {macro.problem && <p className="text-sm font-medium text-failed">{t('macroset.text_gone')}</p>}
                  <p className="mt-0.5 text-xs text-ink-soft">{whose(macro)} · {macro.uses > 0 ? t('macroset.used', { count: macro.uses }) : t('replyset.never_used')}</p>
                </div>
                {(shares || macro.scope === 'mine') && <><Button small onClick={() => setOpen(macro)}>{t('saved.edit')}</Button><Button small look="quiet" onClick={() => setRemoving(macro)}>{t('saved.remove')}</Button></>}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {open && <Suspense fallback={null}><MacroForm macro={open} onClose={() => setOpen(null)} onDone={() => { setOpen(null); void refresh() }} /></Suspense>}
      {removing && (
        <DialogWindow title={t('replyset.remove_title', { title: removing.name })} closeLabel={t('app.close')} onClose={() => setRemoving(null)}>
          <p className="mb-4">{t('macroset.remove_text')}</p>
          <div className="flex justify-end gap-2"><Button onClick={() => setRemoving(null)}>{t('app.cancel')}</Button><Button look="danger" busy={remove.isPending} onClick={() => remove.mutate(removing.id)}>{t('saved.remove')}</Button></div>
        </DialogWindow>
      )}
    </SettingsPage>
  )
}
