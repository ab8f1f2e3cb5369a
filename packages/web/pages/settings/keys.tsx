import { useState } from 'react'
import { KeyRow } from '../../features/keys/key-row.js'
import { rank } from '../../features/palette/rank.js'
import { usePreferences } from '../../features/shell/preferences.js'
import { GROUPS, KEY_MAP, readOwnKeys, type OwnKeys } from '../../hotkeys/key-map.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Field, Toggle } from '../../ui/field.js'
import { toast } from '../../ui/toast.js'
import { Card, SettingsPage } from './page.js'

/** Every shortcut as this person has it: another key, none, or back as it came; and the switch for single letters. */
export function KeysPage() {
  const { t } = useT()
  const { preferences, change } = usePreferences()
  const [wish, setWish] = useState('')
  const own = readOwnKeys(preferences.keys)
  const keep = (next: OwnKeys, said: string) => {
    change({ keys: next })
    toast(said)
  }
  const found = rank([...KEY_MAP.keys()], wish.trim(), (id) => t(KEY_MAP.get(id)?.label ?? 'app.name'))
  return (
    <SettingsPage title={t('settings.keys')} lead={t('keymap.lead')} action={Object.keys(own).length > 0 && <Button onClick={() => keep({}, t('keymap.all_reset'))}>{t('keymap.reset_all')}</Button>}>
      <Card><Toggle label={t('keys.single')} help={t('keys.single_help')} checked={preferences.singleKeys ?? true} onChange={(event) => change({ singleKeys: event.target.checked })} /></Card>
      <Field type="search" label={t('keys.filter')} value={wish} onChange={(event) => setWish(event.target.value)} />
      {found.length === 0 && <p role="status" className="text-ink-soft">{t('keys.none_found')}</p>}
      {GROUPS.map((group) => {
        const ids = [...KEY_MAP.keys()].filter((id) => KEY_MAP.get(id)?.group === group && found.includes(id))
        return ids.length > 0 && <Card key={group} title={t(`group.${group}`)}><ul>{ids.map((id) => <KeyRow key={id} id={id} own={own} onChange={keep} />)}</ul></Card>
      })}
    </SettingsPage>
  )
}
