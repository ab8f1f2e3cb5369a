/** Where `/` begins a saved reply: at the start or after a space, up to the caret; null elsewhere. */
export function slashWish(text: string, caret: number): { from: number; wish: string } | null {
  const match = /(?:^|\s)\/([^\s/]*)$/u.exec(text.slice(0, caret))
  return match ? { from: caret - (match[1] ?? '').length - 1, wish: match[1] ?? '' } : null
}
