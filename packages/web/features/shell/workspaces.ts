import type { Session } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import { keys, sessionQuery } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { toast } from '../../ui/toast.js'

/** Leaves everything of the old workspace behind: the page is made anew for the other one. */
export function useWorkspaces() {
  const client = useQueryClient()
  const { intl } = useT()
  const enter = async (change: () => Promise<unknown>) => {
    try {
      await change()
      const session = await api.get<Session>('/session')
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] })
      history.replaceState(null, '', '/inbox')
      client.setQueryData(keys.session, session)
    } catch (error) {
      toast(tellError(intl, error).sentence, { tone: 'failed' })
    }
  }
  return {
    switchTo: (workspaceId: string) => enter(() => api.post('/session/workspace', { workspaceId })),
    makeDemo: () => enter(() => api.post('/demo')),
    wipeDemo: () => enter(() => api.delete('/demo')),
  }
}

export function useSignOut(): () => void {
  const client = useQueryClient()
  return () => {
    // Whoever signs in here next must not get what was meant for her.
    const quiet = import('../notices/device.js').then(({ switchOff }) => switchOff()).catch(() => undefined)
    void quiet.then(() => api.delete('/session')).catch(() => undefined).then(() => {
      client.clear()
      location.assign('/')
    })
  }
}
