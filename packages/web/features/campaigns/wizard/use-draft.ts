import type { Campaign, CampaignChange } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api, isProblem } from '../../../api/client.js'
import { campaignOptions } from '../queries.js'

/** How long she must pause before what she wrote is sent. */
const PAUSE_MS = 500

export type Saving = 'saved' | 'saving' | 'waiting' | 'failed'
export type Change = Pick<CampaignChange, 'name' | 'audience' | 'schedule' | 'settings' | 'variants'>
export interface Draft { campaign: Campaign; change: (change: Change) => void; saving: Saving; error: unknown; retry: () => void; /** writes what waits, and answers with what stands on the server */ settle: () => Promise<Campaign> }

/** A campaign as it is being written: shown at once, kept on the server at every pause, one request after the other. */
export function useDraft(stored: Campaign): Draft {
  const client = useQueryClient()
  const [open, setOpen] = useState<Change>({})
  const [saving, setSaving] = useState<Saving>('saved')
  const [error, setError] = useState<unknown>(null)
  const waiting = useRef<Change>({})
  const latest = useRef(stored)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const running = useRef<Promise<Campaign> | null>(null)
  useEffect(() => { if (stored.version >= latest.current.version) latest.current = stored }, [stored])

  const write = useCallback(async (): Promise<Campaign> => {
    clearTimeout(timer.current)
    if (running.current) await running.current.catch(() => undefined)
    if (Object.keys(waiting.current).length === 0) return latest.current
    const body = waiting.current
    waiting.current = {}
    setSaving('saving')
    running.current = api.patch<Campaign>(`/campaigns/${latest.current.id}`, { ...body, version: latest.current.version })
    try {
      const saved = await running.current
      latest.current = saved
      client.setQueryData(campaignOptions(saved.id).queryKey, saved)
      const more = Object.keys(waiting.current).length > 0
      if (!more) setOpen({})
      setSaving(more ? 'waiting' : 'saved')
      setError(null)
      return saved
    } catch (problem) {
      // Somebody else wrote in between: what is tried again stands on hers.
      if (isProblem(problem) && problem.code === 'campaign_changed') await client.fetchQuery({ ...campaignOptions(latest.current.id), staleTime: 0 }).then((newer) => { latest.current = newer }, () => undefined)
      // What was written since goes before what could not be kept.
      waiting.current = { ...body, ...waiting.current }
      setSaving('failed')
      setError(problem)
      throw problem
    } finally {
      running.current = null
    }
  }, [client])

  const change = useCallback((made: Change) => {
    waiting.current = { ...waiting.current, ...made }
    setOpen((now) => ({ ...now, ...made }))
    setSaving('waiting')
    clearTimeout(timer.current)
    timer.current = setTimeout(() => { write().catch(() => undefined) }, PAUSE_MS)
  }, [write])

  // Leaving the page does not lose the last words, and neither does closing the window on them.
  useEffect(() => {
    const keep = () => { if (document.visibilityState === 'hidden') write().catch(() => undefined) }
    const warn = (event: BeforeUnloadEvent) => { if (Object.keys(waiting.current).length > 0 || running.current) event.preventDefault() }
    document.addEventListener('visibilitychange', keep)
    addEventListener('beforeunload', warn)
    return () => { document.removeEventListener('visibilitychange', keep); removeEventListener('beforeunload', warn); write().catch(() => undefined) }
  }, [write])
  return { campaign: { ...stored, ...open } as Campaign, change, saving, error, settle: write, retry: () => { write().catch(() => undefined) } } // a change holds parts of a campaign only
}
