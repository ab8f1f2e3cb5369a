import type { DenyVerdict } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { SquarePen } from 'lucide-react'
import { useNow } from '../../../api/clock.js'
import { channelsQuery } from '../../../api/queries.js'
import { formatMoment } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { WindowRing } from '../../../ui/window-ring.js'
import { ChannelMark } from '../../inbox/channel-mark.js'
import { useKindText } from '../../inbox/list/kind-text.js'
import { verdictText } from '../../window/verdict-text.js'
import { windowView } from '../../window/window-view.js'
import type { PersonDetail } from '../model.js'
import { Part } from './part.js'

/** Her threads: which of them can be answered now, until when, and what else can be done where one cannot. */
export function ThreadsPart({ person }: { person: PersonDetail }) {
  const { t, intl } = useT()
  const now = useNow()
  const kindText = useKindText()
  const channels = useQuery(channelsQuery).data ?? []
  const nameOf = (id: string) => channels.find((each) => each.id === id)?.name ?? id
  return (
    <Part title={t('context.threads')}>
      {person.conversations.length === 0 && <p className="text-sm text-ink-soft">{t('contacts.no_threads')}</p>}
      <ul className="flex flex-col gap-2">
        {person.conversations.map((row) => {
          const { tone, share } = windowView(row, now)
          const verdict = row.verdicts?.freeform
          const said = verdict && verdictText(intl, verdict.kind === 'deny' ? onlyHere(verdict) : verdict, { now, channelName: nameOf })
          const account = person.identities.find((one) => one.id === row.identity.id)?.accountName
          return (
            <li key={row.id} className="rounded-xl border border-line">
              <Link to="/inbox/$conversationId" params={{ conversationId: row.id }} search={{ view: 'all' }} className="flex items-center gap-3 rounded-xl px-3 pt-2.5 pb-2 hover:bg-hover">
                <span className="relative m-1 grid size-8 shrink-0 place-items-center"><WindowRing share={share} tone={tone} around={32} /><ChannelMark channel={row.channel} size={20} /></span>
                <span className="min-w-0 grow text-sm"><span className="flex items-baseline gap-2"><span className="min-w-0 grow truncate font-medium"><bdi>{account ?? nameOf(row.channel)}</bdi></span><time dateTime={row.lastActivityAt} className="shrink-0 text-xs text-ink-soft">{formatMoment(intl, row.lastActivityAt, now)}</time></span><span dir="auto" className="block truncate text-ink-soft follow-line">{row.lastMessage ? kindText(row.lastMessage) : t('list.nothing_yet')}</span></span>
              </Link>
              {said && (
                <div className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-1.5 text-sm">
                  <span className={cx('min-w-0 grow basis-32', said.tone === 'free' || said.tone === 'paid' ? 'text-accent-strong' : said.tone === 'closing' ? 'text-closing-soon' : 'text-ink-soft')}>{said.sentence}</span>
                  {verdict.kind === 'allow' ? <Write to={row.id} label={t('contacts.write_on', { app: nameOf(row.channel) })}>{t('contacts.write')}</Write> : <Ways verdict={verdict} own={row.id} nameOf={nameOf} />}
                </div>
              )}
            </li>
          )
        })}
      </ul>
    </Part>
  )
}

// The ways out stand there as buttons: the sentence says only what is in the way.
const onlyHere = (verdict: DenyVerdict): DenyVerdict => ({ ...verdict, remedies: [] })

function Ways({ verdict, own, nameOf }: { verdict: DenyVerdict; own: string; nameOf: (channel: string) => string }) {
  const { t } = useT()
  return verdict.remedies.map((remedy) => {
    if (remedy.kind === 'template') return <Write key="template" to={own} label={t('remedy.template')}>{t('remedy.template')}</Write>
    if (remedy.kind === 'other_channel' && remedy.conversationId) { const label = t('remedy.other_channel', { app: remedy.channel ? nameOf(remedy.channel) : remedy.accountName ?? '' }); return <Write key={remedy.conversationId} to={remedy.conversationId} label={label}>{label}</Write> }
    return null
  })
}

function Write({ to, label, children }: { to: string; label: string; children: string }) {
  return <Link to="/inbox/$conversationId" params={{ conversationId: to }} search={{ view: 'all' }} aria-label={label} className="inline-flex min-h-7 shrink-0 items-center gap-1.5 rounded-lg px-2 font-medium text-accent hover:bg-hover"><SquarePen aria-hidden="true" className="size-4" />{children}</Link>
}
