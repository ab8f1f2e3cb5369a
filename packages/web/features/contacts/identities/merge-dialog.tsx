import type { Contact, MergePreview } from '@recado/api'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { membersQuery } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Avatar } from '../../../ui/avatar.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { Loading } from '../../../ui/empty.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { ChannelMark } from '../../inbox/channel-mark.js'
import { formatAttribute } from '../fields/format.js'
import type { AttributeValue } from '../model.js'
import { attributesQuery, stagesQuery } from '../queries.js'
import { previewOptions } from './queries.js'
import { useJoining } from './use-joining.js'

/** Two people side by side: whose values are seen once they are one. */
export default function MergeDialog({ contactId, otherId, onClose, onDone }: { contactId: string; otherId: string; onClose: () => void; onDone?: () => void }) {
  const { t, intl } = useT()
  const [chosen, setChosen] = useState<Readonly<Record<string, 'mine' | 'other'>>>({})
  const [busy, setBusy] = useState(false)
  const of = (side: 'mine' | 'other') => Object.keys(chosen).filter((key) => chosen[key] === side)
  const choice = { otherId, take: of('other'), keep: of('mine') }
  const { data, error } = useQuery({ ...previewOptions(contactId, choice), placeholderData: keepPreviousData })
  const { merge } = useJoining(contactId)
  const differing = data?.fields.filter((field) => field.mine !== null && field.other !== null && JSON.stringify(field.mine) !== JSON.stringify(field.other)) ?? []
  const join = async () => {
    if (!data) return
    setBusy(true)
    const done = await merge(choice, data.people[1].name)
    setBusy(false)
    if (!done) return
    onClose()
    onDone?.()
  }
  const title = data ? t('joining.merge_title', { name: data.people[0].name, other: data.people[1].name }) : t('joining.merge')
  return (
    <DialogWindow title={title} closeLabel={t('app.close')} onClose={onClose} footer={<><Button onClick={onClose}>{t('app.cancel')}</Button><Button look="primary" busy={busy} disabled={!data} onClick={() => void join()}>{t('joining.merge')}</Button></>}>
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {!data && !error && <Loading label={t('app.loading')} />}
      {data && (
        <div className="flex flex-col gap-4">
          <p className="text-sm text-ink-soft">{t('joining.merge_text')}</p>
          <div className="grid grid-cols-2 gap-2">{data.people.map((person) => <Face key={person.id} person={person} />)}</div>
          {differing.length === 0 && <p className="text-sm text-ink-soft">{t('joining.nothing_differs')}</p>}
          {differing.map((field) => <Choice key={field.key} field={field} preview={data} onChoose={(side) => setChosen((now) => ({ ...now, [field.key]: side }))} />)}
          {data.labels.length > 0 && <p className="text-sm"><span className="text-ink-soft">{t('joining.labels')}: </span><bdi>{intl.formatList(data.labels)}</bdi></p>}
          {data.notes && <div className="text-sm"><p className="text-ink-soft">{t('joining.notes')}</p><p className="whitespace-pre-line [overflow-wrap:anywhere]"><bdi>{data.notes}</bdi></p></div>}
        </div>
      )}
    </DialogWindow>
  )
}

function Face({ person }: { person: Contact }) {
  return (
    <div className="flex min-w-0 flex-col items-center gap-1.5 rounded-xl border border-line p-3 text-center">
      <Avatar name={person.name} url={person.avatarUrl} size={44} />
      <p className="w-full truncate font-medium"><bdi>{person.name}</bdi></p>
      <ul className="flex min-h-5 flex-wrap justify-center gap-1">{person.identities.map((identity) => <li key={identity.id}><ChannelMark channel={identity.channel} size={18} /></li>)}</ul>
    </div>
  )
}

function Choice({ field, preview, onChoose }: { field: MergePreview['fields'][number]; preview: MergePreview; onChoose: (side: 'mine' | 'other') => void }) {
  const { t } = useT()
  const show = useShown()
  const own = field.key.startsWith('field:') ? show.field(field.key.slice('field:'.length)) : null
  const name = own ?? t('joining.key', { key: field.key })
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm text-ink-soft">{name}</legend>
      <div className="grid grid-cols-2 gap-2">
        {(['mine', 'other'] as const).map((side, index) => (
          <label key={side} className={cx('flex min-h-10 min-w-0 cursor-pointer items-center gap-2 rounded-lg border px-3 py-1.5', field.shown === side ? 'border-accent bg-selected' : 'border-line-strong hover:bg-hover')}>
            <input type="radio" name={field.key} checked={field.shown === side} onChange={() => onChoose(side)} className="size-4 shrink-0 accent-(--color-accent)" />
            <span className="min-w-0 text-sm [overflow-wrap:anywhere]"><span className="sr-only"><bdi>{preview.people[index]?.name}</bdi>: </span><bdi>{show.value(field.key, field[side], preview.people[index])}</bdi></span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Values as people read them: names for ids, words for codes. */
function useShown() {
  const { t, intl } = useT()
  const members = useQuery(membersQuery).data ?? []
  const stages = useQuery(stagesQuery).data ?? []
  const attributes = useQuery(attributesQuery).data ?? []
  const plain = (value: unknown): string => (value === null || value === undefined ? t('joining.nothing') : Array.isArray(value) ? intl.formatList(value.map(plain)) : String(value))
  const named = (type: 'language' | 'region', code: string): string => { try { return intl.formatDisplayName(code, { type }) ?? code } catch { return code } }
  return {
    field: (key: string): string => attributes.find((each) => each.key === key)?.name ?? key,
    value(key: string, value: unknown, person: Contact | undefined): string {
      const definition = attributes.find((each) => `field:${each.key}` === key)
      if (definition && value !== null) return formatAttribute(intl, definition, value as AttributeValue) // a field holds nothing else
      if (typeof value !== 'string') return plain(value)
      if (key === 'language' || key === 'country') return named(key === 'language' ? 'language' : 'region', value)
      if (key === 'stage') return stages.find((each) => each.id === value)?.name ?? t('joining.nothing')
      if (key === 'owner') return members.find((each) => each.id === value)?.name ?? t('joining.nothing')
      if (key === 'company') return person?.company?.id === value ? person.company.name : t('joining.nothing')
      if (key === 'avatar') return person?.name ?? ''
      return value
    },
  }
}
