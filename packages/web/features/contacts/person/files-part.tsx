import type { Media } from '@recado/api'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { File, Upload, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../../api/client.js'
import { channelsQuery } from '../../../api/queries.js'
import { tellCode, tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { Spinner } from '../../../ui/spinner.js'
import { toast } from '../../../ui/toast.js'
import { useUploads } from '../../inbox/composer/use-uploads.js'
import type { ContactFile, PersonDetail } from '../model.js'
import { filesOptions } from '../queries.js'
import { FileRow } from './file-row.js'
import { Part } from './part.js'

const KINDS = ['image', 'video', 'audio', 'document'] as const
const selectClass = 'min-h-8 min-w-0 grow basis-28 rounded-lg border border-line-strong bg-surface px-2 text-sm'

/** Her files: what was dropped here or chosen to be kept with her - an order form, a contract -, and what came or went in her threads. */
export function FilesPart({ person, may }: { person: PersonDetail; may: boolean }) {
  const contactId = person.id
  const { t, intl } = useT()
  const client = useQueryClient()
  const chooser = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [kind, setKind] = useState('')
  const [channel, setChannel] = useState('')
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(filesOptions(contactId, { kind, channel }))
  const files = data?.pages.flatMap((page) => page.items)
  const apps = [...new Set(person.conversations.map((one) => one.channel))]
  const names = useQuery({ ...channelsQuery, enabled: apps.length > 1 }).data ?? []
  const again = () => void client.invalidateQueries({ queryKey: ['contact-files', contactId] })
  // A file may have come or gone with the last line of one of her threads.
  const moved = person.conversations.map((row) => `${row.id} ${row.lastActivityAt}`).join('|')
  const seen = useRef(moved)
  useEffect(() => { if (seen.current !== moved) { seen.current = moved; void client.invalidateQueries({ queryKey: ['contact-files', contactId] }) } }, [moved, client, contactId])
  const fail = (problem: unknown) => { toast(tellError(intl, problem).sentence, { tone: 'failed' }) }
  const { uploads, add } = useUploads((media: Media) => { api.post(`/contacts/${contactId}/files`, { mediaId: media.id, name: media.name ?? media.id }).catch(fail).finally(again) })
  const remove = (file: ContactFile) => { api.delete(`/contacts/${contactId}/files/${file.id}`).catch(fail).finally(again) }
  const take = (list: FileList | null) => { if (may) for (const file of list ?? []) add(file) }
  return (
    <Part title={t('contacts.files')} action={may && <Button small look="quiet" onClick={() => chooser.current?.click()}><Upload aria-hidden="true" className="size-4" />{t('contacts.file_add')}</Button>}>
      <input ref={chooser} type="file" multiple hidden onChange={(event) => { take(event.target.files); event.target.value = '' }} />
      <div onDragOver={(event) => { if (may) { event.preventDefault(); setOver(true) } }} onDragLeave={() => setOver(false)} onDrop={(event) => { event.preventDefault(); setOver(false); take(event.dataTransfer.files) }} className={cx('rounded-lg', over && 'bg-accent-soft outline-2 outline-dashed outline-accent')}>
        {error && !files && <p className="text-sm text-failed">{tellError(intl, error).sentence}</p>}
        {(kind || channel || (files && files.length > 0)) && (
          <div className="mb-1 flex flex-wrap gap-2">
            <select aria-label={t('contacts.files_kind')} value={kind} onChange={(event) => setKind(event.target.value)} className={selectClass}><option value="">{t('contacts.files_all')}</option>{KINDS.map((each) => <option key={each} value={each}>{t(`contacts.files_${each}`)}</option>)}</select>
            {apps.length > 1 && <select aria-label={t('contacts.files_app')} value={channel} onChange={(event) => setChannel(event.target.value)} className={selectClass}><option value="">{t('contacts.files_all_apps')}</option>{apps.map((id) => <option key={id} value={id}>{names.find((each) => each.id === id)?.name ?? id}</option>)}</select>}
          </div>
        )}
        {files?.length === 0 && uploads.length === 0 && <p className="text-sm text-ink-soft">{t(kind || channel ? 'contacts.no_files_of' : 'contacts.no_files')}</p>}
        <ul className="flex flex-col">
          {files?.map((file) => <FileRow key={`${file.id} ${file.mediaId}`} file={file} onRemove={may ? () => remove(file) : null} />)}
          {uploads.map((one) => (
            <li key={one.id} className="flex min-h-10 items-center gap-2.5 text-sm">
              {one.code ? <File aria-hidden="true" className="size-4.5 text-failed" /> : <Spinner small />}
              <span className="min-w-0 grow"><span className="block truncate"><bdi>{one.name}</bdi></span><span className={cx('block text-xs', one.code ? 'text-failed' : 'text-ink-soft')} role={one.code ? 'alert' : undefined}>{one.code ? tellCode(intl, one.code).sentence : intl.formatNumber(one.share, { style: 'percent' })}</span></span>
              <button type="button" onClick={one.cancel} aria-label={t('contacts.file_cancel', { name: one.name })} className="grid size-7 place-items-center rounded-md text-ink-soft hover:bg-hover"><X aria-hidden="true" className="size-4" /></button>
            </li>
          ))}
        </ul>
        {hasNextPage && <Button small look="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('contacts.more')}</Button>}
      </div>
    </Part>
  )
}
