import type { Draft } from '@recado/api'
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { api } from '../../../api/client.js'
import { draftOptions, keys, useSession } from '../../../api/queries.js'
import { type DraftBody, DraftKeeper, EMPTY, isEmptyDraft, type SaveState } from './draft-keeper.js'
import { draftVault } from './draft-vault.js'

export type { DraftBody, SaveState }
export type Mode = Draft['mode']

/** Those that still have something to say to the server outlive their composer: she may have gone on to the next thread without a line. */
const alive = new Map<string, DraftKeeper>()

function keeperOf(client: QueryClient, place: { workspaceId: string; userId: string; conversationId: string; mode: Mode }): DraftKeeper {
  const { conversationId, mode } = place
  const name = `recado.draft.${place.workspaceId}.${place.userId}.${conversationId}.${mode}`
  const known = alive.get(name)
  if (known) return known
  const path = `/conversations/${conversationId}/draft`
  const keeper = new DraftKeeper({
    async save(body) {
      const draft = isEmptyDraft(body) ? await api.delete(`${path}?mode=${mode}`).then(() => null) : await api.put<Draft>(path, { mode, ...body })
      client.setQueryData<Draft | null>(keys.draft(conversationId, mode), draft)
      return draft?.updatedAt ?? null
    },
    later(ms, work) { const timer = setTimeout(work, ms); return () => clearTimeout(timer) },
    vault: draftVault(name),
  })
  alive.set(name, keeper)
  keeper.subscribe(() => { if (!keeper.dirty && keeper.state === 'saved' && !used.has(keeper)) alive.delete(name) })
  return keeper
}

const used = new Map<DraftKeeper, number>()

/**
 * What somebody is writing, kept on the server within a second of a pause, per mode. Another window's change is taken over while nothing here
 * is unsaved. Of what the server does not have yet only sealed bytes stay in the browser.
 */
export function useDraft(conversationId: string, mode: Mode) {
  const client = useQueryClient()
  const { user, workspace } = useSession()
  const { data: stored, isPending } = useQuery(draftOptions(conversationId, mode))
  const keeper = useMemo(() => keeperOf(client, { workspaceId: workspace.id, userId: user.id, conversationId, mode }), [client, workspace.id, user.id, conversationId, mode])
  const body = useSyncExternalStore(keeper.subscribe, () => keeper.body)
  const state = useSyncExternalStore(keeper.subscribe, () => keeper.state)

  useEffect(() => { if (stored !== undefined) keeper.adopt(stored) }, [keeper, stored])

  useEffect(() => {
    used.set(keeper, (used.get(keeper) ?? 0) + 1)
    const leave = () => {
      if (!keeper.dirty) return
      void fetch(`/api/v1/conversations/${conversationId}/draft`, { method: 'PUT', keepalive: true, credentials: 'same-origin', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ mode, ...keeper.body }) }).catch(() => undefined)
    }
    const online = () => void keeper.save()
    addEventListener('pagehide', leave)
    addEventListener('online', online)
    return () => {
      removeEventListener('pagehide', leave)
      removeEventListener('online', online)
      const left = (used.get(keeper) ?? 1) - 1
      if (left > 0) used.set(keeper, left)
      else used.delete(keeper)
      void keeper.save()
    }
  }, [keeper, conversationId, mode])

  const change = useCallback((wish: Partial<DraftBody> | ((now: DraftBody) => Partial<DraftBody>)) => keeper.change({ ...keeper.body, ...(typeof wish === 'function' ? wish(keeper.body) : wish) }), [keeper])
  return { body, change, clear: useCallback(() => change(EMPTY), [change]), state, /** what the server kept of it has been asked for */ asked: !isPending }
}
