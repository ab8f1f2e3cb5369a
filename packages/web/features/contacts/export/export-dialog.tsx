import type { ExportFormat, ExportKind, ListExport } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { useCan } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button, buttonClass } from '../../../ui/button.js'
import { Choice } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { Spinner } from '../../../ui/spinner.js'
import { Progress } from '../../imports/progress.js'

const LOOK_MS = 700
const moves = (one: ListExport | undefined): boolean => one?.state === 'waiting' || one?.state === 'running'

/** Chooses what and how, waits for the file, gives its link. Closing it does not stop the export. `chosen`: of so many that were chosen by hand, null where they are not counted yet. */
export default function ExportDialog({ kinds, query, chosen, onClose }: { kinds: readonly ExportKind[]; query: Record<string, unknown>; chosen?: number | null; onClose: () => void }) {
  const { t, intl } = useT()
  const [kind, setKind] = useState<ExportKind>(kinds[0] ?? 'contacts')
  const [format, setFormat] = useState<ExportFormat>('csv')
  const [id, setId] = useState<string | null>(null)
  const proofs = useCan('consents.read')
  const erases = useCan('contacts.erase')
  const offered = kinds.filter((each) => (each === 'consents' ? proofs : each === 'suppression' ? erases : true))
  const begin = useMutation({ mutationFn: () => api.post<ListExport>('/exports', { kind, format: kind === 'contacts' ? format : 'csv', query: kind === 'suppression' ? {} : query }), onSuccess: (one) => setId(one.id) })
  const { data: one } = useQuery({ queryKey: ['exports', id], queryFn: () => api.get<ListExport>(`/exports/${id ?? ''}`), enabled: id !== null, refetchInterval: ({ state }) => (moves(state.data) ? LOOK_MS : false) })
  const stop = useMutation({ mutationFn: () => api.post<ListExport>(`/exports/${id ?? ''}/cancel`), onSuccess: onClose })
  const problem = begin.error ?? stop.error
  const told = problem ? tellError(intl, problem) : null
  const until = one?.expiresAt ? intl.formatDate(one.expiresAt, { dateStyle: 'medium', timeStyle: 'short' }) : ''
  return (
    <DialogWindow title={t('contacts.export.title')} closeLabel={t('app.close')} onClose={onClose} footer={
      one?.state === 'ready' && one.url ? <a href={one.url} download className={buttonClass('primary')}><Download aria-hidden="true" className="size-4" />{t('contacts.export.download')}</a>
        : id === null ? <Button look="primary" busy={begin.isPending} onClick={() => begin.mutate()}>{t('contacts.export.start')}</Button>
          : moves(one) ? <Button busy={stop.isPending} onClick={() => stop.mutate()}>{t('contacts.import.stop')}</Button> : null}>
      <div className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        {id === null ? <>
          <p className="text-ink-soft">{chosen === undefined || chosen === null ? t('contacts.export.lead') : t('contacts.export.lead_chosen', { count: chosen })}</p>
          {offered.length > 1 && <Choice label={t('contacts.export.what')} value={kind} onChange={(event) => setKind(event.target.value as ExportKind)}>{offered.map((each) => <option key={each} value={each}>{t(`contacts.export.kind.${each}`)}</option>)}</Choice>}
          {kind === 'contacts' && <Choice label={t('contacts.export.format')} value={format} onChange={(event) => setFormat(event.target.value as ExportFormat)}>{(['csv', 'vcard'] as const).map((each) => <option key={each} value={each}>{t(`contacts.export.format.${each}`)}</option>)}</Choice>}
        </> : !one || moves(one) ? (one?.total ? <Progress share={Math.min(1, one.position / one.total)} label={t('contacts.export.running', { position: one.position })} /> : <p className="flex items-center gap-2" role="status"><Spinner small />{t('contacts.export.running', { position: one?.position ?? 0 })}</p>)
          : <p role="status">{one.state === 'ready' ? t('contacts.export.ready', { rows: one.position, until }) : t(`contacts.export.${one.state === 'failed' ? 'failed' : one.state === 'expired' ? 'expired' : 'cancelled'}`)}</p>}
        <p className="text-sm text-ink-soft">{t('contacts.export.note')}</p>
      </div>
    </DialogWindow>
  )
}
