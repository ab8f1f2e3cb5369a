import type { ChannelCapability, Content } from '@recado/api'
import { Plus, Trash2 } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { PlacesArea } from './places-area.js'

type Choices = Extract<Content, { kind: 'choices' }>

/** A free key among those that stand: other rules may wait for it. */
function nextId(options: Choices['options']): string {
  for (let n = options.length + 1; ; n++) if (!options.some((one) => one.id === `option_${n}`)) return `option_${n}`
}

/** Buttons to tap, each with the key by which another rule can answer the tap. */
export function ChoicesFields({ capability, content, onChange }: { capability: ChannelCapability | undefined; content: Choices; onChange: (content: Choices) => void }) {
  const { t } = useT()
  const most = capability?.limits?.buttons ?? 3
  const longest = capability?.limits?.buttonTitle ?? 20
  const { options } = content
  const change = (at: number, part: Partial<Choices['options'][number]>) => onChange({ ...content, options: options.map((one, index) => (index === at ? { ...one, ...part } : one)) })
  const input = 'min-h-9 min-w-0 rounded-lg border border-line-strong bg-surface px-3'
  return (
    <>
      <PlacesArea label={t('choices.text')} value={content.text} limit={capability} onChange={(text) => onChange({ ...content, text })} />
      <div className="flex flex-col gap-2">
        <p className="font-medium">{t('choices.options', { most })}</p>
        {options.map((option, at) => (
          <div key={at} className="flex items-center gap-2">
            <input dir="auto" required value={option.title} maxLength={longest} aria-label={t('choices.option', { number: at + 1 })} placeholder={t('choices.option', { number: at + 1 })} onChange={(event) => change(at, { title: event.target.value })} className={`${input} grow`} />
            <input required value={option.id} maxLength={200} spellCheck={false} aria-label={t('auto.option_key', { number: at + 1 })} title={t('auto.option_key_help')} onChange={(event) => change(at, { id: event.target.value })} className={`${input} w-28 font-mono text-xs`} />
            <button type="button" aria-label={t('choices.remove', { number: at + 1 })} disabled={options.length === 1} onClick={() => onChange({ ...content, options: options.filter((_, index) => index !== at) })} className="grid size-9 shrink-0 place-items-center rounded-lg hover:bg-hover disabled:opacity-40"><Trash2 aria-hidden="true" className="size-4" /></button>
          </div>
        ))}
        <p className="text-sm text-ink-soft">{t('auto.option_key_help')}</p>
        {options.length < most && <Button small className="self-start" onClick={() => onChange({ ...content, options: [...options, { id: nextId(options), title: '' }] })}><Plus aria-hidden="true" className="size-4" />{t('choices.add')}</Button>}
      </div>
    </>
  )
}
