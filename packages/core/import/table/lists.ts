/** Several values in one cell, in the manner of our own exports: `red; blue; with\; sign`. */

export const writeList = (values: readonly string[]): string => {
  const text = values.map((value) => value.replace(/[\\;]/gu, '\\$&')).join('; ')
  // One value with a comma would be read as two: the sign behind it says that it is one.
  return values.length === 1 && text.includes(',') ? `${text};` : text
}

/** Values of a cell. Commas part them only where nobody used a semicolon, as other products write lists. */
export function readList(cell: string, { commas = false } = {}): string[] {
  const sign = commas && !/^(?:[^\\;]|\\.)*;/su.test(cell) && !cell.includes('\n') ? ',' : ';'
  const values: string[] = []
  let value = ''
  for (let i = 0; i < cell.length; i++) {
    const char = cell[i]!
    if (char === '\\' && (cell[i + 1] === ';' || cell[i + 1] === '\\')) value += cell[++i]! // looked at above
    else if (char === sign || char === '\n') { values.push(value); value = '' } else value += char
  }
  values.push(value)
  return values.map((each) => each.trim()).filter(Boolean)
}
