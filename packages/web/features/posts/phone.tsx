import type { PostedContent } from '@recado/core'
import { useEffect, useRef, useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { Section } from '../campaigns/wizard/section.js'
import { bodyLook, fill } from './safe-html.js'

/** The post as her phone shows it: the card in the chat, and the article behind it. */
export function PhonePreview({ content }: { content: PostedContent }) {
  const { t } = useT()
  const [open, setOpen] = useState<number | null>(null)
  const article = open !== null && content.kind === 'articles' ? content.articles[open] : undefined
  return (
    <Section title={t('posts.preview')}>
      <div className="mx-auto w-full max-w-80 overflow-hidden rounded-3xl border-8 border-ink/80 bg-sunken">
        <div className="thin-scroll h-96 overflow-y-auto p-3" dir="auto">
          {article
            ? <><button type="button" onClick={() => setOpen(null)} className="mb-2 min-h-8 text-accent">← {t('app.close')}</button><h3 className="text-lg font-semibold [overflow-wrap:anywhere]">{article.title}</h3><p className="mb-2 text-sm text-ink-soft">{article.author}</p><Body body={article.body} /></>
            : <Card content={content} onOpen={setOpen} />}
        </div>
      </div>
    </Section>
  )
}

function Body({ body }: { body: string }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => { if (place.current) fill(place.current, body) }, [body])
  return <div ref={place} className={bodyLook} />
}

function Card({ content, onOpen }: { content: PostedContent; onOpen: (n: number) => void }) {
  const { t } = useT()
  switch (content.kind) {
    case 'articles': return (
      <ul className="overflow-hidden rounded-xl bg-surface shadow-lift">{content.articles.map((article, n) => (
        <li key={n} className="border-b border-line last:border-0"><button type="button" onClick={() => onOpen(n)} className={`flex w-full gap-3 text-start ${n === 0 ? 'flex-col' : 'flex-row-reverse items-center p-3'}`}>
          {article.coverMediaId ? <img src={`/api/v1/media/${article.coverMediaId}/thumb`} alt="" className={n === 0 ? 'aspect-[2.35] w-full object-cover' : 'size-12 rounded object-cover'} /> : n === 0 && <span className="block aspect-[2.35] w-full bg-sunken" />}
          <span className={n === 0 ? 'px-3 pb-3' : 'grow'}><span className="block font-medium [overflow-wrap:anywhere]">{article.title || t('posts.a_title')}</span>{n === 0 && article.digest && <span className="line-clamp-2 text-sm text-ink-soft">{article.digest}</span>}</span>
        </button></li>
      ))}</ul>
    )
    case 'text': return <p className="rounded-xl bg-surface px-3 py-2 whitespace-pre-wrap shadow-lift [overflow-wrap:anywhere]">{content.text || '…'}</p>
    case 'image': return <div className="grid grid-cols-2 gap-1">{content.mediaIds.map((id) => <img key={id} src={`/api/v1/media/${id}/thumb`} alt="" className="aspect-square rounded object-cover" />)}</div>
    case 'voice': return content.mediaId ? <audio controls src={`/api/v1/media/${content.mediaId}/file`} className="w-full" /> : <p className="text-ink-soft">…</p>
    case 'video': return <div className="rounded-xl bg-surface p-2 shadow-lift">{content.mediaId && <video controls src={`/api/v1/media/${content.mediaId}/file`} className="w-full rounded" />}<p className="font-medium">{content.title}</p><p className="text-sm text-ink-soft">{content.description}</p></div>
  }
}
