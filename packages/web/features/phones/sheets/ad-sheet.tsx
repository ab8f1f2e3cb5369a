import { Megaphone } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Field, TextArea } from '../../../ui/field.js'
import type { PhoneAction } from '../types.js'
import { Sheet } from './sheet.js'

/** The advertisement she taps: headline, words, picture, and what she then writes. What is left empty the platform makes up. */
export function AdSheet({ title, action, onSend, onClose }: { title: string; action: PhoneAction; onSend: (given: { content: Record<string, unknown>; ref: string }) => void; onClose: () => void }) {
  const { t } = useT()
  const [headline, setHeadline] = useState(t('phones.ad_headline_sample'))
  const [words, setWords] = useState(t('phones.ad_text_sample'))
  const [image, setImage] = useState('')
  const [ad, setAd] = useState((action.ref ?? '').replace(/^\w+:/, ''))
  const [text, setText] = useState('')
  const prefix = /^\w+:/.exec(action.ref ?? '')?.[0] ?? 'ad:'
  const picture = /^https?:\/\//.test(image) ? image : null
  const send = () => onSend({ ref: `${prefix}${ad.trim()}`, content: Object.fromEntries([['headline', headline], ['title', headline], ['adText', words], ['image', image], ['text', text]].map(([key, value]) => [key, value?.trim()]).filter(([, value]) => value)) })
  return (
    <Sheet title={title} onClose={onClose}>
      <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); send() }}>
        <div className="overflow-hidden rounded-xl border border-line">
          {picture ? <img src={picture} alt="" className="h-24 w-full object-cover" /> : <span aria-hidden="true" className="grid h-20 place-items-center bg-accent-soft text-accent"><Megaphone className="size-8" /></span>}
          <div className="bg-sunken px-3 py-2"><p dir="auto" className="font-semibold">{headline || t('phones.ad')}</p>{words && <p dir="auto" className="line-clamp-2 text-sm text-ink-soft">{words}</p>}</div>
        </div>
        <Field label={t('phones.ad_headline')} value={headline} maxLength={120} onChange={({ target }) => setHeadline(target.value)} />
        <TextArea label={t('phones.ad_text')} rows={2} value={words} maxLength={500} onChange={({ target }) => setWords(target.value)} />
        <Field label={t('phones.ad_picture')} help={t('phones.ad_picture_help')} type="url" inputMode="url" value={image} onChange={({ target }) => setImage(target.value)} />
        <Field label={t('phones.ad_id')} value={ad} maxLength={40} onChange={({ target }) => setAd(target.value)} />
        <Field label={t('phones.ad_words')} help={t('phones.made_up')} value={text} maxLength={500} onChange={({ target }) => setText(target.value)} />
        <Button type="submit" look="primary">{t('phones.ad_tap')}</Button>
      </form>
    </Sheet>
  )
}
