import type { MacroManyRun } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Zap } from 'lucide-react'
import { useRef, useState } from 'react'
import { api } from '../../api/client.js'
import { keys, membersQuery } from '../../api/queries.js'
import { tellCode, tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Loading } from '../../ui/empty.js'
import { DialogWindow } from '../../ui/overlay.js'
import { PickList } from '../../ui/pick-list.js'
import { toast } from '../../ui/toast.js'
import { useUndo } from '../inbox/undo.js'
import { summaryOf } from './describe.js'
import { macrosQuery, teamsQuery } from './queries.js'

/** A macro on all that is chosen. Those that write free text are not offered: nobody answers many people with the same words. */
export default function RunMany({ choice, onDone, onClose }: { choice: object; onDone: () => void; onClose: () => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { offer } = useUndo()
  const clientId = useRef(crypto.randomUUID())
  const [busy, setBusy] = useState(false)
  const names = { members: useQuery(membersQuery).data ?? [], teams: useQuery(teamsQuery).data ?? [] }
  const macros = useQuery(macrosQuery).data?.filter((macro) => !macro.savedReplyId && !macro.problem) ?? []
  const run = (id: string) => {
    const macro = macros.find((each) => each.id === id)
    if (busy || !macro) return
    setBusy(true)
    api.post<MacroManyRun>(`/macros/${id}/run-many`, { ...choice, clientId: clientId.current }).then(({ changeId, done, skipped, more }) => {
      const codes = [...new Set(skipped.map((each) => each.code))]
      if (codes.length > 0) toast(t('bulk.skipped', { count: skipped.length, why: codes.map((code) => tellCode(intl, code).sentence).join(' ') }), { tone: 'failed' })
      offer(changeId, more ? `${t('bulk.done', { count: done })}. ${t('bulk.more')}` : t('bulk.done', { count: done }))
      onDone()
      return client.invalidateQueries({ queryKey: keys.lists })
    }).catch((error: unknown) => { toast(tellError(intl, error).sentence, { tone: 'failed' }); setBusy(false) })
  }
  return (
    <DialogWindow title={t('action.macro')} closeLabel={t('app.close')} onClose={onClose}>
      {busy ? <Loading label={t('app.loading')} /> : <>
        <p className="mb-3 text-sm text-ink-soft">{t('macro.many_text')}</p>
        <PickList label={t('action.macro')} placeholder={t('macro.find')} empty={t('macro.none_found')} onPick={run} choices={macros.map((macro) => ({ id: macro.id, text: macro.name, icon: <Zap aria-hidden="true" />, hint: <span className="line-clamp-1 max-w-40 sm:max-w-64">{macro.templates.length > 0 ? t('macro.with_template') : summaryOf(intl, macro, names)}</span> }))} />
      </>}
    </DialogWindow>
  )
}
