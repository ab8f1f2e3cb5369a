import type { TemplatePreview, TemplateVersion } from '@recado/api'
import { useT } from '../../../i18n/provider.js'

/** Every word that a customer reads, one part a line. */
const linesOf = (preview: TemplatePreview): string[] => [
  ...(preview.offer ? [preview.offer] : []), ...(preview.header ? [preview.header] : []), ...preview.body.split('\n'), ...(preview.footer ? [preview.footer] : []), ...(preview.buttons ?? []).map((button) => `[${button.text}]${button.url ? ` ${button.url}` : ''}`),
  ...(preview.cards ?? []).flatMap((card, at) => [`${at + 1}. ${card.body}`, ...card.buttons.map((button) => `${at + 1}. [${button.text}]`)]),
]

type Piece = { kind: 'same' | 'gone' | 'new'; words: string }

/** What was taken away and what came, word by word, by the longest common run. */
export function compare(before: TemplatePreview, after: TemplatePreview): Piece[] {
  const [a, b] = [before, after].map((one) => linesOf(one).join('\n').split(/(\s+)/)) as [string[], string[]] // two in, two out
  const length: number[][] = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0))
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) length[i]![j] = a[i] === b[j] ? length[i + 1]![j + 1]! + 1 : Math.max(length[i + 1]![j]!, length[i]![j + 1]!) // inside the table
  const pieces: Piece[] = []
  const put = (kind: Piece['kind'], words: string) => { const last = pieces.at(-1); if (last?.kind === kind) last.words += words; else pieces.push({ kind, words }) }
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { put('same', a[i]!); i++; j++ } // in range by the line above
    else if (j >= b.length || (i < a.length && length[i + 1]![j]! >= length[i]![j + 1]!)) { put('gone', a[i]!); i++ } // as above
    else { put('new', b[j]!); j++ } // as above
  }
  return pieces
}

/** Two versions in one text: what went is struck, what came is underlined. */
export function Comparison({ before, after }: { before: TemplateVersion; after: TemplateVersion }) {
  const { t } = useT()
  const pieces = compare(before.preview, after.preview)
  if (pieces.every((piece) => piece.kind === 'same')) return <p className="text-sm text-ink-soft">{t('tpl.same')}</p>
  return <p dir="auto" className="rounded-lg bg-sunken p-3 text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">{pieces.map((piece, index) => (piece.kind === 'same' ? piece.words : piece.kind === 'gone' ? <del key={index} className="bg-failed-soft text-failed">{piece.words}</del> : <ins key={index} className="bg-good-soft text-good">{piece.words}</ins>))}</p>
}
