import type { Fault, MenuButton, MenuEditor, Openers } from '@recado/core'
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field, Toggle } from '../../ui/field.js'
import { IconButton } from '../../ui/overlay.js'
import { countText, faultAt } from '../profile/fault-text.js'
import { freshButton, ofType, type Place } from './draft.js'

interface Hands { onChange: (button: MenuButton) => void; onRemove: () => void; onMove: (to: number) => void }

/** What one button is called and does. */
export function ButtonForm({ editor, button, place, among, faults, path, openers, hands }: { editor: MenuEditor<string>; button: MenuButton; place: Place; among: number; faults: readonly Fault[]; path: string; openers: Openers; hands: Hands }) {
  const { t } = useT()
  const top = place[1] === undefined
  const at = place[1] ?? place[0]
  const limit = top ? editor.title : (editor.titleBelow ?? editor.title)
  const kind = editor.types.find((one) => one.type === button.type)
  const opens = button.below !== undefined
  return (
    <div className="flex flex-col gap-4">
      <div>
        <Field label={t('openers.button_title')} value={button.title} dir="auto" maxLength={200} error={faultAt(t, faults, `${path}.title`)} help={[countText(t, button.title, limit), limit.shown ? t('openers.button_cut', { shown: limit.shown }) : null].filter(Boolean).join(' · ')} onChange={(event) => hands.onChange({ ...button, title: event.target.value })} />
        <span className="-ms-2 mt-1 flex">
          <IconButton label={t('openers.button_earlier')} isDisabled={at === 0} onPress={() => hands.onMove(at - 1)}><ArrowUp aria-hidden="true" /></IconButton>
          <IconButton label={t('openers.button_later')} isDisabled={at === among - 1} onPress={() => hands.onMove(at + 1)}><ArrowDown aria-hidden="true" /></IconButton>
          <IconButton label={t('openers.button_remove')} onPress={hands.onRemove}><Trash2 aria-hidden="true" /></IconButton>
        </span>
      </div>
      {top && editor.below > 0 && <Toggle label={t('openers.button_opens')} help={opens && (button.below?.length ?? 0) > 1 ? t('openers.button_opens_lost', { most: button.below?.length ?? 0 }) : t('openers.button_opens_help', { most: editor.below })} checked={opens} onChange={(event) => hands.onChange(event.target.checked ? { title: button.title, below: [freshButton(editor, openers)] } : { ...freshButton(editor, openers), title: button.title })} />}
      {!opens && (
        <>
          <Choice label={t('openers.button_type')} help={kind?.help} error={faultAt(t, faults, `${path}.type`)} value={button.type ?? ''} onChange={(event) => hands.onChange(ofType(editor, button, event.target.value, openers))}>
            {!kind && <option value={button.type ?? ''}>{t('openers.type_unknown')}</option>}
            {editor.types.map((one) => <option key={one.type} value={one.type}>{one.label}</option>)}
          </Choice>
          {kind?.answeredBy && <p className="-mt-2 text-sm text-ink-soft">{t('openers.answered')}</p>}
          {kind?.values.map((value) => {
            const written = button.values?.[value.key] ?? ''
            return <Field key={value.key} label={value.label} value={written} spellCheck={false} type={value.kind === 'link' ? 'url' : 'text'} {...(value.kind === 'link' ? { placeholder: 'https://' } : {})} error={faultAt(t, faults, `${path}.values.${value.key}`)} help={value.help} onChange={(event) => hands.onChange({ ...button, values: { ...button.values, [value.key]: event.target.value } })} />
          })}
        </>
      )}
      {faultAt(t, faults, `${path}.below`) && <p role="alert" className="text-sm text-failed">{faultAt(t, faults, `${path}.below`)}</p>}
      {opens && <Button small look="quiet" className="self-start" disabled={(button.below?.length ?? 0) >= editor.below} onClick={() => hands.onChange({ ...button, below: [...(button.below ?? []), freshButton(editor, openers)] })}>{t('openers.button_add_below', { title: button.title })}</Button>}
    </div>
  )
}
