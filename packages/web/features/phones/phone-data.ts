import type { Session } from '@recado/api'
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { api, isProblem } from '../../api/client.js'
import { keys } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import type { ActBody, PhoneBusiness, PhoneCustomer, ScreenItem } from './types.js'

/** Phones are looked at again this often while the page is visible: the simulated platforms are no part of the desk's live log. */
const SCREEN_EVERY_MS = 700
const PEOPLE_EVERY_MS = 1500
const BUSINESS_EVERY_MS = 2500

const PEOPLE = ['phones', 'people'] as const
const screenKey = (customerId: string) => ['phones', 'screen', customerId] as const

export const peopleQuery = queryOptions({ queryKey: PEOPLE, queryFn: () => api.control<{ items: PhoneCustomer[] }>('GET', '/customers').then((page) => page.items), refetchInterval: PEOPLE_EVERY_MS, retry: false })

export const screenOptions = (customerId: string) => queryOptions({
  queryKey: screenKey(customerId), refetchInterval: SCREEN_EVERY_MS,
  queryFn: () => api.control<{ items: ScreenItem[] }>('GET', `/customers/${encodeURIComponent(customerId)}/screen`).then((page) => page.items),
})

const businessKey = (customerId: string) => ['phones', 'business', customerId] as const

/** What the business has put on her phone: apps look it up when a chat is entered, this one a little oftener. */
export const businessOptions = (customerId: string) => queryOptions({
  queryKey: businessKey(customerId), refetchInterval: BUSINESS_EVERY_MS,
  queryFn: () => api.control<{ business: PhoneBusiness | null }>('GET', `/customers/${encodeURIComponent(customerId)}/business`).then((answer) => answer.business),
})

/** The sentence with which the simulated app refused, else null. */
export function reasonOf(error: unknown): string | null {
  return isProblem(error) && error.status === 400 ? (error.problem.fields?.find(({ field }) => field === 'action')?.message ?? null) : null
}

/** What one customer does. `refusal` is the sentence of the last act that the app did not allow, until the next one. */
export function useAct(customerId: string) {
  const client = useQueryClient()
  const { intl } = useT()
  const [refusal, setRefusal] = useState<string | null>(null)
  const [underWay, setUnderWay] = useState(0)
  const act = useCallback(async (body: ActBody): Promise<boolean> => {
    setRefusal(null)
    setUnderWay((count) => count + 1)
    try {
      await api.control('POST', `/customers/${encodeURIComponent(customerId)}/act`, body)
      return true
    } catch (error) {
      setRefusal(reasonOf(error) ?? tellError(intl, error).sentence)
      return false
    } finally {
      setUnderWay((count) => count - 1)
      void client.invalidateQueries({ queryKey: screenKey(customerId) })
      void client.invalidateQueries({ queryKey: businessKey(customerId) })
      void client.invalidateQueries({ queryKey: PEOPLE })
    }
  }, [client, customerId, intl])
  return { act, refusal, forgive: useCallback(() => setRefusal(null), []), isBusy: underWay > 0 }
}

export type Act = ReturnType<typeof useAct>['act']

export interface NewPerson { channel: string; channelAccountId: string; name?: string; phone?: string; country?: string; language?: string }

export function useNewPerson() {
  const client = useQueryClient()
  return async (person: NewPerson): Promise<string> => {
    const { customerId } = await api.control<{ customerId: string }>('POST', '/customers', person)
    await client.invalidateQueries({ queryKey: PEOPLE })
    return customerId
  }
}

/** Lets business time pass for everybody: windows, prices and reports follow, so all that is shown is read again. */
export function useSkipTime() {
  const client = useQueryClient()
  return async (advanceMs: number): Promise<void> => {
    const { now } = await api.control<{ now: string }>('POST', '/clock', { advanceMs })
    const clockOffsetMs = Date.parse(now) - Date.now()
    client.setQueryData<Session>(keys.session, (session) => session && { ...session, workspace: { ...session.workspace, clockOffsetMs } })
    await client.invalidateQueries()
  }
}

/** A file on the phone's screen: its address on this server, or null where it lies elsewhere. */
export function ownAddress(url: string): string | null {
  if (!URL.canParse(url, location.origin)) return null
  const { pathname, search } = new URL(url, location.origin)
  // The simulated platforms call this server by its loopback address; the page reaches the same paths under its own.
  return pathname.startsWith('/simulator/') ? pathname + search : null
}
