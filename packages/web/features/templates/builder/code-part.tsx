import { useT } from '../../../i18n/provider.js'
import { Choice, Field, Toggle } from '../../../ui/field.js'
import { Findings } from './findings.js'
import { findingsOf, type PartProps } from './types.js'

/** A one-time code: how it is taken over, and what stands around it. */
export function CodePart({ builder, draft, change, findings }: PartProps) {
  const { t } = useT()
  const { code } = draft
  const rule = builder.code
  if (!rule || !code) return null
  const put = (next: Partial<typeof code>) => change({ ...draft, code: { ...code, ...next } })
  const [app] = code.apps ?? []
  const putApp = (next: Partial<NonNullable<typeof app>>) => put({ apps: [{ packageName: app?.packageName ?? '', signatureHash: app?.signatureHash ?? '', ...next }, ...(code.apps ?? []).slice(1)] })
  return (
    <div className="flex flex-col gap-3">
      <Choice label={t('tpl.code_button')} value={code.button} onChange={(event) => put({ button: event.target.value as typeof code.button })}>{rule.buttons.map((one) => <option key={one} value={one}>{t(`tpl.code.${one}`)}</option>)}</Choice>
      <Field label={t('tpl.button_label')} value={code.label ?? ''} maxLength={rule.label} dir="auto" onChange={(event) => { const { label: _old, ...rest } = code; change({ ...draft, code: event.target.value ? { ...rest, label: event.target.value } : rest }) }} />
      <Field label={t('tpl.code_minutes')} type="number" min={rule.minutes[0]} max={rule.minutes[1]} value={code.minutes ?? ''} onChange={(event) => { const { minutes: _old, ...rest } = code; const minutes = event.target.valueAsNumber; change({ ...draft, code: Number.isInteger(minutes) ? { ...rest, minutes } : rest }) }} />
      <Toggle label={t('tpl.code_advice')} checked={code.securityAdvice} onChange={(event) => put({ securityAdvice: event.target.checked })} />
      {code.button !== 'copy_code' && <><Field label={t('tpl.code_package')} dir="ltr" value={app?.packageName ?? ''} placeholder={'com.example.shop'} onChange={(event) => putApp({ packageName: event.target.value.trim() })} /><Field label={t('tpl.code_hash')} dir="ltr" value={app?.signatureHash ?? ''} onChange={(event) => putApp({ signatureHash: event.target.value.trim() })} /></>}
      <Findings of={findingsOf(findings, 'code')} />
    </div>
  )
}
