import type { Assignee, ConversationDetail } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { UserRoundX, UsersRound } from 'lucide-react'
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useNow } from '../../api/clock.js'
import { useCan, useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Avatar } from '../../ui/avatar.js'
import { cx } from '../../ui/class-names.js'
import { Loading } from '../../ui/empty.js'
import { inputClass, Toggle } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { loadText, PresenceDot, usePresenceText } from './presence-dot.js'
import { assigneesOptions } from './queries.js'
import { useAssign } from './use-assign.js'

interface Choice { id: string; name: string; userId: string | null; teamId?: string | null; icon: ReactNode; about: ReactNode; aside?: ReactNode; said: string; current: boolean }

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase()

/** To whom a conversation goes: search, whether she is there, what she carries; with a note for whoever gets it. */
export default function AssignPicker({ conversation, onClose }: { conversation: ConversationDetail; onClose: () => void }) {
  const { t, intl } = useT()
  const id = useId()
  const now = useNow(30_000)
  const { user } = useSession()
  const presenceText = usePresenceText()
  const mayNote = useCan('notes.write')
  const { assign } = useAssign(conversation)
  const { data, error } = useQuery(assigneesOptions(conversation.id))
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [note, setNote] = useState('')
  const [keep, setKeep] = useState(false)
  const [busy, setBusy] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  const wasMine = conversation.assignee?.id === user.id

  const about = (one: Assignee): string => [
    presenceText(one, now), ...(one.full ? [t('assign.full')] : []), ...(one.last ? [t('assign.last')] : []), ...(one.speaks ? [t('assign.speaks')] : []), ...(one.belongs ? [] : [t('assign.sees_only_this')]),
  ].join(' · ')
  const rank = (one: Assignee) => (one.userId === user.id ? 0 : one.userId === data?.suggestedId ? 1 : 2)
  const people = [...(data?.items ?? [])].sort((a, b) => rank(a) - rank(b)).map((one): Choice => ({
    id: one.userId, name: one.userId === user.id ? t('assign.me', { name: one.name }) : one.name, userId: one.userId, said: t('done.assigned', { name: one.name }), current: conversation.assignee?.id === one.userId,
    icon: <Avatar name={one.name} size={32}><PresenceDot availability={one.availability} className="absolute -end-0.5 -bottom-0.5 bg-clip-padding" /></Avatar>, about: <>{one.userId === data?.suggestedId && <span className="me-1 rounded bg-accent-soft px-1 font-medium text-accent-strong">{t('assign.suggested')}</span>}{about(one)}</>,
    aside: <span className="figures"><span aria-hidden="true">{loadText(one)}</span><span className="sr-only">{t('assign.load', { open: one.open, capacity: one.capacity ?? 0, hasCapacity: one.capacity === null ? 'no' : 'yes' })}</span></span>,
  }))
  const teams = (data?.teams ?? []).map((team): Choice => ({
    id: team.id, name: team.name, userId: null, teamId: team.id, said: t('assign.done_team', { name: team.name }), current: conversation.team?.id === team.id && !conversation.assignee,
    icon: <span className="grid size-8 place-items-center rounded-full bg-sunken text-ink-soft"><UsersRound aria-hidden="true" className="size-4" /></span>, about: t('assign.team_about', { available: team.available, members: team.members }),
  }))
  const nobody: Choice[] = conversation.assignee || conversation.team ? [{ id: 'nobody', name: t('assign.nobody'), userId: null, teamId: null, said: t('done.unassigned'), current: false, icon: <span className="grid size-8 place-items-center rounded-full bg-sunken text-ink-soft"><UserRoundX aria-hidden="true" className="size-4" /></span>, about: t('assign.nobody_about') }] : []
  const wish = plain(text.trim())
  const choices = [...people, ...teams, ...nobody].filter((one) => plain(one.name).includes(wish))
  const chosen = Math.min(at, choices.length - 1)
  useEffect(() => { list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' }) }, [chosen])

  const give = async (choice: Choice | undefined) => {
    if (!choice || busy) return
    setBusy(true)
    const done = await assign({ userId: choice.userId, ...(choice.teamId === undefined ? {} : { teamId: choice.teamId }), ...(note.trim() ? { note: note.trim() } : {}), ...(keep && choice.userId !== user.id ? { keepFollowing: true } : {}) }, choice.said)
    setBusy(false)
    if (done || !note.trim()) onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || choices.length === 0) return
    if (event.key === 'ArrowDown') setAt((chosen + 1) % choices.length)
    else if (event.key === 'ArrowUp') setAt((chosen - 1 + choices.length) % choices.length)
    else if (event.key === 'Enter') void give(choices[chosen])
    else return
    event.preventDefault()
  }
  return (
    <DialogWindow title={t('assign.title', { name: conversation.contact.name })} closeLabel={t('app.close')} onClose={onClose}>
      <div className="flex flex-col gap-3">
        <input autoFocus value={text} onChange={(event) => { setText(event.target.value); setAt(0) }} onKeyDown={onKeyDown} placeholder={t('assign.search')} aria-label={t('assign.search')} role="combobox" aria-expanded="true" aria-controls={id} aria-activedescendant={choices[chosen] ? `${id}-${choices[chosen].id}` : undefined} className={inputClass} />
        {mayNote && <textarea value={note} onChange={(event) => setNote(event.target.value)} maxLength={20_000} rows={1} placeholder={t('assign.note')} aria-label={t('assign.note')} className={cx(inputClass, 'field-sizing-content max-h-40 min-h-10')} />}
        {wasMine && <Toggle label={t('assign.keep')} checked={keep} onChange={(event) => setKeep(event.target.checked)} />}
        {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
        {!data && !error && <Loading label={t('app.loading')} />}
        <ul ref={list} id={id} role="listbox" aria-label={t('action.assign')} className="thin-scroll -mx-2 max-h-[46dvh] overflow-y-auto px-2">
          {choices.map((choice, index) => (
            // Keyboard choice is the input's (aria-activedescendant); the row only needs the mouse.
            <li key={choice.id} id={`${id}-${choice.id}`} role="option" aria-selected={index === chosen} onClick={() => void give(choice)} onPointerMove={() => setAt(index)} className={cx('flex min-h-13 cursor-pointer items-center gap-3 rounded-lg px-2 py-1.5', index === chosen && 'bg-selected')}>
              {choice.icon}
              <span className="min-w-0 grow"><span className="block truncate font-medium"><bdi>{choice.name}</bdi>{choice.current && <span className="font-normal text-ink-soft"> · {t('assign.has_it')}</span>}</span><span className="block text-sm text-pretty text-ink-soft">{choice.about}</span></span>
              {choice.aside && <span className="shrink-0 text-sm text-ink-soft">{choice.aside}</span>}
            </li>
          ))}
        </ul>
        {data && choices.length === 0 && <p className="py-4 text-center text-ink-soft">{t('assign.none_found')}</p>}
      </div>
    </DialogWindow>
  )
}
