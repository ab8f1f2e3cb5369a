/** Notices as they come in over the socket, for whoever rings, shows or counts. Not kept. */
import type { Notice } from '@recado/api'

const listeners = new Set<(notice: Notice | null) => void>()

/** Null: some were seen. */
export function tellNotice(notice: Notice | null): void {
  for (const listener of listeners) listener(notice)
}

export function whenNotice(listener: (notice: Notice | null) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
