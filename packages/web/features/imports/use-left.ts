import { useEffect, useRef, useState } from 'react'

/** Less says nothing of what follows. */
const SEEN_MS = 2_000

/** How long the rest will take, by the pace since this page looks; null until enough was seen of it. */
export function useLeft(position: number, total: number): number | null {
  const first = useRef<{ at: number; position: number } | null>(null)
  const [left, setLeft] = useState<number | null>(null)
  useEffect(() => {
    const now = performance.now()
    if (first.current === null || position < first.current.position) { first.current = { at: now, position }; setLeft(null); return }
    const { at, position: from } = first.current
    if (position > from && now - at >= SEEN_MS) setLeft(((total - position) / (position - from)) * (now - at))
  }, [position, total])
  return left
}
