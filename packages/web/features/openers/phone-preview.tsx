import type { Channel } from '@recado/api'
import type { Fault, MenuButton, MenuEditor, OpenerSet } from '@recado/core'
import { ChevronUp, CircleAlert, Keyboard, List, Menu as MenuIcon, Plus } from 'lucide-react'
import { useState, type DragEvent, type KeyboardEvent, type ReactNode } from 'react'
import { useT } from '../../i18n/provider.js'
import { Avatar } from '../../ui/avatar.js'
import { cx } from '../../ui/class-names.js'
import { phoneStyle } from '../phones/theme.js'
import { besides, type Menu, type Place, samePlace } from './draft.js'

interface MenuHands { selected: Place | null; faults: readonly Fault[]; path: string; onSelect: (place: Place) => void; onAdd: (under: number | null) => void; onMove: (from: Place, to: number) => void }

/** The phone of somebody who opens the chat. The menu in it is the editor itself: choose, add, drag. */
export function OpenersPhone({ channel, business, set, editor, hands }: { channel: Channel; business: string; set: OpenerSet; editor: MenuEditor<string> | undefined; hands: MenuHands }) {
  const { t } = useT()
  const style = channel.phone ? phoneStyle(channel.phone) : undefined
  const questions = set.iceBreakers ?? []
  return (
    <div style={style} className={cx('mx-auto flex h-[30rem] w-full max-w-[19rem] flex-col overflow-hidden rounded-[1.75rem] border-4 border-line-strong bg-(--ph-background,var(--thread)) text-(--ph-ink,var(--ink))')}>
      <header className="flex min-h-13 shrink-0 items-center gap-2 bg-(--ph-header,var(--raised)) px-3 text-(--ph-header-ink,var(--ink))">
        <Avatar name={business} size={30} /><p dir="auto" className="min-w-0 grow truncate font-semibold">{business}</p><img src={channel.logoUrl} alt="" className="size-5 rounded-full bg-white p-0.5" />
      </header>
      <div className="thin-scroll flex min-h-0 grow flex-col justify-end gap-2 overflow-y-auto p-3">
        {set.greeting && <p dir="auto" className="mx-auto mb-auto max-w-[90%] rounded-xl px-3 py-2 text-center text-sm whitespace-pre-line [overflow-wrap:anywhere]">{set.greeting}</p>}
        {questions.map((one, at) => <span key={at} dir="auto" className="self-end rounded-full border border-current/25 bg-(--ph-theirs,var(--surface)) px-3 py-1.5 text-sm text-(--ph-theirs-link,var(--accent)) [overflow-wrap:anywhere]">{one.title || t('openers.button_untitled')}</span>)}
        {(set.commands ?? []).length > 0 && <ul className="rounded-xl bg-(--ph-theirs,var(--surface)) p-2 text-sm text-(--ph-theirs-ink,var(--ink))">{set.commands?.slice(0, 4).map((one, at) => <li key={at} className="flex gap-2 px-1 py-0.5"><b>/{one.name}</b><span className="truncate text-(--ph-theirs-quiet,var(--ink-soft))">{one.hint}</span></li>)}</ul>}
      </div>
      {editor?.layout === 'bar' ? <Bar menu={set.menu ?? []} editor={editor} hands={hands} /> : <Composer menu={set.menu ?? []} editor={editor} hands={hands} />}
    </div>
  )
}

/** WeChat's way: three buttons at the foot, each with a list that rises above it. */
function Bar({ menu, editor, hands }: { menu: Menu; editor: MenuEditor<string>; hands: MenuHands }) {
  const { t } = useT()
  const open = hands.selected?.[0]
  return (
    <div className="relative flex shrink-0 items-stretch border-t border-current/15 bg-(--ph-header,var(--raised)) text-(--ph-header-ink,var(--ink))">
      <span aria-hidden="true" className="grid w-10 shrink-0 place-items-center border-e border-current/15 opacity-60"><Keyboard className="size-4.5" /></span>
      <ul className="flex min-w-0 grow">
        {menu.map((top, at) => (
          <li key={at} className="relative min-w-0 flex-1 basis-0 border-e border-current/15 last:border-e-0">
            {open === at && top.below && (
              <ul className={cx('absolute bottom-full mb-2 w-36 overflow-hidden rounded-lg bg-raised text-ink shadow-float', at === 2 ? 'end-1' : at === 0 ? 'start-0' : 'start-1/2 -translate-x-1/2 rtl:translate-x-1/2')}>
                {top.below.map((one, place) => <li key={place} className="border-b border-line last:border-b-0"><Handle button={one} place={[at, place]} menu={menu} hands={hands} upright /></li>)}
                {top.below.length < editor.below && <li><Add label={t('openers.button_add_below', { title: top.title })} onPress={() => hands.onAdd(at)} /></li>}
              </ul>
            )}
            <Handle button={top} place={[at]} menu={menu} hands={hands} icon={top.below ? <List aria-hidden="true" className="size-3 shrink-0 opacity-70" /> : null} />
          </li>
        ))}
        {menu.length < editor.most && <li className="min-w-0 flex-1 basis-0"><Add label={t('openers.button_add')} onPress={() => hands.onAdd(null)} /></li>}
      </ul>
    </div>
  )
}

/** The others' way: a composer, and above it the menu as a sheet where there is one. */
function Composer({ menu, editor, hands }: { menu: Menu; editor: MenuEditor<string> | undefined; hands: MenuHands }) {
  const { t } = useT()
  return (
    <div className="shrink-0 bg-(--ph-theirs,var(--raised)) text-(--ph-theirs-ink,var(--ink))">
      {editor && (
        <ul className="thin-scroll max-h-44 overflow-y-auto border-t border-current/15 bg-raised text-ink">
          {menu.map((one, at) => <li key={at} className="border-b border-line"><Handle button={one} place={[at]} menu={menu} hands={hands} upright /></li>)}
          {menu.length < editor.most && <li><Add label={t('openers.button_add')} onPress={() => hands.onAdd(null)} /></li>}
        </ul>
      )}
      <p className="flex items-center gap-2 border-t border-current/15 px-3 py-2.5 text-sm opacity-70">{editor ? <MenuIcon aria-hidden="true" className="size-4.5" /> : <ChevronUp aria-hidden="true" className="size-4.5" />}<span className="grow rounded-full border border-current/25 px-3 py-1">{t('openers.composer')}</span></p>
    </div>
  )
}

const Add = ({ label, onPress }: { label: string; onPress: () => void }) =>
  <button type="button" onClick={onPress} aria-label={label} title={label} className="grid min-h-11 w-full place-items-center text-accent outline-offset-[-2px] hover:bg-hover"><Plus aria-hidden="true" className="size-4.5" /></button>

/** One button of the menu: chosen by a press, moved by dragging or by Alt and the arrow keys. */
function Handle({ button, place, menu, hands, icon = null, upright = false }: { button: MenuButton; place: Place; menu: Menu; hands: MenuHands; icon?: ReactNode; upright?: boolean }) {
  const { t } = useT()
  const [over, setOver] = useState(false)
  const at = place[1] ?? place[0]
  const chosen = samePlace(hands.selected, place)
  const path = `${hands.path}.${place[0]}${place[1] === undefined ? '' : `.below.${place[1]}`}`
  const wrong = hands.faults.some((fault) => fault.path === path || (fault.path.startsWith(`${path}.`) && (place[1] !== undefined || !fault.path.startsWith(`${path}.below.`))))
  const level = place[1] === undefined ? 'top' : `below-${place[0]}`
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' || event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowDown' || event.key === 'ArrowRight' ? 1 : 0
    if (!event.altKey || step === 0) return
    event.preventDefault()
    hands.onMove(place, at + (event.key === 'ArrowLeft' || event.key === 'ArrowRight' ? step * (getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1) : step))
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [from, number] = event.dataTransfer.getData('text/plain').split(' ')
    if (from === level && number !== undefined) hands.onMove(place[1] === undefined ? [Number(number)] : [place[0], Number(number)], at)
  }
  return (
    <button type="button" draggable={besides(menu, place).length > 1} aria-pressed={chosen} data-place={place.join('.')} onClick={() => hands.onSelect(place)} onKeyDown={onKeyDown} onDragStart={(event) => event.dataTransfer.setData('text/plain', `${level} ${at}`)} onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)} onDrop={onDrop}
      className={cx('flex min-h-11 w-full cursor-grab items-center gap-1 px-1.5 py-1 text-sm outline-offset-[-2px] active:cursor-grabbing', upright ? 'justify-start px-3 text-start' : 'justify-center', chosen ? 'bg-accent-soft text-ink shadow-[inset_0_0_0_2px_var(--accent)]' : 'hover:bg-current/5', over && 'shadow-[inset_0_0_0_2px_var(--waiting)]')}>
      {icon}<bdi className={cx('min-w-0 truncate', !button.title && 'italic opacity-70')}>{button.title || t('openers.button_untitled')}</bdi>
      {wrong && <CircleAlert aria-label={t('openers.button_fault')} className="size-3.5 shrink-0 text-failed" />}
    </button>
  )
}
