import type { TemplateFinding } from '@recado/api'
import type { TemplateButtonKind, TemplateDraftButton } from '@recado/core'
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { AriaButton, IconButton, Item, MenuButton } from '../../../ui/overlay.js'
import { buttonClass } from '../../../ui/button.js'
import { ButtonFields, newButton } from './button-fields.js'
import { Findings } from './findings.js'

interface Props {
  buttons: readonly TemplateDraftButton[]
  /** Kinds that may still be added. */
  kinds: readonly TemplateButtonKind[]
  label: number
  onChange: (buttons: readonly TemplateDraftButton[]) => void
  findings: (index: number) => readonly TemplateFinding[]
}

/** Buttons in their order: added by kind, moved, taken away. */
export function ButtonList({ buttons, kinds, label, onChange, findings }: Props) {
  const { t } = useT()
  const put = (index: number, button: TemplateDraftButton) => onChange(buttons.map((old, at) => (at === index ? button : old)))
  const move = (from: number, to: number) => { const next = [...buttons]; const [one] = next.splice(from, 1); if (one) next.splice(to, 0, one); onChange(next) }
  return (
    <div className="flex flex-col gap-3">
      {buttons.map((button, index) => {
        const part = `${t(`tpl.button.${button.type}`)} ${index + 1}`
        return (
          <fieldset key={index} className="min-w-0 rounded-xl border border-line p-3">
            <legend className="sr-only">{part}</legend>
            <div className="mb-1 flex items-center gap-1"><span className="min-w-0 grow truncate font-medium" aria-hidden="true">{t(`tpl.button.${button.type}`)}</span>
              <IconButton label={t('tpl.move_up', { part })} isDisabled={index === 0} onPress={() => move(index, index - 1)}><ArrowUp aria-hidden="true" /></IconButton>
              <IconButton label={t('tpl.move_down', { part })} isDisabled={index === buttons.length - 1} onPress={() => move(index, index + 1)}><ArrowDown aria-hidden="true" /></IconButton>
              <IconButton label={t('tpl.remove_part', { part })} onPress={() => onChange(buttons.filter((_, at) => at !== index))}><X aria-hidden="true" /></IconButton>
            </div>
            <div className="flex flex-col gap-2.5"><ButtonFields button={button} most={label} onChange={(next) => put(index, next)} /><Findings of={findings(index)} /></div>
          </fieldset>
        )
      })}
      {kinds.length > 0 && <MenuButton label={t('tpl.add_button')} placement="bottom start" trigger={<AriaButton className={`${buttonClass('plain', true)} self-start`}><Plus aria-hidden="true" className="size-4" />{t('tpl.add_button')}</AriaButton>}>
        {kinds.map((kind) => <Item key={kind} onAction={() => onChange([...buttons, newButton(kind)])}>{t(`tpl.button.${kind}`)}</Item>)}
      </MenuButton>}
    </div>
  )
}
