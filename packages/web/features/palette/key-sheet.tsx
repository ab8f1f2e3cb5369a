import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { GROUPS, KEY_MAP, keysOf, readOwnKeys } from '../../hotkeys/key-map.js'
import { useAllActions } from '../../hotkeys/use-actions.js'
import { useT } from '../../i18n/provider.js'
import { Field, Toggle } from '../../ui/field.js'
import { DialogWindow } from '../../ui/overlay.js'
import { KeyCaps } from '../keys/key-caps.js'
import { usePreferences } from '../shell/preferences.js'
import { rank } from './rank.js'

/** `?`: every key as this reader has it, the switch that turns single letters off, and the way to where keys are changed. */
export default function KeySheet({ onClose }: { onClose: () => void }) {
  const { t } = useT()
  const { preferences, change } = usePreferences()
  const [wish, setWish] = useState('')
  const own = readOwnKeys(preferences.keys)
  // What may be done at all: the places and the product's own are always offered, or are not this person's.
  const offered = new Set(useAllActions().map((action) => action.id))
  const shown = [...KEY_MAP].filter(([id, { group }]) => keysOf(id, own).length > 0 && (group !== 'go' || offered.has(id)))
  const found = rank(shown, wish.trim(), ([, { label }]) => t(label))
  return (
    <DialogWindow wide title={t('action.keys')} closeLabel={t('app.close')} onClose={onClose}>
      <div className="grid gap-4 sm:grid-cols-2 sm:items-start">
        <Field type="search" label={t('keys.filter')} value={wish} onChange={(event) => setWish(event.target.value)} autoFocus />
        <Toggle label={t('keys.single')} help={t('keys.single_help')} checked={preferences.singleKeys ?? true} onChange={(event) => change({ singleKeys: event.target.checked })} />
      </div>
      {found.length === 0 && <p role="status" className="mt-4 text-ink-soft">{t('keys.none_found')}</p>}
      <div className="mt-5 gap-8 sm:columns-2">
        {GROUPS.map((group) => {
          const rows = found.filter(([, mapped]) => mapped.group === group)
          return rows.length > 0 && (
            <section key={group} className="mb-5 break-inside-avoid">
              <h3 className="mb-1 text-sm text-ink-soft">{t(`group.${group}`)}</h3>
              <dl>
                {rows.map(([id, { label }]) => (
                  <div key={id} className="flex min-h-8 items-center gap-3 border-b border-line py-1">
                    <dt className="grow">{t(label)}</dt>
                    <dd className="flex shrink-0 flex-wrap justify-end gap-2">{keysOf(id, own).map((keys) => <KeyCaps key={keys} keys={keys} />)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        })}
      </div>
      <Link to="/settings/keys" onClick={onClose} className="inline-flex min-h-9 items-center font-medium text-accent underline underline-offset-2">{t('keys.change')}</Link>
    </DialogWindow>
  )
}
