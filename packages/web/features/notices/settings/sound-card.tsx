import type { NoticeSound } from '@recado/api'
import { NOTICE_SOUNDS } from '@recado/core'
import { Play } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Choice } from '../../../ui/field.js'
import { Card } from '../../../pages/settings/page.js'
import { play } from '../sound.js'
import type { SettingsCard } from './use-settings.js'

/** Which sound, and how loud; heard at once. */
export function SoundCard({ standing: { settings: { sound } }, change }: SettingsCard) {
  const { t } = useT()
  const id = useId()
  const [volume, setVolume] = useState(sound.volume)
  useEffect(() => setVolume(sound.volume), [sound.volume])
  const keep = (next: number) => { if (next !== sound.volume) { change({ sound: { ...sound, volume: next } }); void play(sound.name, next) } }
  const choose = (name: NoticeSound) => { change({ sound: { ...sound, name } }); void play(name, volume) }
  return (
    <Card title={t('notifications.sound')}>
      <div className="grid items-end gap-4 sm:grid-cols-[1fr_1fr_auto]">
        <Choice label={t('notifications.sound_name')} value={sound.name} onChange={(event) => choose(NOTICE_SOUNDS.find((name) => name === event.target.value) ?? 'drop')}>{NOTICE_SOUNDS.map((name) => <option key={name} value={name}>{t(`notifications.sound.${name}`)}</option>)}</Choice>
        <div className="flex flex-col gap-1">
          <label htmlFor={id} className="font-medium">{t('notifications.volume')} <span className="figures text-sm text-ink-soft">{volume} %</span></label>
          <input id={id} type="range" min={0} max={100} step={5} value={volume} className="min-h-10 w-full accent-accent" disabled={sound.name === 'none'} onChange={(event) => setVolume(Number(event.target.value))} onPointerUp={() => keep(volume)} onKeyUp={() => keep(volume)} onBlur={() => keep(volume)} />
        </div>
        <Button onClick={() => void play(sound.name, volume)} disabled={sound.name === 'none'}><Play aria-hidden="true" className="size-4" />{t('notifications.listen')}</Button>
      </div>
    </Card>
  )
}
