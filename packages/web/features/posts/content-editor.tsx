import type { PostArticle, PostedContent, PostFault, PostKind, PostRules } from '@recado/core'
import { ArrowUp, Plus, Trash2, Upload, X } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field, TextArea } from '../../ui/field.js'
import { Section } from '../campaigns/wizard/section.js'
import { ArticleEditor } from './article-editor.js'
import { useFaultText } from './faults.js'
import { UploadButton } from './upload-button.js'

export const newArticle: PostArticle = { title: '', author: '', digest: '', coverMediaId: null, body: '', sourceUrl: '', comments: 'off' }

/** An empty post of a kind. */
export function emptyOf(kind: PostKind): PostedContent {
  switch (kind) {
    case 'articles': return { kind, articles: [newArticle] }
    case 'text': return { kind, text: '' }
    case 'image': return { kind, mediaIds: [] }
    case 'voice': return { kind, mediaId: null }
    case 'video': return { kind, mediaId: null, title: '', description: '' }
  }
}

interface Props { content: PostedContent; rules: PostRules; faults: readonly PostFault[]; onChange: (content: PostedContent) => void }

export function ContentEditor({ content, rules, faults, onChange }: Props) {
  const { t } = useT()
  return (
    <Section title={t('posts.content')}>
      <Choice label={t('posts.kind')} value={content.kind} onChange={(event) => onChange(emptyOf(event.target.value as PostKind))}>{rules.kinds.map((kind) => <option key={kind} value={kind}>{t(`posts.kind.${kind}`)}</option>)}</Choice>
      {content.kind === 'articles' ? <Articles content={content} rules={rules} faults={faults} onChange={onChange} /> : <Media content={content} rules={rules} faults={faults} onChange={onChange} />}
    </Section>
  )
}

function Articles({ content, rules, faults, onChange }: Props & { content: Extract<PostedContent, { kind: 'articles' }> }) {
  const { t } = useT()
  const [open, setOpen] = useState(0)
  const { articles } = content
  const at = Math.min(open, articles.length - 1)
  const article = articles[at]
  const put = (next: PostArticle[], shown: number) => { onChange({ ...content, articles: next }); setOpen(shown) }
  return (
    <>
      <div role="group" aria-label={t('posts.kind.articles')} className="flex flex-wrap gap-1">
        {articles.map((_one, n) => <button key={n} type="button" aria-pressed={n === at} onClick={() => setOpen(n)} className={`min-h-8 rounded-lg px-3 ${n === at ? 'bg-accent-soft font-semibold text-accent-strong' : 'hover:bg-hover'}`}>{t('posts.article', { number: n + 1 })}</button>)}
        {articles.length < rules.articles.most && <Button small look="quiet" onClick={() => put([...articles, newArticle], articles.length)}><Plus aria-hidden="true" className="size-4" />{t('posts.article_add')}</Button>}
      </div>
      {article && <ArticleEditor key={at} article={article} path={`articles.${at}`} rules={rules.articles} faults={faults} onChange={(changed) => onChange({ ...content, articles: articles.map((one, n) => (n === at ? changed : one)) })} />}
      {articles.length > 1 && <div className="flex flex-wrap gap-2">
        {at > 0 && <Button small look="quiet" onClick={() => put(articles.with(at, articles[at - 1]!).with(at - 1, articles[at]!), at - 1)}><ArrowUp aria-hidden="true" className="size-4" />{t('posts.article_up')}</Button>}
        <Button small look="quiet" onClick={() => put(articles.toSpliced(at, 1), Math.max(0, at - 1))}><Trash2 aria-hidden="true" className="size-4" />{t('posts.article_remove')}</Button>
      </div>}
    </>
  )
}

function Media({ content, rules, faults, onChange }: Props) {
  const { t } = useT()
  const say = useFaultText(faults)
  switch (content.kind) {
    case 'articles': return null
    case 'text': return <TextArea label={t('posts.kind.text')} rows={6} value={content.text} error={say('text')} onChange={(event) => onChange({ ...content, text: event.target.value })} />
    case 'image': return (
      <div className="flex flex-col gap-2">
        <ul className="flex flex-wrap gap-2">{content.mediaIds.map((id) => <li key={id} className="relative"><img src={`/api/v1/media/${id}/thumb`} alt="" className="size-24 rounded-lg border border-line object-cover" /><button type="button" aria-label={t('posts.file_remove')} onClick={() => onChange({ ...content, mediaIds: content.mediaIds.filter((one) => one !== id) })} className="absolute end-1 top-1 grid size-7 place-items-center rounded-full bg-surface shadow-lift"><X aria-hidden="true" className="size-4" /></button></li>)}</ul>
        {content.mediaIds.length < rules.images.most && <UploadButton label={t('posts.kind.image')} accept={rules.images.mimes} onFile={(media) => onChange({ ...content, mediaIds: [...content.mediaIds, media.id] })}><Upload className="size-4" />{t('posts.file_choose')}</UploadButton>}
        {say('mediaIds') && <p role="alert" className="text-sm text-failed">{say('mediaIds')}</p>}
      </div>
    )
    default: return (
      <div className="flex flex-col gap-3">
        <span className="flex flex-wrap items-center gap-2"><UploadButton label={t('posts.file')} accept={rules[content.kind].mimes} onFile={(media) => onChange({ ...content, mediaId: media.id })}><Upload className="size-4" />{t('posts.file_choose')}</UploadButton>
          {content.mediaId && (content.kind === 'voice' ? <audio controls src={`/api/v1/media/${content.mediaId}/file`} /> : <video controls src={`/api/v1/media/${content.mediaId}/file`} className="max-h-40 rounded-lg" />)}</span>
        {say('mediaId') && <p role="alert" className="text-sm text-failed">{say('mediaId')}</p>}
        {content.kind === 'video' && <><Field label={t('posts.a_title')} value={content.title} maxLength={rules.video.titleMax} error={say('title')} onChange={(event) => onChange({ ...content, title: event.target.value })} /><TextArea label={t('posts.description')} value={content.description} maxLength={rules.video.descriptionMax} onChange={(event) => onChange({ ...content, description: event.target.value })} /></>}
      </div>
    )
  }
}
