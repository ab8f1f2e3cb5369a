/** A person as a vCard 3.0 (RFC 2426): what phones and address books take. What the standard has no name for stands under X-RECADO. */
import { escapeCard, foldCardLine, OWN_PREFIX, writeList } from '@recado/core'
import { consentText, emailsOf, externalTexts, fieldHeading, fieldText, type PeopleColumns, type PersonRow, phonesOf } from './people.js'

const param = (text: string): string => `"${text.replace(/[\^\r\n]/gu, (sign) => (sign === '^' ? '^^' : '^n')).replaceAll('"', "^'")}"`

export function personCard(person: PersonRow, { fields, consents, owners }: PeopleColumns): string {
  const line = (name: string, value: string | null | undefined): string => (value ? foldCardLine(`${name}:${escapeCard(value)}`) : '')
  const address = (name: string, type: string, all: { value: string; label: string }[]): string => all.map(({ value, label }) => { const plain = label.replace(/[[\]\r\n]/gu, ' ').trim(); return foldCardLine(`${name};TYPE=${type}${plain ? `;X-LABEL=${param(plain)}` : ''}:${escapeCard(value)}`) }).join('')
  return [
    'BEGIN:VCARD\r\nVERSION:3.0\r\n', line('FN', person.name), foldCardLine(`N:;${escapeCard(person.name)};;;`), address('TEL', 'VOICE', phonesOf(person)), address('EMAIL', 'INTERNET', emailsOf(person)), line('ORG', person.company),
    person.labels.length > 0 ? foldCardLine(`CATEGORIES:${person.labels.map(escapeCard).join(',')}`) : '', line('LANG', person.language), line('TZ', person.time_zone), person.country ? foldCardLine(`ADR:;;;;;;${person.country}`) : '', line('NOTE', person.notes),
    line(`${OWN_PREFIX}STAGE`, person.stage), line(`${OWN_PREFIX}OWNER`, person.owner_id ? owners.get(person.owner_id) : null), line(`${OWN_PREFIX}EXTERNAL-IDS`, writeList(externalTexts(person))),
    line(`${OWN_PREFIX}ID`, person.recado_id),
    // By their keys: the order in which fields are arranged is no part of a card.
    ...[...fields].sort((a, b) => (a.key < b.key ? -1 : 1)).map((field) => line(`${OWN_PREFIX}FIELD;KEY=${param(fieldHeading(field).slice('field: '.length))}`, fieldText(person.attributes[field.key], field))),
    ...consents.map((scope) => line(`${OWN_PREFIX}CONSENT;KEY=${param(scope.heading.slice('consent: '.length))}`, consentText(person, scope))),
    'END:VCARD\r\n',
  ].join('')
}
