import type { Phone } from '@recado/api'
import { Menu, Mic, Plus, Send, X } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { AriaButton, Item, MenuButton } from '../../ui/overlay.js'
import { Spinner } from '../../ui/spinner.js'
import { actBody, actionsAt, commandsFor, footActions, write } from './act-body.js'
import { iconOf } from './icons.js'
import type { Writing } from './phone.js'
import type { Act } from './phone-data.js'
import { MenuBar, MenuList } from './phone-menu.js'
import type { PhoneAction, PhoneBusiness, PhoneCustomer, PhoneEntry } from './types.js'
import { shortly } from './words.js'

interface FootProps { phone: Phone; customer: PhoneCustomer; isEmpty: boolean; isBusy: boolean; writing: Writing | null; onWriting: (writing: Writing | null) => void; act: Act; onAction: (action: PhoneAction) => void; business: PhoneBusiness | null; onEntry: (entry: PhoneEntry) => void }

/** The foot of the chat: her menu where the app has one, what she attaches, what she types, her voice. */
export function PhoneFoot({ phone, customer, isEmpty, isBusy, writing, onWriting, act, onAction, business, onEntry }: FootProps) {
  const { t } = useT()
  const [text, setText] = useState('')
  const [showsMenu, setShowsMenu] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const { voice, first, starters } = footActions(phone.actions, customer.state, isEmpty, business)
  const menu = business?.menu
  const commands = commandsFor(text, business?.commands)
  const attach = actionsAt('attach', phone.actions, customer.state)
  const unblock = customer.state.blocked === true ? phone.actions.find(({ action }) => action === 'unblock') : undefined
  const words = text.trim()

  useEffect(() => {
    if (!writing) return
    if (writing.action.action === 'edit' && writing.item.content.kind === 'text') setText(writing.item.content.text)
    field.current?.focus()
  }, [writing])

  const send = async () => {
    if (words === '') return
    setText('')
    onWriting(null)
    const sent = await act(writing ? actBody(writing.action, { content: { text: words }, ref: writing.item.id }) : write(words))
    // What the app refused is still there to be changed, unless she has gone on writing.
    if (!sent) setText((now) => now || words)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && writing) { event.preventDefault(); onWriting(null); setText('') }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void send()
  }

  if (unblock) return <Bar><button type="button" className="mx-3 min-h-10 w-[calc(100%-1.5rem)] rounded-full bg-(--ph-theirs) px-3 text-center font-semibold text-(--ph-theirs-link)" onClick={() => onAction(unblock)}>{unblock.label}</button></Bar>
  return (
    <Bar>
      {first.map((action) => <button key={action.id} type="button" onClick={() => onAction(action)} className="mx-2 mb-2 min-h-10 w-[calc(100%-1rem)] rounded-full bg-(--ph-accent) font-semibold text-(--ph-on-accent)">{action.label}</button>)}
      {writing && (
        <div className="mx-2 mb-1 flex items-center gap-2 rounded-xl border-s-3 border-(--ph-accent) bg-(--ph-theirs) px-2 py-1 text-sm text-(--ph-theirs-ink)">
          <p dir="auto" className="min-w-0 grow"><span className="block text-xs text-(--ph-theirs-quiet)">{writing.action.label}</span><span className="block truncate">{shortly(writing.item, t, phone.lines)}</span></p>
          <button type="button" aria-label={t('app.cancel')} className="grid size-7 place-items-center rounded-full hover:bg-black/10" onClick={() => { onWriting(null); setText('') }}><X aria-hidden="true" className="size-4" /></button>
        </div>
      )}
      {starters.length > 0 && <ul aria-label={t('phones.starters')} className="mb-1.5 flex flex-col items-end gap-1 px-2">{starters.map((entry) => <li key={entry.id}><button type="button" onClick={() => onEntry(entry)} className="min-h-9 rounded-2xl border border-(--ph-accent) px-3 py-1 text-sm font-medium text-(--ph-accent-ink) hover:bg-black/10"><span dir="auto">{entry.title}</span></button></li>)}</ul>}
      {commands.length > 0 && (
        <ul aria-label={t('phones.commands')} className="thin-scroll mx-2 mb-1 max-h-44 overflow-y-auto rounded-xl bg-(--ph-theirs) text-(--ph-theirs-ink)">
          {commands.map((entry) => <li key={entry.id}><button type="button" onClick={() => { setText(''); onEntry(entry) }} className="block min-h-10 w-full px-3 py-1.5 text-start -outline-offset-2 hover:bg-black/10"><span className="font-medium">{entry.title}</span>{entry.description && <span dir="auto" className="block text-sm text-(--ph-theirs-quiet)">{entry.description}</span>}</button></li>)}
        </ul>
      )}
      {showsMenu && menu?.style === 'bar' ? <MenuBar entries={menu.entries} onEntry={onEntry} onKeyboard={() => setShowsMenu(false)} /> : (
        <form className="flex items-end gap-0.5 px-1.5" onSubmit={(event) => { event.preventDefault(); void send() }}>
          {menu?.style === 'bar' && <Round label={t('phones.app_menu')} onPress={() => setShowsMenu(true)}><Menu aria-hidden="true" className="size-5" /></Round>}
          {menu?.style === 'list' && <MenuList entries={menu.entries} onEntry={onEntry}><Menu aria-hidden="true" className="size-5" /></MenuList>}
          {attach.length > 0 && (
            <MenuButton placement="top start" label={t('phones.attach')} trigger={<AriaButton aria-label={t('phones.attach')} className="grid size-10 shrink-0 place-items-center rounded-full text-(--ph-ink) data-[hovered]:bg-black/10"><Plus aria-hidden="true" className="size-5" /></AriaButton>}>
              {attach.map((action) => {
                const Icon = iconOf(action.icon)
                return <Item key={action.id} icon={<Icon aria-hidden="true" />} onAction={() => onAction(action)}>{action.label}</Item>
              })}
            </MenuButton>
          )}
          <textarea ref={field} rows={1} dir="auto" value={text} aria-label={t('phones.write_as', { name: customer.name })} placeholder={t('phones.write')} onChange={({ target }) => setText(target.value)} onKeyDown={onKeyDown}
            className="field-sizing-content max-h-28 min-h-10 min-w-0 grow resize-none rounded-[1.25rem] bg-(--ph-theirs) px-3.5 py-2 text-bubble text-(--ph-theirs-ink) placeholder:text-(--ph-theirs-quiet)" />
          {words !== '' || !voice
            ? <button type="submit" aria-label={t('phones.send')} className={cx('ms-1 grid size-10 shrink-0 place-items-center rounded-full bg-(--ph-accent) text-(--ph-on-accent)', words === '' && 'opacity-60')}>{isBusy && words === '' ? <Spinner small /> : <Send aria-hidden="true" className="size-4.5 rtl:-scale-x-100" />}</button>
            : <Round label={voice.label} onPress={() => onAction(voice)}>{isBusy ? <Spinner small /> : <Mic aria-hidden="true" className="size-5" />}</Round>}
        </form>
      )}
    </Bar>
  )
}

const Bar = ({ children }: { children: React.ReactNode }) => <footer className="shrink-0 bg-(--ph-background) pt-1.5 pb-2.5">{children}</footer>

function Round({ label, onPress, children }: { label: string; onPress: () => void; children: React.ReactNode }) {
  return <button type="button" aria-label={label} title={label} onClick={onPress} className="grid size-10 shrink-0 place-items-center rounded-full text-(--ph-ink) hover:bg-black/10">{children}</button>
}
