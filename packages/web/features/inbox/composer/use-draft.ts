import type { Draft, Media } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api } from '../../../api/client.js'
import { draftOptions, keys } from '../../../api/queries.js'

export interface DraftBody { text: string; attachments: Media[]; replyTo: string | null }
export type Mode = Draft['mode']
export type SaveState = 'saved' | 'saving' | 'unsaved'

const EMPTY: DraftBody = { text: '', attachments: [], replyTo: null }
const SAVE_AFTER_MS = 700

const isEmpty = (body: DraftBody) => body.text === '' && body.attachments.length === 0 && body.replyTo === null
const bodyOf = (draft: Draft | null | undefined): DraftBody => (draft ? { text: draft.text, attachments: draft.attachments, replyTo: draft.replyTo ?? null } : EMPTY)

/**
 * What somebody is writing, kept on the server within a second of a pause, per mode. Another window's change is taken over while nothing here
 * is unsaved. Customer text stays out of the browser's storage.
 */
export function useDraft(conversationId: string, mode: Mode) {
  const client = useQueryClient()
  const { data: stored } = useQuery(draftOptions(conversationId, mode))
  const [body, setBody] = useState<DraftBody>(() => bodyOf(client.getQueryData<Draft | null>(keys.draft(conversationId, mode))))
  const [state, setState] = useState<SaveState>('saved')
  const latest = useRef({ body, dirty: false })
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const isDirty = () => latest.current.dirty

  useEffect(() => {
    if (isDirty() || stored === undefined) return
    const next = bodyOf(stored)
    latest.current.body = next
    setBody(next)
  }, [stored])

  const save = useCallback(async (keepalive = false) => {
    clearTimeout(timer.current)
    if (!latest.current.dirty) return
    const { body: now } = latest.current
    latest.current.dirty = false
    setState('saving')
    const path = `/conversations/${conversationId}/draft`
    const draft: Draft = { conversationId, mode, ...now, updatedAt: new Date().toISOString() }
    client.setQueryData<Draft | null>(keys.draft(conversationId, mode), isEmpty(now) ? null : draft)
    try {
      if (keepalive) await fetch(`/api/v1${path}`, { method: 'PUT', keepalive: true, credentials: 'same-origin', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ mode, ...now }) })
      else if (isEmpty(now)) await api.delete(`${path}?mode=${mode}`)
      else await api.put(path, { mode, ...now })
      setState(latest.current.dirty ? 'unsaved' : 'saved')
    } catch {
      latest.current.dirty = true
      setState('unsaved')
      timer.current = setTimeout(() => void save(), 5000)
    }
  }, [client, conversationId, mode])

  const change = useCallback((wish: Partial<DraftBody> | ((now: DraftBody) => Partial<DraftBody>)) => {
    const now = latest.current.body
    const next = { ...now, ...(typeof wish === 'function' ? wish(now) : wish) }
    latest.current = { body: next, dirty: true }
    setBody(next)
    setState('unsaved')
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void save(), SAVE_AFTER_MS)
  }, [save])

  useEffect(() => {
    const leave = () => void save(true)
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      void save()
    }
  }, [save])

  return { body, change, clear: useCallback(() => change(EMPTY), [change]), state }
}
