/** The last change of this browser that can still be taken back, told in passing with what is left of its ten seconds, and undone by z. */
import { useCallback, useSyncExternalStore } from 'react'
import { api } from '../../api/client.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { toast } from '../../ui/toast.js'

/** A little less than the server's ten seconds: the request is on its way for some of it. */
const UNDO_MS = 9_500

interface Undone { undone: string[]; kept: { id: string; fields: string[] }[]; messages?: { takenBack: number; left: number } }
interface Offer { changeId: string; endsAt: number; away: () => void; before?: (() => void) | undefined }

const listeners = new Set<() => void>()
let offers: readonly Offer[] = []

function set(next: readonly Offer[]): void {
  offers = next
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const drop = (changeId: string) => set(offers.filter((each) => each.changeId !== changeId))

/** Says what was done and offers to take it back. `before` shows at once what the server will then tell. */
export function useUndo(): { offer: (changeId: string | null, text: string, before?: () => void) => void; undoLast: () => void } {
  const { t, intl } = useT()
  const undo = useCallback(async ({ changeId, away, before }: Offer) => {
    away()
    drop(changeId)
    try {
      const { undone, kept, messages } = await api.post<Undone>(`/changes/${changeId}/undo`)
      if (kept.length === 0) before?.()
      toast(messages?.left ? t('undo.left', { count: messages.left }) : kept.length === 0 ? t('undo.done') : undone.length === 0 ? t('undo.kept_all') : t('undo.kept', { count: kept.length }))
    } catch (error) {
      toast(tellError(intl, error).sentence, { tone: 'failed' })
    }
  }, [t, intl])
  const offer = useCallback((changeId: string | null, text: string, before?: () => void) => {
    if (changeId === null) { toast(text); return }
    const away = toast(text, { forMs: UNDO_MS, action: { label: t('app.undo'), counts: true, run: () => { const own = offers.find((each) => each.changeId === changeId); if (own) void undo(own) } } })
    set([...offers, { changeId, endsAt: performance.now() + UNDO_MS, away, before }])
    setTimeout(() => drop(changeId), UNDO_MS)
  }, [t, undo])
  const undoLast = useCallback(() => { const own = offers.at(-1); if (own) void undo(own) }, [undo])
  return { offer, undoLast }
}

/** The key for it, while there is something to take back. */
export function useUndoAction(): void {
  const { undoLast } = useUndo()
  const open = useSyncExternalStore(subscribe, () => offers.length > 0)
  useActions([{ id: 'app.undo', label: 'app.undo', group: 'app', run: undoLast, disabled: !open }])
}
