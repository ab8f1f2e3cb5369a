import type { ChannelCapability, Content } from '@recado/api'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Field, TextArea } from '../../../ui/field.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { lengthIn } from './attachments.js'

type Choices = Extract<Content, { kind: 'choices' }>

/** Buttons or a list to choose from, within the figures of the channel. */
export default function ChoicesBuilder({ capability, onSend, onClose }: { capability: ChannelCapability; onSend: (content: Choices) => void; onClose: () => void }) {
  const { t } = useT()
  const limits = capability.limits ?? {}
  const hasList = limits.listRows !== undefined
  const [style, setStyle] = useState<Choices['style']>('buttons')
  const [text, setText] = useState('')
  const [buttonText, setButtonText] = useState('')
  const [titles, setTitles] = useState<string[]>(['', ''])
  const isList = style === 'list'
  const most = (isList ? limits.listRows : limits.buttons) ?? 3
  const longest = (isList ? limits.listRowTitle : limits.buttonTitle) ?? 20
  const longestText = (isList ? limits.listText : undefined) ?? capability.maxLength
  const used = titles.map((title) => title.trim()).filter(Boolean)
  const tooLong = longestText !== undefined && lengthIn(capability.unit, text) > longestText
  const problem = text.trim() === '' ? t('choices.need_text') : tooLong ? t('choices.text_too_long', { most: longestText ?? 0 }) : used.length === 0 ? t('choices.need_option') : new Set(used).size < used.length ? t('choices.twice') : isList && buttonText.trim() === '' ? t('choices.need_button') : null
  const send = () => onSend({
    kind: 'choices', style, text: text.trim(), ...(isList ? { buttonText: buttonText.trim() } : {}),
    options: used.slice(0, most).map((title, index) => ({ id: `option_${index + 1}`, title })),
  })
  return (
    <DialogWindow title={t('choices.title')} closeLabel={t('app.close')} onClose={onClose} footer={<>
      {problem && <span className="grow text-sm text-ink-soft">{problem}</span>}
      <Button onClick={onClose}>{t('app.cancel')}</Button><Button look="primary" disabled={problem !== null} onClick={send}>{t('composer.send')}</Button>
    </>}>
      <div className="flex flex-col gap-4">
        {hasList && (
          <fieldset className="flex gap-2">
            <legend className="sr-only">{t('choices.style')}</legend>
            {(['buttons', 'list'] as const).map((id) => <label key={id} className={`flex min-h-10 grow items-center justify-center gap-2 rounded-lg border px-3 ${style === id ? 'border-accent bg-selected font-semibold' : 'border-line-strong'}`}><input type="radio" name="style" checked={style === id} onChange={() => setStyle(id)} className="accent-(--accent)" />{t(`choices.${id}`)}</label>)}
          </fieldset>
        )}
        <TextArea label={t('choices.text')} value={text} onChange={(event) => setText(event.target.value)} autoFocus />
        {isList && <Field label={t('choices.button')} value={buttonText} maxLength={limits.listButton ?? 20} onChange={(event) => setButtonText(event.target.value)} />}
        <div className="flex flex-col gap-2">
          <p className="font-medium">{t('choices.options', { most })}</p>
          {titles.map((title, index) => (
            <div key={index} className="flex items-center gap-2">
              <input value={title} maxLength={longest} aria-label={t('choices.option', { number: index + 1 })} placeholder={t('choices.option', { number: index + 1 })} onChange={(event) => setTitles(titles.map((each, at) => (at === index ? event.target.value : each)))} className="min-h-10 grow rounded-lg border border-line-strong bg-surface px-3" />
              <span className="figures w-12 text-end text-xs text-ink-soft">{[...title].length}/{longest}</span>
              <button type="button" aria-label={t('choices.remove', { number: index + 1 })} disabled={titles.length === 1} onClick={() => setTitles(titles.filter((_, at) => at !== index))} className="grid size-9 place-items-center rounded-lg hover:bg-hover disabled:opacity-40"><Trash2 aria-hidden="true" className="size-4" /></button>
            </div>
          ))}
          {titles.length < most && <Button small className="self-start" onClick={() => setTitles([...titles, ''])}><Plus aria-hidden="true" className="size-4" />{t('choices.add')}</Button>}
        </div>
      </div>
    </DialogWindow>
  )
}
