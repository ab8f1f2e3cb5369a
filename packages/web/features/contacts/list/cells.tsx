import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { membersQuery } from '../../../api/queries.js'
import { formatMoment } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { ChannelMark } from '../../inbox/channel-mark.js'
import { LabelChip, LabelDot } from '../../labels/label-chip.js'
import { formatAttribute } from '../fields/format.js'
import { lastHeard, type Person } from '../model.js'
import { attributesQuery, stagesQuery } from '../queries.js'
import { attributeOf, type Column } from './columns.js'
import { MarketingCell } from './marketing-cell.js'

/** What one column says of a person; null where there is nothing to say. */
export function useCell(): (column: Column, person: Person, now: number) => ReactNode {
  const { intl } = useT()
  const stages = useQuery(stagesQuery).data
  const attributes = useQuery(attributesQuery).data
  const members = useQuery(membersQuery).data
  return (column, person, now) => {
    const key = attributeOf(column)
    if (key !== null) {
      const definition = attributes?.find((each) => each.key === key)
      const value = person.attributes?.[key]
      return definition && value !== undefined && value !== null ? <bdi>{formatAttribute(intl, definition, value)}</bdi> : null
    }
    switch (column) {
      case 'apps': return person.identities.length > 0 ? <AppMarks person={person} /> : null
      case 'company': return person.company ? <bdi>{person.company.name}</bdi> : null
      case 'stage': { const stage = stages?.find((each) => each.id === person.stageId); return stage ? <span className="inline-flex min-w-0 items-center gap-1.5"><LabelDot colour={stage.colour} /><bdi className="truncate">{stage.name}</bdi></span> : null }
      case 'owner': { const owner = members?.find((each) => each.id === person.ownerId); return owner ? <bdi>{owner.name}</bdi> : null }
      case 'labels': return person.labels.length > 0 ? <span className="flex min-w-0 gap-1 overflow-hidden">{person.labels.slice(0, 2).map((label) => <LabelChip key={label} name={label} className="max-w-28 text-xs" />)}{person.labels.length > 2 && <span className="text-xs text-ink-soft">+{person.labels.length - 2}</span>}</span> : null
      case 'marketing': return <MarketingCell contactId={person.id} name={person.name} />
      case 'heard': { const at = lastHeard(person); return at ? <time dateTime={at} title={intl.formatDate(at, { dateStyle: 'full', timeStyle: 'short' })}>{formatMoment(intl, at, now)}</time> : null }
      case 'language': return person.language ? intl.formatDisplayName(person.language, { type: 'language' }) ?? person.language : null
      case 'country': return person.country ? intl.formatDisplayName(person.country, { type: 'region' }) ?? person.country : null
      case 'address': { const address = person.addresses?.[0]?.value ?? person.identities.find((one) => one.address)?.address; return address ? <bdi>{address}</bdi> : null }
      case 'since': return <time dateTime={person.createdAt}>{intl.formatDate(person.createdAt, { dateStyle: 'medium' })}</time>
      default: return null // an attribute: said above
    }
  }
}

/** Her apps, each once; one on which she cannot be reached is pale. */
export function AppMarks({ person, size = 18 }: { person: Pick<Person, 'identities'>; size?: number }) {
  const apps = [...Map.groupBy(person.identities, (one) => one.channel)]
  return <span className="flex gap-1">{apps.slice(0, 4).map(([channel, ones]) => <span key={channel} className={ones.every((one) => one.reachable === false) ? 'opacity-40 grayscale' : undefined}><ChannelMark channel={channel} size={size} /></span>)}{apps.length > 4 && <span className="text-xs text-ink-soft">+{apps.length - 4}</span>}</span>
}
