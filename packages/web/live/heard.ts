/** Whoever wants to know that something happened in the workspace, whatever it was: figures that nobody counts in the browser. */
const listeners = new Set<() => void>()

export function heard(): void { for (const listener of listeners) listener() }

export function onHeard(listener: () => void): () => void {
  listeners.add(listener)
  return () => { listeners.delete(listener) }
}
