import type { ChannelAccount } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { templatesOptions } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { isMessage, useT } from '../../i18n/provider.js'
import { isProblem } from '../../api/client.js'
import { Button } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { Loading } from '../../ui/empty.js'
import { Choice } from '../../ui/field.js'
import { DialogWindow } from '../../ui/overlay.js'
import { useAccountName } from '../account-name.js'
import { TemplateBubble } from './bubble.js'
import { type Starter, startersOptions, TRADES, type Trade } from './queries.js'
import { TemplateStatus } from './status.js'
import { type Outcome, outcomeKey, useSubmit } from './use-submit.js'

const LANGUAGES = ['es', 'en', 'zh'] as const

/** Choose a trade and languages, look at each notice as a phone shows it, hand them in together. What the platform says appears beside each. */
export function StarterDialog({ accounts, onClose }: { accounts: readonly ChannelAccount[]; onClose: () => void }) {
  const { t, intl } = useT()
  const own = LANGUAGES.find((language) => intl.locale.startsWith(language)) ?? 'en'
  const nameOf = useAccountName()
  const [accountId, setAccount] = useState(accounts[0]?.id ?? '')
  const [trade, setTrade] = useState<Trade>('shop')
  const [languages, setLanguages] = useState<readonly string[]>([own])
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [shown, setShown] = useState<string | null>(null)
  const { data: starters = [], isLoading } = useQuery(startersOptions(trade))
  const known = useQuery(templatesOptions(accountId)).data ?? []
  const { outcomes, busy, submit, stop } = useSubmit(accountId)
  // Her own language first: the others follow in the order of the list.
  const offered = [own, ...LANGUAGES.filter((language) => language !== own)].flatMap((language) => (languages.includes(language) ? starters.filter((one) => one.language === language) : []))
  const isThere = (one: Starter) => known.some((template) => template.name === one.id && template.language.startsWith(one.language))
  const chosen = offered.filter((one) => !left.has(outcomeKey(one)) && !isThere(one) && !outcomes[outcomeKey(one)])
  const preview = offered.find((one) => outcomeKey(one) === shown) ?? offered[0]
  const toggle = (one: Starter) => setLeft((all) => { const next = new Set(all); if (!next.delete(outcomeKey(one))) next.add(outcomeKey(one)); return next })
  // Nothing left to hand in: the way out takes the place of the button, and the focus with it.
  const isDone = !busy && chosen.length === 0 && Object.keys(outcomes).length > 0
  const status = (one: Starter) => known.find((template) => template.name === one.id && template.language.startsWith(one.language))?.status
  return (
    <DialogWindow wide title={t('starters.title')} closeLabel={t('app.close')} onClose={() => { stop(); onClose() }}
      footer={<><span role="status" className="me-auto text-sm text-ink-soft">{Object.keys(outcomes).length > 0 ? t('starters.sent_count', { count: Object.values(outcomes).filter((one) => one.kind === 'sent').length }) : t('starters.review_note')}</span>{isDone ? <Button look="primary" autoFocus onClick={onClose}>{t('app.close')}</Button> : <Button look="primary" busy={busy} disabled={chosen.length === 0} onClick={() => void submit(chosen)}>{t('starters.submit', { count: chosen.length })}</Button>}</>}>
      <div className="flex flex-col gap-4">
        {accounts.length > 1 && <Choice label={t('starters.account')} value={accountId} disabled={busy} onChange={(event) => setAccount(event.target.value)}>{accounts.map((one) => <option key={one.id} value={one.id}>{nameOf(one)}</option>)}</Choice>}
        <fieldset className="min-w-0"><legend className="mb-1.5 font-medium">{t('starters.trade')}</legend><div className="flex flex-wrap gap-2">{TRADES.map((one) => <Pill key={one} type="radio" name="trade" checked={trade === one} disabled={busy} onChange={() => { setTrade(one); setShown(null) }}>{t(`starters.trade.${one}`)}</Pill>)}</div></fieldset>
        <fieldset className="min-w-0"><legend className="mb-1.5 font-medium">{t('starters.languages')}</legend><div className="flex flex-wrap gap-2">{[own, ...LANGUAGES.filter((language) => language !== own)].map((one) => <Pill key={one} type="checkbox" name="language" checked={languages.includes(one)} disabled={busy} onChange={() => setLanguages((all) => (all.includes(one) ? all.filter((each) => each !== one) : [...all, one]))}>{intl.formatDisplayName(one, { type: 'language' }) ?? one}</Pill>)}</div></fieldset>
        {isLoading && <Loading label={t('app.loading')} />}
        <div className="flex flex-col gap-4 sm:flex-row-reverse sm:items-start">
          {preview && <div className="sticky top-0 z-10 -mx-5 bg-thread p-4 sm:mx-0 sm:w-72 sm:shrink-0 sm:rounded-2xl sm:border sm:border-line"><p className="mb-2 text-sm text-ink-soft">{t('starters.on_phone')}</p><TemplateBubble preview={preview.draft} samples={preview.draft.examples} language={preview.language} /></div>}
          <ul className="min-w-0 grow">
            {offered.map((one) => {
              const title = `notice.${one.id}`
              return (
                <li key={outcomeKey(one)} onMouseEnter={() => setShown(outcomeKey(one))} className={cx('flex items-start gap-3 rounded-lg px-2 py-2', preview === one && 'bg-selected')}>
                  <input type="checkbox" id={`starter-${outcomeKey(one)}`} className="mt-1 size-4 shrink-0 accent-(--accent)" checked={!left.has(outcomeKey(one))} disabled={busy || isThere(one)} onChange={() => toggle(one)} onFocus={() => setShown(outcomeKey(one))} />
                  <label htmlFor={`starter-${outcomeKey(one)}`} className="min-w-0 grow"><span className="block font-medium">{isMessage(intl, title) ? t(title) : one.id}</span><span className="block text-sm text-ink-soft">{intl.formatDisplayName(one.language, { type: 'language' })}</span><Refusal outcome={outcomes[outcomeKey(one)]} /></label>
                  {status(one) ? <TemplateStatus status={status(one)!} /> : outcomes[outcomeKey(one)]?.kind === 'busy' && <span role="status" className="text-sm text-ink-soft">{t('starters.sending')}</span>}
                </li>
              )
            })}
          </ul>
        </div>
      </div>
    </DialogWindow>
  )
}

function Pill({ type, name, checked, disabled, onChange, children }: { type: 'radio' | 'checkbox'; name: string; checked: boolean; disabled: boolean; onChange: () => void; children: string }) {
  return <label className={cx('inline-flex min-h-9 items-center gap-2 rounded-full border px-3.5 has-focus-visible:outline-2', checked ? 'border-accent bg-accent-soft text-accent-strong' : 'border-line-strong')}><input type={type} name={name} checked={checked} disabled={disabled} onChange={onChange} className="size-4 accent-(--accent)" />{children}</label>
}

/** Why the platform did not take one. */
function Refusal({ outcome }: { outcome: Outcome | undefined }) {
  const { intl } = useT()
  if (outcome?.kind !== 'refused') return null
  const fields = isProblem(outcome.error) ? (outcome.error.problem.fields ?? []).map((field) => field.message) : []
  return <span role="alert" className="block text-sm text-failed">{[tellError(intl, outcome.error).sentence, ...fields].join(' ')}</span>
}
