import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Moon } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { useNow } from '../../../api/clock.js'
import { membersQuery } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { Avatar } from '../../../ui/avatar.js'
import { cx } from '../../../ui/class-names.js'
import { inputClass } from '../../../ui/field.js'
import { AriaButton, IconButton, Item, MenuButton } from '../../../ui/overlay.js'
import { ChannelMark } from '../../inbox/channel-mark.js'
import { LabelList } from '../../inbox/context/labels.js'
import { LabelDot } from '../../labels/label-chip.js'
import type { PersonDetail } from '../model.js'
import { stagesQuery } from '../queries.js'
import { clockOf, isNightAt } from './places.js'
import type { PersonWish } from './use-person.js'

interface HeadProps { person: PersonDetail; from: string | undefined; onSave: ((wish: PersonWish) => void) | null; onLabel: ((add: string[], remove: string[]) => void) | null; children: React.ReactNode }

/** Who she is, on which apps she can be reached, how far she has come, who answers for her, and what time it is where she is. */
export function PersonHead({ person, from, onSave, onLabel, children }: HeadProps) {
  const { t } = useT()
  const navigate = useNavigate()
  const back = () => void (from ? navigate({ to: '/inbox/$conversationId', params: { conversationId: from }, search: { view: 'all' } }) : history.length > 1 ? history.back() : navigate({ to: '/contacts' }))
  return (
    <header className="flex flex-col gap-2 border-b border-line bg-surface px-2 py-2 sm:px-4">
      <div className="flex items-center gap-2">
        <IconButton label={t(from ? 'contacts.back_thread' : 'contacts.back')} onPress={back}><ArrowLeft aria-hidden="true" className="rtl:rotate-180" /></IconButton>
        <Avatar name={person.name} url={person.avatarUrl} size={48} />
        <div className="min-w-0 grow">
          <Name key={person.id} name={person.name} onSave={onSave && ((name) => onSave({ name }))} />
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5 text-sm text-ink-soft"><Apps person={person} /><Clock timeZone={person.timeZone ?? null} /></div>
        </div>
        {children}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 ps-1 sm:ps-11">
        <Stage person={person} onSave={onSave} />
        <Owner person={person} onSave={onSave} />
        <fieldset disabled={!onLabel} className="contents [&>div>span]:w-auto"><LabelList title={t('contacts.col_labels')} labels={person.labels} onChange={(add, remove) => onLabel?.(add, remove)} /></fieldset>
      </div>
    </header>
  )
}

/** Her name; a press makes it a field, Enter keeps it. */
function Name({ name, onSave }: { name: string; onSave: ((name: string) => void) | null }) {
  const { t } = useT()
  const [draft, setDraft] = useState<string | null>(null)
  const keep = () => { const next = draft?.trim(); if (next && next !== name) onSave?.(next); setDraft(null) }
  if (draft !== null) return <input autoFocus dir="auto" maxLength={200} aria-label={t('contacts.name')} value={draft} onFocus={(event) => event.target.select()} onChange={(event) => setDraft(event.target.value)} onBlur={keep} onKeyDown={(event) => { if (event.nativeEvent.isComposing) return; if (event.key === 'Enter') keep(); if (event.key === 'Escape') { event.stopPropagation(); setDraft(null) } }} className={cx(inputClass, 'max-w-md text-lg font-semibold')} />
  return <h1 className="text-lg leading-snug">{onSave ? <button type="button" aria-label={t('contacts.rename', { name })} title={t('contacts.rename', { name })} onClick={() => setDraft(name)} className="max-w-full rounded-md px-1 text-start font-semibold -ms-1 [overflow-wrap:anywhere] hover:bg-hover"><bdi>{name}</bdi></button> : <bdi className="[overflow-wrap:anywhere]">{name}</bdi>}</h1>
}

function Apps({ person }: { person: PersonDetail }) {
  const { t } = useT()
  if (person.identities.length === 0) return <span>{t('contacts.no_app')}</span>
  return (
    <ul className="flex flex-wrap items-center gap-1.5">
      {person.identities.map((one) => (
        <li key={one.id} title={`${one.accountName}${one.reachable === false ? ` · ${t('context.unreachable')}` : ''}`} className={cx('inline-flex items-center gap-1', one.reachable === false && 'line-through decoration-failed')}>
          <span className={one.reachable === false ? 'opacity-40 grayscale' : undefined}><ChannelMark channel={one.channel} size={16} /></span>
          {one.reachable === false && <span className="sr-only">{t('context.unreachable')}</span>}
        </li>
      ))}
    </ul>
  )
}

function Clock({ timeZone }: { timeZone: string | null }) {
  const { t, intl } = useT()
  const now = useNow(30_000)
  const clock = timeZone && clockOf(intl, timeZone, now)
  if (!timeZone || !clock) return null
  const night = isNightAt(timeZone, now)
  return <span className="figures inline-flex items-center gap-1" title={timeZone.replaceAll('_', ' ')}>{night && <Moon aria-hidden="true" className="size-3.5" />}{t(night ? 'contacts.clock_night' : 'contacts.clock', { time: clock })}</span>
}

const pick = 'inline-flex min-h-7 max-w-56 items-center gap-1.5 rounded-md border border-line px-2 text-sm data-[hovered]:bg-hover data-[disabled]:opacity-100'
const mark = (isOn: boolean) => <span className="w-4">{isOn ? '✓' : ''}</span>

function Stage({ person, onSave }: { person: PersonDetail; onSave: HeadProps['onSave'] }) {
  const { t } = useT()
  const all = useQuery(stagesQuery).data ?? []
  const stage = all.find((each) => each.id === person.stageId)
  const offered = all.filter((each) => each.archivedAt === null || each.id === person.stageId)
  if (offered.length === 0) return null
  const shown = stage ? <><LabelDot colour={stage.colour} /><bdi className="truncate">{stage.name}</bdi></> : <span className="text-ink-soft">{t('contacts.no_stage')}</span>
  return (
    <div className="flex items-center gap-2 text-sm"><span className="text-ink-soft">{t('contacts.col_stage')}</span>
      <MenuButton label={t('contacts.col_stage')} placement="bottom start" trigger={<AriaButton isDisabled={!onSave} aria-label={t('contacts.stage_of', { stage: stage?.name ?? t('contacts.no_stage') })} className={pick}>{shown}</AriaButton>}>
        {offered.map((each) => <Item key={each.id} textValue={each.name} icon={mark(each.id === person.stageId)} onAction={() => onSave?.({ stageId: each.id })}><span className="inline-flex items-center gap-2"><LabelDot colour={each.colour} /><bdi>{each.name}</bdi></span></Item>)}
        {stage && <Item icon={mark(false)} onAction={() => onSave?.({ stageId: null })}>{t('contacts.no_stage')}</Item>}
      </MenuButton>
    </div>
  )
}

function Owner({ person, onSave }: { person: PersonDetail; onSave: HeadProps['onSave'] }) {
  const { t } = useT()
  const members = useQuery(membersQuery).data ?? []
  const owner = members.find((each) => each.id === person.ownerId)
  return (
    <div className="flex items-center gap-2 text-sm"><span className="text-ink-soft">{t('contacts.col_owner')}</span>
      <MenuButton label={t('contacts.col_owner')} placement="bottom start" trigger={<AriaButton isDisabled={!onSave} aria-label={t('contacts.owner_of', { owner: owner?.name ?? t('contacts.no_owner') })} className={pick}>{owner ? <><Avatar name={owner.name} size={18} /><bdi className="truncate">{owner.name}</bdi></> : <span className="text-ink-soft">{t('contacts.no_owner')}</span>}</AriaButton>}>
        {members.map((each) => <Item key={each.id} textValue={each.name} icon={mark(each.id === person.ownerId)} onAction={() => onSave?.({ ownerId: each.id })}><bdi>{each.name}</bdi></Item>)}
        {owner && <Item icon={mark(false)} onAction={() => onSave?.({ ownerId: null })}>{t('contacts.no_owner')}</Item>}
      </MenuButton>
    </div>
  )
}
