import { useQuery } from '@tanstack/react-query'
import { useNow } from '../../../api/clock.js'
import { useT } from '../../../i18n/provider.js'
import { inputClass } from '../../../ui/field.js'
import { AttributeInput } from '../fields/attribute-input.js'
import { formatAttribute } from '../fields/format.js'
import type { PersonDetail } from '../model.js'
import { attributesQuery } from '../queries.js'
import { SafeLink } from '../../inbox/thread/rich-text.js'
import { InlineValue } from './inline-value.js'
import { Part } from './part.js'
import { clockOf, countries, languages, timeZones } from './places.js'
import type { PersonWish } from './use-person.js'

interface FactsProps { person: PersonDetail; onSave: ((wish: PersonWish) => Promise<void>) | null }

/** Where she is and what she speaks: from her number or profile until somebody corrects it. */
export function Places({ person, onSave }: FactsProps) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const zone = person.timeZone ?? null
  const clock = zone ? clockOf(intl, zone, now) : null
  // Only what was found out by itself says so: what we typed needs no word.
  const guessed = (is: boolean | undefined, value: string | null) => (value !== null && is === false ? t('contacts.guessed') : undefined)
  return (
    <Part title={t('contacts.place')}>
      <InlineValue label={t('contacts.col_country')} field="country" value={person.country} shown={person.country ? intl.formatDisplayName(person.country, { type: 'region' }) ?? person.country : null} hint={guessed(person.countryGiven, person.country)}
        input={(value, change, common) => <PlaceSelect {...common} value={value} change={change} offered={countries(intl, value)} />} onSave={onSave && ((country) => onSave({ country }))} />
      <InlineValue label={t('contacts.col_language')} field="language" value={person.language} shown={person.language ? intl.formatDisplayName(person.language, { type: 'language' }) ?? person.language : null} hint={guessed(person.languageGiven, person.language)}
        input={(value, change, common) => <PlaceSelect {...common} value={value} change={change} offered={languages(intl, value)} />} onSave={onSave && ((language) => onSave({ language }))} />
      <InlineValue label={t('contacts.time_zone')} field="timeZone" value={zone} shown={zone ? <>{(zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')}{clock && <span className="figures text-ink-soft"> · <bdi>{clock}</bdi></span>}</> : null} hint={guessed(person.timeZoneGiven, zone)}
        input={(value, change, common) => <PlaceSelect {...common} value={value} change={change} offered={timeZones(value).map((id) => ({ id, name: id.replaceAll('_', ' ') }))} />} onSave={onSave && ((timeZone) => onSave({ timeZone }))} />
    </Part>
  )
}

function PlaceSelect({ label, invalid, value, change, offered }: { label: string; invalid: boolean; value: string | null; change: (value: string | null) => void; offered: readonly { id: string; name: string }[] }) {
  return <select autoFocus aria-label={label} aria-invalid={invalid || undefined} className={inputClass} value={value ?? ''} onChange={(event) => change(event.target.value || null)}><option value="">—</option>{offered.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select>
}

/** The company's own fields: each as its type wants it; a value whose field was put away is still shown. */
export function Attributes({ person, onSave }: FactsProps) {
  const { t, intl } = useT()
  const definitions = useQuery(attributesQuery).data ?? []
  const shown = definitions.filter((each) => each.archivedAt === null || person.attributes?.[each.key] !== undefined)
  if (shown.length === 0) return null
  return (
    <Part title={t('contacts.details')}>
      {shown.map((definition) => {
        const value = person.attributes?.[definition.key] ?? null
        const said = formatAttribute(intl, definition, value)
        const link = definition.type === 'link' && typeof value === 'string'
        return <InlineValue key={definition.key} label={definition.name} field={`attributes.${definition.key}`} value={value} plain={link} shown={said ? (link ? <SafeLink url={said}>{said.replace(/^https?:\/\//, '')}</SafeLink> : <bdi>{said}</bdi>) : null}
          input={(draft, change, common) => <AttributeInput definition={definition} value={draft} onChange={change} autoFocus {...common} />} onSave={definition.archivedAt === null && onSave ? (next) => onSave({ attributes: { [definition.key]: next } }) : null} />
      })}
    </Part>
  )
}
