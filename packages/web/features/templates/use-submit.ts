import type { Template } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api, isProblem } from '../../api/client.js'
import { keys } from '../../api/queries.js'
import type { Starter } from './queries.js'

/** What became of each one handed in. */
export type Outcome = { kind: 'busy' } | { kind: 'sent'; status: string } | { kind: 'exists' } | { kind: 'refused'; error: unknown }

export const outcomeKey = ({ id, language }: Pick<Starter, 'id' | 'language'>): string => `${id}/${language}`

/** Hands starters in, one after the other: platforms count how many come in an hour. Closing the window stops after the one under way. */
export function useSubmit(accountId: string) {
  const client = useQueryClient()
  const [outcomes, setOutcomes] = useState<Readonly<Record<string, Outcome>>>({})
  const [busy, setBusy] = useState(false)
  const stopped = useRef(false)
  const put = (starter: Starter, outcome: Outcome) => setOutcomes((all) => ({ ...all, [outcomeKey(starter)]: outcome }))
  const submit = async (starters: readonly Starter[]) => {
    setBusy(true)
    for (const starter of starters) {
      if (stopped.current) break
      put(starter, { kind: 'busy' })
      try {
        const { status } = await api.post<Template>('/templates', { channelAccountId: accountId, starter: { trade: starter.trade, id: starter.id, language: starter.language } })
        put(starter, { kind: 'sent', status })
      } catch (error) { put(starter, isProblem(error) && error.code === 'already_exists' ? { kind: 'exists' } : { kind: 'refused', error }) }
    }
    setBusy(false)
    void client.invalidateQueries({ queryKey: keys.templates(accountId) })
  }
  return { outcomes, busy, submit, stop: () => { stopped.current = true } }
}
