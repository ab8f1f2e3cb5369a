import { useEffect, useState } from 'react'

/** The value as it stood once nobody had changed it for so long: what is asked of the server follows a sentence, not its letters. */
export function useLater<T>(value: T, ms = 400): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
