import type { Channel, ChannelAccount, Content } from '@recado/api'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { PhoneContent } from '../phones/phone-content.js'
import { phoneStyle } from '../phones/theme.js'
import type { ScreenItem } from '../phones/types.js'

/** For channels whose app nobody has described: the desk's own colours. */
const PLAIN = { header: '#0b6b74', headerText: '#ffffff', background: '#eef3f2', mine: '#d5eeec', mineText: '#162023', theirs: '#ffffff', theirsText: '#162023', accent: '#0b6b74', dark: { background: '#0f1416', mine: '#123f43', mineText: '#e8eeee', theirs: '#20282a', theirsText: '#e8eeee' } }

export interface Did { text?: string; key?: string; entry?: boolean }

/** What she did and what comes back, as her phone shows it. */
export function PreviewPhone({ channel, account, did, contents, note }: { channel: Channel; account: ChannelAccount; did: Did; contents: readonly Content[]; note?: string | undefined }) {
  const { t } = useT()
  const phone = channel.phone ?? { appName: channel.name, theme: PLAIN, ticks: [], actions: [], lines: {} }
  const act = did.entry ? t('auto.did_enter') : did.key ? t('auto.did_tap', { key: did.key }) : null
  return (
    <figure aria-label={t('auto.preview', { app: phone.appName })} style={phoneStyle(phone)} className="overflow-hidden rounded-2xl border border-line bg-(--ph-background) text-(--ph-ink)">
      <figcaption className="truncate bg-(--ph-header) px-3 py-2 text-sm font-semibold text-(--ph-header-ink)">{account.name}</figcaption>
      <div className="flex min-h-40 flex-col gap-1.5 p-3 text-bubble">
        {did.text && <Bubble isMine><span dir="auto" className="[overflow-wrap:anywhere] whitespace-pre-wrap">{did.text}</span></Bubble>}
        {act && <p className="self-center rounded-full bg-current/8 px-2.5 py-0.5 text-xs text-(--ph-quiet)">{act}</p>}
        {contents.map((content, at) => (
          <div key={at} className="flex flex-col gap-1">
            <Bubble><PhoneContent phone={phone} item={{ id: String(at), at: new Date(0).toISOString(), from: 'business', content } satisfies ScreenItem} /></Bubble>
            {content.kind === 'choices' && content.options.map((option) => <span key={option.id} dir="auto" className="max-w-[86%] rounded-xl bg-(--ph-theirs) px-3 py-1.5 text-center text-sm font-medium text-(--ph-theirs-link)">{option.title}</span>)}
          </div>
        ))}
        {contents.length === 0 && <p className="m-auto max-w-44 text-center text-sm text-(--ph-quiet)">{note ?? t('auto.preview_nothing')}</p>}
      </div>
    </figure>
  )
}

function Bubble({ isMine = false, children }: { isMine?: boolean; children: React.ReactNode }) {
  return <div className={cx('max-w-[86%] min-w-10 overflow-hidden rounded-2xl px-2.5 py-1.5', isMine ? 'self-end rounded-ee-md bg-(--ph-mine) text-(--ph-mine-ink) [--ph-link:var(--ph-mine-link)] [--ph-soft:var(--ph-mine-quiet)]' : 'self-start rounded-es-md bg-(--ph-theirs) text-(--ph-theirs-ink) [--ph-link:var(--ph-theirs-link)] [--ph-soft:var(--ph-theirs-quiet)]')}>{children}</div>
}
