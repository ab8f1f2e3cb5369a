import type { Channel } from '@recado/api'
import { type AddressParts, ADDRESS_PARTS, type ProfileEditor, type ProfileField, type ProfilePhoto, type ProfileValues, WEEKDAYS, type WeekHours } from '@recado/core'
import { Clock, Globe, Mail, MapPin, Phone, Store } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Avatar } from '../../ui/avatar.js'

const icons = { address: MapPin, email: Mail, phone: Phone, links: Globe, hours: Clock, category: Store } as const
const MONDAY = Date.UTC(2024, 0, 1)

/** The account's page as the customer's app shows it: photo, name, line, then what can be tapped. */
export function ProfilePreview({ channel, business, editor, values }: { channel: Channel; business: string; editor: ProfileEditor<string>; values: ProfileValues }) {
  const { t, intl } = useT()
  const at = (place: ProfileField<string>['place']) => { const field = editor.fields.find((one) => one.place === place); return field ? { field, value: values[field.key] } : null }
  const text = (place: ProfileField<string>['place']) => { const found = at(place)?.value; return typeof found === 'string' ? found : '' }
  const photo = at('photo')?.value as ProfilePhoto | null | undefined
  const name = text('name') || business
  const linesOf = (place: keyof typeof icons): string[] => {
    const found = at(place)
    const value = found?.value
    if (!found || value === undefined || value === null) return []
    if (found.field.kind === 'choice') return found.field.choices?.flatMap((choice) => (choice.value === value ? [choice.label] : [])) ?? []
    if (typeof value === 'string') return value ? [value] : []
    if (Array.isArray(value)) return value.filter(Boolean)
    if (found.field.kind === 'hours') { const week = value as WeekHours; return WEEKDAYS.flatMap((day, i) => (week[day] && week[day].length > 0 ? [`${intl.formatDate(MONDAY + i * 86_400_000, { weekday: 'short', timeZone: 'UTC' })} ${week[day].map(({ from, to }) => `${from}–${to}`).join(', ')}`] : [])) }
    const parts = value as AddressParts
    return [ADDRESS_PARTS.flatMap((part) => parts[part] ?? []).filter(Boolean).join(', ')].filter(Boolean)
  }
  return (
    <aside aria-label={t('profile.preview')} className="sticky top-4 overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
      <p className="flex items-center gap-2 px-4 pt-3 text-xs text-ink-soft"><img src={channel.logoUrl} alt="" className="size-4 rounded" />{t('profile.preview')}</p>
      <div className="flex flex-col items-center gap-1 px-4 pt-4 pb-3 text-center">
        {photo?.url ? <img src={photo.url} alt="" className="size-24 rounded-full object-cover" /> : <Avatar name={name} size={96} />}
        <p dir="auto" className="mt-2 text-lg font-semibold [overflow-wrap:anywhere]">{name}</p>
        {text('line') && <p dir="auto" className="text-sm text-ink-soft [overflow-wrap:anywhere]">{text('line')}</p>}
      </div>
      {text('about') && <p dir="auto" className="border-t border-line px-4 py-3 text-sm whitespace-pre-line [overflow-wrap:anywhere]">{text('about')}</p>}
      <ul className="border-t border-line py-1 text-sm empty:hidden">
        {(['category', 'address', 'hours', 'phone', 'email', 'links'] as const).flatMap((place) => {
          const Icon = icons[place]
          const lines = linesOf(place)
          return lines.length === 0 ? [] : [<li key={place} className="flex gap-3 px-4 py-2"><Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-soft" /><span className="min-w-0 [overflow-wrap:anywhere]">{lines.map((line) => <span key={line} dir="auto" className="block">{line}</span>)}</span></li>]
        })}
      </ul>
    </aside>
  )
}
