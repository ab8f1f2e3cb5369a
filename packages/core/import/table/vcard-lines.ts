/** Lines of a vCard as they were before folding (RFC 6350 3.2; 2.1 folds quoted-printable with a `=` at the end). Pure. */

export interface VCardLine { line: number; text: string }

/** Photographs and keys are not read: a line of theirs is dropped while it comes in. */
const HEAVY = /^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]/iu
const LONGEST = 256 * 1024

/** Joins folded lines out of text that comes in pieces. */
export class VCardLines {
  private rest = ''
  private number = 0
  private open: { line: number; parts: string[]; length: number; heavy: boolean; soft: boolean } | null = null

  push(text: string): VCardLine[] {
    this.rest += text
    const lines: VCardLine[] = []
    let at = 0
    for (;;) {
      const end = this.rest.indexOf('\n', at)
      if (end < 0) break
      this.physical(this.rest.charCodeAt(end - 1) === 13 && end > at ? this.rest.slice(at, end - 1) : this.rest.slice(at, end), lines)
      at = end + 1
    }
    this.rest = this.rest.slice(at)
    // Base64 without a single line end is no card.
    if (this.rest.length > LONGEST * 8) this.rest = this.rest.slice(0, LONGEST)
    return lines
  }

  end(): VCardLine[] {
    const lines: VCardLine[] = []
    if (this.rest !== '') this.physical(this.rest.replace(/\r$/u, ''), lines)
    this.rest = ''
    this.close(lines)
    return lines
  }

  private physical(text: string, lines: VCardLine[]): void {
    this.number++
    const { open } = this
    if (open?.soft) return this.go(open, text)
    if (open && /^[ \t]/u.test(text) && text.trim() !== '') return this.go(open, text.slice(1))
    // Base64 of 2.1 goes on without a blank in front and ends with an empty line.
    if (open?.heavy && text !== '' && !/^[\w-]+(?:\.[\w-]+)?[;:]/u.test(text)) return
    this.close(lines)
    if (text.trim() === '') return
    this.open = { line: this.number, parts: [], length: 0, heavy: HEAVY.test(text), soft: false }
    this.go(this.open, text)
  }

  private go(open: NonNullable<VCardLines['open']>, text: string): void {
    const quotedPrintable = open.soft || (open.parts.length === 0 && /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/iu.test(text))
    open.soft = quotedPrintable && text.endsWith('=')
    if (open.heavy || open.length > LONGEST) return
    const part = open.soft ? text.slice(0, -1) : text
    open.parts.push(part)
    open.length += part.length
  }

  private close(lines: VCardLine[]): void {
    if (this.open && !this.open.heavy) lines.push({ line: this.open.line, text: this.open.parts.join('') })
    this.open = null
  }
}
