import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { Bubble } from './bubble.js'
import type { Entry } from './entries.js'
import { openLightbox } from './lightbox.js'
import { Picture } from './media-view.js'
import { useThreadContext } from './thread-context.js'
import { RichText } from './rich-text.js'

const SHOWN = 4

/** Several pictures sent together, as one tile. */
export function Album({ entry }: { entry: Extract<Entry, { type: 'album' }> }) {
  const { t } = useT()
  const { pictures } = useThreadContext()
  const { messages } = entry
  const last = messages.at(-1)
  const rest = messages.length - SHOWN
  const caption = messages.map((message) => ('caption' in message.content ? message.content.caption : undefined)).find(Boolean)
  if (!last) return null
  return (
    <Bubble message={last} reactions={entry.reactions} first={entry.first} last={entry.last}>
      <div role="group" aria-label={t('content.album', { count: messages.length })} className={cx('grid w-76 max-w-full gap-0.5 overflow-hidden rounded-xl', messages.length === 2 ? 'aspect-[2/1] grid-cols-2' : messages.length === 3 ? 'aspect-[3/2] grid-cols-3 grid-rows-2 [&>:first-child]:col-span-2 [&>:first-child]:row-span-2' : 'aspect-square grid-cols-2 grid-rows-2')}>
        {messages.slice(0, SHOWN).map((message, index) => {
          if (message.content.kind !== 'image' && message.content.kind !== 'video') return null
          return (
            <div key={message.id} className="relative min-h-0 min-w-0 [&_button]:rounded-none">
              <Picture tile message={message} media={message.content.media} kind={message.content.kind} />
              {index === SHOWN - 1 && rest > 0 && <button type="button" onClick={() => openLightbox(pictures(), message.id)} aria-label={t('content.more_pictures', { count: rest })} className="absolute inset-0 grid place-items-center bg-black/55 text-2xl font-semibold text-white">+{rest}</button>}
            </div>
          )
        })}
      </div>
      {caption && <div className="px-2 pt-1"><RichText text={caption} /></div>}
    </Bubble>
  )
}
