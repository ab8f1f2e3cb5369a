import { useState, type ReactNode } from 'react'
import { initials } from './initials.js'

// The same person always has the same colour; all of them carry white letters with a contrast above 4.5.
const HUES = [190, 215, 250, 285, 325, 355, 20, 150]
function hueOf(name: string): number {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return HUES[sum % HUES.length] ?? 190
}

/** The picture of a person, or her initials. Decoration: the name stands beside it. */
export function Avatar({ name, url, size = 40, children }: { name: string; url?: string | null; size?: number; children?: ReactNode }) {
  const [broken, setBroken] = useState<string | null>(null)
  return (
    <span aria-hidden="true" className="relative inline-block shrink-0" style={{ width: size, height: size }}>
      {url && url !== broken
        ? <img src={url} alt="" loading="lazy" referrerPolicy="no-referrer" onError={() => setBroken(url)} className="size-full rounded-full object-cover" />
        : <span className="grid size-full place-items-center rounded-full font-semibold text-white" style={{ background: `hsl(${hueOf(name)} 42% 33%)`, fontSize: size * 0.38 }}>{initials(name)}</span>}
      {children}
    </span>
  )
}
