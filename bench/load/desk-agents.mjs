import { fork } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ask } from '../../tools/product/database.mjs'

const QUERIES = [{ view: 'all', status: 'open', sort: 'newest' }, { view: 'unassigned', sort: 'newest' }, { view: 'mine', sort: 'newest' }, { view: 'waiting', sort: 'waiting' }]

/** Agents without a screen, in a process of their own: each opens a page of a list and a conversation, and watches both. */
export async function openAgents() {
  const child = fork(fileURLToPath(new URL('./agents.mjs', import.meta.url)))
  const say = (message) => new Promise((resolve, reject) => {
    const gone = () => reject(new Error('The agents ended.'))
    child.once('exit', gone).once('message', (answer) => { child.off('exit', gone); resolve(answer) })
    child.send(message)
  })
  return {
    /**
     * @param {import('./stage.mjs').Stage} stage with conversations already
     * @param {number} count
     * @param {string[]} [conversations] those they look at, by turns
     */
    watch: async ({ product, data }, count, conversations) => say({ url: product.url, cookies: await colleagues(data.dir, count), conversations: conversations ?? await someConversations(data.dir, count), queries: QUERIES }),
    /** @returns {Promise<{ frames: number, bytes: number, lost: number }>} */
    count: () => say('count'),
    stop: () => child.kill(),
  }
}

async function someConversations(dir, count) {
  const rows = await ask(dir, 'select conversation_id as id from conversation order by conversation_id limit $1', [count])
  return rows.map((row) => row.id)
}

/** Members with a session each; returns their cookies. */
async function colleagues(dir, count) {
  const secrets = Array.from({ length: count }, () => randomBytes(32).toString('base64url'))
  await ask(dir, `with w as (select workspace_id from workspace limit 1),
    people as (insert into app_user (user_id, email, name, created_at) select gen_random_uuid(), 'live' || n || '-' || $2 || '@example.com', 'Live ' || n, now() from generate_series(1, ${count}) n returning user_id),
    members as (insert into member (workspace_id, user_id, role, created_at) select workspace_id, user_id, 'agent', now() from people, w returning user_id, workspace_id)
    insert into session (token_hash, user_id, workspace_id, expires_at) select h.hash, m.user_id, m.workspace_id, now() + interval '1 day'
    from (select *, row_number() over () as n from members) m join unnest($1::bytea[]) with ordinality h(hash, n) using (n)`, [secrets.map((secret) => createHash('sha256').update(secret, 'utf8').digest()), randomBytes(4).toString('hex')])
  // The server remembers for a moment who had no session.
  await wait(100)
  return secrets.map((secret) => `__Host-recado=${secret}`)
}
