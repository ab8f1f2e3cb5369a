import type { PostArticle, PostFault, PostRules } from '@recado/core'
import { ImagePlus, X } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field, TextArea } from '../../ui/field.js'
import { BodyEditor } from './body-editor.js'
import { useFaultText } from './faults.js'
import { UploadButton } from './upload-button.js'

/** One article: everything the platform shows of it. */
export function ArticleEditor({ article, path, rules, faults, onChange }: { article: PostArticle; path: string; rules: PostRules['articles']; faults: readonly PostFault[]; onChange: (article: PostArticle) => void }) {
  const { t } = useT()
  const say = useFaultText(faults)
  const set = (part: Partial<PostArticle>) => onChange({ ...article, ...part })
  const at = (field: keyof PostArticle) => say(`${path}.${field}`)
  return (
    <div className="flex flex-col gap-3">
      <Field label={t('posts.a_title')} value={article.title} maxLength={rules.titleMax} error={at('title')} onChange={(event) => set({ title: event.target.value })} />
      <TextArea label={t('posts.a_digest')} rows={2} value={article.digest} maxLength={rules.digestMax} error={at('digest')} onChange={(event) => set({ digest: event.target.value })} />
      <div className="flex flex-col gap-1">
        <span className="font-medium">{t('posts.a_cover')}</span>
        {article.coverMediaId && <img src={`/api/v1/media/${article.coverMediaId}/thumb`} alt="" className="max-h-40 w-full rounded-lg border border-line object-cover" />}
        <span className="flex flex-wrap gap-2">
          <UploadButton small label={t('posts.a_cover')} accept={rules.cover.mimes} onFile={(media) => set({ coverMediaId: media.id })}><ImagePlus className="size-4" />{t('posts.file_choose')}</UploadButton>
          {article.coverMediaId && <Button small look="quiet" onClick={() => set({ coverMediaId: null })}><X aria-hidden="true" className="size-4" />{t('posts.file_remove')}</Button>}
        </span>
        {at('coverMediaId') && <p role="alert" className="text-sm text-failed">{at('coverMediaId')}</p>}
      </div>
      <BodyEditor label={t('posts.a_body')} body={article.body} pictures={rules.picture.mimes} error={at('body')} onChange={(body) => set({ body })} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t('posts.a_author')} value={article.author} maxLength={rules.authorMax} error={at('author')} onChange={(event) => set({ author: event.target.value })} />
        {rules.comments && <Choice label={t('posts.a_comments')} value={article.comments} onChange={(event) => set({ comments: event.target.value as PostArticle['comments'] })}>{(['off', 'everybody', 'followers'] as const).map((who) => <option key={who} value={who}>{t(`posts.comments.${who}`)}</option>)}</Choice>}
      </div>
      <Field label={t('posts.a_source')} type="url" dir="ltr" placeholder={'https://'} value={article.sourceUrl} error={at('sourceUrl')} onChange={(event) => set({ sourceUrl: event.target.value })} />
    </div>
  )
}
