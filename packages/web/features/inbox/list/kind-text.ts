import type { Content, LastMessage } from '@recado/api'
import { useCallback } from 'react'
import { useT, type Translate } from '../../../i18n/provider.js'

const ICONS: Partial<Record<LastMessage['kind'], string>> = { image: '📷', video: '🎬', audio: '🎤', document: '📄', sticker: '🖼', location: '📍', contacts: '👤', order: '🛒', products: '🛍', link: '🔗', form: '📝', form_answer: '📝', post: '📣', reaction: '' }

/** A message in one line: its words, or the name of its kind. */
export function kindText(t: Translate, kind: LastMessage['kind'], text: string): string {
  const icon = ICONS[kind] ? `${ICONS[kind]} ` : ''
  const words = text.trim() || (kind === 'text' ? '' : t(`kind.${kind}`))
  return `${icon}${words}`
}

export function useKindText(): (last: Pick<LastMessage, 'kind' | 'text'>) => string {
  const { t } = useT()
  return useCallback((last) => kindText(t, last.kind, last.text), [t])
}

/** The words of a content, where it has some. */
export function wordsOf(content: Content): string {
  switch (content.kind) {
    case 'text': case 'choices': case 'link': case 'form': case 'request': return content.text
    case 'image': case 'video': case 'audio': case 'document': case 'sticker': return content.caption ?? (content.kind === 'document' ? content.media.name ?? '' : '')
    case 'location': return content.name ?? content.address ?? ''
    case 'contacts': return content.contacts.map((card) => card.name).join(', ')
    case 'choice': return content.title
    case 'template': return content.text ?? content.name ?? ''
    case 'order': case 'products': case 'post': return content.text ?? ''
    case 'reaction': return content.emoji ?? ''
    case 'form_answer': return content.name
    default: return ''
  }
}
