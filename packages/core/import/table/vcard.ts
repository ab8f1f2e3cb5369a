/** vCard 2.1, 3.0 and 4.0 (https://www.rfc-editor.org/rfc/rfc6350, rfc2426, versit 2.1), read in pieces of any size. Pure. */
import { VCardLines } from './vcard-lines.js'

export interface CardProperty { name: string; params: Readonly<Record<string, readonly string[]>>; /** the value's parts at unescaped semicolons, each unescaped */ parts: readonly string[]; /** the value whole, unescaped */ value: string; /** values at unescaped commas, each unescaped */ list: readonly string[] }

/** One card with the line it begins on. */
export interface Card { line: number; properties: CardProperty[] }

const MOST_PROPERTIES = 2_000

/** Reads cards out of text that comes in pieces. What stands between cards, and cards within cards, is left out. */
export class CardReader {
  private readonly lines = new VCardLines()
  private card: Card | null = null
  private depth = 0

  push(text: string): Card[] { return this.take(this.lines.push(text)) }
  end(): Card[] { return this.take(this.lines.end()) }

  private take(lines: readonly { line: number; text: string }[]): Card[] {
    const cards: Card[] = []
    for (const { line, text } of lines) {
      if (/^BEGIN:\s*VCARD\s*$/iu.test(text)) {
        if (this.depth++ === 0) this.card = { line, properties: [] }
      } else if (/^END:\s*VCARD\s*$/iu.test(text)) {
        if (this.depth > 0 && --this.depth === 0 && this.card) { cards.push(this.card); this.card = null }
      } else if (this.depth === 1 && this.card && this.card.properties.length < MOST_PROPERTIES) {
        const property = readProperty(text)
        if (property) this.card.properties.push(property)
      }
    }
    return cards
  }
}

const HEAD = /^(?:[\w-]+\.)?([\w-]+)((?:;(?:[^":;]|"[^"]*")*)*):/u

/** One line of a card; null where it is none. */
export function readProperty(text: string): CardProperty | null {
  const head = HEAD.exec(text)
  if (!head) return null
  const params: Record<string, string[]> = {}
  for (const param of (head[2]!.match(/;(?:[^";]|"[^"]*")*/gu) ?? [])) { // the second group is always there
    const [, key = '', value = ''] = /^;([^=]*)(?:=(.*))?$/su.exec(param) ?? []
    // 2.1 names types and encodings without saying which they are.
    const isBare = !param.includes('=')
    const name = isBare ? (/^(?:QUOTED-PRINTABLE|BASE64|8BIT|7BIT)$/iu.test(key) ? 'ENCODING' : 'TYPE') : key.toUpperCase()
    const values = isBare ? [key] : (value.match(/(?:[^",]|"[^"]*")+/gu) ?? []).map((each) => each.replace(/^"(.*)"$/su, '$1').replace(/\^([n'^])/gu, (_all, sign: string) => (sign === 'n' ? '\n' : sign === "'" ? '"' : '^')))
    params[name] = [...(params[name] ?? []), ...values]
  }
  const raw = text.slice(head[0].length)
  const decoded = params.ENCODING?.some((each) => /^QUOTED-PRINTABLE$/iu.test(each)) ? quotedPrintable(raw, params.CHARSET?.[0] ?? 'utf-8') : raw
  return { name: head[1]!.toUpperCase(), params, parts: splitAt(decoded, ';').map(unescape), value: unescape(decoded), list: splitAt(decoded, ',').map(unescape) } // the name is the first group
}

/** Values at a sign that no backslash stands before. */
export function splitAt(text: string, sign: ';' | ','): string[] {
  const parts: string[] = ['']
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\' && i + 1 < text.length) parts[parts.length - 1] += text[i]! + text[++i]! // within the text
    else if (text[i] === sign) parts.push('')
    else parts[parts.length - 1] += text[i]! // within the text
  }
  return parts
}

const unescape = (text: string): string => text.replace(/\\([\\,;:nN])/gu, (_all, sign: string) => (sign === 'n' || sign === 'N' ? '\n' : sign))
export const escapeCard = (text: string): string => text.replace(/[\\,;]/gu, '\\$&').replace(/\r\n|\n|\r/gu, '\\n')

function quotedPrintable(text: string, charset: string): string {
  const bytes: number[] = []
  const encoder = new TextEncoder()
  for (let i = 0; i < text.length; i++) {
    const hex = text[i] === '=' ? /^[0-9a-f]{2}/iu.exec(text.slice(i + 1, i + 3)) : null
    if (hex) { bytes.push(Number.parseInt(hex[0], 16)); i += 2 } else bytes.push(...encoder.encode(text[i]))
  }
  return decoderFor(charset).decode(Uint8Array.from(bytes))
}

function decoderFor(charset: string): TextDecoder {
  try { return new TextDecoder(charset) } catch { return new TextDecoder('utf-8') }
}

/** A line folded at 75 bytes, as the standard asks; never inside a character. */
export function foldCardLine(text: string): string {
  let folded = ''
  let bytes = 0
  for (const char of text) {
    const code = char.codePointAt(0)! // a character
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (bytes + size > 75) { folded += '\r\n '; bytes = 1 }
    folded += char
    bytes += size
  }
  return `${folded}\r\n`
}
