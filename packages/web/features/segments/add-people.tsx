import type { ListAdded } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, TextArea } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { Ways } from '../campaigns/wizard/section.js'
import { segmentsQuery } from './queries.js'

/** Puts people into a list: from a file or a text with one address a line, or everybody of a segment as it is now. */
export default function AddPeople({ listId, onClose }: { listId: string; onClose: () => void }) {
  const { t, intl } = useT()
  const id = useId()
  const client = useQueryClient()
  const segments = useQuery(segmentsQuery).data ?? []
  const [way, setWay] = useState<'addresses' | 'segment'>('addresses')
  const [addresses, setAddresses] = useState('')
  const [segmentId, setSegmentId] = useState('')
  const add = useMutation({
    mutationFn: () => api.post<ListAdded>(`/lists/${listId}/members`, way === 'addresses' ? { addresses } : { segmentId }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['contact-lists'] }),
  })
  const told = add.error ? tellError(intl, add.error) : null
  const isReady = way === 'addresses' ? addresses.trim() !== '' : segmentId !== ''
  return (
    <DialogWindow title={t('segments.add_people')} closeLabel={t('app.close')} onClose={onClose}
      footer={add.data ? <Button look="primary" onClick={onClose}>{t('app.close')}</Button> : <><Button onClick={onClose}>{t('filter.cancel')}</Button><Button look="primary" type="submit" form={id} busy={add.isPending} disabled={!isReady}>{t('segments.add')}</Button></>}>
      {add.data ? (
        <div role="status" className="flex flex-col gap-3">
          <Notice tone="good">{t('segments.added', { count: add.data.added })}</Notice>
          {add.data.missing.length > 0 && <><p className="font-medium">{t('segments.missing', { count: add.data.missing.length })}</p><pre dir="ltr" className="thin-scroll max-h-48 overflow-auto rounded-xl bg-sunken p-3 text-sm whitespace-pre-wrap">{add.data.missing.join('\n')}</pre></>}
        </div>
      ) : (
        <form id={id} className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); if (isReady) add.mutate() }}>
          <Ways label={t('segments.add_people')} value={way} onChange={setWay} ways={[{ id: 'addresses', name: t('segments.by_addresses'), text: t('segments.by_addresses_text') }, { id: 'segment', name: t('segments.by_segment'), text: t('segments.by_segment_text') }]} />
          {way === 'addresses' ? <>
            <TextArea label={t('segments.addresses')} dir="ltr" maxLength={4_000_000} value={addresses} onChange={(event) => setAddresses(event.target.value)} />
            <label className="text-sm">{t('segments.from_file')} <input type="file" accept=".csv,.txt,text/csv,text/plain" className="mt-1 block max-w-full" onChange={(event) => { void event.target.files?.[0]?.text().then(setAddresses) }} /></label>
          </> : <Choice label={t('segments.segment')} value={segmentId} onChange={(event) => setSegmentId(event.target.value)}><option value="">—</option>{segments.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Choice>}
          {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        </form>
      )}
    </DialogWindow>
  )
}
