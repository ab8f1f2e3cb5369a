import type { Campaign } from '@recado/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Ban, Check, CirclePause, CirclePlay, CircleStop, Copy, PencilLine, SlidersHorizontal, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { useCan } from '../../api/queries.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { TextArea } from '../../ui/field.js'
import { DialogWindow } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { Adjust } from './bounds/adjust.js'
import { campaignOptions } from './queries.js'

type Deed = 'approve' | 'reject' | 'pause' | 'resume' | 'stop'

/** What can be done with a campaign as it stands. Each takes effect at once on the server; what is shown is what the server answered. */
export function Control({ campaign }: { campaign: Campaign }) {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const client = useQueryClient()
  const manages = useCan('campaigns.manage')
  const approves = useCan('campaigns.approve')
  const [asking, setAsking] = useState<'reject' | 'stop' | 'edit' | 'remove' | 'adjust' | null>(null)
  const [note, setNote] = useState('')
  const onError = (problem: unknown) => toast(tellError(intl, problem).sentence, { tone: 'failed' })
  const keep = (saved: Campaign) => { client.setQueryData(campaignOptions(saved.id).queryKey, saved); void client.invalidateQueries({ queryKey: ['campaigns'] }) }
  const act = useMutation({
    mutationFn: (deed: Deed) => api.post<Campaign>(`/campaigns/${campaign.id}/${deed}`, deed === 'approve' ? { version: campaign.version } : deed === 'reject' ? { note: note.trim() } : {}),
    onSuccess: (saved, deed) => { keep(saved); if (deed === 'pause') toast(t('campaigns.paused_now'), { action: { label: t('campaigns.resume'), run: () => act.mutate('resume'), counts: true } }) }, onError, onSettled: () => setAsking(null),
  })
  const edit = useMutation({ mutationFn: () => api.patch<Campaign>(`/campaigns/${campaign.id}`, { version: campaign.version, name: campaign.name }), onSuccess: keep, onError, onSettled: () => setAsking(null) })
  const copy = useMutation({ mutationFn: () => api.post<Campaign>(`/campaigns/${campaign.id}/duplicate`, { name: t('campaigns.copy_of', { name: campaign.name }).slice(0, 120) }), onSuccess: ({ id }) => { void client.invalidateQueries({ queryKey: ['campaigns'] }); void navigate({ to: '/campaigns/$campaignId', params: { campaignId: id }, search: { step: 'audience' } }) }, onError })
  const remove = useMutation({ mutationFn: () => api.delete(`/campaigns/${campaign.id}`), onSuccess: () => { void client.invalidateQueries({ queryKey: ['campaigns'] }); void navigate({ to: '/campaigns' }) }, onError, onSettled: () => setAsking(null) })
  const is = (...states: Campaign['state'][]) => states.includes(campaign.state)
  useActions([
    ...(approves && is('in_review') && campaign.mayApprove ? [{ id: 'campaign.approve', label: 'campaigns.approve', group: 'app', run: () => act.mutate('approve') }] as const : []),
    ...(approves && is('in_review') ? [{ id: 'campaign.reject', label: 'campaigns.reject', group: 'app', run: () => setAsking('reject') }] as const : []),
    ...(manages && is('scheduled', 'preparing', 'sending') ? [{ id: 'campaign.pause', label: 'campaigns.pause', group: 'app', run: () => act.mutate('pause') }] as const : []),
    ...(manages && is('paused') ? [{ id: 'campaign.adjust', label: 'campaigns.adjust', group: 'app', run: () => setAsking('adjust') }, { id: 'campaign.resume', label: 'campaigns.resume', group: 'app', run: () => act.mutate('resume') }] as const : []),
    ...(manages && is('scheduled', 'preparing', 'sending', 'paused') ? [{ id: 'campaign.stop', label: 'campaigns.stop', group: 'app', run: () => setAsking('stop') }] as const : []),
    ...(manages ? [{ id: 'campaign.duplicate', label: 'campaigns.duplicate', group: 'app', run: () => copy.mutate() }] as const : []),
  ])
  return (
    <>
      {approves && is('in_review') && campaign.mayApprove && <Button look="primary" busy={act.isPending} onClick={() => act.mutate('approve')}><Check aria-hidden="true" className="size-4" />{t('campaigns.approve')}</Button>}
      {approves && is('in_review') && <Button onClick={() => setAsking('reject')}><Ban aria-hidden="true" className="size-4" />{t('campaigns.reject')}</Button>}
      {manages && is('scheduled', 'preparing', 'sending') && <Button busy={act.isPending} onClick={() => act.mutate('pause')}><CirclePause aria-hidden="true" className="size-4" />{t('campaigns.pause')}</Button>}
      {manages && is('paused') && <Button onClick={() => setAsking('adjust')}><SlidersHorizontal aria-hidden="true" className="size-4" />{t('campaigns.adjust')}</Button>}
      {manages && is('paused') && <Button look="primary" busy={act.isPending} onClick={() => act.mutate('resume')}><CirclePlay aria-hidden="true" className="size-4" />{t('campaigns.resume')}</Button>}
      {manages && is('scheduled', 'preparing', 'sending', 'paused') && <Button look="danger" onClick={() => setAsking('stop')}><CircleStop aria-hidden="true" className="size-4" />{t('campaigns.stop')}</Button>}
      {manages && is('in_review', 'scheduled') && <Button onClick={() => setAsking('edit')}><PencilLine aria-hidden="true" className="size-4" />{t('campaigns.edit')}</Button>}
      {manages && <Button look="quiet" busy={copy.isPending} onClick={() => copy.mutate()}><Copy aria-hidden="true" className="size-4" />{t('campaigns.duplicate')}</Button>}
      {manages && is('draft') && <Button look="quiet" onClick={() => setAsking('remove')}><Trash2 aria-hidden="true" className="size-4" />{t('campaigns.remove')}</Button>}
      {asking === 'adjust' && <Adjust campaign={campaign} onDone={keep} onClose={() => setAsking(null)} />}
      {asking === 'reject' && <DialogWindow title={t('campaigns.reject')} closeLabel={t('app.close')} onClose={() => setAsking(null)} footer={<Button look="primary" disabled={!note.trim()} busy={act.isPending} onClick={() => act.mutate('reject')}>{t('campaigns.reject_send')}</Button>}><TextArea label={t('campaigns.reject_why')} value={note} maxLength={1000} onChange={(event) => setNote(event.target.value)} /></DialogWindow>}
      {asking === 'stop' && <DialogWindow title={t('campaigns.stop_title')} closeLabel={t('app.close')} onClose={() => setAsking(null)} footer={<><Button look="quiet" onClick={() => setAsking(null)}>{t('app.cancel')}</Button><Button look="danger" busy={act.isPending} onClick={() => act.mutate('stop')}>{t('campaigns.stop_for_good')}</Button></>}><p>{t('campaigns.stop_text')}</p></DialogWindow>}
      {asking === 'edit' && <DialogWindow title={t('campaigns.edit')} closeLabel={t('app.close')} onClose={() => setAsking(null)} footer={<><Button look="quiet" onClick={() => setAsking(null)}>{t('app.cancel')}</Button><Button look="primary" busy={edit.isPending} onClick={() => edit.mutate()}>{t('campaigns.edit_again')}</Button></>}><p>{t('campaigns.edit_text')}</p></DialogWindow>}
      {asking === 'remove' && <DialogWindow title={t('campaigns.remove')} closeLabel={t('app.close')} onClose={() => setAsking(null)} footer={<><Button look="quiet" onClick={() => setAsking(null)}>{t('app.cancel')}</Button><Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>{t('campaigns.remove_draft')}</Button></>}><p>{t('campaigns.remove_text')}</p></DialogWindow>}
    </>
  )
}
