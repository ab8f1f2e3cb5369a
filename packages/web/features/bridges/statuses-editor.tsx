import { ORDER_STATUSES, type OrderStatus, type ShopSettings, WOO_STATUSES } from '@recado/api'
import { Plus, Trash2 } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { IconButton } from '../../ui/overlay.js'

/** A line while it is edited: the shop's word and what it means. */
export interface StatusLine { word: string; means: OrderStatus }

/** A word of a shop's own plug-in. */
const EXAMPLE = 'ready-for-pickup'
const USUAL = Object.entries(WOO_STATUSES)
const isUsual = (word: string): boolean => Object.hasOwn(WOO_STATUSES, word)
/** As the server compares them: without the prefix under which WooCommerce keeps them. */
const plain = (word: string): string => word.trim().replace(/^wc-/u, '')

/** All lines: the usual words, with what the owner has made of them, and her own. */
export function linesOf(statuses: ShopSettings['statuses']): StatusLine[] {
  return [...USUAL.map(([word, means]) => ({ word, means: statuses[word] ?? means })), ...Object.entries(statuses).filter(([word]) => !isUsual(word)).map(([word, means]) => ({ word, means }))]
}

/** What of them is kept: only what differs from the usual. */
export function statusesOf(lines: readonly StatusLine[]): ShopSettings['statuses'] {
  return Object.fromEntries(lines.flatMap(({ word, means }) => (plain(word) === '' || WOO_STATUSES[plain(word)] === means ? [] : [[plain(word), means]])))
}

/** Which of the shop's words for an order means what here. */
export function StatusesEditor({ lines, onChange }: { lines: readonly StatusLine[]; onChange: (lines: StatusLine[]) => void }) {
  const { t } = useT()
  const set = (at: number, change: Partial<StatusLine>) => onChange(lines.map((line, i) => (i === at ? { ...line, ...change } : line)))
  const words = (line: StatusLine) => ORDER_STATUSES.map((one) => <option key={one} value={one}>{t(`bridges.status.${one}`)}{WOO_STATUSES[line.word] === one ? ` (${t('bridges.status_usual')})` : ''}</option>)
  const usual = lines.slice(0, USUAL.length)
  const own = lines.slice(USUAL.length)
  return (
    <div className="flex flex-col gap-4">
      <ul className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {usual.map((line, at) => (
          <li key={line.word} className="flex items-center gap-3">
            <code dir="ltr" className="min-w-0 grow truncate text-start font-mono text-sm" id={`status-${line.word}`}>{line.word}</code>
            <select aria-labelledby={`status-${line.word}`} value={line.means} onChange={(event) => set(at, { means: event.target.value as OrderStatus })} className="min-h-9 w-44 shrink-0 rounded-lg border border-line-strong bg-surface px-2 text-sm">{words(line)}</select>
          </li>
        ))}
      </ul>
      {own.length > 0 && <ul className="flex flex-col gap-3">
        {own.map((line, i) => (
          <li key={i} className="grid items-end gap-2 rounded-lg border border-line p-3 sm:grid-cols-[1fr_1fr_auto]">
            <Field label={t('bridges.status_word')} value={line.word} required maxLength={60} dir="ltr" autoCapitalize="none" spellCheck={false} placeholder={EXAMPLE} onChange={(event) => set(USUAL.length + i, { word: event.target.value })} />
            <Choice label={t('bridges.status_means')} value={line.means} onChange={(event) => set(USUAL.length + i, { means: event.target.value as OrderStatus })}>{words(line)}</Choice>
            <IconButton label={t('bridges.remove_line', { name: line.word || String(i + 1) })} onPress={() => onChange(lines.filter((_, at) => at !== USUAL.length + i))} className="justify-self-end"><Trash2 aria-hidden="true" /></IconButton>
          </li>
        ))}
      </ul>}
      <p className="text-sm text-ink-soft">{t('bridges.status_other')}</p>
      <Button small className="self-start" onClick={() => onChange([...lines, { word: '', means: 'shipped' }])}><Plus aria-hidden="true" className="size-4" />{t('bridges.add_status')}</Button>
    </div>
  )
}
