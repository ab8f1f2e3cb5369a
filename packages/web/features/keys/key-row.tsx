import { useEffect, useRef, useState } from 'react'
import { conflictsOf, isReserved, KEY_MAP, keysOf, tidy, withKey, type OwnKeys } from '../../hotkeys/key-map.js'
import { keyCaps, onMac } from '../../hotkeys/keys.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { KeyCaps } from './key-caps.js'
import { useCapture } from './use-capture.js'

type State = { kind: 'still' } | { kind: 'asking' } | { kind: 'taken'; keys: string; by: string[] } | { kind: 'reserved'; keys: string }

const printed = (keys: string) => keyCaps(keys, onMac()).join(' ')

/** One action with its keys, which are changed by pressing others; whose they are already is told before they move. */
export function KeyRow({ id, own, onChange }: { id: string; own: OwnKeys; onChange: (own: OwnKeys, said: string) => void }) {
  const { t, intl } = useT()
  const [state, setState] = useState<State>({ kind: 'still' })
  const button = useRef<HTMLButtonElement>(null)
  const wasStill = useRef(true)
  // The buttons of a question go with its answer: the focus goes back to where it began.
  useEffect(() => {
    if (state.kind === 'still' && !wasStill.current && (document.activeElement === document.body || document.activeElement === null)) button.current?.focus()
    wasStill.current = state.kind === 'still'
  }, [state])
  const name = (action: string) => { const mapped = KEY_MAP.get(action); return mapped ? t(mapped.label) : action }
  const action = name(id)
  const still = () => setState({ kind: 'still' })
  const take = (keys: string) => { onChange(withKey(id, keys, own), t('keymap.now', { action, keys: printed(keys) })); still() }
  const first = useCapture(state.kind === 'asking', {
    onCancel: still,
    onKeys: (keys) => {
      if (isReserved(keys)) return setState({ kind: 'reserved', keys })
      const by = conflictsOf(id, keys, own)
      if (by.length > 0) setState({ kind: 'taken', keys, by })
      else take(keys)
    },
  })
  const keys = keysOf(id, own)
  const asking = state.kind === 'asking'
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2 last:border-b-0">
      <span className="min-w-32 grow basis-40">{action}{own[id] && <span className="ms-2 rounded-md bg-accent-soft px-1.5 py-0.5 text-xs text-accent-strong">{t('keymap.own')}</span>}</span>
      <span className="flex flex-wrap items-center gap-2">
        {asking ? <span className="rounded-md bg-note-soft px-2 py-1 text-sm text-note">{first ? <KeyCaps keys={first} /> : t('keymap.press')}</span>
          : keys.length > 0 ? keys.map((each) => <KeyCaps key={each} keys={each} />) : <span className="text-sm text-ink-soft">{t('keymap.none')}</span>}
      </span>
      <span className="flex flex-wrap gap-1">
        <Button small look={asking ? 'primary' : 'plain'} ref={button} aria-label={t('keymap.change_of', { action })} aria-pressed={asking} onClick={() => setState(asking ? { kind: 'still' } : { kind: 'asking' })}>{asking ? t('app.cancel') : t('keymap.change')}</Button>
        {asking && keys.length > 0 && <Button small onClick={() => { onChange(tidy({ ...own, [id]: [] }), t('keymap.now_none', { action })); still() }}>{t('keymap.remove')}</Button>}
        {!asking && own[id] && <Button small look="quiet" aria-label={t('keymap.reset_of', { action })} onClick={() => reset()}>{t('keymap.reset')}</Button>}
      </span>
      {asking && <p role="status" className="w-full text-sm text-ink-soft"><span className="sr-only">{t('keymap.press')}. </span>{t('keymap.press_text')}</p>}
      {state.kind === 'reserved' && <p role="alert" className="w-full text-sm text-failed">{t('keymap.reserved', { keys: printed(state.keys) })}</p>}
      {state.kind === 'taken' && (
        <div role="alert" className="flex w-full flex-wrap items-center gap-2 rounded-lg bg-waiting-soft px-3 py-2 text-sm">
          <span className="grow">{t('keymap.taken', { keys: printed(state.keys), actions: intl.formatList(state.by.map(name)) })}</span>
          <Button small look="primary" autoFocus onClick={() => take(state.keys)}>{t('keymap.take')}</Button>
          <Button small onClick={still}>{t('app.cancel')}</Button>
        </div>
      )}
    </li>
  )

  /** Back to the table's keys; whoever holds them by now keeps what else it has. */
  function reset(): void {
    const rest = Object.fromEntries(Object.entries(own).filter(([each]) => each !== id))
    const back = KEY_MAP.get(id)?.keys ?? []
    const next = back.reduce<OwnKeys>((held, key) => Object.fromEntries(Object.entries(held).map(([each, theirs]) => [each, theirs.filter((one) => one !== key)])), rest)
    onChange(tidy(next), t(back[0] ? 'keymap.now' : 'keymap.now_none', { action, keys: back[0] ? printed(back[0]) : '' }))
  }
}
