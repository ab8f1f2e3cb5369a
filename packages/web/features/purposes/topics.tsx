import type { ConsentCategory } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Ellipsis, Plus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { AriaButton, DialogWindow, IconButton, Item, MenuButton } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { Card } from '../../pages/settings/page.js'
import { inLanguage, topicsQuery } from '../contacts/consents/queries.js'
import { LanguageTexts } from './language-texts.js'

/** What people say yes or no to, in the order in which they see it. */
export function Topics() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const topics = useQuery(topicsQuery).data ?? []
  const [editing, setEditing] = useState<ConsentCategory | 'new' | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: topicsQuery.queryKey })
  const onError = (problem: unknown) => toast(tellError(intl, problem).sentence, { tone: 'failed' })
  const archive = useMutation({ mutationFn: (topic: ConsentCategory) => api.patch(`/consent-categories/${topic.id}`, { archived: topic.archivedAt === null }), onError, onSettled: refresh })
  const order = useMutation({ mutationFn: (ids: string[]) => api.put<{ items: ConsentCategory[] }>('/consent-categories/order', { ids }), onSuccess: ({ items }) => client.setQueryData(topicsQuery.queryKey, items), onError })
  const used = topics.filter((topic) => topic.archivedAt === null)
  const move = (topic: ConsentCategory, step: 1 | -1) => {
    const ids = used.map((one) => one.id)
    const at = ids.indexOf(topic.id)
    ids.splice(at, 1)
    ids.splice(at + step, 0, topic.id)
    order.mutate(ids)
  }
  return (
    <Card title={t('purposes.topics')}>
      <p className="-mt-2 mb-3 text-sm text-ink-soft">{t('purposes.topics_text')}</p>
      {topics.length > 0 && (
        <ul className="mb-4 overflow-hidden rounded-xl border border-line">
          {topics.map((topic) => {
            const name = inLanguage(topic.names, intl.locale)
            const at = used.indexOf(topic)
            return (
              <li key={topic.id} className="flex items-center gap-2 border-b border-line px-3 py-2 last:border-0">
                <div className="min-w-0 grow">
                  <p className="font-semibold [overflow-wrap:anywhere]"><bdi>{name}</bdi>{topic.archivedAt && <span className="ms-2 text-sm font-normal text-ink-soft">{t('purposes.away')}</span>}</p>
                  <p dir="auto" className="line-clamp-2 text-sm text-ink-soft">{inLanguage(topic.descriptions, intl.locale)}</p>
                  <p className="text-xs text-ink-soft"><code>{topic.key}</code> · {Object.keys(topic.names).join(', ')}</p>
                </div>
                {at >= 0 && used.length > 1 && <span className="flex max-sm:hidden"><IconButton label={t('purposes.up', { name })} isDisabled={at === 0 || order.isPending} onPress={() => move(topic, -1)}><ArrowUp aria-hidden="true" /></IconButton><IconButton label={t('purposes.down', { name })} isDisabled={at === used.length - 1 || order.isPending} onPress={() => move(topic, 1)}><ArrowDown aria-hidden="true" /></IconButton></span>}
                <MenuButton label={t('purposes.more', { name })} trigger={<AriaButton aria-label={t('purposes.more', { name })} className="grid size-9 shrink-0 place-items-center rounded-lg text-ink-soft data-[hovered]:bg-hover"><Ellipsis aria-hidden="true" className="size-[19px]" /></AriaButton>}>
                  <Item onAction={() => setEditing(topic)}>{t('purposes.edit_topic')}</Item>
                  {at > 0 && <Item onAction={() => move(topic, -1)}>{t('purposes.up_short')}</Item>}
                  <Item onAction={() => archive.mutate(topic)}>{t(topic.archivedAt === null ? 'purposes.archive' : 'purposes.bring_back')}</Item>
                </MenuButton>
              </li>
            )
          })}
        </ul>
      )}
      <Button onClick={() => setEditing('new')}><Plus aria-hidden="true" className="size-4" />{t('purposes.add_topic')}</Button>
      {editing && <TopicForm topic={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onDone={() => { setEditing(null); void refresh() }} />}
    </Card>
  )
}

function TopicForm({ topic, onClose, onDone }: { topic: ConsentCategory | null; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const [names, setNames] = useState(topic?.names ?? {})
  const [descriptions, setDescriptions] = useState(topic?.descriptions ?? {})
  const save = useMutation({ mutationFn: () => (topic ? api.patch(`/consent-categories/${topic.id}`, { names, descriptions }) : api.post('/consent-categories', { names, descriptions })), onSuccess: onDone })
  const told = save.error ? tellError(intl, save.error) : null
  return (
    <DialogWindow title={t(topic ? 'purposes.edit_topic' : 'purposes.add_topic')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); save.mutate() }} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <LanguageTexts short required label={t('purposes.topic_name')} texts={names} onChange={setNames} maxLength={200} />
        <LanguageTexts label={t('purposes.topic_text')} help={t('purposes.topic_text_help')} texts={descriptions} onChange={setDescriptions} maxLength={2_000} />
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending} disabled={Object.keys(names).length === 0}>{t('app.save')}</Button></div>
      </form>
    </DialogWindow>
  )
}
