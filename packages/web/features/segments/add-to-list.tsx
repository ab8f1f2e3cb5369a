import type { ContactList, ListAdded, ListAddition } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ListPlus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { LanguageProvider, useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { DialogWindow } from '../../ui/overlay.js'
import { PickList } from '../../ui/pick-list.js'
import { toast } from '../../ui/toast.js'
import { ListForm } from './list-form.js'
import { listsQuery } from './queries.js'

interface Props { addition: ListAddition; onDone: () => void; onClose: () => void }

/** Puts the chosen people into a list, or into a new one. */
export default function AddToList(props: Props) {
  return <LanguageProvider part="rest"><Picker {...props} /></LanguageProvider>
}

function Picker({ addition, onDone, onClose }: Props) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const lists = useQuery(listsQuery).data ?? []
  const [making, setMaking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const put = async (list: () => Promise<string>) => {
    if (busy) return
    setBusy(true)
    try {
      const answer = await api.post<ListAdded>(`/lists/${await list()}/members`, addition)
      toast(t('segments.added_to', { count: answer.added, name: answer.list.name }))
      void client.invalidateQueries({ queryKey: ['contact-lists'] })
      onDone()
    } catch (thrown) {
      if (making) setError(thrown)
      else { toast(tellError(intl, thrown).sentence, { tone: 'failed' }); onClose() }
    } finally { setBusy(false) }
  }
  if (making) return <ListForm title={t('segments.new_list')} busy={busy} error={error} onClose={onClose} onDone={(wish) => void put(async () => (await api.post<ContactList>('/lists', wish)).id)} />
  return (
    <DialogWindow title={t('segments.add_to_list')} closeLabel={t('app.close')} onClose={onClose} footer={<Button onClick={() => setMaking(true)}><ListPlus aria-hidden="true" className="size-4" />{t('segments.new_list')}</Button>}>
      <PickList label={t('segments.add_to_list')} placeholder={t('segments.find_list')} choices={lists.map((list) => ({ id: list.id, text: list.name }))} onPick={(id) => void put(() => Promise.resolve(id))} empty={t('segments.no_lists_title')} />
    </DialogWindow>
  )
}
