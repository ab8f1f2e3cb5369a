/** JSON as WeChat needs it: ids above 2^53 unrounded on the way in, raw UTF-8 on the way out. */

// One alternative per token that matters: a whole string (left alone) or a number. Unrolled, so that a long string costs no backtracking.
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs

/** Parses JSON and gives whole numbers that a double cannot hold as text, digit for digit. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  return JSON.parse(text.replace(TOKENS, (token) => (/^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token)))
}

/** Removes what cannot stand in WeChat's JSON or our database unescaped: lone surrogates and control characters other than tab and line ends. */
export function cleanText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what is looked for
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}

/** JSON in raw UTF-8. A `\u` escape would be refused with 40033, so every text is cleaned of what JSON would have to escape that way. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'string' ? cleanText(item) : item))
}
