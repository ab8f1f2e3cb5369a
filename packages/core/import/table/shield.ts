/**
 * Spreadsheets run cells that begin with one of these signs as formulas (https://owasp.org/www-community/attacks/CSV_Injection). What we write gets an
 * apostrophe in front, what we read loses it again. A text that had one by itself gets a second, so that nothing is lost on the way.
 */
// eslint-disable-next-line no-control-regex -- NUL is one of the signs
const DANGEROUS = /^'*[=+\-@\t\r\0]/u
// eslint-disable-next-line no-control-regex -- as above
const SHIELDED = /^''*[=+\-@\t\r\0]/u

/** A cell that no spreadsheet runs. */
export const shield = (cell: string): string => (DANGEROUS.test(cell) ? `'${cell}` : cell)

/** The cell as it was before `shield`. */
export const unshield = (cell: string): string => (SHIELDED.test(cell) ? cell.slice(1) : cell)
