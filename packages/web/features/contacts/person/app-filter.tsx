import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { channelsQuery } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { ChannelMark } from '../../inbox/channel-mark.js'
import type { PersonDetail } from '../model.js'

/** Of which app the lines are shown: all of them, or one. */
export function AppFilter({ person, app }: { person: PersonDetail; app: string | undefined }) {
  const { t } = useT()
  const navigate = useNavigate()
  const channels = useQuery(channelsQuery).data ?? []
  const apps = [...new Set(person.identities.map((one) => one.channel))]
  if (apps.length < 2) return null
  const pick = (wish: string | undefined) => void navigate({ to: '/contacts/$contactId', params: { contactId: person.id }, search: (old) => ({ ...old, app: wish }), replace: true })
  const chip = (isOn: boolean) => cx('inline-flex min-h-8 shrink-0 items-center gap-1.5 rounded-full border px-3 text-sm', isOn ? 'border-accent bg-selected font-semibold text-accent-strong' : 'border-line-strong text-ink-soft hover:bg-hover')
  return (
    <div role="group" aria-label={t('contacts.timeline_apps')} className="flex flex-wrap gap-1.5">
      <button type="button" aria-pressed={!app} onClick={() => pick(undefined)} className={chip(!app)}>{t('list.every_app')}</button>
      {apps.map((id) => <button key={id} type="button" aria-pressed={app === id} onClick={() => pick(id)} className={chip(app === id)}><ChannelMark channel={id} size={16} />{channels.find((each) => each.id === id)?.name ?? id}</button>)}
    </div>
  )
}
