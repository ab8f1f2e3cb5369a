import type { Media } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { File, ImageIcon, Upload, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { api } from '../../../api/client.js'
import { tellCode, tellError } from '../../../i18n/errors.js'
import { formatBytes } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { Spinner } from '../../../ui/spinner.js'
import { toast } from '../../../ui/toast.js'
import { useUploads } from '../../inbox/composer/use-uploads.js'
import type { ContactFile } from '../model.js'
import { filesOptions } from '../queries.js'
import { Part } from './part.js'

/** Files kept with her: an order form, a prescription, a contract. Dropped here or chosen. */
export function FilesPart({ contactId, may }: { contactId: string; may: boolean }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const chooser = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const { data: files, error } = useQuery(filesOptions(contactId))
  const again = () => void client.invalidateQueries({ queryKey: filesOptions(contactId).queryKey })
  const fail = (problem: unknown) => { toast(tellError(intl, problem).sentence, { tone: 'failed' }) }
  const { uploads, add } = useUploads((media: Media) => { api.post(`/contacts/${contactId}/files`, { mediaId: media.id, name: media.name ?? media.id }).catch(fail).finally(again) })
  const remove = (file: ContactFile) => { api.delete(`/contacts/${contactId}/files/${file.id}`).catch(fail).finally(again) }
  const take = (list: FileList | null) => { if (may) for (const file of list ?? []) add(file) }
  return (
    <Part title={t('contacts.files')} action={may && <Button small look="quiet" onClick={() => chooser.current?.click()}><Upload aria-hidden="true" className="size-4" />{t('contacts.file_add')}</Button>}>
      <input ref={chooser} type="file" multiple hidden onChange={(event) => { take(event.target.files); event.target.value = '' }} />
      <div onDragOver={(event) => { if (may) { event.preventDefault(); setOver(true) } }} onDragLeave={() => setOver(false)} onDrop={(event) => { event.preventDefault(); setOver(false); take(event.dataTransfer.files) }} className={cx('rounded-lg', over && 'bg-accent-soft outline-2 outline-dashed outline-accent')}>
        {error && !files && <p className="text-sm text-failed">{tellError(intl, error).sentence}</p>}
        {files?.length === 0 && uploads.length === 0 && <p className="text-sm text-ink-soft">{t('contacts.no_files')}</p>}
        <ul className="flex flex-col">
          {files?.map((file) => (
            <li key={file.id} className="group/fact flex min-h-10 items-center gap-2.5 text-sm">
              {file.mime.startsWith('image/') ? <ImageIcon aria-hidden="true" className="size-4.5 shrink-0 text-ink-soft" /> : <File aria-hidden="true" className="size-4.5 shrink-0 text-ink-soft" />}
              <a href={file.url} download={file.name} className="min-w-0 grow hover:underline"><span className="block truncate"><bdi>{file.name}</bdi></span><span className="block truncate text-xs text-ink-soft">{[formatBytes(intl, file.bytes), intl.formatDate(file.createdAt, { dateStyle: 'medium' }), file.addedBy?.name].filter(Boolean).join(' · ')}</span></a>
              {may && <button type="button" onClick={() => remove(file)} aria-label={t('contacts.file_remove', { name: file.name })} className="grid size-7 shrink-0 place-items-center rounded-md text-ink-soft opacity-0 group-hover/fact:opacity-100 hover:bg-hover focus-visible:opacity-100 pointer-coarse:opacity-100"><X aria-hidden="true" className="size-4" /></button>}
            </li>
          ))}
          {uploads.map((one) => (
            <li key={one.id} className="flex min-h-10 items-center gap-2.5 text-sm">
              {one.code ? <File aria-hidden="true" className="size-4.5 text-failed" /> : <Spinner small />}
              <span className="min-w-0 grow"><span className="block truncate"><bdi>{one.name}</bdi></span><span className={cx('block text-xs', one.code ? 'text-failed' : 'text-ink-soft')} role={one.code ? 'alert' : undefined}>{one.code ? tellCode(intl, one.code).sentence : intl.formatNumber(one.share, { style: 'percent' })}</span></span>
              <button type="button" onClick={one.cancel} aria-label={t('contacts.file_cancel', { name: one.name })} className="grid size-7 place-items-center rounded-md text-ink-soft hover:bg-hover"><X aria-hidden="true" className="size-4" /></button>
            </li>
          ))}
        </ul>
      </div>
    </Part>
  )
}
