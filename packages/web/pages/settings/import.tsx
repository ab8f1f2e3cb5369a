import type { ChatImport, Page } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { FileInput } from 'lucide-react'
import { useRef, useState } from 'react'
import { api } from '../../api/client.js'
import { channelsQuery } from '../../api/queries.js'
import { DropZone } from '../../features/imports/drop-zone.js'
import { ImportCard } from '../../features/imports/import-card.js'
import { sendExport } from '../../features/imports/send-file.js'
import { UploadRow, type Sending } from '../../features/imports/upload-row.js'
import { Guide } from '../../features/guide.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { Card, SettingsPage } from './page.js'

const KEY = ['chat-imports'] as const
/** While something moves; nothing is asked for otherwise. */
const LOOK_MS = 700

/** Chats exported from an app become history: drop the files, answer what they do not tell, look at the first messages, start. */
export function ImportPage() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { data, error, isLoading } = useQuery({
    queryKey: KEY, queryFn: () => api.get<Page<ChatImport>>('/imports/chats?limit=100'),
    refetchInterval: ({ state }) => (state.data?.items.some((each) => each.state === 'running') ? LOOK_MS : false),
  })
  const exporting = (useQuery(channelsQuery).data ?? []).filter((channel) => channel.chatExport)
  const [sendings, setSendings] = useState<readonly Sending[]>([])
  const queue = useRef(Promise.resolve())
  const refresh = () => client.invalidateQueries({ queryKey: KEY })
  const put = (next: ChatImport) => client.setQueryData<Page<ChatImport>>(KEY, (page) => page && { ...page, items: page.items.map((each) => (each.id === next.id ? next : each)) })

  const send = (file: File) => {
    const id = crypto.randomUUID()
    const controller = new AbortController()
    const change = (wish: Partial<Sending>) => setSendings((all) => all.map((each) => (each.id === id ? { ...each, ...wish } : each)))
    const drop = () => setSendings((all) => all.filter((each) => each.id !== id))
    setSendings((all) => [...all, { id, name: file.name, share: 0, problem: null, dismiss: () => { controller.abort(); drop() } }])
    // One after the other: a hundred chats would otherwise share one line.
    queue.current = queue.current.then(async () => {
      if (controller.signal.aborted) return
      try {
        await sendExport(file, (share) => change({ share }), controller.signal)
        drop()
        await refresh()
      } catch (problem) { if (!controller.signal.aborted) change({ problem: tellError(intl, problem) }) }
    })
  }
  const imports = data?.items ?? []
  return (
    <SettingsPage title={t('settings.import')} lead={t('import.lead')}>
      <DropZone onFiles={(files) => files.forEach(send)} />
      {exporting.map((channel) => (
        <Card key={channel.id}>
          <details><summary className="cursor-pointer font-medium">{t('import.how', { name: channel.name })}</summary><div className="mt-2"><Guide markdown={channel.chatExport?.steps ?? ''} /></div></details>
        </Card>
      ))}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {isLoading && <Loading label={t('app.loading')} />}
      {sendings.map((sending) => <UploadRow key={sending.id} sending={sending} />)}
      {imports.map((one) => <ImportCard key={one.id} value={one} onChange={put} />)}
      {data && imports.length === 0 && sendings.length === 0 && <Card><Empty icon={FileInput} title={t('import.none_title')}>{t('import.none_text')}</Empty></Card>}
    </SettingsPage>
  )
}
