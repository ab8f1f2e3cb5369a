import type { SavedReply } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { savedRepliesQuery } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { rank } from '../../palette/rank.js'

/** The saved replies that answer a wish, best first. */
export function useSavedReplies(wish: string | null): SavedReply[] {
  const all = useQuery({ ...savedRepliesQuery, enabled: wish !== null }).data ?? []
  return wish === null ? [] : rank(all, wish, (reply) => `${reply.shortcut} ${reply.title}`).slice(0, 8)
}

/** The list over the composer; the caret stays in the text, which is the combobox. */
export function SavedReplyMenu({ id, replies, at, onChoose }: { id: string; replies: readonly SavedReply[]; at: number; onChoose: (reply: SavedReply) => void }) {
  const { t } = useT()
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => { list.current?.children[at]?.scrollIntoView({ block: 'nearest' }) }, [at])
  return (
    <div className="absolute inset-x-2 bottom-full z-20 mb-1 overflow-hidden rounded-xl bg-raised shadow-float">
      {replies.length === 0 && <p className="px-4 py-3 text-ink-soft">{t('saved.none')}</p>}
      <ul ref={list} id={id} role="listbox" aria-label={t('settings.saved_replies')} className="thin-scroll max-h-64 overflow-y-auto p-1">
        {replies.map((reply, index) => (
          // The mouse must not take the caret away.
          <li key={reply.id} id={`${id}-${index}`} role="option" aria-selected={index === at} onPointerDown={(event) => event.preventDefault()} onClick={() => onChoose(reply)} className={cx('cursor-pointer rounded-lg px-3 py-1.5', index === at && 'bg-selected')}>
            <span className="flex gap-2"><span className="font-mono text-sm text-accent-strong">/{reply.shortcut}</span><span className="truncate font-medium">{reply.title}</span></span>
            <span dir="auto" className="line-clamp-1 text-sm text-ink-soft">{reply.text}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
