import type { OptInDraft, OptInForm } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { optInKeys, saveDraft } from './queries.js'

/** Saved so long after the last key. */
const PAUSE_MS = 500

export interface KeptDraft { draft: OptInDraft; change: (draft: OptInDraft) => void; state: 'saved' | 'saving' | 'failed'; error: unknown; /** Waits until what is here is kept. */ flush: () => Promise<void> }

/** The draft as it is typed, kept by itself; what is typed while it is being sent goes with the next one. */
export function useDraft(form: OptInForm): KeptDraft {
  const client = useQueryClient()
  const [draft, setDraft] = useState(form.draft)
  const [state, setState] = useState<KeptDraft['state']>('saved')
  const [error, setError] = useState<unknown>(null)
  const latest = useRef(form.draft)
  const dirty = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const running = useRef<Promise<void>>(Promise.resolve())
  const save = useCallback(() => {
    clearTimeout(timer.current)
    running.current = running.current.then(async () => {
      if (!dirty.current) return
      dirty.current = false
      setState('saving')
      try {
        client.setQueryData(optInKeys.one(form.id), await saveDraft(form.id, latest.current))
        setError(null)
        if (!dirty.current) setState('saved')
      } catch (problem) {
        dirty.current = true
        setError(problem)
        setState('failed')
      }
    })
    return running.current
  }, [client, form.id])
  const change = useCallback((next: OptInDraft) => {
    latest.current = next
    dirty.current = true
    setDraft(next)
    setState('saving')
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void save(), PAUSE_MS)
  }, [save])
  useEffect(() => () => void save(), [save])
  return { draft, change, state, error, flush: save }
}
