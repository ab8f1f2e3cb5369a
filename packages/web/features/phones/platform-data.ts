import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { reasonOf } from './phone-data.js'
import type { LogItem, PlatformAccount, ShownFault } from './types.js'

const EVERY_MS = 2000
const SHOWN_CALLS = 60
const ROOT = ['phones', 'platform'] as const

export interface FaultsAnswer { items: ShownFault[]; kinds: Record<string, string[]> }

export const faultsQuery = queryOptions({ queryKey: [...ROOT, 'faults'], queryFn: () => api.control<FaultsAnswer>('GET', '/faults'), refetchInterval: EVERY_MS })
export const platformAccountsQuery = queryOptions({ queryKey: [...ROOT, 'accounts'], queryFn: () => api.control<{ items: PlatformAccount[]; channels: string[] }>('GET', '/platform-accounts'), refetchInterval: EVERY_MS })

/** The last calls, newest first; of one account when it is named. */
export const callsOptions = (accountId: string | null) => queryOptions({
  queryKey: [...ROOT, 'calls', accountId], refetchInterval: EVERY_MS,
  queryFn: () => api.control<{ items: LogItem[] }>('GET', `/log?last=${SHOWN_CALLS}${accountId ? `&channelAccountId=${encodeURIComponent(accountId)}` : ''}`).then((page) => page.items.toReversed()),
})

/** Does something at the platform and reads everything about it again; tells why it was refused. */
export function usePlatform() {
  const client = useQueryClient()
  const { intl } = useT()
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const run = async <T>(work: () => Promise<T>): Promise<T | null> => {
    setProblem(null)
    setBusy(true)
    try {
      return await work()
    } catch (error) {
      setProblem(reasonOf(error) ?? tellError(intl, error).sentence)
      return null
    } finally {
      setBusy(false)
      void client.invalidateQueries({ queryKey: ['phones'] })
    }
  }
  return { run, problem, isBusy }
}

/** How a call went, in one word: what the platform says inside an answer counts before the status. */
export function outcomeOf({ answer, fault }: Pick<LogItem, 'answer' | 'fault'>): { text: string; ok: boolean } {
  if (answer.status === null || fault === 'cut_reply') return { text: '—', ok: false }
  const body = typeof answer.body === 'object' && answer.body !== null ? (answer.body as { errcode?: unknown; error?: { code?: unknown } }) : {} // any object may be asked for a member
  const code = typeof body.errcode === 'number' && body.errcode !== 0 ? body.errcode : body.error?.code
  return { text: typeof code === 'number' ? String(code) : String(answer.status), ok: code === undefined && answer.status < 400 }
}
