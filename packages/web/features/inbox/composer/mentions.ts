/** Calling colleagues in a note: where `@` begins a name, and which stretches of a text stand for whom. Pure. */
import type { Mention } from '@recado/api'

/** Somebody who can be called, under the name that is typed. */
export interface Callable { kind: Mention['kind']; id: string | null; name: string; hint: string }

/** Where `@` begins a name: at the start or behind a space or bracket, up to the caret. A name may have one space in it. */
export function mentionWish(text: string, caret: number): { from: number; wish: string } | null {
  const match = /(?:^|[\s([{（「])@([^\s@]{0,40}(?: [^\s@]{1,40})?)$/u.exec(text.slice(0, caret))
  return match ? { from: caret - (match[1] ?? '').length - 1, wish: match[1] ?? '' } : null
}

/**
 * The stretches of a text that call somebody: `@` and a whole name, whatever the case. Of two that begin alike the longer name counts ("@Ana Belén"
 * is not Ana); of two people of one name the one that was `chosen` in the menu.
 */
export function mentionsIn(text: string, callable: readonly Callable[], chosen: ReadonlyMap<string, string> = new Map()): Mention[] {
  const byLength = [...callable].sort((a, b) => b.name.length - a.name.length || Number(chosen.get(b.name) === b.id) - Number(chosen.get(a.name) === a.id))
  const found: Mention[] = []
  for (let from = text.indexOf('@'); from >= 0; from = text.indexOf('@', from + 1)) {
    if (from > 0 && /[\p{L}\p{N}]/u.test(text[from - 1] ?? '')) continue // an address
    const rest = text.slice(from + 1)
    const one = byLength.find(({ name }) => rest.slice(0, name.length).toLocaleLowerCase() === name.toLocaleLowerCase() && !isLetter(rest.charAt(name.length), name))
    if (one) found.push({ kind: one.kind, id: one.id, from, length: one.name.length + 1 })
  }
  return found
}

/** Whether the name goes on. Scripts without spaces between words end a name where they like. */
function isLetter(next: string, name: string): boolean {
  return /[\p{L}\p{N}]/u.test(next) && !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(next + name)
}
