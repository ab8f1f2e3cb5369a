import type { ListQuery, Priority } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { keys } from '../../../api/queries.js'
import { tellCode, tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { toast } from '../../../ui/toast.js'
import { useUndo } from '../undo.js'
import type { Snooze } from '../use-conversation-actions.js'
import { choiceOf, NOTHING, select, type Selection } from './selection.js'

export interface BulkChange { status?: { status: 'open' | 'pending' | 'resolved' } | ({ status: 'snoozed' } & Snooze); assign?: { userId?: string | null; teamId?: string | null }; labels?: { add: string[]; remove: string[] }; priority?: Priority; read?: boolean }
interface BulkAnswer { changeId: string | null; changed: number; skipped: { id: string; code: string }[]; more: boolean }

/** Changes what is chosen as one, says how many it were and what stayed as it is, and offers to take all of it back. */
export function useBulk(selection: Selection, query: ListQuery): { busy: boolean; run: (change: BulkChange) => void } {
  const client = useQueryClient()
  const { t, intl } = useT()
  const { offer } = useUndo()
  const [busy, setBusy] = useState(false)
  const run = (change: BulkChange) => {
    if (busy) return
    setBusy(true)
    void api.post<BulkAnswer>('/conversations/bulk', { ...choiceOf(selection, query), change }).then(({ changeId, changed, skipped, more }) => {
      const codes = [...new Set(skipped.map((each) => each.code))]
      if (codes.length > 0) toast(t('bulk.skipped', { count: skipped.length, why: codes.map((code) => tellCode(intl, code).sentence).join(' ') }), { tone: 'failed' })
      offer(changeId, more ? `${t('bulk.done', { count: changed })}. ${t('bulk.more')}` : t('bulk.done', { count: changed }))
      select(NOTHING)
      // Live events tell a few rows one by one; of many the list is simply read again.
      return client.invalidateQueries({ queryKey: keys.lists })
    }).catch((error: unknown) => { toast(tellError(intl, error).sentence, { tone: 'failed' }) }).finally(() => setBusy(false))
  }
  return { busy, run }
}
