import type { TemplateButtonKind, TemplateDraftButton } from '@recado/core'
import { useT } from '../../../i18n/provider.js'
import { Field } from '../../../ui/field.js'

/** A new button of a kind, with nothing in it. */
export function newButton(type: TemplateButtonKind): TemplateDraftButton {
  switch (type) {
    case 'url': return { type, text: '', url: 'https://' }
    case 'phone': return { type, text: '', phone: '+' }
    case 'copy_code': return { type, code: '' }
    case 'flow': return { type, text: '', flowId: '' }
    default: return { type, text: '' }
  }
}

/** What one kind of button asks for. */
export function ButtonFields({ button, most, onChange }: { button: TemplateDraftButton; most: number; onChange: (button: TemplateDraftButton) => void }) {
  const { t } = useT()
  return (
    <>
      {'text' in button && <Field label={t('tpl.button_label')} value={button.text} dir="auto" help={t('tpl.length', { count: [...button.text].length, limit: most })} onChange={(event) => onChange({ ...button, text: event.target.value })} />}
      {button.type === 'url' && <Field label={t('tpl.button_url')} type="text" inputMode="url" dir="ltr" value={button.url} help={t('tpl.button_url_help', { example: '{{order}}' })} onChange={(event) => onChange({ ...button, url: event.target.value })} />}
      {button.type === 'phone' && <Field label={t('tpl.button_phone')} type="tel" dir="ltr" value={button.phone} onChange={(event) => onChange({ ...button, phone: event.target.value })} />}
      {button.type === 'copy_code' && <Field label={t('tpl.button_code')} dir="ltr" value={button.code} onChange={(event) => onChange({ ...button, code: event.target.value })} />}
      {button.type === 'flow' && <><Field label={t('tpl.button_flow')} dir="ltr" inputMode="numeric" value={button.flowId} onChange={(event) => onChange({ ...button, flowId: event.target.value })} /><Field label={t('tpl.button_screen')} dir="ltr" value={button.screen ?? ''} onChange={(event) => { const { screen: _old, ...rest } = button; onChange(event.target.value ? { ...rest, screen: event.target.value } : rest) }} /></>}
    </>
  )
}
