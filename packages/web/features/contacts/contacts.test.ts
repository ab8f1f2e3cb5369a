import type { LiveEvent, Message, Page } from '@recado/api'
import { QueryClient } from '@tanstack/react-query'
import { createIntl } from 'react-intl'
import { describe, expect, it, test, vi } from 'vitest'
import en from '../../messages/en.json' with { type: 'json' }
import { formatAttribute } from './fields/format.js'
import { fieldFaults } from './faults.js'
import { ApiProblem } from '../../api/client.js'
import { chosenColumns, gridOf, USUAL } from './list/columns.js'
import { applyToContactLists } from './live.js'
import { lastHeard, type AttributeDefinition, type Person } from './model.js'
import { clockOf, countries, isNightAt, languages } from './person/places.js'
import type { TimelinePages } from './person/timeline-query.js'
import { joinNewest } from './person/use-timeline-live.js'
import { contactsAsked, type ContactPages } from './queries.js'
import { readContactsSearch, readPersonSearch } from './search.js'

const intl = createIntl({ locale: 'en', messages: en })
const field = (change: Partial<AttributeDefinition> = {}): AttributeDefinition => ({ id: 'd', key: 'size', name: 'Size', description: '', type: 'text', options: [], required: false, archivedAt: null, ...change })
const person = (id: string, change: Partial<Person> = {}): Person => ({ id, name: id, avatarUrl: null, language: null, country: null, notes: '', labels: [], identities: [], timeZone: null, languageGiven: false, countryGiven: false, timeZoneGiven: false, stageId: null, ownerId: null, company: null, attributes: {}, addresses: [], externalIds: [], createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z', ...change })

describe('the address of the list', () => {
  const filter = { field: 'stage', op: 'in', value: ['none'] } as const
  it.each([
    ['asks nothing for nothing', {}, ''],
    ['takes a number for a text, since people look for numbers', { q: 600 }, 'q=600'],
    ['keeps the conditions', { filter }, `filter=${encodeURIComponent(JSON.stringify(filter))}`],
    ['asks for an order that is not the usual one', { order: 'heard' }, 'sort=heard'], ['asks for no order that there is not', { order: 'age' }, ''], ['asks no list for conditions', { filter: [1] }, ''],
  ])('%s', (_name, raw, asked) => { expect(contactsAsked(readContactsSearch(raw)).toString().replaceAll('+', '%20')).toBe(asked) })
  it('of a person keeps only what it knows', () => { expect(readPersonSearch({ app: 'wechat', from: 'k1', odd: 'x', was: 4 })).toEqual({ app: 'wechat', from: 'k1' }) })
})

describe('columns', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['nothing kept', undefined, USUAL], ['one that is no more', ['owner', 'height', 'attribute:gone'], ['owner']], ['each once', ['owner', 'owner'], ['owner']], ['none at all', [], []], ['a field', ['attribute:size'], ['attribute:size']], ['a field that was put away', ['attribute:old', 'stage'], ['stage']],
  ])('%s', (_name, kept, columns) => { expect(chosenColumns(kept, [field(), field({ key: 'old', archivedAt: '2026-01-01T00:00:00Z' })])).toEqual(columns) })
  it('have a place each, beside tick and name', () => { expect(gridOf(['owner', 'attribute:size']).template.match(/minmax/g)).toHaveLength(3) })
})

test.each<[AttributeDefinition['type'], Parameters<typeof formatAttribute>[2], string]>([
  ['number', 1234.5, '1,234.5'], ['date', '2026-03-14', 'Mar 14, 2026'], ['date', 'soon', 'soon'], ['boolean', false, 'No'], ['choice', 's', 'Small'], ['choice', 'gone', 'gone'], ['choices', ['s', 'm'], 'Small, Medium'], ['text', '', ''], ['text', null, ''],
])('a %s %j is read as "%s"', (type, value, words) => { expect(formatAttribute(intl, field({ type, options: [{ key: 's', name: 'Small', archived: false }, { key: 'm', name: 'Medium', archived: true }] }), value)).toBe(words) })

describe('what the server finds wrong', () => {
  const refused = (...fields: { field: string; message: string }[]) => new ApiProblem('invalid_request', 400, { title: '', status: 400, code: 'invalid_request', fields })
  it('stands under its field, in the reader’s words', () => {
    const faults = fieldFaults(intl, refused({ field: 'addresses.1.value', message: 'is no phone number with its country' }, { field: 'attributes.size', message: 'knows no choice xl' }))
    expect([faults.any, faults.of('addresses'), faults.of('attributes.size'), faults.of('name')]).toEqual([true, en['contacts.fault_phone'], en['contacts.fault_choice'], undefined])
  })
  it('is said as it came when nobody foresaw it', () => { expect(fieldFaults(intl, refused({ field: 'name', message: 'is odd' })).of('name')).toBe('is odd') })
  it('is nothing for another error', () => { expect(fieldFaults(intl, new Error('x')).any).toBe(false) })
})

describe('places', () => {
  const noon = Date.parse('2026-11-22T12:00:00Z')
  it('tell her clock and whether she sleeps', () => { expect([clockOf(intl, 'Asia/Shanghai', noon), isNightAt('Asia/Shanghai', noon), isNightAt('Europe/Madrid', noon), isNightAt('America/Los_Angeles', noon)]).toEqual(['08:00 PM', false, false, true]) })
  it('say nothing of a zone that nobody knows', () => { expect([clockOf(intl, 'Mars/Olympus', noon), isNightAt('Mars/Olympus', noon)]).toEqual([null, false]) })
  it('are many, each once, what she has among them', () => {
    expect(countries(intl, 'ES').length).toBe(countries(intl, null).length)
    expect(countries(intl, null).length).toBeGreaterThan(235)
    expect(languages(intl, 'tlh').map((each) => each.id)).toContain('tlh')
  })
})

test('a person was last heard where she wrote last', () => {
  const at = (lastInboundAt: string | null) => ({ lastInboundAt }) as Person['identities'][number] // the only thing that is looked at
  expect([lastHeard({ identities: [] }), lastHeard({ identities: [at('2026-01-02'), at(null), at('2026-01-03')] })]).toEqual([null, '2026-01-03'])
})

describe('the newest page of a timeline, read again', () => {
  const line = (n: number, change: Partial<Message> = {}) => ({ id: `m${n}`, at: `2026-01-01T00:00:${String(n).padStart(2, '0')}Z`, status: 'sent', ...change }) as Message // of a message, what is looked at
  const pages = (...all: number[][]): TimelinePages => ({ pageParams: all.map(() => null), pages: all.map((page, n) => ({ items: page.map((each) => line(each)), next: `after ${n}` })) })
  const read = (...items: Message[]): Page<Message> => ({ items, next: 'x' })
  const ids = (joined: TimelinePages | null) => joined?.pages.map((page) => page.items.map((each) => each.id).join(' '))
  it('puts what is new before the rest and keeps the way on', () => {
    const joined = joinNewest(pages([5, 4, 3], [2, 1]), read(line(7), line(6), line(5)))
    expect(ids(joined)).toEqual(['m7 m6 m5 m4 m3', 'm2 m1'])
    expect(joined?.pages[0]?.next).toBe('after 0')
  })
  it('takes what changed and leaves out what was taken away', () => {
    const joined = joinNewest(pages([5, 4, 3]), read(line(5, { status: 'read' }), line(3)))
    expect([ids(joined), joined?.pages[0]?.items[0]?.status]).toEqual([['m5 m3'], 'read'])
  })
  it('begins anew when more came than a page holds', () => { expect(joinNewest(pages([2, 1]), read(line(9), line(8)))).toBeNull() })
  it('takes the first lines of all', () => { expect(ids(joinNewest(pages([]), read(line(1))))).toEqual(['m1']) })
})

describe('live, the lists', () => {
  const key = ['contact-list', '']
  const shown = () => {
    const client = new QueryClient()
    client.setQueryData<ContactPages>(key, { pageParams: [null, 'a'], pages: [{ items: [person('a'), person('b')], next: 'a' }, { items: [person('c')], next: null }] })
    client.setQueryData(['contact-list', 'count', ''], { count: 3, capped: false })
    const rows = () => client.getQueryData<ContactPages>(key)?.pages.map((page) => page.items.map((row) => row.name).join(' '))
    return { rows, hear: (event: unknown) => applyToContactLists(client, { seq: 1, ...(event as object) } as LiveEvent) } // of an event, what is looked at
  }
  it.each<[string, unknown, string[]]>([
    ['show a new name', { type: 'contact.changed', contact: person('b', { name: 'B' }) }, ['a B', 'c']],
    ['lose who was erased', { type: 'contact.removed', contactId: 'c' }, ['a b', '']],
    ['lose who went into another', { type: 'contact.merged', contactId: 'a', otherId: 'b' }, ['a', 'c']],
    ['stay as they are for what is none of theirs', { type: 'label.removed', labelId: 'b' }, ['a b', 'c']],
  ])('%s', (_name, event, rows) => { const list = shown(); list.hear(event); expect(list.rows()).toEqual(rows) })
  it.each<[string, string, boolean]>([
    ['is read again where it has conditions, which she may no longer fulfil', `filter=${encodeURIComponent('{"field":"company"}')}`, true], ['is changed in place where it has none', 'sort=heard', false],
  ])('a list that holds her %s', (_name, asked, again) => {
    vi.useFakeTimers()
    const client = new QueryClient()
    client.setQueryData<ContactPages>(['contact-list', asked], { pageParams: [null], pages: [{ items: [person('a')], next: null }] })
    applyToContactLists(client, { seq: 1, type: 'contact.changed', contact: person('a', { name: 'A' }) } as LiveEvent)
    vi.advanceTimersByTime(2_000)
    expect([client.getQueryState(['contact-list', asked])?.isInvalidated, client.getQueryData<ContactPages>(['contact-list', asked])?.pages[0]?.items[0]?.name]).toEqual([again, 'A'])
    vi.useRealTimers()
  })
})
