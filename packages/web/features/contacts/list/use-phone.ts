import { useSyncExternalStore } from 'react'

const narrow = matchMedia('(width < 48rem)')
const subscribe = (listener: () => void) => { narrow.addEventListener('change', listener); return () => narrow.removeEventListener('change', listener) }

/** Whether the window is a phone's: one thing after the other instead of side by side. */
export const usePhone = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches)
