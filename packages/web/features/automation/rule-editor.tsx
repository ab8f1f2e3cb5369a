import type { AutomaticReply, AutomaticReplyWish, AutomationMeans, Channel, ChannelAccount, Hours, ReplyVariant, Trigger, TriggerKind } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useDeferredValue, useState, type FormEvent } from 'react'
import { api, isProblem } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT, type Translate } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { PreviewPhone } from './preview-phone.js'
import { draftEstimateOptions, type OwnerPath, paths, previewOptions } from './queries.js'
import { TriggerFields } from './trigger-fields.js'
import { isFilled, VariantEditor } from './variant-editor.js'
import { addsText, reasonText, repliesText } from './words.js'

/** A rule as it is being written. */
export type RuleDraft = Required<Pick<AutomaticReplyWish, 'name' | 'trigger' | 'variants' | 'labels'>> & { id?: string; status: AutomaticReply['status'] }

const TRIGGERS: Record<TriggerKind, Trigger> = {
  greeting: { kind: 'greeting', afterDays: 14 }, away: { kind: 'away' }, follow: { kind: 'follow' }, keyword: { kind: 'keyword', match: 'word', words: [] }, menu: { kind: 'menu', keys: [] },
}

/** A rule to begin with: words that can stay as they are for the kinds that need no others. */
export function newRule(kind: TriggerKind, t: Translate): RuleDraft {
  const text = kind === 'greeting' || kind === 'away' || kind === 'follow' ? t(`auto.starter_${kind}`) : ''
  return { name: t(`auto.kind_${kind}`), trigger: TRIGGERS[kind], variants: [{ language: null, content: { kind: 'text', text } }], labels: [], status: null }
}

const clean = (draft: RuleDraft): RuleDraft => ({ ...draft, name: draft.name.trim(), labels: draft.labels.map((one) => one.trim()).filter(Boolean) })

/** What she does in the preview: what this trigger waits for. */
function sample(trigger: Trigger): { text?: string; key?: string; entry?: boolean } {
  if (trigger.kind === 'keyword') return { text: trigger.words[0] ?? '…' }
  if (trigger.kind === 'menu') return { key: trigger.keys[0] ?? '…' }
  return trigger.kind === 'follow' ? { entry: true } : { text: '👋' }
}

interface EditorProps { base: OwnerPath; account: ChannelAccount; channel: Channel; means: AutomationMeans; hours: Hours; draft: RuleDraft; onClose: () => void; onDone: () => void }

/** A rule: when, what, and what then; beside it her phone and the price, as they would be. */
export function RuleEditor({ base, account, channel, means, hours, draft: given, onClose, onDone }: EditorProps) {
  const { t, intl } = useT()
  const [draft, setDraft] = useState(given)
  const [labels, setLabels] = useState(given.labels.join(', '))
  const whole = clean({ ...draft, labels: labels.split(',') })
  const isReady = whole.name !== '' && whole.variants.every(isFilled) && (whole.trigger.kind !== 'keyword' || whole.trigger.words.length > 0) && (whole.trigger.kind !== 'menu' || whole.trigger.keys.length > 0)
  const asked = useDeferredValue(isReady ? JSON.stringify(whole) : '')
  const rule = asked === '' ? null : (JSON.parse(asked) as RuleDraft) // written just above
  const trial = rule ? { ...sample(rule.trigger), rule, alone: true, ...(base.startsWith('/channel-accounts') ? {} : { channelAccountId: account.id }), person: { name: t('saved.example_contact') }, ...(rule.trigger.kind === 'away' && hours.now.open && hours.now.until ? { at: hours.now.until } : {}) } : {}
  const preview = useQuery(previewOptions(base, trial, rule !== null))
  const estimate = useQuery(draftEstimateOptions(base, rule)).data
  const save = useMutation({ mutationFn: (enabled: boolean) => { const { id, ...body } = whole; const wish = { ...body, ...(enabled ? { enabled } : {}) }; return id ? api.patch(paths.reply(base, id), wish) : api.post(paths.replies(base), wish) }, onSuccess: onDone })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const press = (event.nativeEvent as SubmitEvent).submitter
    save.mutate(press?.getAttribute('value') === 'on')
  }
  const setVariant = (at: number, variant: ReplyVariant | null) => setDraft({ ...draft, variants: variant ? draft.variants.map((one, index) => (index === at ? variant : one)) : draft.variants.filter((_, index) => index !== at) })
  const told = save.error ? tellError(intl, save.error) : null
  const fields = isProblem(save.error) ? (save.error.problem.fields ?? []) : []
  const mine = rule ? (preview.data ?? null) : null
  const fault = mine?.fault ?? (isProblem(preview.error) ? (preview.error.problem.fields?.[0]?.message ?? null) : null)
  return (
    <DialogWindow wide title={t(draft.id ? 'auto.edit_title' : 'auto.add')} closeLabel={t('app.close')} onClose={onClose} dismissable={false}>
      <form onSubmit={submit} className="grid gap-6 md:grid-cols-[minmax(0,1fr)_17rem]">
        <div className="flex min-w-0 flex-col gap-4">
          {told && <Notice tone="failed" alert title={told.sentence}>{fields.length > 0 ? fields.map((one) => reasonText(intl, 'fault', one.message.split(':')[0] ?? '')).join(' · ') : told.next}</Notice>}
          <Field label={t('auto.name')} help={t('auto.name_help')} value={draft.name} required maxLength={120} onChange={(event) => setDraft({ ...draft, name: event.target.value })} />
          <TriggerFields trigger={draft.trigger} onChange={(trigger) => setDraft({ ...draft, trigger })} />
          {draft.trigger.kind === 'away' && !hours.set && <Notice tone="warning">{t('auto.fault_no_hours')}</Notice>}
          <fieldset className="flex min-w-0 flex-col gap-3">
            <legend className="mb-1 font-semibold">{t('auto.answer')}</legend>
            {draft.variants.map((variant, at) => <VariantEditor key={at} channel={channel} variant={variant} others={draft.variants.filter((_, index) => index !== at).map((one) => one.language)} isOnly={draft.variants.length === 1} onChange={(next) => setVariant(at, next)} onRemove={() => setVariant(at, null)} />)}
            {draft.variants.length === 0 && <p className="text-sm text-ink-soft">{t('auto.says_nothing')}</p>}
            <Button small className="self-start" onClick={() => setDraft({ ...draft, variants: [...draft.variants, { language: draft.variants.length === 0 ? null : (['en', 'es', 'zh', 'de', 'fr'].find((code) => !draft.variants.some((one) => one.language === code)) ?? 'pt'), content: { kind: 'text', text: '' } }] })}><Plus aria-hidden="true" className="size-4" />{t(draft.variants.length === 0 ? 'auto.add_answer' : 'auto.add_language')}</Button>
          </fieldset>
          <div className="flex flex-col gap-4">
            <Field label={t('auto.labels')} help={t('auto.labels_help')} value={labels} onChange={(event) => setLabels(event.target.value)} />
            <Choice label={t('auto.status')} help={t('auto.status_help')} value={draft.status ?? ''} onChange={(event) => setDraft({ ...draft, status: (event.target.value || null) as RuleDraft['status'] })}>
              <option value="">{t('auto.status_none')}</option>
              {(['resolved', 'pending', 'open'] as const).map((one) => <option key={one} value={one}>{t(`auto.status_${one}`)}</option>)}
            </Choice>
          </div>
        </div>
        <div className="flex flex-col gap-3 md:sticky md:top-0 md:self-start">
          <PreviewPhone channel={channel} account={account} did={sample(draft.trigger)} contents={mine?.contents ?? []} />
          {fault && <p role="alert" className="text-sm text-failed">{reasonText(intl, 'fault', fault.split(':')[0] ?? fault)}</p>}
          <div aria-live="polite" className="flex flex-col gap-1 text-sm text-ink-soft">
            {estimate && rule && <p>{addsText(intl, estimate, draft.id ?? 'draft', false)}</p>}
            {rule && rule.variants.length > 0 && <p>{repliesText(intl, means, rule.trigger.kind)}</p>}
            {mine && means.passive && rule && rule.variants.length > 0 && !mine.passive && <p>{t('auto.not_passive')}</p>}
          </div>
        </div>
        <div className="flex flex-wrap justify-end gap-2 md:col-span-2">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" value="keep" busy={save.isPending} disabled={!isReady}>{t(draft.id ? 'app.save' : 'auto.save_off')}</Button>
          {!draft.id && <Button type="submit" value="on" look="primary" busy={save.isPending} disabled={!isReady}>{t('auto.save_on')}</Button>}
        </div>
      </form>
    </DialogWindow>
  )
}
