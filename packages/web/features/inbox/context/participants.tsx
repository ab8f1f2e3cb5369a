import type { ConversationDetail, ConversationSnapshot } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { BellOff, BellRing, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Dialog, DialogTrigger } from 'react-aria-components'
import { api } from '../../../api/client.js'
import { colleaguesOptions, keys, membersQuery, useCan, useSession } from '../../../api/queries.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Avatar } from '../../../ui/avatar.js'
import { AriaButton, Popover } from '../../../ui/overlay.js'
import { toast } from '../../../ui/toast.js'
import { rank } from '../../palette/rank.js'
import { Section } from './section.js'

const small = 'inline-flex min-h-7 items-center gap-1.5 rounded-lg px-2 text-sm text-accent hover:bg-hover'

/** Who answers for the thread and who follows it; she herself comes and goes by one press. */
export default function Participants({ conversation }: { conversation: ConversationDetail }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { user } = useSession()
  const mayWork = useCan('conversations.work')
  const members = useQuery(membersQuery).data ?? []
  const follows = conversation.participantIds.includes(user.id)
  const change = async (path: string, body: object) => {
    try {
      const detail = await api.post<ConversationDetail | null>(`/conversations/${conversation.id}/${path}`, body)
      if (detail) client.setQueryData<ConversationSnapshot>(keys.conversation(conversation.id), (now) => now && { ...now, conversation: detail })
    } catch (error) {
      toast(tellError(intl, error).sentence, { tone: 'failed' })
    }
  }
  const toggle = () => void change('follow', { following: !follows })
  useActions([{ id: 'conversation.follow', label: follows ? 'following.unfollow' : 'following.follow', group: 'conversation', run: toggle }])
  const people = [...(conversation.assignee ? [{ id: conversation.assignee.id, name: conversation.assignee.name, assigned: true }] : []), ...conversation.participantIds.filter((id) => id !== conversation.assignee?.id).flatMap((id) => {
    const member = members.find((each) => each.id === id)
    return member ? [{ id, name: member.name, assigned: false }] : []
  })]
  return (
    <Section title={t('following.title')} action={<button type="button" aria-pressed={follows} onClick={toggle} className={small}>{follows ? <BellOff aria-hidden="true" className="size-4" /> : <BellRing aria-hidden="true" className="size-4" />}{t(follows ? 'following.unfollow' : 'following.follow')}</button>}>
      {people.length === 0 && <p className="text-sm text-ink-soft">{t('following.none')}</p>}
      <ul className="flex flex-col gap-0.5">
        {people.map((one) => (
          <li key={one.id} className="flex min-h-8 items-center gap-2">
            <Avatar name={one.name} size={24} /><bdi className="min-w-0 truncate">{one.name}</bdi>
            {one.assigned && <span className="text-xs text-ink-soft">{t('following.assigned')}</span>}
            <span className="grow" />
            {!one.assigned && mayWork && one.id !== user.id && <button type="button" aria-label={t('following.remove', { name: one.name })} title={t('following.remove', { name: one.name })} onClick={() => void change('participants', { remove: [one.id] })} className="grid size-7 place-items-center rounded-full text-ink-soft hover:bg-hover"><X aria-hidden="true" className="size-4" /></button>}
          </li>
        ))}
      </ul>
      {mayWork && <AddColleague conversation={conversation} onAdd={(id) => void change('participants', { add: [id] })} />}
    </Section>
  )
}

function AddColleague({ conversation, onAdd }: { conversation: ConversationDetail; onAdd: (id: string) => void }) {
  const { t } = useT()
  const [open, setOpen] = useState(false)
  const [wish, setWish] = useState('')
  const { data } = useQuery({ ...colleaguesOptions(conversation.id), enabled: open })
  const there = new Set([...conversation.participantIds, conversation.assignee?.id])
  const offered = rank(data?.people.filter((one) => !there.has(one.id)) ?? [], wish, (one) => one.name).slice(0, 20)
  const add = (id: string) => { setOpen(false); setWish(''); onAdd(id) }
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <AriaButton className="mt-1 inline-flex min-h-7 items-center gap-1.5 rounded-lg px-2 text-sm text-accent data-[hovered]:bg-hover"><Plus aria-hidden="true" className="size-4" />{t('following.add')}</AriaButton>
      <Popover placement="bottom start" className="z-50 w-72 overflow-hidden rounded-xl bg-raised shadow-float">
        <Dialog aria-label={t('following.add')} className="flex flex-col gap-1 p-2 outline-none">
          <input autoFocus type="search" value={wish} onChange={(event) => setWish(event.target.value)} placeholder={t('following.search')} aria-label={t('following.search')} onKeyDown={(event) => { if (event.key === 'Enter' && offered[0]) { event.preventDefault(); add(offered[0].id) } }} className="min-h-9 w-full rounded-lg border border-line-strong bg-surface px-3" />
          <ul className="thin-scroll max-h-64 overflow-y-auto">
            {offered.map((one) => <li key={one.id}><button type="button" onClick={() => add(one.id)} className="flex min-h-9 w-full items-center gap-2 rounded-lg px-2 text-start hover:bg-hover focus-visible:bg-hover"><Avatar name={one.name} size={24} /><bdi className="truncate">{one.name}</bdi>{!one.sees && <span className="min-w-0 truncate text-xs text-ink-soft">{t('mention.will_see')}</span>}</button></li>)}
            {data && offered.length === 0 && <li className="px-2 py-2 text-sm text-ink-soft">{t('mention.none')}</li>}
          </ul>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
