import type { ConversationDetail, Message } from '@recado/api'
import { MessagesSquare, PencilLine } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { kindText, wordsOf } from '../list/kind-text.js'

const MOST = 3

/** What was written since she began, in place over her text; once she presses send it asks, and the second press sends. */
export default function MovedOn({ conversation, lines, writing, asking, onSend, onKeep }: { conversation: ConversationDetail; lines: readonly Message[]; /** who is at it right now, in words */ writing: string; asking: boolean; onSend: () => void; onKeep: () => void }) {
  const { t, intl } = useT()
  const last = lines.findLast((line) => line.direction === 'out') ?? lines.at(-1)
  const title = !last ? writing : last.direction === 'in' ? t('moved.customer', { name: conversation.contact.name }) : last.author.type === 'automation' ? t('moved.automatic') : t('moved.colleague', { name: last.author.name ?? t('bubble.us') })
  const Icon = last ? MessagesSquare : PencilLine
  return (
    <div role={asking ? 'alert' : 'status'} className="mx-2 mt-2 rounded-xl border border-waiting bg-waiting-soft px-3 py-2 text-sm">
      <p className="flex items-start gap-1.5 font-semibold text-waiting"><Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" /><bdi className="[overflow-wrap:anywhere]">{title}</bdi></p>
      {lines.length > 0 && (
        <ul className="mt-1 flex flex-col gap-0.5">
          {lines.slice(-MOST).map((line) => (
            <li key={line.id} className="flex min-w-0 gap-2">
              <bdi className="max-w-32 shrink-0 truncate font-medium">{line.direction === 'in' ? conversation.contact.name : line.author.name ?? t(`author.${line.author.type}`)}</bdi>
              <span dir="auto" className="line-clamp-2 min-w-0 grow [overflow-wrap:anywhere]">{kindText(t, line.content.kind, wordsOf(line.content))}</span>
              <time dateTime={line.at} className="shrink-0 text-xs text-ink-soft">{intl.formatTime(line.at, { hour: '2-digit', minute: '2-digit' })}</time>
            </li>
          ))}
          {lines.length > MOST && <li className="text-xs text-ink-soft">{t('moved.more', { count: lines.length - MOST })}</li>}
        </ul>
      )}
      {asking && (
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <span className="grow">{t('moved.ask')}</span>
          <Button small onClick={onKeep}>{t('moved.keep')}</Button>
          <Button small look="primary" onClick={onSend}>{t('moved.send')}</Button>
        </div>
      )}
    </div>
  )
}
