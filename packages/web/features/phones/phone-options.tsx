import { ExternalLink, LayoutList } from 'lucide-react'
import { cx } from '../../ui/class-names.js'
import { safeUrl } from '../inbox/thread/links.js'
import { tap } from './act-body.js'
import type { Asked } from './sheets/phone-sheet.js'
import type { ActBody, ScreenItem, TapOption } from './types.js'

const button = 'inline-flex min-h-9 items-center justify-center gap-1.5 rounded-2xl bg-(--ph-theirs) px-3 py-1 text-center text-sm font-medium text-(--ph-theirs-link) shadow-lift hover:brightness-95'

/** What can be tapped under a message: buttons and quick replies as they are, a list behind one button, a form behind its own. */
export function PhoneOptions({ item, options, onTap, onOpen }: { item: ScreenItem; options: readonly TapOption[]; onTap: (body: ActBody) => void; onOpen: (asked: Asked) => void }) {
  const { content } = item
  if (content.kind === 'choices' && content.style === 'list' && content.buttonText)
    return <button type="button" className={cx(button, 'mt-1 w-[86%]')} onClick={() => onOpen({ kind: 'list', item, options })}><LayoutList aria-hidden="true" className="size-4" /><span dir="auto">{content.buttonText}</span></button>
  const [first] = options
  if (content.kind === 'form' && first)
    return <button type="button" className={cx(button, 'mt-1 w-[86%]')} onClick={() => onOpen({ kind: 'form', item, option: first, fields: Object.keys(content.data ?? {}) })}><span dir="auto">{content.title}</span></button>
  // A few short ones stand side by side, as quick replies do.
  const isRow = options.length > 1 && options.every(({ title, description }) => title.length <= 14 && !description)
  return (
    <div className={cx('mt-1 flex w-[86%] gap-1', isRow ? 'flex-wrap' : 'flex-col')}>
      {options.map((option) => <Option key={option.id} item={item} option={option} className={isRow ? 'grow' : 'w-full'} onTap={onTap} />)}
    </div>
  )
}

function Option({ item, option, className, onTap }: { item: ScreenItem; option: TapOption; className: string; onTap: (body: ActBody) => void }) {
  const href = option.url ? safeUrl(option.url) : null
  if (href) return <a href={href} target="_blank" rel="noopener noreferrer nofollow" className={cx(button, className)}><span dir="auto">{option.title}</span><ExternalLink aria-hidden="true" className="size-3.5" /></a>
  return (
    <button type="button" className={cx(button, className)} onClick={() => onTap(tap(item, option.id))}>
      <span dir="auto">{option.title}{option.description && <span className="block text-xs font-normal">{option.description}</span>}</span>
    </button>
  )
}
