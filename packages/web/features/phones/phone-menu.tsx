import { Keyboard, List } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { AriaButton, Item, MenuButton } from '../../ui/overlay.js'
import type { PhoneEntry } from './types.js'

const cell = 'flex min-h-11 min-w-0 grow basis-0 items-center justify-center gap-1 px-1 text-[0.8125rem] text-(--ph-ink) -outline-offset-2'

/** The account's menu at the foot of the chat: up to three, each an act or a list that opens above it. */
export function MenuBar({ entries, onEntry, onKeyboard }: { entries: readonly PhoneEntry[]; onEntry: (entry: PhoneEntry) => void; onKeyboard: () => void }) {
  const { t } = useT()
  return (
    <div className="flex items-stretch border-t border-current/12">
      <button type="button" aria-label={t('phones.keyboard')} title={t('phones.keyboard')} onClick={onKeyboard} className="grid w-11 shrink-0 place-items-center -outline-offset-2 hover:bg-black/10"><Keyboard aria-hidden="true" className="size-5" /></button>
      <div role="group" aria-label={t('phones.app_menu')} className="flex min-w-0 grow divide-x divide-current/12 border-s border-current/12">
        {entries.map((entry) => (entry.entries && entry.entries.length > 0
          ? <MenuButton key={entry.id} label={entry.title} placement="top" trigger={<AriaButton className={`${cell} data-[hovered]:bg-black/10`}><List aria-hidden="true" className="size-3 shrink-0 opacity-60" /><span dir="auto" className="truncate">{entry.title}</span></AriaButton>}><Entries entries={entry.entries} onEntry={onEntry} /></MenuButton>
          : <button key={entry.id} type="button" onClick={() => onEntry(entry)} className={`${cell} hover:bg-black/10`}><span dir="auto" className="truncate">{entry.title}</span></button>))}
      </div>
    </div>
  )
}

/** A business's menu behind one button. */
export function MenuList({ entries, onEntry, children }: { entries: readonly PhoneEntry[]; onEntry: (entry: PhoneEntry) => void; children: React.ReactNode }) {
  const { t } = useT()
  return (
    <MenuButton label={t('phones.app_menu')} placement="top start" trigger={<AriaButton aria-label={t('phones.app_menu')} className="grid size-10 shrink-0 place-items-center rounded-full text-(--ph-ink) data-[hovered]:bg-black/10">{children}</AriaButton>}>
      <Entries entries={entries.flatMap((entry) => entry.entries ?? [entry])} onEntry={onEntry} />
    </MenuButton>
  )
}

function Entries({ entries, onEntry }: { entries: readonly PhoneEntry[]; onEntry: (entry: PhoneEntry) => void }) {
  return <>{entries.map((entry) => <Item key={entry.id} textValue={entry.title} onAction={() => onEntry(entry)}><span dir="auto">{entry.title}</span>{entry.description && <span dir="auto" className="block text-sm text-ink-soft">{entry.description}</span>}</Item>)}</>
}
