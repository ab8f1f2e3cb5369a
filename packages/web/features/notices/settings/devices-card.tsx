import type { PushDevice } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { MonitorSmartphone, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { api } from '../../../api/client.js'
import { useNow } from '../../../api/clock.js'
import { tellError } from '../../../i18n/errors.js'
import { formatMoment } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Toggle } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { toast } from '../../../ui/toast.js'
import { Card } from '../../../pages/settings/page.js'
import { pushStanding, switchOff, switchOn, type PushStanding } from '../device.js'
import { noticeKeys } from '../queries.js'
import { TestButton } from './test-button.js'
import type { SettingsCard } from './use-settings.js'

/** This browser, and her others: where notices arrive while no page is open. */
export function DevicesCard({ standing: { settings, devices, vapidKey }, change }: SettingsCard) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const [state, setState] = useState<PushStanding | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => { void pushStanding().then(setState) }, [devices])
  const here = devices.some((device) => device.here)
  const failed = (error: unknown) => toast(error instanceof DOMException ? t('notifications.push_failed', { reason: error.message }) : tellError(intl, error).sentence, { tone: 'failed' })
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true)
    await work().catch(failed)
    await client.invalidateQueries({ queryKey: noticeKeys.settings })
    setState(await pushStanding())
    setBusy(false)
  }
  const blocked = state === 'denied' || state === 'insecure' || state === 'unsupported' || state === 'home_screen' ? state : null
  return (
    <Card title={t('notifications.devices')}>
      <div className="flex flex-col gap-4">
        <p className="text-sm text-ink-soft">{t('notifications.devices_lead')}</p>
        {blocked
          ? <Notice tone={blocked === 'denied' ? 'warning' : 'info'} title={t(`notifications.push.${blocked}`)}>{t(`notifications.push.${blocked}_next`)}</Notice>
          : state === 'on' && here
            ? <div><Button busy={busy} onClick={() => void run(switchOff)}>{t('notifications.push_off')}</Button></div>
            : <div><Button look="primary" busy={busy || state === null} onClick={() => void run(() => switchOn(vapidKey))}><MonitorSmartphone aria-hidden="true" className="size-4" />{t('notifications.push_on')}</Button></div>}
        {devices.length > 0 && <ul className="divide-y divide-line rounded-xl border border-line">{devices.map((device) => <DeviceRow key={device.id} device={device} onForget={() => void run(() => (device.here ? switchOff() : api.delete(`/notices/devices/${device.id}`)))} />)}</ul>}
        <Toggle label={t('notifications.words_push')} help={t('notifications.words_push_help')} checked={settings.words.push} onChange={(event) => change({ words: { ...settings.words, push: event.target.checked } })} />
        {devices.length > 0 && <TestButton way="push" />}
      </div>
    </Card>
  )
}

function DeviceRow({ device, onForget }: { device: PushDevice; onForget: () => void }) {
  const { t, intl } = useT()
  const now = useNow()
  const said = device.lastError ? t('notifications.device_failed', { error: device.lastError }) : device.lastOkAt ? t('notifications.device_ok', { when: formatMoment(intl, device.lastOkAt, now) }) : t('notifications.device_new')
  return (
    <li className="flex items-center gap-3 px-3 py-2">
      <MonitorSmartphone aria-hidden="true" className="size-5 shrink-0 text-ink-soft" />
      <span className="min-w-0 grow"><span className="block truncate font-medium">{device.name}{device.here && <span className="ms-2 rounded-md bg-accent-soft px-1.5 py-0.5 text-xs text-accent-strong">{t('notifications.device_here')}</span>}</span><span className={device.lastError ? 'block text-sm text-failed' : 'block text-sm text-ink-soft'}>{said}</span></span>
      <button type="button" onClick={onForget} aria-label={t('notifications.device_forget', { name: device.name })} title={t('notifications.device_forget', { name: device.name })} className="grid size-9 shrink-0 place-items-center rounded-lg text-ink-soft hover:bg-hover"><Trash2 aria-hidden="true" className="size-4" /></button>
    </li>
  )
}
