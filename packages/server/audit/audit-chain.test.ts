import { randomUUID } from 'node:crypto'
import { newId } from '@recado/db'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { audit } from '../auth/audit.js'
import { makeDesk, type Desk } from '../testing/desk.js'
import { idFrom } from './bodies.js'
import { faultLine } from './command.js'
import { exportChain, verifyLines } from './export.js'
import { readHead, verifyChain, writeHead } from './verify.js'
import { sealWorkspace } from './sealer.js'

let desk: Desk
beforeEach(async () => { desk = await makeDesk() })
afterEach(() => desk.close())

const write = (n: number): Promise<void> => desk.services.db.inWorkspace(desk.workspaceId, async (tx) => {
  for (let i = 0; i < n; i++) await audit(tx, desk.services, desk.workspaceId, { kind: 'user', id: desk.owner.userId }, { action: `test.${i}`, subject: newId(), data: { fields: ['name'], n: i } })
})

/** What somebody with the database's own key does: no trigger, no policy. */
async function tamper(sql: string, values: unknown[] = []): Promise<void> {
  const client = await desk.services.db.pool.connect()
  try {
    await client.query('set session_replication_role = replica')
    const done = await client.query(sql, values)
    if ((done.rowCount ?? 0) === 0) throw new Error(`nothing was tampered with: ${sql}`)
  } finally {
    await client.query('set session_replication_role = origin')
    client.release()
  }
}

const links = () => desk.rows<{ seq: number; entry_id: string }>('select seq, entry_id from audit_link order by seq')
const verify = (noted: Parameters<typeof verifyChain>[2] = null) => verifyChain(desk.services, desk.workspaceId, noted)

async function sealed(n = 6): Promise<{ seq: number; entry_id: string }[]> {
  await write(n)
  await sealWorkspace(desk.services, desk.workspaceId)
  return links()
}

describe('an untouched chain', () => {
  test('verifies, empty and after every sealing', async () => {
    expect(await verify()).toMatchObject({ ok: true, links: 0 })
    await sealed(3)
    await write(2)
    expect(await verify()).toMatchObject({ ok: true, links: 3 })
    await sealWorkspace(desk.services, desk.workspaceId)
    expect(await verify()).toMatchObject({ ok: true, links: 5, head: { seq: 5 } })
  })

  test('seals more than a page, once, from several nodes at a time', async () => {
    await write(1_203)
    await Promise.all([1, 2, 3].map(() => sealWorkspace(desk.services, desk.workspaceId)))
    expect((await links()).map((row) => row.seq)).toEqual(Array.from({ length: 1_203 }, (_, i) => i + 1))
    expect(await verify()).toMatchObject({ ok: true, links: 1_203 })
  })

  test('an entry whose transaction ended after newer ones were sealed still gets its link', async () => {
    const early = idFrom(Date.now() - 60_000)
    await sealed(2)
    await desk.rows(`insert into audit_entry (workspace_id, audit_entry_id, at, actor, action) values ($1, $2, $3, '{"kind":"system"}', 'late')`, [desk.workspaceId, early, new Date(desk.wall.now).toISOString()])
    await sealWorkspace(desk.services, desk.workspaceId)
    expect((await links()).at(-1)).toEqual({ seq: 3, entry_id: early })
    expect(await verify()).toMatchObject({ ok: true })
  })
})

describe('what somebody does to entries', () => {
  const COLUMNS: [string, string][] = [
    ['at', `at + interval '1 microsecond'`], ['actor', `jsonb_set(actor, '{id}', '"somebody-else"')`], ['action', `'member.added'`], ['subject', `'another'`], ['data', `'{"fields":["email"]}'`], ['data', `data || '{"n":99}'`],
  ]
  test.each(COLUMNS)('a changed %s (%s) names the entry', async (column, value) => {
    const rows = await sealed()
    await tamper(`update audit_entry set ${column} = ${value} where audit_entry_id = $1`, [rows[3]!.entry_id])
    expect((await verify()).faults).toEqual([{ kind: 'changed', seq: 4, ledger: 'audit', entryId: rows[3]!.entry_id }])
  })

  test.each([0, 2, 5])('a removed one (%i)', async (index) => {
    const rows = await sealed()
    await tamper('delete from audit_entry where audit_entry_id = $1', [rows[index]!.entry_id])
    expect((await verify()).faults).toEqual([{ kind: 'removed', seq: index + 1, ledger: 'audit', entryId: rows[index]!.entry_id }])
  })

  test('another id is a removed one', async () => {
    const rows = await sealed()
    await tamper('update audit_entry set audit_entry_id = $2 where audit_entry_id = $1', [rows[2]!.entry_id, newId()])
    expect((await verify()).faults).toEqual([{ kind: 'removed', seq: 3, ledger: 'audit', entryId: rows[2]!.entry_id }])
  })

  test('one put in with an old id has no link and gets none', async () => {
    await sealed()
    const old = idFrom(Date.now() - 3 * 24 * 3_600_000)
    await tamper(`insert into audit_entry (workspace_id, audit_entry_id, at, actor, action) values ($1, $2, now(), '{"kind":"system"}', 'never.happened')`, [desk.workspaceId, old])
    await sealWorkspace(desk.services, desk.workspaceId, 24 * 3_600_000)
    expect((await verify()).faults).toEqual([{ kind: 'inserted', seq: null, ledger: 'audit', entryId: old }])
  })

  test('one put in with a fresh id and an earlier time stands out of order', async () => {
    await sealed()
    const id = newId()
    await tamper(`insert into audit_entry (workspace_id, audit_entry_id, at, actor, action) values ($1, $2, $3, '{"kind":"system"}', 'never.happened')`, [desk.workspaceId, id, new Date(desk.wall.now - 3_600_000).toISOString()])
    await sealWorkspace(desk.services, desk.workspaceId)
    expect((await verify()).faults).toEqual([{ kind: 'inserted', seq: 7, ledger: 'audit', entryId: id }])
  })

  test('two that changed their contents with each other', async () => {
    const rows = await sealed()
    await tamper(`update audit_entry a set action = b.action, subject = b.subject, data = b.data from audit_entry b where a.audit_entry_id = any($1) and b.audit_entry_id = any($1) and a.audit_entry_id <> b.audit_entry_id`, [[rows[1]!.entry_id, rows[4]!.entry_id]])
    expect((await verify()).faults).toEqual([2, 5].map((seq) => ({ kind: 'changed', seq, ledger: 'audit', entryId: rows[seq - 1]!.entry_id })))
  })
})

describe('what somebody does to the chain', () => {
  test('a removed link, with or without its entry', async () => {
    const rows = await sealed()
    await tamper('delete from audit_link where seq = 3')
    expect((await verify()).faults).toMatchObject([{ kind: 'link_removed', seq: 3, toSeq: 3 }])
    await tamper('delete from audit_entry where audit_entry_id = $1', [rows[2]!.entry_id])
    expect((await verify()).faults).toMatchObject([{ kind: 'link_removed', seq: 3, toSeq: 3 }])
  })

  test.each([['content_hash', `sha256('x')`], ['hash', `sha256('x')`], ['seal', `sha256('x')`], ['entry_id', 'gen_random_uuid()'], ['sealed_at', `sealed_at - interval '1 microsecond'`], ['ledger', `'consent'`]])('a changed %s of a link', async (column, value) => {
    await sealed()
    await tamper(`update audit_link set ${column} = ${value} where seq = 4`)
    expect((await verify()).faults).toMatchObject([{ kind: 'link_changed', seq: 4 }])
  })

  test('two links that changed places', async () => {
    const rows = await sealed()
    await tamper('update audit_link set seq = case seq when 2 then 1005 else 1002 end where seq in (2, 5)')
    await tamper('update audit_link set seq = seq - 1000 where seq > 1000')
    expect((await verify()).faults).toEqual([
      { kind: 'reordered', seq: 2, ledger: 'audit', entryId: rows[4]!.entry_id, movedFrom: 5 }, { kind: 'reordered', seq: 5, ledger: 'audit', entryId: rows[1]!.entry_id, movedFrom: 2 },
    ])
  })

  test('a link made up without the key, however well it hashes', async () => {
    await sealed()
    await tamper('insert into audit_link select workspace_id, 7, ledger, $1, sealed_at, content_hash, hash, seal from audit_link where seq = 6', [randomUUID()])
    const { faults } = await verify()
    expect(faults).toContainEqual(expect.objectContaining({ kind: 'link_changed', seq: 7 }))
    expect(faults).toContainEqual(expect.objectContaining({ kind: 'head_changed' }))
  })

  test('an end cut off: entries and links', async () => {
    const rows = await sealed()
    await tamper('delete from audit_link where seq > 4')
    await tamper('delete from audit_entry where audit_entry_id = any($1)', [rows.slice(4).map((row) => row.entry_id)])
    expect((await verify()).faults).toEqual([{ kind: 'truncated', seq: 5, toSeq: 6, ledger: null, entryId: null }])
  })

  test('an end cut off together with the head, by the head that was noted down', async () => {
    await sealed(4)
    const [head] = await desk.rows<{ seq: number; hash: Buffer; seal: Buffer }>('select seq, hash, seal from audit_chain')
    const rows = await sealed(2)
    const noted = (await verify()).head
    await tamper('update audit_chain set seq = $1, hash = $2, seal = $3', [head!.seq, head!.hash, head!.seal])
    await tamper('delete from audit_link where seq > 4')
    await tamper('delete from audit_entry where audit_entry_id = any($1)', [rows.slice(4).map((row) => row.entry_id)])
    expect((await verify()).ok).toBe(true) // nothing inside can tell
    expect((await verify(noted)).faults).toMatchObject([{ kind: 'truncated', seq: 5, toSeq: 6 }])
    await sealed(3)
    expect((await verify(noted)).faults).toMatchObject([{ kind: 'head_mismatch', seq: 6 }])
  })

  test.each([['seq', 'seq + 1'], ['hash', `sha256('x')`], ['seal', `sha256('x')`]])('a changed %s of the head', async (column, value) => {
    await sealed()
    await tamper(`update audit_chain set ${column} = ${value}`)
    expect((await verify()).faults).toMatchObject([{ kind: 'head_changed' }])
  })

  test('no head at all', async () => {
    await sealed()
    await tamper('delete from audit_chain')
    expect((await verify()).faults).toMatchObject([{ kind: 'head_changed' }])
  })
})

test('the server itself can change and remove nothing', async () => {
  await sealed()
  for (const sql of ['update audit_entry set action = action', 'delete from audit_entry', 'update audit_link set seq = seq', 'delete from audit_link']) await expect(desk.rows(sql)).rejects.toThrow(/append-only|permission denied/)
  const client = await desk.services.db.pool.connect()
  try {
    for (const sql of ['update audit_entry set action = action', 'delete from audit_entry', 'truncate audit_link', 'delete from audit_link']) await expect(client.query(sql)).rejects.toThrow(/append-only/)
  } finally { client.release() }
})

test('a head survives being written down', () => {
  const head = { seq: 1234, hash: 'ab12'.repeat(16) }
  expect(readHead(writeHead(head))).toEqual(head)
  expect(readHead(`1234: ${'AB12 '.repeat(16)}`)).toEqual(head)
  expect(readHead('something else')).toBeNull()
})

describe('an export', () => {
  const exported = async (): Promise<string[]> => {
    const lines: string[] = []
    for await (const text of exportChain(desk.services, desk.workspaceId)) lines.push(...text.trim().split('\n'))
    return lines
  }

  test('verifies at home, with the head that was noted', async () => {
    await sealed(4)
    const { head } = await verify()
    expect(await verifyLines(await exported(), head)).toEqual({ links: 4, head, faults: [] })
  })

  test.each([
    ['a changed entry', (lines: string[]) => lines.map((line, i) => (i === 1 ? line.replace('test.1', 'test.9') : line)), [['changed', 2]]],
    ['a removed line', (lines: string[]) => lines.filter((_, i) => i !== 1), [['link_removed', 3]]],
    ['two that changed places', (lines: string[]) => [lines[0]!, lines[2]!, lines[1]!, lines[3]!], [['link_removed', 3], ['reordered', 2], ['link_removed', 4]]],
    ['an end cut off', (lines: string[]) => lines.slice(0, 3), [['truncated', 4]]],
  ])('%s is found', async (_, change, expected) => {
    await sealed(4)
    const { head } = await verify()
    expect((await verifyLines(change(await exported()), head)).faults.map((fault) => [fault.kind, fault.seq])).toEqual(expected)
  })
})

test('a fault is a sentence that names the entry', () => {
  expect(faultLine({ kind: 'changed', seq: 4, ledger: 'audit', entryId: 'abc' })).toBe('link 4  audit  abc  the entry was changed after it was sealed')
  expect(faultLine({ kind: 'truncated', seq: 5, toSeq: 9, ledger: null, entryId: null })).toBe('link 5-9  the end of the chain is missing')
})
