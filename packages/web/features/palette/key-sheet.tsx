import { keyCaps, onMac } from '../../hotkeys/keys.js'
import { useAllActions } from '../../hotkeys/use-actions.js'
import { useT } from '../../i18n/provider.js'
import { Toggle } from '../../ui/field.js'
import { DialogWindow } from '../../ui/overlay.js'
import { usePreferences } from '../shell/preferences.js'

const GROUPS = ['list', 'conversation', 'composer', 'go', 'app'] as const

/** `?`: every key, as they are now, and the switch that turns single keys off. */
export default function KeySheet({ onClose }: { onClose: () => void }) {
  const { t } = useT()
  const { preferences, change } = usePreferences()
  const withKeys = useAllActions().filter((action) => action.keys && action.keys.length > 0)
  const mac = onMac()
  return (
    <DialogWindow wide title={t('action.keys')} closeLabel={t('app.close')} onClose={onClose}>
      <Toggle label={t('keys.single')} help={t('keys.single_help')} checked={preferences.singleKeys ?? true} onChange={(event) => change({ singleKeys: event.target.checked })} />
      <div className="mt-5 gap-8 sm:columns-2">
        {GROUPS.map((group) => {
          const actions = withKeys.filter((action) => action.group === group)
          return actions.length > 0 && (
            <section key={group} className="mb-5 break-inside-avoid">
              <h3 className="mb-1 text-sm text-ink-soft">{t(`group.${group}`)}</h3>
              <dl>
                {actions.map((action) => (
                  <div key={action.id} className="flex min-h-8 items-center gap-3 border-b border-line py-1">
                    <dt className="grow">{t(action.label)}</dt>
                    <dd className="flex shrink-0 gap-1">{keyCaps(action.keys?.[0] ?? '', mac).map((cap, index) => <kbd key={index} className="rounded-md border border-line-strong bg-sunken px-1.5 py-0.5 font-sans text-xs">{cap}</kbd>)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        })}
      </div>
    </DialogWindow>
  )
}
