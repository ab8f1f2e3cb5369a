import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react'
import { onMac } from './keys.js'
import { Registry, type Action } from './registry.js'

export const RegistryContext = createContext(new Registry())

/** Offers actions while the component is there. `run` may change at every render; the rest is compared by id, keys and state. */
export function useActions(actions: readonly Action[]): void {
  const registry = useContext(RegistryContext)
  const latest = useRef(actions)
  useEffect(() => { latest.current = actions })
  const shape = actions.map((action) => `${action.id} ${action.keys?.join(',')} ${action.disabled ?? false}`).join('|')
  useEffect(
    () => registry.add(latest.current.map((action) => ({ ...action, run: () => latest.current.find((each) => each.id === action.id)?.run() }))),
    [registry, shape],
  )
}

/** Everything that can be done now. */
export function useAllActions(): readonly Action[] {
  const registry = useContext(RegistryContext)
  return useSyncExternalStore(registry.subscribe, () => registry.actions)
}

/** Listens on the window. */
export function useHotkeys(singleKeys: boolean): void {
  const registry = useContext(RegistryContext)
  useEffect(() => {
    registry.singleKeys = singleKeys
    const isMac = onMac()
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat && event.key.length > 1) return
      // A dialog or a menu has the keys for itself, but for those with a modifier.
      const inOverlay = event.target instanceof Element && event.target.closest('[role=dialog],[role=menu],[role=listbox]')
      if (inOverlay && !event.ctrlKey && !event.metaKey) return
      if (registry.press(event, performance.now(), isMac)) event.preventDefault()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [registry, singleKeys])
}
