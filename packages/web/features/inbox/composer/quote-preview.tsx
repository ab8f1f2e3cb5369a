import type { ConversationDetail, MessageRange } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { keys } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { kindText, wordsOf } from '../list/kind-text.js'

/** What the answer will quote. */
export function QuotePreview({ conversation, messageId, onDrop }: { conversation: ConversationDetail; messageId: string; onDrop: () => void }) {
  const { t } = useT()
  const message = useQueryClient().getQueryData<MessageRange>(keys.messages(conversation.id))?.items.find((each) => each.id === messageId)
  return (
    <div className="mx-3 mt-2 flex items-start gap-2 rounded-lg border-s-4 border-accent bg-sunken px-3 py-1.5 text-sm">
      <div className="min-w-0 grow">
        <p className="font-semibold text-accent-strong"><bdi>{message?.direction === 'in' || !message ? conversation.contact.name : message.author.name ?? t('bubble.us')}</bdi></p>
        <p dir="auto" className="line-clamp-2 text-ink-soft">{message ? kindText(t, message.content.kind, wordsOf(message.content)) : t('bubble.quoted_unknown')}</p>
      </div>
      <button type="button" aria-label={t('composer.drop_quote')} onClick={onDrop} className="grid size-7 shrink-0 place-items-center rounded-full hover:bg-hover"><X aria-hidden="true" className="size-4" /></button>
    </div>
  )
}
