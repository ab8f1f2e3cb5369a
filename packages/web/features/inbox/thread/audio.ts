/** One voice at a time, and it goes on while another conversation is read. */
import { useSyncExternalStore } from 'react'

export interface Playing { id: string; at: number; duration: number; playing: boolean }

const listeners = new Set<() => void>()
let element: HTMLAudioElement | null = null
let state: Playing | null = null

function set(next: Playing | null): void {
  state = next
  for (const listener of listeners) listener()
}

function audio(): HTMLAudioElement {
  if (element) return element
  element = new Audio()
  const sync = () => {
    if (state && element) set({ ...state, at: element.currentTime, playing: !element.paused, duration: Number.isFinite(element.duration) ? element.duration : state.duration })
  }
  for (const event of ['timeupdate', 'play', 'pause', 'durationchange', 'seeked']) element.addEventListener(event, sync)
  element.addEventListener('ended', () => { if (state) set({ ...state, at: 0, playing: false }) })
  return element
}

/** Plays or holds. Rejects when the browser cannot play the file. */
export async function toggle(id: string, url: string, duration: number, rate: number): Promise<void> {
  const player = audio()
  if (state?.id !== id) {
    player.src = url
    set({ id, at: 0, duration, playing: false })
  } else if (!player.paused) return player.pause()
  player.playbackRate = rate
  await player.play()
}

export function seek(id: string, share: number): void {
  if (state?.id !== id || !element) return
  element.currentTime = share * (Number.isFinite(element.duration) ? element.duration : state.duration)
}

export function setRate(rate: number): void {
  if (element) element.playbackRate = rate
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
/** The state of one recording; null when another one or none is loaded. */
export function usePlaying(id: string): Playing | null {
  const now = useSyncExternalStore(subscribe, () => state)
  return now?.id === id ? now : null
}
