import { NotebookPen, PencilLine } from 'lucide-react'
import { useSession } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { usePassing } from '../../live/passing.js'
import { Avatar } from '../../ui/avatar.js'
import { cx } from '../../ui/class-names.js'

export interface Here { id: string; name: string; doing: 'reply' | 'note' | 'looks' }

/** Colleagues who have the thread before their eyes, those who write first. */
export function usePresence(conversationId: string): readonly Here[] {
  const { user } = useSession()
  const here = new Map<string, Here>()
  for (const event of usePassing(conversationId)) {
    if (!('userId' in event) || event.userId === user.id) continue
    if (event.type === 'agent.typing') here.set(event.userId, { id: event.userId, name: event.name, doing: event.mode })
    else if (!here.has(event.userId)) here.set(event.userId, { id: event.userId, name: event.name, doing: 'looks' })
  }
  const order = { reply: 0, note: 1, looks: 2 }
  return [...here.values()].sort((a, b) => order[a.doing] - order[b.doing] || a.name.localeCompare(b.name))
}

/** In words: who writes, else who looks; empty when nobody is there. */
export function usePresenceText(here: readonly Here[]): string {
  const { t, intl } = useT()
  const doing = here[0]?.doing
  if (!doing) return ''
  const names = here.filter((each) => each.doing === doing).map((each) => each.name)
  const shown = names.length > 3 ? [...names.slice(0, 2), `+${intl.formatNumber(names.length - 2)}`] : names
  return t(doing === 'reply' ? 'presence.writing' : doing === 'note' ? 'presence.noting' : 'presence.looking', { names: intl.formatList(shown), count: names.length })
}

/** Their pictures, a pen on those who write. What they do stands in words beside it, or for screen readers. */
export function PresenceFaces({ here, size = 20, most = 3, words = true }: { here: readonly Here[]; size?: number; most?: number; words?: boolean }) {
  const text = usePresenceText(here)
  if (here.length === 0) return null
  return (
    <span title={text} className="inline-flex shrink-0 items-center">
      {here.slice(0, most).map(({ id, name, doing }, index) => {
        const Pen = doing === 'note' ? NotebookPen : PencilLine
        return (
          <span key={id} className={cx('relative rounded-full ring-2 ring-surface', index > 0 && '-ms-1.5')}>
            <Avatar name={name} size={size} />
            {doing !== 'looks' && <span className={cx('absolute -end-1 -bottom-0.5 grid size-3 place-items-center rounded-full text-surface', doing === 'note' ? 'bg-note' : 'bg-accent')}><Pen aria-hidden="true" className="size-2" /></span>}
          </span>
        )
      })}
      {here.length > most && <span aria-hidden="true" className="figures ps-1 text-xs text-ink-soft">+{here.length - most}</span>}
      {words && <span className="sr-only">{text}</span>}
    </span>
  )
}
