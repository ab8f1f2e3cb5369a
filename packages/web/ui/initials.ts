/** Up to two letters of a name, also of one without spaces. */
export function initials(name: string): string {
  // A number is nobody's name.
  if (!/\p{L}/u.test(name)) return name.trim() ? '#' : ''
  const words = name.trim().split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const letters = (words.length > 1 ? [words[0], words.at(-1)] : [words[0]]).map((word) => [...(word ?? '')].find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? '')
  return letters.join('').toLocaleUpperCase()
}
