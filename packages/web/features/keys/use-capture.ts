import { useEffect, useRef, useState } from 'react'
import { mayBegin } from '../../hotkeys/key-map.js'
import { nameOfPress, onMac } from '../../hotkeys/keys.js'

/** Time for the second key of a sequence. */
const SECOND_MS = 1000

/** Takes the next keys for itself while `active`: one combination, or two letters one after the other. Returns what has been pressed so far. */
export function useCapture(active: boolean, { onKeys, onCancel }: { onKeys: (keys: string) => void; onCancel: () => void }): string | null {
  const [first, setFirst] = useState<string | null>(null)
  const latest = useRef({ onKeys, onCancel })
  useEffect(() => { latest.current = { onKeys, onCancel } })
  useEffect(() => {
    if (!active) return
    let begun: string | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const done = (keys: string) => {
      clearTimeout(timer)
      begun = null
      setFirst(null)
      latest.current.onKeys(keys)
    }
    const listen = (event: KeyboardEvent) => {
      // Whoever goes on with Tab has left it.
      if (event.key === 'Tab') { clearTimeout(timer); return latest.current.onCancel() }
      event.preventDefault()
      event.stopImmediatePropagation()
      if (event.repeat) return
      if (event.key === 'Escape') { clearTimeout(timer); return latest.current.onCancel() }
      const name = nameOfPress(event, onMac())
      if (name === null) return
      if (begun !== null) return done(mayBegin(name) ? `${begun} ${name}` : name)
      if (!mayBegin(name)) return done(name)
      begun = name
      setFirst(name)
      timer = setTimeout(() => { if (begun !== null) done(begun) }, SECOND_MS)
    }
    addEventListener('keydown', listen, true)
    return () => {
      clearTimeout(timer)
      setFirst(null)
      removeEventListener('keydown', listen, true)
    }
  }, [active])
  return first
}
