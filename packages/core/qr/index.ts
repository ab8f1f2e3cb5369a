/** QR codes (ISO/IEC 18004) in byte mode, level M, for pages that may load nothing: the text as one path of dark modules. */
import { codewordsOf, sizeOf, versionFor } from './codewords.js'
import { placed } from './modules.js'

/** Modules that scanners need free around the code. */
const QUIET = 4

export interface QrPath { path: string; size: number }

/** The dark modules of the code. Throws where the text is longer than the largest code that this knows (version 20: 666 bytes). */
export function qrModules(text: string): boolean[][] {
  const bytes = new TextEncoder().encode(text)
  const version = versionFor(bytes.length)
  return placed(version, sizeOf(version), codewordsOf(bytes, version))
}

/** The same as one path: runs of dark modules in each row. */
export function qrPath(text: string): QrPath {
  const rows = qrModules(text)
  const runs = rows.flatMap((row, y) => {
    const found: string[] = []
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x]) x++
      found.push(`M${from + QUIET} ${y + QUIET}h${x - from}v1h-${x - from}z`)
    }
    return found
  })
  return { path: runs.join(''), size: rows.length + 2 * QUIET }
}
