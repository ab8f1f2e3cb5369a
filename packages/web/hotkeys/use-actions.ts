import { createContext, useContext, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { readOwnKeys } from './key-map.js'
import { keyCaps, onMac } from './keys.js'
import { Registry, type Action, type Offered } from './registry.js'

export const RegistryContext = createContext(new Registry())

/** Offers actions while the component is there. `run` may change at every render; the rest is compared by id, words and state. */
export function useActions(actions: readonly Action[]): void {
  const registry = useContext(RegistryContext)
  const latest = useRef(actions)
  useEffect(() => { latest.current = actions })
  const shape = actions.map((action) => `${action.id} ${action.label} ${action.disabled ?? false}`).join('|')
  useEffect(
    () => registry.add(latest.current.map((action) => ({ ...action, run: () => latest.current.find((each) => each.id === action.id)?.run() }))),
    [registry, shape],
  )
}

/** Everything that can be done now. */
export function useAllActions(): readonly Offered[] {
  const registry = useContext(RegistryContext)
  return useSyncExternalStore(registry.subscribe, () => registry.actions)
}

/** What the first key of an action is for this reader, as it is printed on the keyboard; nothing while it has none. */
export function useKeyCap(id: string): string | undefined {
  const key = useAllActions().find((action) => action.id === id)?.keys[0]
  return key === undefined ? undefined : keyCaps(key, onMac()).join(' ')
}

/** Takes an action by its name, as its key would. */
export function useRun(): (id: string) => void {
  const registry = useContext(RegistryContext)
  return (id) => registry.actions.find((action) => action.id === id && !action.disabled)?.run()
}

/** What answers Enter by itself. */
const ANSWERS_ENTER = 'a[href],button,summary,input,[role=button],[role=tab],[role=option],[role=link]'

/** Listens on the window, with the keys as this reader has them. */
export function useHotkeys({ singleKeys = true, keys }: { singleKeys?: boolean | undefined; keys?: unknown }): void {
  const registry = useContext(RegistryContext)
  const own = useMemo(() => readOwnKeys(keys), [keys])
  useEffect(() => { registry.own = own }, [registry, own])
  useEffect(() => {
    registry.singleKeys = singleKeys
    const isMac = onMac()
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat && event.key.length > 1) return
      // A dialog or a menu has the keys for itself, but for those with a modifier.
      const inOverlay = event.target instanceof Element && event.target.closest('[role=dialog],[role=menu],[role=listbox]')
      if (inOverlay && !event.ctrlKey && !event.metaKey) return
      if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && event.target instanceof Element && event.target.closest(ANSWERS_ENTER)) return
      if (registry.press(event, performance.now(), isMac)) event.preventDefault()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [registry, singleKeys])
}
