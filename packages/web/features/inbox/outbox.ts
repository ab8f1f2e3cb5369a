/**
 * Messages on their way from this browser to the server: painted at once, kept until the server has them. The client id is the idempotency
 * key, so trying again after a lost answer can never send twice.
 */
import type { Message, SendMessage } from '@recado/api'
import { useSyncExternalStore } from 'react'
import { api, isOffline, isProblem, type ApiProblem } from '../../api/client.js'

export interface Pending { conversationId: string; message: Message; body: SendMessage; state: 'sending' | 'waiting' | 'refused'; error: ApiProblem | null }

const NONE: readonly Pending[] = []
const listeners = new Set<() => void>()
let all: readonly Pending[] = NONE

function set(next: readonly Pending[]): void {
  all = next
  for (const listener of listeners) listener()
}

const change = (clientId: string, wish: Partial<Pending>) => set(all.map((each) => (each.body.clientId === clientId ? { ...each, ...wish } : each)))
const drop = (clientId: string) => set(all.filter((each) => each.body.clientId !== clientId))

let delaySeconds = 0
/** How long this person's messages can be taken back before they leave. */
export function setSendDelay(seconds: number): void {
  delaySeconds = seconds
}

/** The same for what is not sent from here: a macro. */
export const sendDelay = (): number => delaySeconds

/** Paints the message and sends it. Resolves with the stored row, or null when it stays here (offline) or was refused. */
export async function sendNow(conversationId: string, wish: SendMessage, author: Message['author'], now: number): Promise<Message | null> {
  // A reaction is taken back by another one.
  const body = delaySeconds > 0 && wish.content.kind !== 'reaction' ? { ...wish, delaySeconds } : wish
  const message: Message = {
    id: body.clientId, clientId: body.clientId, conversationId, caseId: null, direction: 'out', content: body.content, status: 'queued', externalId: null, author,
    at: new Date(now).toISOString(), platformAt: null, ...(body.replyTo ? { replyTo: body.replyTo } : {}),
  }
  set([...all, { conversationId, message, body, state: 'sending', error: null }])
  return attempt(body.clientId)
}

async function attempt(clientId: string): Promise<Message | null> {
  const pending = all.find((each) => each.body.clientId === clientId)
  if (!pending) return null
  change(clientId, { state: 'sending', error: null })
  try {
    const stored = await api.post<Message>(`/conversations/${pending.conversationId}/messages`, pending.body)
    onStored(stored)
    drop(clientId)
    return stored
  } catch (error) {
    if (isOffline(error)) change(clientId, { state: 'waiting' })
    else change(clientId, { state: 'refused', error: isProblem(error) ? error : null })
    return null
  }
}

let onStored: (message: Message) => void = () => undefined
/** Shows a row that the server has just stored, without waiting for its live event. */
export function showStored(message: Message): void {
  onStored(message)
}
/** Puts a stored row into the cache before its painted copy goes away. */
export function whenStored(listener: (message: Message) => void): void {
  onStored = listener
}

/** The connection is back: everything that waits goes, in its order. */
export async function sendWaiting(): Promise<void> {
  for (const { body } of all.filter((each) => each.state === 'waiting')) await attempt(body.clientId)
}

/** Again; `anyway` when she has been told that the thread went on while the line was gone. */
export function retryPending(clientId: string, anyway = false): void {
  const pending = all.find((each) => each.body.clientId === clientId)
  if (pending && anyway) change(clientId, { body: { ...pending.body, anyway } })
  void attempt(clientId)
}

export function discardPending(clientId: string): void {
  drop(clientId)
}

export function pendingOf(clientId: string | null): Pending | undefined {
  return all.find((each) => each.body.clientId === clientId)
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useOutbox(): readonly Pending[] {
  return useSyncExternalStore(subscribe, () => all)
}
