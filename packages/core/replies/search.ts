/** The order in which saved replies answer what was typed after `/`. */

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** What of a reply is searched, the dearest first. */
export interface Findable { shortcut: string; title: string; folder?: string | null; text: string }

const folded = new WeakMap<Findable, readonly string[]>()
/** Folding is the dear part, and a menu asks at every key. */
const fieldsOf = (reply: Findable): readonly string[] => {
  const known = folded.get(reply) ?? [fold(reply.shortcut), fold(reply.title), fold(reply.folder ?? ''), fold(reply.text)]
  folded.set(reply, known)
  return known
}

/** Whether the letters stand in the text in this order. */
function inOrder(text: string, letters: string): boolean {
  let from = 0
  for (const letter of letters) {
    const at = text.indexOf(letter, from)
    if (at < 0) return false
    from = at + letter.length
  }
  return true
}

/** How well one word answers: the shortcut before the title before the folder before the text; its letters in order only in the first two. 0 = not at all. */
function points([shortcut = '', title = '', folder = '', text = '']: readonly string[], word: string): number {
  if (shortcut === word) return 100
  if (shortcut.startsWith(word)) return 80
  if (title.startsWith(word) || title.includes(` ${word}`)) return 60
  if (shortcut.includes(word) || title.includes(word)) return 50
  if (folder.includes(word)) return 40
  if (text.includes(word)) return 30
  return inOrder(shortcut, word) ? 20 : inOrder(title, word) ? 10 : 0
}

/** Those that answer every word, best first; equal ones by how often she used them, then by shortcut. */
export function findReplies<T extends Findable>(replies: readonly T[], wish: string, usesOf: (reply: T) => number): T[] {
  const words = fold(wish.trim()).split(/\s+/u).filter(Boolean)
  return replies.flatMap((reply) => {
    const each = words.map((word) => points(fieldsOf(reply), word))
    return each.includes(0) ? [] : [{ reply, score: each.reduce((sum, one) => sum + one, 0), uses: usesOf(reply) }]
  }).sort((a, b) => b.score - a.score || b.uses - a.uses || a.reply.shortcut.localeCompare(b.reply.shortcut)).map((found) => found.reply)
}
