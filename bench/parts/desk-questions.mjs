import { apiClient } from '../../tools/product/client.mjs'
import { OWNER } from '../../tools/product/start.mjs'
import { COLLEAGUES } from '../load/company.mjs'

const LIST_MS = 10
const SEARCH_MS = 50
const RUNS = 200
const SEARCH_RUNS = 60
export const WARM_UP = 15

/** Who asks: `all` the owner, `inboxes` an agent of three inboxes, `own` one who sees her own and her team's. @typedef {'all' | 'inboxes' | 'own'} Who */
/** `within`: does the measuring, with what only this question needs there and away afterwards. */
/** @typedef {{ name: string, who: Who, goal: number, runs: number, path: (i: number) => string, within?: <T>(run: () => Promise<T>) => Promise<T> }} Question */

/** People's sessions: views of one's own are theirs. @returns {Promise<Record<Who, string>>} */
export async function signIn(url) {
  const cookie = async (email) => {
    const answer = await fetch(`${url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json', origin: url }, body: JSON.stringify({ ...OWNER, email }) })
    if (!answer.ok) throw new Error(`signing in ${email}: ${answer.status} ${await answer.text()}`)
    return answer.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ')
  }
  return { all: await cookie(OWNER.email), inboxes: await cookie(COLLEAGUES.inboxes), own: await cookie(COLLEAGUES.own) }
}

/** @returns {Promise<Question[]>} */
export async function questionsOf(url, client, { workspaceId, inboxes, agents, teams }) {
  const api = apiClient(() => url)
  const question = (who, name, path) => ({ name: who === 'all' ? name : `${name} (${who})`, who, goal: LIST_MS, runs: RUNS, path })
  const list = (name, query, who = 'all') => question(who, name, () => `/api/v1/conversations?limit=50&${query}`)
  const ask = (name, ...lines) => ({ name: `search: ${name}`, who: /** @type {const} */ ('all'), goal: SEARCH_MS, runs: SEARCH_RUNS, path: (i) => `/api/v1/search?limit=30&q=${encodeURIComponent(lines[i % lines.length])}` })
  const askAs = (who, name, ...lines) => ({ ...ask(`${name} (${who})`, ...lines), who })
  const page = await deepPage(api)
  const ids = (await client.query('select conversation_id as id from conversation where workspace_id = $1 order by md5(conversation_id::text) limit 500', [workspaceId])).rows.map((row) => row.id)
  const busy = (await client.query(`select word from search_word where workspace_id = $1 and word like 'p1%' order by md5(word) limit 80`, [workspaceId])).rows.map((row) => row.word)
  const middle = (await client.query(`select word from search_word where workspace_id = $1 and word ~ '^[a-z]{5,}$' order by abs(n - (select max(n) from search_word where workspace_id = $1 and word ~ '^[a-z]') / 300) limit 20`, [workspaceId])).rows.map((row) => row.word)
  const filters = {
    'nested conditions': { all: [
      { field: 'status', op: 'in', value: ['open', 'pending'] }, { any: [{ field: 'labels', op: 'any', value: ['label 1', 'label 7'] }, { all: [{ field: 'waiting', op: 'is', value: true }, { field: 'window', op: 'in', value: ['open'] }] }] },
      { not: { field: 'inbox', op: 'in', value: [inboxes[3]] } },
    ] },
    'rare label in a tree': { all: [{ field: 'labels', op: 'any', value: ['label 77'] }, { field: 'channel', op: 'in', value: ['whatsapp'] }] },
    'one colleague, rare label': { all: [{ field: 'assignee', op: 'in', value: [agents[7]] }, { field: 'labels', op: 'any', value: ['label 78'] }] },
    'few by language and country': { all: [{ field: 'country', op: 'in', value: ['CN'] }, { field: 'language', op: 'in', value: ['zh'] }, { field: 'failed', op: 'is', value: false }, { field: 'priority', op: 'in', value: ['none', 'high'] }, { field: 'unread', op: 'is', value: true }] },
    'priority that nobody has': { all: [{ field: 'priority', op: 'in', value: ['low'] }, { field: 'status', op: 'in', value: ['open', 'pending'] }] },
    'attribute that nobody has': { all: [{ field: 'attribute', key: 'plan', op: 'is', value: 'gold' }] },
  }
  // A shared view is counted for everybody: each is there while it is measured.
  const saved = (name, who = /** @type {Who} */ ('all')) => {
    let id = ''
    const within = async (run) => {
      id = (await api.want('POST', '/api/v1/views', { name: `Bench ${name}`, scope: 'all', sort: 'newest', filter: filters[name] })).id
      try { return await run() } finally { await api.want('DELETE', `/api/v1/views/${id}`) }
    }
    return { ...question(who, `saved view, ${name}`, () => `/api/v1/conversations?limit=50&view=${id}`), within }
  }
  const views = ['mine', 'my_teams', 'unassigned', 'mentions', 'participating', 'drafts', 'failed', 'snoozed', 'resolved']
  return [
    list('list, open, newest', 'view=all&status=open&sort=newest'), list('list, open, page 20', `view=all&status=open&sort=newest&cursor=${page}`), list('list, resolved, newest', 'view=all&status=resolved&sort=newest'),
    ...views.map((name) => list(`view ${name}`, `view=${name}`)),
    list('view all, longest waiting', 'view=all&status=open&sort=waiting'), list('view waiting', 'view=waiting&sort=waiting'), list('view closing_soon', 'view=closing_soon&sort=closing'),
    ...['mine', 'my_teams', 'unassigned', 'resolved', 'all'].flatMap((name) => ['waiting', 'closing', 'priority'].filter((sort) => name !== 'all' || sort !== 'waiting').map((sort) => list(`view ${name}, ${sort}`, `view=${name}&sort=${sort}${name === 'all' ? '&status=open' : ''}`))),
    ...(/** @type {const} */ (['inboxes', 'own'])).flatMap((who) => ['all&status=open', 'mine', 'unassigned', 'failed', 'resolved', 'waiting&sort=waiting', 'closing_soon&sort=closing', 'all&status=open&sort=priority'].map((query) => list(`view ${query.replace('&status=open', '').replace('&sort=', ', ')}`, `view=${query}`, who))),
    list('filter, inbox', `view=all&status=open&inbox=${inboxes[2]}`), list('filter, channel', 'view=all&status=open&channel=whatsapp'), list('filter, colleague', `view=all&status=open&assignee=${agents[7]}`), list('filter, team', `view=all&status=open&team=${teams[1]}`),
    list('filter, frequent label', `view=all&status=open&label=${encodeURIComponent('label 1')}`), list('filter, rare label', `view=all&status=open&label=${encodeURIComponent('label 77')}`), list('filter, rare label, resolved', `view=all&status=resolved&label=${encodeURIComponent('label 77')}`),
    list('filter, rare label, inbox', `view=all&status=open&inbox=${inboxes[2]}&label=${encodeURIComponent('label 77')}`), list('filter, rare label, longest waiting', `view=all&status=open&sort=waiting&label=${encodeURIComponent('label 77')}`),
    ...Object.keys(filters).map((name) => saved(name)), saved('nested conditions', 'inboxes'),
    { ...saved('nested conditions'), name: 'counts beside a saved view', path: () => '/api/v1/counts' },
    ...(/** @type {const} */ (['all', 'inboxes', 'own'])).map((who) => question(who, 'counts', () => '/api/v1/counts')),
    question('all', 'wallboard', () => '/api/v1/wallboard'), question('all', 'wallboard of a team', () => `/api/v1/wallboard?team=${teams[1]}`), question('all', 'notices', () => '/api/v1/notices'),
    question('all', 'open a conversation', (i) => `/api/v1/conversations/${ids[i % ids.length]}`), question('all', 'its newest 40 messages', (i) => `/api/v1/conversations/${ids[i % ids.length]}/messages?limit=40`),
    ask('common word', 'gracias ', 'thanks ', 'invoice ', 'pedido '), ask('two common words', 'canción devolución ', 'order invoice '), ask('three common words', 'camión factura garantía ', 'refund warranty parcel '), ask('word of middling frequency', ...middle.map((word) => `${word} `)),
    ask('two words seldom together', ...middle.slice(0, 10).map((word, i) => `${word} ${middle[middle.length - 1 - i]} `)), ask('a number said once', ...busy.map((word) => `${word} `)), ask('Chinese', '订单', '退款', '微信红包'), ask('beginning of a word', 'fact', 'gra', 'war', 'cam'), ask('phrase', '"por favor"', '"would like"'),
    ask('word and conditions on the thread', 'gracias is:open assignee:me', 'factura label:"label 77"', 'thanks inbox:"Inbox 3" is:unread'), ask('word and what the message has', 'gracias in:note', 'pedido from:me'), ask('conditions alone', 'is:unread label:"label 1"', 'assignee:me is:open'), ask('a span of time', 'gracias before:last month', 'on:yesterday factura'), ask('nothing to be found', 'zzyzx qwerty '), ask('a person', 'garcía', 'íñigo muñoz', '李'), ask('a part of a number', '0012345', '610000'),
    ...(/** @type {const} */ (['inboxes', 'own'])).flatMap((who) => [askAs(who, 'common word', 'gracias ', 'thanks '), askAs(who, 'word of middling frequency', ...middle.map((word) => `${word} `))]),
  ]
}

/** The cursor of the twentieth page, or of the last before it. */
async function deepPage(api) {
  let cursor = ''
  for (let i = 0; i < 19; i++) {
    const { next } = await api.want('GET', `/api/v1/conversations?view=all&status=open&sort=newest&limit=50${cursor && `&cursor=${cursor}`}`)
    if (!next) break
    cursor = encodeURIComponent(next)
  }
  return cursor
}
