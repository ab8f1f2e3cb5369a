import type { ScreenItem, TapOption } from '../types.js'
import { useT } from '../../../i18n/provider.js'
import { Sheet } from './sheet.js'

/** The rows of a list message, in their sections. */
export function ListSheet({ item: { content }, options, onTap, onClose }: { item: ScreenItem; options: readonly TapOption[]; onTap: (id: string) => void; onClose: () => void }) {
  const { t } = useT()
  const isList = content.kind === 'choices'
  const sectionOf = (id: string) => (isList ? content.options.find((option) => option.id === id)?.section : undefined) ?? ''
  const sections = [...new Set(options.map(({ id }) => sectionOf(id)))]
  return (
    <Sheet title={(isList ? content.buttonText : undefined) ?? t('phones.open_list')} onClose={onClose}>
      {sections.map((section) => (
        <section key={section} className="mb-2">
          {section && <h4 dir="auto" className="mb-1 text-xs font-semibold text-ink-soft">{section}</h4>}
          <ul>
            {options.filter(({ id }) => sectionOf(id) === section).map((option) => (
              <li key={option.id} className="border-b border-line last:border-0"><button type="button" onClick={() => onTap(option.id)} className="min-h-11 w-full rounded-lg px-1 py-1.5 text-start hover:bg-hover"><span dir="auto" className="block">{option.title}</span>{option.description && <span dir="auto" className="block text-sm text-ink-soft">{option.description}</span>}</button></li>
            ))}
          </ul>
        </section>
      ))}
    </Sheet>
  )
}
