import type { ChannelAccount } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { FilePen } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { useAccountName } from '../../account-name.js'
import { ChannelMark } from '../../inbox/channel-mark.js'
import { TemplateQuality, TemplateStatus } from '../status.js'
import { categoryWord, languageWord } from '../words.js'
import type { Group } from './group.js'

/** One name of one account: its text in short, and each language with how it stands. */
export function GroupRow({ group, account }: { group: Group; account: ChannelAccount | undefined }) {
  const { t, intl } = useT()
  const nameOf = useAccountName()
  // Its words in the reader's language where it has them.
  const first = group.templates.find((one) => one.language.split(/[_-]/u)[0] === intl.locale.split('-')[0]) ?? group.templates[0]
  const name = group.name.startsWith('\u0000') ? t('tpl.unnamed') : group.name
  const category = first?.category ?? group.drafts[0]?.draft.category ?? ''
  return (
    <li className="flex flex-col gap-x-5 gap-y-2 border-b border-line px-4 py-3.5 last:border-0 sm:px-5 md:flex-row">
      <div className="min-w-0 grow">
        <p className="font-mono text-sm font-semibold [overflow-wrap:anywhere]">{name}</p>
        <p dir="auto" className="mt-0.5 line-clamp-2 text-ink-soft [overflow-wrap:anywhere]">{first?.preview.body || group.drafts[0]?.draft.body || '…'}</p>
        <p className="mt-1 flex gap-x-2 text-sm text-ink-soft">{account && <span className="flex h-lh shrink-0 items-center"><ChannelMark channel={account.channel} size={16} /></span>}<span className="min-w-0">{account && <><bdi>{nameOf(account)}</bdi> · </>}{categoryWord(intl, category)}</span></p>
      </div>
      <ul className="flex shrink-0 flex-col gap-1 md:w-[23rem]">
        {group.templates.map((one) => (
          <li key={one.id}>
            <Link to="/templates/$templateId" params={{ templateId: one.id }} aria-label={`${name}, ${languageWord(intl, one.language)}`} className="flex min-h-9 flex-wrap items-center gap-x-2.5 gap-y-0.5 rounded-lg px-2 py-1 hover:bg-hover">
              <span className="min-w-0 grow truncate">{languageWord(intl, one.language)}</span><TemplateQuality quality={one.quality} /><TemplateStatus status={one.status} />
            </Link>
          </li>
        ))}
        {group.drafts.map((one) => (
          <li key={one.id}>
            <Link to="/templates/write" search={{ draft: one.id }} aria-label={`${t('tpl.go_on')}: ${name}, ${languageWord(intl, one.draft.language)}`} className="flex min-h-9 items-center gap-2.5 rounded-lg px-2 py-1 hover:bg-hover">
              <span className="min-w-0 grow truncate">{languageWord(intl, one.draft.language)}</span><span className="inline-flex items-center gap-1.5 rounded-full bg-note-soft px-2.5 py-0.5 text-sm font-medium text-note"><FilePen aria-hidden="true" className="size-3.5" />{t('tpl.draft')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </li>
  )
}
