/** Histories of joining, writing and parting against an oracle that tracks whose every line is. */
import type { ContactDetail, ContactJoining, Message, Page } from '@recado/api'
import { minutes } from '@recado/core'
import { newId } from '@recado/db'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordConsent } from '../../consents/ledger.js'
import { type Desk, makeDesk } from '../../testing/desk.js'
import { JoiningWorker } from './worker.js'

let desk: Desk
let worker: JoiningWorker
beforeAll(async () => { desk = await makeDesk(); worker = new JoiningWorker(desk.services) })
afterAll(() => desk.close())

let numbers = 34_700_000_000
interface Known { name: string; phone: string; contact: string; conversation: string; identity: string }
const ask = async <T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<T> => {
  const answer = await desk.request(method, `/api/v1${path}`, body)
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`)
  return answer.statusCode === 204 ? (undefined as T) : answer.json<T>()
}
const contactOf = (conversation: string) => desk.rows<{ contact_id: string }>('select contact_id from conversation where conversation_id = $1', [conversation]).then((rows) => rows[0]!.contact_id)

async function come(name: string): Promise<Known> {
  const phone = String(++numbers)
  await desk.receive(desk.wrote(newId(), `first of ${name}`, { phone, name }))
  const conversation = await desk.conversationOf(phone)
  const [row] = await desk.rows<{ contact_id: string; identity_id: string }>('select contact_id, identity_id from conversation where conversation_id = $1', [conversation])
  return { name, phone, conversation, contact: row!.contact_id, identity: row!.identity_id } // just made
}

const texts = async (contact: string): Promise<string[]> => {
  const found: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page<Message> = await ask('GET', `/contacts/${contact}/timeline?limit=3${cursor ? `&cursor=${cursor}` : ''}`)
    found.push(...page.items.flatMap((item) => (item.content.kind === 'text' ? [item.content.text] : [])))
    cursor = page.next
  }
  return found.sort()
}

type Step = { do: 'write' | 'note' | 'consent' | 'label' | 'label-here' | 'size' | 'stop'; who: number } | { do: 'merge'; who: number; other: number; take: boolean } | { do: 'split'; who: number; how: 'identity' | 'merge'; pick: number }
const who = fc.nat(3)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('write' as const, 'note' as const, 'consent' as const, 'label' as const, 'label-here' as const, 'size' as const, 'stop' as const), who }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('merge' as const), who, other: who, take: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('split' as const), who, how: fc.constantFrom('identity' as const, 'merge' as const), pick: fc.nat(5) }) },
)

/** Whose everything is: lines and consents by the address they were written at, what is said of a person by the person it was set for. */
class Oracle {
  readonly lines = new Map<string, number>()
  readonly consents = new Map<string, number>()
  readonly labels = new Map<string, number>()
  readonly notes = new Map<string, number>()
  /** Which of the four are one, each group with its survivor first. */
  groups = [0, 1, 2, 3].map((i) => [i])
  groupOf(i: number): number[] { return this.groups.find((group) => group.includes(i))! } // everybody is in one
  of<K>(owned: ReadonlyMap<K, number>, group: readonly number[]): K[] { return [...owned].flatMap(([what, owner]) => (group.includes(owner) ? [what] : [])) }
}

test('nothing is lost or misplaced by any history of joining, writing and parting', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
    const people: Known[] = []
    const oracle = new Oracle()
    for (const [i, name] of ['Ana', 'Bea', 'Cleo', 'Dina'].entries()) { people.push(await come(name)); oracle.lines.set(`first of ${name}`, i) }
    let n = 0
    const root = (i: number): Promise<string> => contactOf(people[i]!.conversation) // four of them
    for (const each of steps) {
      const i = each.who
      const person = people[i]! // four of them
      const mark = `${each.do} ${++n}`
      if (each.do === 'write') { await desk.receive(desk.wrote(newId(), mark, { phone: person.phone, name: person.name })); oracle.lines.set(mark, i) }
      else if (each.do === 'note') { await ask('POST', `/conversations/${person.conversation}/notes`, { clientId: newId(), text: mark }); oracle.lines.set(mark, i) }
      else if (each.do === 'label') { await ask('POST', `/contacts/${await root(i)}/labels`, { add: [mark] }); oracle.labels.set(mark, oracle.groupOf(i)[0]!) }
      else if (each.do === 'label-here') { await ask('POST', `/contacts/${await root(i)}/labels`, { add: [mark], conversationId: person.conversation }); oracle.labels.set(mark, i) }
      else if (each.do === 'size') {
        const contact = await root(i)
        const { notes } = await ask<ContactDetail>('GET', `/contacts/${contact}`)
        await ask('PATCH', `/contacts/${contact}`, { notes: notes ? `${notes}\n${mark}` : mark })
        oracle.notes.set(mark, oracle.groupOf(i)[0]!)
      } else if (each.do === 'consent' || each.do === 'stop') {
        const contact = await root(i)
        const at = desk.services.clock.now(desk.workspaceId)
        const entry = { contactId: contact, purpose: 'marketing' as const, state: each.do === 'stop' ? 'withdrawn' as const : 'given' as const, source: 'api' as const, at, actor: { kind: 'system' as const }, evidence: { mark } }
        const { id } = await desk.services.db.inWorkspace(desk.workspaceId, (tx) => recordConsent(tx, desk.services, desk.workspaceId, each.do === 'stop' ? entry : { ...entry, identityId: person.identity }))
        oracle.consents.set(id, each.do === 'stop' ? oracle.groupOf(i)[0]! : i)
      } else if (each.do === 'merge') {
        const [one, other] = [oracle.groupOf(i), oracle.groupOf(each.other)]
        if (one === other) continue
        await ask('POST', `/contacts/${await root(i)}/merge`, { otherId: await root(each.other), ...(each.take ? { take: ['name'] } : {}) })
        oracle.groups = [...oracle.groups.filter((group) => group !== one && group !== other), [...one, ...other]]
      } else if (each.do === 'split') {
        const group = oracle.groupOf(i)
        if (group.length < 2) continue
        const contact = await root(i)
        const { merges } = await ask<ContactJoining>('GET', `/contacts/${contact}/joining`)
        expect(merges).toHaveLength(group.length - 1)
        const before = new Map(await Promise.all(group.map(async (one) => [one, await root(one)] as const)))
        expect(new Set(before.values())).toEqual(new Set([contact]))
        const wish = each.how === 'identity' ? { identityId: person.identity } : { mergeId: merges[each.pick % merges.length]!.id } // there is one
        const { contact: stays, other: left } = await ask<{ contact: ContactDetail; other: ContactDetail }>('POST', `/contacts/${contact}/split`, wish)
        // Who went is read from the answer; that the parts are whole is checked below by everything they own.
        const gone = group.filter((one) => left.identities.some((identity) => identity.id === people[one]!.identity))
        if (each.how === 'identity') expect([...gone].sort()).toEqual(i === group[0] ? group.slice(1).toSorted() : [i])
        const rest = group.filter((one) => !gone.includes(one))
        expect(stays.identities).toHaveLength(rest.length)
        const rootOf = (part: readonly number[], id: string): number[] => { const first = part.find((one) => people[one]!.contact === id)!; return [first, ...part.filter((one) => one !== first)] } // a survivor is one of them
        oracle.groups = [...oracle.groups.filter((one) => one !== group), rootOf(rest, stays.id), rootOf(gone, left.id)]
      }
    }
    for (const group of oracle.groups) {
      const contact = await root(group[0]!)
      expect(contact).toBe(people[group[0]!]!.contact)
      expect(await texts(contact)).toEqual(oracle.of(oracle.lines, group).sort())
      const person = await ask<ContactDetail>('GET', `/contacts/${contact}`)
      expect(person.labels).toEqual(oracle.of(oracle.labels, group).sort())
      expect(person.notes.split('\n').filter(Boolean).sort()).toEqual(oracle.of(oracle.notes, group).sort())
      const consents = await desk.rows<{ consent_id: string }>('select consent_id from consent_entry where contact_id = $1', [contact])
      expect(consents.map((row) => row.consent_id).sort()).toEqual(oracle.of(oracle.consents, group).sort())
      for (const lost of group.slice(1)) expect((await ask<ContactDetail>('GET', `/contacts/${people[lost]!.contact}`)).id).toBe(contact)
      if (group.length === 1) expect(person.name).toBe(['Ana', 'Bea', 'Cleo', 'Dina'][group[0]!])
    }
  }), { numRuns: Number(process.env.RECADO_RUNS ?? 25) })
}, minutes(4))

test('what the platform says is one becomes one person with everything either had', async () => {
  const [one, other] = [await come('Eva'), await come('Fina')]
  await ask('POST', `/contacts/${other.contact}/labels`, { add: ['Regular'] })
  await desk.services.db.inWorkspace(desk.workspaceId, (tx) => tx.query(`insert into identity_permission (workspace_id, identity_id, template_external_id, left_count, updated_at) values ($1, $2, 't', 1, now()), ($1, $3, 't', 2, now())`, [desk.workspaceId, one.identity, other.identity]))
  await desk.receive(desk.wrote(newId(), 'both', { from: { keys: [{ kind: 'phone', value: one.phone }, { kind: 'phone', value: other.phone }] } }))
  await worker.look(desk.workspaceId)
  const [left] = await desk.rows<{ left_count: number }>(`select left_count from identity_permission where template_external_id = 't' and identity_id = any($1::uuid[])`, [[one.identity, other.identity]])
  expect(left).toEqual({ left_count: 3 })
  const person = await ask<ContactDetail>('GET', `/contacts/${other.contact}`)
  expect(person).toMatchObject({ id: one.contact, labels: ['Regular'], identities: [{ id: one.identity }] })
  expect(await texts(one.contact)).toEqual(['both', 'first of Eva', 'first of Fina'])
  // It stays one: there is no address that could go.
  expect((await ask<ContactJoining>('GET', `/contacts/${one.contact}/joining`)).merges).toMatchObject([{ how: 'platform', otherName: 'Fina' }])
})
