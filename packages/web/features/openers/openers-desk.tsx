import type { AccountOpeners, Channel } from '@recado/api'
import type { Fault, MenuButton, Openers, OpenerSet } from '@recado/core'
import { useRef, useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { ButtonForm } from './button-form.js'
import { addButton, besides, buttonAt, freshButton, moveTo, type Place, removeAt, replaceAt, replaceSet } from './draft.js'
import { OpenersPhone } from './phone-preview.js'
import { SetTabs } from './set-tabs.js'
import { WordParts } from './word-parts.js'

/** The table at which openers are made: for whom, the phone with its menu, and the form of what is chosen in it. */
export function OpenersDesk({ shown, channel, business, openers, faults, onChange }: { shown: AccountOpeners; channel: Channel; business: string; openers: Openers; faults: readonly Fault[]; onChange: (openers: Openers) => void }) {
  const { t } = useT()
  const { editor } = shown
  const [at, setAt] = useState(0)
  const [selected, setSelected] = useState<Place | null>(null)
  const [said, setSaid] = useState('')
  const phone = useRef<HTMLDivElement>(null)
  const set = openers.sets[at] ?? openers.sets[0] ?? { audience: null }
  const menu = set.menu ?? []
  const path = `sets.${at}`
  const change = (next: OpenerSet) => onChange(replaceSet(openers, at, next))
  const setMenu = (next: readonly MenuButton[]) => change({ ...set, menu: next })
  const chosen = selected && buttonAt(menu, selected)
  const fresh = () => (editor.menu ? freshButton(editor.menu, openers) : { title: '' })
  const move = (from: Place, to: number) => {
    const moved = moveTo(menu, from, to)
    setMenu(moved.menu)
    setSelected(moved.place)
    setSaid(t('openers.button_moved', { title: buttonAt(moved.menu, moved.place)?.title ?? '', number: (moved.place[1] ?? moved.place[0]) + 1, most: besides(moved.menu, moved.place).length }))
    // The keyboard stays on the button that was moved.
    requestAnimationFrame(() => phone.current?.querySelector<HTMLElement>(`[data-place="${moved.place.join('.')}"]`)?.focus())
  }
  const add = (under: number | null) => { const added = addButton(menu, under, fresh); setMenu(added.menu); setSelected(added.place) }
  const formPath = selected ? `${path}.menu.${selected[0]}${selected[1] === undefined ? '' : `.below.${selected[1]}`}` : ''
  return (
    <>
      <SetTabs shown={shown} openers={openers} at={at} faults={faults} onShow={(next) => { setAt(next); setSelected(null) }} onChange={(next, place) => { onChange(next); setAt(place); setSelected(null) }} />
      <div className="grid items-start gap-5 md:grid-cols-[19rem_minmax(0,1fr)]">
        <div ref={phone} className="md:sticky md:top-4">
          <h3 className="mb-2 text-sm text-ink-soft">{t('openers.preview')}</h3>
          <OpenersPhone channel={channel} business={business} set={set} editor={editor.menu && (set.audience === null || editor.audience?.parts.includes('menu')) ? editor.menu : undefined} hands={{ selected, faults, path: `${path}.menu`, onSelect: setSelected, onAdd: add, onMove: move }} />
          <p aria-live="polite" className="sr-only">{said}</p>
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          {editor.menu && (
            <Card title={t('openers.menu')}>
              {chosen && selected
                ? <ButtonForm key={selected.join('.')} editor={editor.menu} button={chosen} place={selected} among={besides(menu, selected).length} faults={faults} path={formPath} openers={openers} hands={{ onChange: (button) => setMenu(replaceAt(menu, selected, button)), onRemove: () => { setMenu(removeAt(menu, selected, fresh)); setSelected(null) }, onMove: (to) => move(selected, to) }} />
                : <p className="text-ink-soft">{t(menu.length === 0 ? 'openers.menu_empty' : 'openers.menu_lead')}</p>}
            </Card>
          )}
          <WordParts editor={editor} set={set} openers={openers} faults={faults} path={path} onChange={change} />
        </div>
      </div>
    </>
  )
}
