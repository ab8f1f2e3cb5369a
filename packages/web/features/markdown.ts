/** The Markdown that our guides use, as a tree. HTML in it stays text. */
export type Span = { type: 'text' | 'code'; text: string } | { type: 'strong' | 'em'; spans: Span[] } | { type: 'link'; url: string; spans: Span[] }
export type Block =
  | { type: 'heading'; level: number; spans: Span[] }
  | { type: 'paragraph'; spans: Span[] }
  | { type: 'code'; text: string }
  | { type: 'list'; ordered: boolean; start: number; items: Block[][] }
  | { type: 'quote'; blocks: Block[] }
  | { type: 'table'; head: Span[][]; rows: Span[][][] }
  | { type: 'rule' }

const BULLET = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/

export function parseMarkdown(source: string): Block[] {
  return parseBlocks(source.replaceAll('\r\n', '\n').split('\n'))
}

function parseBlocks(lines: readonly string[]): Block[] {
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (line.trim() === '') { at++; continue }
    const fence = /^\s*(```+|~~~+)/.exec(line)?.[1]
    if (fence) {
      const end = lines.findIndex((each, index) => index > at && each.trim().startsWith(fence))
      const close = end < 0 ? lines.length : end
      blocks.push({ type: 'code', text: lines.slice(at + 1, close).join('\n') })
      at = close + 1
      continue
    }
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line)
    if (heading) { blocks.push({ type: 'heading', level: heading[1]?.length ?? 1, spans: parseSpans(heading[2] ?? '') }); at++; continue }
    if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) { blocks.push({ type: 'rule' }); at++; continue }
    if (/^\s*>/.test(line)) {
      const end = endOf(lines, at, (each) => /^\s*>/.test(each))
      blocks.push({ type: 'quote', blocks: parseBlocks(lines.slice(at, end).map((each) => each.replace(/^\s*>\s?/, ''))) })
      at = end
      continue
    }
    if (line.includes('|') && /^\s*\|?\s*:?-{2,}/.test(lines[at + 1] ?? '')) {
      const end = endOf(lines, at, (each) => each.includes('|'))
      const [head, , ...rows] = lines.slice(at, end).map(cells)
      blocks.push({ type: 'table', head: head ?? [], rows })
      at = end
      continue
    }
    if (BULLET.test(line)) {
      const [list, end] = parseList(lines, at)
      blocks.push(list)
      at = end
      continue
    }
    const end = endOf(lines, at, (each, index) => each.trim() !== '' && (index === at || !/^(#{1,6}\s|\s*>|\s*```|\s*~~~)/.test(each)) && (index === at || !BULLET.test(each)))
    blocks.push({ type: 'paragraph', spans: parseSpans(lines.slice(at, end).map((each) => each.trim()).join(' ')) })
    at = end
  }
  return blocks
}

function endOf(lines: readonly string[], from: number, holds: (line: string, index: number) => boolean): number {
  let at = from
  while (at < lines.length && holds(lines[at] ?? '', at)) at++
  return Math.max(at, from + 1)
}

function parseList(lines: readonly string[], from: number): [Block, number] {
  const [, indent = '', mark = '-'] = BULLET.exec(lines[from] ?? '') ?? []
  const ordered = /\d/.test(mark)
  const items: string[][] = []
  let at = from
  for (; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const bullet = BULLET.exec(line)
    if (bullet && (bullet[1] ?? '').length <= indent.length && /\d/.test(bullet[2] ?? '') === ordered) items.push([bullet[3] ?? ''])
    else if (line.trim() === '' && /^\s+\S/.test(lines[at + 1] ?? '')) items.at(-1)?.push('')
    else if (/^\s/.test(line) && line.trim() !== '') items.at(-1)?.push(line.replace(new RegExp(`^\\s{1,${indent.length + mark.length + 1}}`), ''))
    else if (line.trim() === '' && BULLET.test(lines[at + 1] ?? '')) continue
    else break
  }
  return [{ type: 'list', ordered, start: ordered ? Number.parseInt(mark, 10) : 1, items: items.map((item) => parseBlocks(item)) }, at]
}

const cells = (line: string): Span[][] => line.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => parseSpans(cell.trim().replaceAll('\\|', '|')))

const INLINE = /(`+)(.+?)\1|\[([^\]]+)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)|<(https?:\/\/[^>\s]+)>|\*\*(.+?)\*\*|(?<![\w*])\*(?!\s)(.+?)(?<!\s)\*(?!\w)|(?<!\w)_(?!\s)(.+?)(?<!\s)_(?!\w)|(?<![\w/])(https?:\/\/[^\s<>)]+[^\s<>).,;:])/

export function parseSpans(text: string): Span[] {
  const spans: Span[] = []
  let rest = text
  for (;;) {
    const match = INLINE.exec(rest)
    if (!match) break
    if (match.index > 0) spans.push({ type: 'text', text: rest.slice(0, match.index) })
    const [whole, , code, label, url, auto, strong, star, underline, bare] = match
    if (code !== undefined) spans.push({ type: 'code', text: code })
    else if (label !== undefined) spans.push({ type: 'link', url: url ?? '', spans: parseSpans(label) })
    else if (strong !== undefined) spans.push({ type: 'strong', spans: parseSpans(strong) })
    else if (star !== undefined || underline !== undefined) spans.push({ type: 'em', spans: parseSpans(star ?? underline ?? '') })
    else spans.push({ type: 'link', url: auto ?? bare ?? '', spans: [{ type: 'text', text: auto ?? bare ?? '' }] })
    rest = rest.slice(match.index + whole.length)
  }
  if (rest) spans.push({ type: 'text', text: rest })
  return spans
}
