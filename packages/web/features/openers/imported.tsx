import type { AccountOpeners } from '@recado/api'
import type { ReactNode } from 'react'
import type { ImportedReply } from '@recado/core'
import { useT, type Translate } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'

function occasionOf(t: Translate, { on }: ImportedReply<string>): string {
  if (on.kind === 'key') return t('openers.reply.key', { title: on.title })
  return on.kind === 'keywords' ? t('openers.reply.keywords', { words: on.words.map((word) => word.text).join(', ') }) : t(`openers.reply.${on.kind}`)
}

/** What the other tool called it; kinds that nobody here knows keep their own name. */
const wordOf = (t: Translate, was: string): string => {
  switch (was) {
    case 'text': case 'img': case 'image': case 'voice': case 'video': case 'news': case 'empty': return t(`openers.was.${was}`)
    default: return was
  }
}

/** What an import could not take over as it stood. */
export function ImportNotes({ notes }: { notes: NonNullable<AccountOpeners['draft']>['notes'] }) {
  const { t } = useT()
  if (notes.length === 0) return null
  return <Card title={t('openers.notes')}><ul className="list-disc space-y-1 ps-5 text-sm">{notes.map((note, at) => <li key={at} className={note.code === 'lost' || note.code === 'file_lost' ? 'text-failed' : ''}>{t(`openers.note.${note.code}`, { title: note.title, was: wordOf(t, note.was) })}</li>)}</ul></Card>
}

/** Replies that another tool gave by itself, until they are handed over. */
export function ImportedReplies({ replies, action }: { replies: readonly ImportedReply<string>[]; action: ReactNode }) {
  const { t } = useT()
  if (replies.length === 0) return null
  return (
    <Card title={t('openers.replies')}>
      <p className="text-sm text-ink-soft">{t('openers.replies_text')}</p>
      <ul className="my-3 divide-y divide-line rounded-lg border border-line">
        {replies.map((reply, at) => (
          <li key={at} className="px-3 py-2">
            <p className="text-sm font-medium">{occasionOf(t, reply)}{!reply.active && <span className="ms-2 font-normal text-ink-soft">({t('openers.reply.off')})</span>}</p>
            {reply.say.map((part, place) => part.kind === 'text'
              ? <p key={place} dir="auto" className="text-sm whitespace-pre-line text-ink-soft [overflow-wrap:anywhere]">{part.text}</p>
              : <p key={place} className="flex items-center gap-2 text-sm text-ink-soft">{part.kind === 'image' && <img src={`/api/v1/media/${part.media}/thumb`} alt="" className="size-10 rounded object-cover" />}{t(`openers.reply.${part.kind}`)}</p>)}
          </li>
        ))}
      </ul>
      {action}
    </Card>
  )
}
