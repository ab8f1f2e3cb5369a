import { COLOUR, faintParts, type OptInDraft, type OptInLook } from '@recado/api'
import { useId } from 'react'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Choice } from '../../ui/field.js'

/** Colours and shape. A colour that cannot be read is not refused while it is chosen: it says what is wrong and offers the nearest that can. */
export function LookCard({ draft, onChange }: { draft: OptInDraft; onChange: (draft: OptInDraft) => void }) {
  const { t } = useT()
  const { look } = draft
  const set = (change: Partial<OptInLook>) => onChange({ ...draft, look: { ...look, ...change } })
  const faint = COLOUR.test(look.accent) && COLOUR.test(look.page) ? faintParts(look) : []
  return (
    <Card title={t('optin.look')}>
      <div className="grid gap-4 sm:grid-cols-2">
        {(['accent', 'page'] as const).map((part) => {
          const wrong = faint.find((one) => one.part === part)
          return (
            <div key={part} className="flex flex-col gap-1">
              <Colour label={t(`optin.look.${part}`)} value={look[part]} onChange={(value) => set({ [part]: value })} />
              {wrong && <div role="alert" className="text-sm text-failed"><p>{t('optin.look.faint', { ratio: wrong.ratio.toFixed(1), needs: wrong.needs.toFixed(1) })}</p><Button small className="mt-1" onClick={() => set({ [part]: wrong.nearest })}><span aria-hidden="true" className="size-4 rounded-sm border border-line-strong" style={{ background: wrong.nearest }} />{t('optin.look.nearest')}</Button></div>}
            </div>
          )
        })}
        <Choice label={t('optin.look.corners')} value={look.corners} onChange={(event) => set({ corners: event.target.value as OptInLook['corners'] })}>{(['round', 'square'] as const).map((each) => <option key={each} value={each}>{t(`optin.look.${each}`)}</option>)}</Choice>
        <Choice label={t('optin.look.side')} value={look.side} onChange={(event) => set({ side: event.target.value as OptInLook['side'] })}>{(['end', 'start'] as const).map((each) => <option key={each} value={each}>{t(`optin.look.${each}`)}</option>)}</Choice>
      </div>
    </Card>
  )
}

function Colour({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">{label}</label>
      <span className="flex min-h-10 items-center gap-2 rounded-lg border border-line-strong bg-surface px-2">
        <input id={id} type="color" value={COLOUR.test(value) ? value : '#000000'} onChange={(event) => onChange(event.target.value)} className="h-7 w-10 cursor-pointer border-0 bg-transparent" /><span className="figures font-mono text-sm" dir="ltr">{value}</span>
      </span>
    </div>
  )
}
