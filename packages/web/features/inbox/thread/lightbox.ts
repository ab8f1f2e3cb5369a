/** Which pictures are shown large, and from which one on. */
import type { Message } from '@recado/api'
import { useSyncExternalStore } from 'react'

export interface LightboxState { pictures: readonly Message[]; at: number }

const listeners = new Set<() => void>()
let state: LightboxState | null = null

function set(next: LightboxState | null): void {
  state = next
  for (const listener of listeners) listener()
}

export function openLightbox(pictures: readonly Message[], messageId: string): void {
  set({ pictures, at: Math.max(0, pictures.findIndex((message) => message.id === messageId)) })
}
export function stepLightbox(step: 1 | -1): void {
  if (state) set({ ...state, at: Math.min(state.pictures.length - 1, Math.max(0, state.at + step)) })
}
export function closeLightbox(): void {
  set(null)
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export function useLightbox(): LightboxState | null {
  return useSyncExternalStore(subscribe, () => state)
}
