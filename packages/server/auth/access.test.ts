/**
 * Who gets where: every route that is served, asked by everybody. What comes out stands in access-table.txt, which a person reads when it
 * changes; a route that is not in it fails, and so does one that answers otherwise than permissions.ts and reach.ts say.
 */
import type { Role } from '@recado/api'
import { newId } from '@recado/db'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoRoutes } from '../routes/demo.js'
import { deskRoutes } from '../routes/desk.js'
import { makeSimulatorHost } from '../simulator/host.js'
import { simulatorControlRoutes } from '../simulator/routes.js'
import { makeHarness, type Harness, type Person } from '../testing/harness.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'
import type { ServedRoute } from '../http/app.js'
import { choiceOf, isPermission, may, type Permission, permissions, reachOfRole, SCOPES } from './permissions.js'
import { type Sighted, sightOf } from './sight.js'

let h: Harness
let stranger: Person
/** Rows of the company's workspace, by the word in the address that they stand for. */
const ids: Record<string, string> = {}
/** A thread of the askers' own inbox and team with all that hangs on it, and one of an inbox and a team where none of them is. */
const ours: Partial<Record<Sighted, string>> = {}
const theirs: Partial<Record<Sighted, string>> = {}
const unknown = '018f0000-0000-7000-8000-000000000000'

/** Everybody who asks. The two custom roles see their own: one may nothing, the other all that a role of a company's own can have. */
const ROLES = ['owner', 'admin', 'supervisor', 'agent', 'restricted_agent', 'marketer', 'privacy_officer', 'viewer', 'custom-none', 'custom-all'] as const
type Who = (typeof ROLES)[number]
const people = {} as Record<Who, Person>
const tokens: { scope: string; secret: string }[] = []
const everything = (Object.keys(permissions) as Permission[]).filter((name) => choiceOf(name) === 'choice')
const asker = (who: Who) => ({ kind: 'user' as const, role: (who.startsWith('custom') ? 'custom' : who) as Role, scopes: null, permissions: who === 'custom-all' ? everything : [] })
const seesAll = (who: Who): boolean => reachOfRole(asker(who).role) === 'all'

beforeAll(async () => {
  h = await makeHarness({
    channels: [madeUpLoaded], config: { simulator: true },
    routes: [...deskRoutes, async (app, deps) => {
      const host = makeSimulatorHost(deps.services)
      await demoRoutes(host)(app, deps)
      await simulatorControlRoutes(host, [])(app, deps)
    }],
  })
  const team = (await h.request('POST', '/api/v1/teams', { name: 'Ours' })).json().id
  const far = { team: (await h.request('POST', '/api/v1/teams', { name: 'Theirs' })).json().id, inbox: (await h.request('POST', '/api/v1/inboxes', { name: 'Theirs', everybody: false })).json().id }
  for (const who of ROLES) people[who] = who === 'owner' ? h.owner : await h.addPerson(who.startsWith('custom') ? 'agent' : (who as Role))
  for (const who of ['custom-none', 'custom-all'] as const) {
    const role = (await h.request('POST', '/api/v1/roles', { name: who, permissions: who === 'custom-all' ? everything : [], reach: 'own' })).json().id
    await h.request('PATCH', `/api/v1/members/${people[who].userId}`, { role: 'custom', roleId: role })
  }
  await h.request('PATCH', `/api/v1/teams/${team}`, { memberIds: Object.values(people).map((person) => person.userId) })
  for (const scope of ['', ...SCOPES, 'all']) tokens.push({ scope, secret: await h.addToken(scope ? [scope] : []) })
  ids.teams = team
  ids.inboxes = h.inboxId
  ids.invitations = (await h.request('POST', '/api/v1/invitations', { email: 'invited@example.org', role: 'agent' })).json().invitation.id
  ids.roles = (await h.request('GET', '/api/v1/roles')).json().items.at(-1).id
  stranger = (await h.addWorkspace('Another company')).owner
  const account = (await h.request('POST', '/api/v1/channel-accounts', { channel: 'made-up', name: 'Shop', settings: { accountId: 'acc', secret: 'a shared secret' } })).json()
  const said = ['Clara', 'Lejana'].map((name, i) => ({ type: 'message', key: `k${i}`, account: 'acc', at: h.wall.now, from: { keys: [{ kind: 'phone', value: `3460000000${i}` }], profile: { name } }, externalId: `m${i}`, content: { kind: 'text', text: 'Hola' }, acts: ['message'] }))
  await h.app.inject({ method: 'POST', url: new URL(account.webhookUrl).pathname, headers: { 'x-secret': 'a shared secret' }, payload: JSON.stringify(said) })
  await h.services.health(h.workspaceId, { kind: 'quarantine', subject: account.id, severity: 'critical', data: { accountId: account.id } })
  await h.services.db.inWorkspace(h.workspaceId, async (tx) => {
    const one = async (sql: string): Promise<string> => (await tx.query<{ id: string }>(sql))[0]!.id // seeded above
    ids['channel-accounts'] = account.id
    for (const [row, name] of [[ours, 'Clara'], [theirs, 'Lejana']] as const) {
      row.contact = await one(`select contact_id as id from contact where name = '${name}'`)
      row.conversation = await one(`select conversation_id as id from conversation where contact_id = '${row.contact}'`)
      row.message = await one(`select message_id as id from message where conversation_id = '${row.conversation}'`)
      row.media = newId()
      await tx.query(`insert into media (workspace_id, media_id, conversation_id, state, sha256, mime, width, height, created_at) values ($1, $2, $3, 'ready', '\\x00', 'video/mp4', 4, 4, now())`, [h.workspaceId, row.media, row.conversation])
    }
    await tx.query('update conversation set team_id = $1 where conversation_id = $2', [team, ours.conversation])
    await tx.query('update conversation set team_id = $1, inbox_id = $2 where conversation_id = $3', [far.team, far.inbox, theirs.conversation])
    Object.assign(ids, { conversations: ours.conversation, messages: ours.message, contacts: ours.contact, media: ours.media })
    ids['health-items'] = await one('select health_item_id as id from health_item')
    ids['raw-requests'] = newId()
    await tx.query(`insert into raw_request (workspace_id, raw_request_id, account_id, reason, state, received_at, event) values ($1, $2, $3, 'not_storable', 'quarantine', now(), '{"type":"message"}')`, [h.workspaceId, ids['raw-requests'], account.id])
    ids.macros = newId()
    await tx.query(`insert into macro (workspace_id, macro_id, name, body, created_at, updated_at) values ($1, $2, 'Done', '{"savedReplyId":null,"actions":{"priority":"high"},"templates":[]}', now(), now())`, [h.workspaceId, ids.macros])
    ids['consent-keywords'] = newId()
    await tx.query(`insert into consent_keyword (workspace_id, keyword_id, words, wording, created_at, updated_at) values ($1, $2, '{OFFERS}', '{"en":"x"}', now(), now())`, [h.workspaceId, ids['consent-keywords']])
    ids.forgetting = newId()
    await tx.query(`insert into forgetting (workspace_id, forgetting_id, contact_id, account_id, cause, how, asked_at, due_at) values ($1, $2, $3, $4, 'left', 'erase', now(), now() + interval '9 days')`, [h.workspaceId, ids.forgetting, theirs.contact, account.id])
    ids['person-copies'] = newId()
    await tx.query(`insert into person_copy (workspace_id, person_copy_id, contact_id, state, created_by, created_at, expires_at) values ($1, $2, $3, 'waiting', '{}', now(), now() + interval '9 years')`, [h.workspaceId, ids['person-copies'], ours.contact])
    ids['contact-imports'] = newId()
    await tx.query(`insert into contact_import (workspace_id, contact_import_id, purpose, name, bytes, state, found, created_by, created_at) values ($1, $2, 'contacts', 'a.csv', 1, 'waiting', '{"format":"csv","encoding":"utf-8","delimiter":",","columns":[],"rows":0}', '{}', now())`, [h.workspaceId, ids['contact-imports']])
    ids.exports = newId()
    await tx.query(`insert into list_export (workspace_id, list_export_id, kind, format, seen_by, language, state, created_by, created_at) values ($1, $2, 'contacts', 'csv', '{}', 'en', 'waiting', '{}', now())`, [h.workspaceId, ids.exports])
    ids.backups = newId()
    await h.services.db.asSystem((system) => system.query(`insert into backup_run (backup_run_id, kind, cause, state) values ($1, 'full', 'person', 'done')`, [ids.backups]))
    ids.templates = newId()
    await tx.query(`insert into template (workspace_id, template_id, account_id, external_id, name, language, category, status, preview, parameters, components, updated_at) values ($1, $2, $3, 't1', 'ours', 'es', 'UTILITY', 'approved', '{"body":"x"}', '[]', '[]', now())`, [h.workspaceId, ids.templates, account.id])
    ids['template-drafts'] = newId()
    await tx.query(`insert into template_draft (workspace_id, template_draft_id, account_id, draft, created_at, updated_at) values ($1, $2, $3, '{"name":"ours","language":"es","category":"utility","body":"x","examples":{}}', now(), now())`, [h.workspaceId, ids['template-drafts'], account.id])
    ids.posts = newId()
    ids['post-accounts'] = ids['channel-accounts']!
    await tx.query(`insert into post (workspace_id, post_id, account_id, name, content, audience, created_by, created_at, updated_at) values ($1, $2, $3, 'Ours', '{"kind":"text","text":"x"}', '{"to":"all"}', '{}', now(), now())`, [h.workspaceId, ids.posts, ids['channel-accounts']])
    ids['saved-replies'] = newId()
    await tx.query(`insert into saved_reply (workspace_id, saved_reply_id, shortcut, title, text, created_at, updated_at) values ($1, $2, 'hi', 'Hi', 'Hi', now(), now())`, [h.workspaceId, ids['saved-replies']])
  })
  ids.members = people.agent.userId
  ids.tokens = (await h.request('GET', '/api/v1/tokens')).json().items[0].id
  ids['webhook-endpoints'] = (await h.request('POST', '/api/v1/webhook-endpoints', { url: 'https://shop.example/hooks', events: ['*'] })).json().id
  ids.bridges = (await h.request('POST', '/api/v1/bridges', { kind: 'hubspot', name: 'Ours', secret: 'a secret of ours', settings: { clientId: 'x' } })).json().id
  ids['consent-categories'] = (await h.request('POST', '/api/v1/consent-categories', { names: { es: 'Novedades' } })).json().id
  ids['contact-attributes'] = (await h.request('POST', '/api/v1/contact-attributes', { name: 'Ours', type: 'text' })).json().id
  ids['contact-stages'] = (await h.request('POST', '/api/v1/contact-stages', { name: 'Ours' })).json().id
  ids.campaigns = (await h.request('POST', '/api/v1/campaigns', { name: 'Autumn' })).json().id
  ids.segments = (await h.request('POST', '/api/v1/segments', { name: 'Ours', filter: { all: [] } })).json().id
  ids.lists = (await h.request('POST', '/api/v1/lists', { name: 'Ours' })).json().id
  ids.companies = (await h.request('POST', '/api/v1/companies', { name: 'Ours' })).json().id
  ids.labels = (await h.request('POST', '/api/v1/labels', { name: 'Ours' })).json().id
  ids.views = (await h.request('POST', '/api/v1/views', { name: 'Ours', scope: 'mine', filter: null })).json().id ?? unknown
  ids['opt-in-forms'] = (await h.request('POST', '/api/v1/opt-in-forms', { name: 'Ours' })).json().id
  ids.budgets = (await h.request('PUT', '/api/v1/budgets', { scope: 'workspace', amount: '1', currency: 'USD' })).json().id
  ids['rate-cards'] = (await h.request('POST', '/api/v1/rate-cards', { channel: h.services.channels.all().find((one) => one.declaration.rules.price)!.declaration.id, name: 'Ours', fileName: 'ours.csv', currency: 'USD', effectiveOn: '2026-01-01', text: 'Market,Utility\nSpain,0.02\n' })).json().id
  ids.channels = 'made-up'
  ids.customers = unknown
})
afterAll(() => h.close())

/** Bodies with which a route gets as far as looking for the row: ids in them are the company's, so a stranger names nothing of her own. */
const bodies = (): Record<string, unknown> => ({
  'PATCH /api/v1/members/:id': { active: true },
  'POST /api/v1/invitations/:id/send-again': {},
  'PATCH /api/v1/teams/:id': { name: 'Taken over' },
  'PATCH /api/v1/inboxes/:id': { name: 'Taken over' },
  'PUT /api/v1/roles/:id': { name: 'Taken over', permissions: [], reach: 'own' },
  'PUT /api/v1/channel-accounts/:id/inbox': { inboxId: unknown, conversations: 'stay' },
  'PATCH /api/v1/channel-accounts/:id': { name: 'Taken over' },
  ...Object.fromEntries(['inboxes', 'teams'].flatMap((of) => [
    [`PUT /api/v1/${of}/:id/hours`, { timeZone: 'UTC', week: [[], [], [], [], [], [], []], dates: [] }],
    [`POST /api/v1/${of}/:id/automatic-replies`, { name: 'Taken over', trigger: { kind: 'away' }, variants: [] }],
    [`PUT /api/v1/${of}/:id/automatic-replies/order`, { ids: [] }],
  ])),
  'PUT /api/v1/members/:id/availability': { state: 'away' },
  'PUT /api/v1/members/:id/work': { languages: [], skills: [], capacity: 5, channelLimits: {}, timetable: null },
  'PUT /api/v1/inboxes/:id/assignment': { enabled: false, rules: [], teamToMember: false, whenOff: 'stay', offAfterMinutes: null },
  'POST /api/v1/restore-hold/:kind': { decision: 'release' },
  'POST /api/v1/labels/:id/merge': { intoId: newId() },
  'PATCH /api/v1/messages/:id': { text: 'Taken over' },
  'POST /api/v1/messages/:id/question': { answer: 'no' },
  'PATCH /api/v1/consent-keywords/:id': { enabled: false },
  'POST /api/v1/conversations/:id/follow': { following: true },
  'PUT /api/v1/channel-accounts/:id/hours': { timeZone: 'UTC', week: [[], [], [], [], [], [], []], dates: [] },
  'POST /api/v1/channel-accounts/:id/automatic-replies': { name: 'Taken over', trigger: { kind: 'away' }, variants: [] },
  'PUT /api/v1/channel-accounts/:id/automatic-replies/order': { ids: [] },
  'PUT /api/v1/channel-accounts/:id/automatic-replies/settings': { quietMinutes: 1 },
  'PUT /api/v1/channel-accounts/:id/profile': { values: {} },
  'PUT /api/v1/channel-accounts/:id/openers': { openers: { sets: [{ audience: null }] } },
  'POST /api/v1/channel-accounts/:id/entry-points': { kind: 'link', name: 'Taken over' },
  'POST /api/v1/conversations/:id/assign': { userId: null },
  'POST /api/v1/conversations/:id/status': { status: 'resolved' },
  'POST /api/v1/conversations/:id/labels': { add: ['taken'] },
  'POST /api/v1/conversations/:id/priority': { priority: 'high' },
  'POST /api/v1/conversations/:id/typing': { state: 'on', mode: 'reply' },
  'POST /api/v1/macros/:id/preview': { conversationId: ids.conversations }, 'POST /api/v1/macros/:id/run': { conversationId: ids.conversations, clientId: 'x' }, 'POST /api/v1/macros/:id/run-many': { ids: [], clientId: 'x' },
  'POST /api/v1/conversations/:id/messages': { clientId: 'from-outside', content: { kind: 'text', text: 'x' } },
  'POST /api/v1/conversations/:id/notes': { text: 'x' },
  'POST /api/v1/conversations/:id/verdict': { contentKind: 'text' },
  'PUT /api/v1/conversations/:id/draft': { mode: 'reply', text: 'x', attachments: [] },
  'POST /api/v1/messages/:id/resolve-unknown': { sent: true },
  'PATCH /api/v1/contacts/:id': { name: 'Taken over' },
  'PATCH /api/v1/opt-in-forms/:id': { name: 'Taken over' },
  'PATCH /api/v1/posts/:id': { name: 'Taken over' }, 'POST /api/v1/posts/:id/preview': { contactId: ids.contacts }, 'POST /api/v1/posts/:id/schedule': {}, 'POST /api/v1/posts/:id/whom': { toAll: true },
  'PATCH /api/v1/contact-attributes/:id': { name: 'Taken over' }, 'PATCH /api/v1/contact-stages/:id': { name: 'Taken over' }, 'PATCH /api/v1/companies/:id': { name: 'Taken over' }, 'POST /api/v1/companies/:id/merge': { otherId: unknown },
  'PUT /api/v1/contact-imports/:id/mapping': { columns: [], headings: true, existing: 'skip' },
  'POST /api/v1/contacts/:id/files': { mediaId: unknown },
  'POST /api/v1/conversations/:id/scheduled-messages': { clientId: 'later', content: { kind: 'text', text: 'x' }, sendAt: '2126-01-01T00:00:00Z' }, 'PATCH /api/v1/conversations/:id/scheduled-messages/:scheduledId': { sendAt: '2126-01-01T00:00:00Z' },
  'POST /api/v1/contacts/:id/notes': { text: 'hers' }, 'PATCH /api/v1/contacts/:id/notes/:noteId': { text: 'ours' },
  'POST /api/v1/contacts/:id/merge': { otherId: newId() },
  'POST /api/v1/contacts/:id/split': { identityId: unknown },
  'POST /api/v1/contacts/:id/merge-preview': { otherId: newId() }, 'POST /api/v1/contacts/:id/not-same': { otherId: newId() },
  'POST /api/v1/campaigns': { name: 'Another' }, 'PATCH /api/v1/campaigns/:id': { name: 'Winter' }, 'POST /api/v1/campaigns/:id/duplicate': {}, 'POST /api/v1/campaigns/:id/approve': {}, 'POST /api/v1/campaigns/:id/reject': {}, 'POST /api/v1/campaigns/:id/test': { contactIds: [ids.contacts] }, 'POST /api/v1/campaigns/:id/adjust': { settings: { perSecond: 1 } }, 'POST /api/v1/campaigns/:id/winner': { variant: 'a' },
  'POST /api/v1/segments': { name: 'Another', filter: { all: [] } }, 'POST /api/v1/segments/preview': { filter: { all: [] } }, 'POST /api/v1/segments/preview/people': { filter: { all: [] } }, 'POST /api/v1/lists': { name: 'Another' }, 'POST /api/v1/lists/:id/members': { addresses: 'nobody' }, 'POST /api/v1/lists/:id/members/remove': { contactIds: [ids.contacts] },
  'POST /api/v1/segments/preview/person': { contactId: ids.contacts, spec: { include: { segmentIds: [], listIds: [] }, exclude: { segmentIds: [], listIds: [] }, purpose: 'marketing', category: null, routes: [], choose: 'first', cap: null } },
  'POST /api/v1/contacts/:id/link-codes': { channelAccountId: ids['channel-accounts'] }, 'POST /api/v1/contacts/:id/link-codes/:codeId/send': { conversationId: ids.conversations, clientId: 'x' },
  'PUT /api/v1/templates/:id': { draft: { name: 'ours', language: 'es', category: 'utility', body: 'Taken over', examples: {} } }, 'PUT /api/v1/template-drafts/:id': { draft: { name: 'ours', language: 'es', category: 'utility', body: 'Taken over', examples: {} } },
  'POST /api/v1/templates/:id/duplicate': { name: 'copy' }, 'POST /api/v1/template-drafts/:id/submit': {}, 'POST /api/v1/channel-accounts/:id/template-number': { number: 'TM1', lines: [] },
  'POST /api/v1/channel-accounts/:id/template-library': { entry: '1', lines: ['1', '2'], purpose: 'x' },
  'PATCH /api/v1/bridges/:id': { name: 'Taken over' },
  'PATCH /api/v1/webhook-endpoints/:id': { description: 'Taken over' },
  'POST /api/v1/webhook-endpoints/:id/resend-failed': { since: '2026-01-01T00:00:00Z' },
  'PUT /api/v1/channel-accounts/:id/privacy': { leaving: { how: 'keep', days: 0 }, request: { how: 'erase', days: 0 } },
  'PATCH /api/v1/saved-replies/:id': { title: 'Taken over', shortcut: 'x', text: 'x' },
  'POST /simulator/control/customers/:customerId/act': { action: 'write' },
})

type Asking = Person | string | null

const url = (route: ServedRoute, id: (kind: string) => string): string => route.url.replaceAll(/:(\w+)/g, () => id(route.url.split('/')[3] ?? ''))

/** Asks with ids that exist in the company's workspace, as somebody would who wants the row. */
function askForRow(route: ServedRoute, as: Asking, headers: Record<string, string> = {}) {
  const body = ['POST', 'PUT', 'PATCH'].includes(route.method) ? (bodies()[`${route.method} ${route.url}`] ?? {}) : undefined
  return h.request(route.method as NonNullable<InjectOptions['method']>, url(route, (kind) => ids[kind] ?? unknown), body, as, headers)
}

/** Knocks: whoever may not is turned away before a body is read, whoever may is told that this one cannot be read. So nothing is ever done, and everybody can knock everywhere. */
async function knock(route: ServedRoute, as: Asking, id: string): Promise<string> {
  const answer = await h.app.inject({
    method: route.method as NonNullable<InjectOptions['method']>, url: url(route, (kind) => (kind === 'channels' ? 'made-up' : id)),
    headers: { host: 'localhost:3000', 'if-none-match': '"00"', ...(as === null ? {} : typeof as === 'string' ? { authorization: `Bearer ${as}` } : { cookie: as.cookie }), ...(route.method === 'GET' ? {} : { 'content-type': 'application/json' }) },
    ...(route.method === 'GET' ? {} : { payload: '{' }),
  })
  const { statusCode } = answer
  return statusCode === 401 ? 'sign in' : statusCode === 403 ? 'no' : statusCode === 404 ? 'nothing' : statusCode >= 500 ? `fault ${statusCode}` : 'yes'
}

/** Addresses where the answer depends on more than who asks: they are tried by their own tests. */
const OWN_TESTS = new Set(['/api/v1/live'])

const own = (route: ServedRoute): boolean => OWN_TESTS.has(route.url) || !isPermission(route.permission)

test('every route answers everybody as the table says', { timeout: 120_000 }, async () => {
  const lines: string[] = []
  const wrong: string[] = []
  for (const route of h.app.served) {
    const name = `${route.method} ${route.url}`
    if (OWN_TESTS.has(route.url)) { lines.push(`${name} | ${route.permission}`); continue }
    const outcomes = new Map<string, string>()
    for (const who of ROLES) outcomes.set(who, await knock(route, people[who], unknown))
    for (const { scope, secret } of tokens) outcomes.set(`token ${scope}`, await knock(route, secret, unknown))
    outcomes.set('nobody', await knock(route, null, unknown))
    const let_in = (outcome: string | undefined): boolean => outcome === 'yes' || outcome === 'nothing'
    for (const [who, outcome] of outcomes) {
      if (outcome.startsWith('fault')) wrong.push(`${name} answers ${who} with a ${outcome}`)
      if (!isPermission(route.permission)) continue
      const expected = who === 'nobody' ? 'sign in' : who.startsWith('token') ? (may({ kind: 'token', role: null, scopes: [who.slice(6)] }, route.permission) ? 'in' : 'no') : may(asker(who as Who), route.permission) ? 'in' : 'no'
      if ((let_in(outcome) ? 'in' : outcome) !== expected) wrong.push(`${name} (${route.permission}) answers ${who} with ${outcome}, not ${expected}`)
    }
    const roles = ROLES.filter((who) => let_in(outcomes.get(who)))
    const scopes = tokens.filter(({ scope }) => let_in(outcomes.get(`token ${scope}`))).map(({ scope }) => scope || 'any')
    lines.push([name, route.permission, roles.length === ROLES.length ? 'every role' : roles.join(' '), scopes.length === tokens.length ? 'any token' : scopes.length > 0 ? `token: ${scopes.join(' ')}` : 'no token', let_in(outcomes.get('nobody')) ? 'nobody too' : '', sightOf(route.url)?.kind ?? ''].join(' | '))
  }
  expect(wrong).toEqual([])
  await expect(`route | permission | roles | tokens | without signing in | only within reach\n${lines.sort().join('\n')}\n`).toMatchFileSnapshot('access-table.txt')
})

test('what lies beyond somebody’s reach is not there, on any route', { timeout: 60_000 }, async () => {
  const wrong: string[] = []
  let asked = 0
  for (const route of h.app.served) {
    const sight = sightOf(route.url)
    if (!sight || !isPermission(route.permission)) continue
    for (const who of ROLES.filter((one) => may(asker(one), route.permission as Permission))) {
      // Whoever reads no threads finds none, nor a file of theirs, wherever they lie.
      const closed = sight.kind !== 'contact' && !may(asker(who), 'conversations.read')
      for (const [where, row, expected] of [['ours', ours, closed ? 'nothing' : 'yes'], ['theirs', theirs, closed || !seesAll(who) ? 'nothing' : 'yes']] as const) {
        const outcome = await knock(route, people[who], row[sight.kind]!)
        asked++
        if (outcome !== expected) wrong.push(`${route.method} ${route.url} with ${where} answers ${who} with ${outcome}, not ${expected}`)
      }
    }
  }
  expect(wrong).toEqual([])
  expect(asked).toBeGreaterThan(200)
})

/** What is named here is the asker's own word: it makes a row of hers. */
const HER_OWN_WORD = new Set(['PUT /api/v1/contacts/by-external-id/:externalId'])

test('a row of the company is nothing to another company, on any route', { timeout: 60_000 }, async () => {
  const wrong: string[] = []
  for (const route of h.app.served) {
    if (own(route) || !route.url.includes('/:') || route.url.startsWith('/simulator/') || HER_OWN_WORD.has(`${route.method} ${route.url}`)) continue
    const { statusCode } = await askForRow(route, stranger)
    if (statusCode !== 404) wrong.push(`${route.method} ${route.url} answers ${statusCode} to another company, not 404`)
  }
  expect(wrong).toEqual([])
})

test('nothing of the company has changed by a stranger’s requests', async () => {
  expect((await h.request('GET', `/api/v1/channel-accounts/${ids['channel-accounts']}`)).json().name).toBe('Shop')
  expect((await h.request('GET', `/api/v1/contacts/${ids.contacts}`)).json().name).toBe('Clara')
  expect((await h.request('GET', `/api/v1/conversations/${ids.conversations}`)).json()).toMatchObject({ labels: [], priority: 'none', status: 'open' })
})

test('the header opens no workspace to those who are not in it', async () => {
  for (const route of h.app.served.filter((r) => isPermission(r.permission))) {
    expect([`${route.method} ${route.url}`, (await askForRow(route, stranger, { 'recado-workspace': h.workspaceId })).statusCode]).toEqual([`${route.method} ${route.url}`, 404])
  }
})

test('lists asked for by somebody else’s ids are empty', async () => {
  const queries = ['/api/v1/templates?account=@channel-accounts', '/api/v1/conversations?account=@channel-accounts', '/api/v1/conversations?q=Hola', '/api/v1/contacts?q=Clara', '/api/v1/raw-requests?account=@channel-accounts', '/api/v1/audit?subject=@channel-accounts', '/api/v1/health-items', '/api/v1/channel-accounts', '/api/v1/saved-replies']
  for (const query of queries) {
    const url = query.replace(/@([\w-]+)/, (_, kind: string) => ids[kind]!) // seeded above
    expect([query, (await h.request('GET', url, undefined, stranger)).json().items]).toEqual([query, []])
  }
})

test('each scope of a token opens what the table gives it', async () => {
  const token = await h.addToken(['notify'])
  const status = async (method: 'GET' | 'POST', url: string, as: string) => (await h.request(method, url, method === 'POST' ? {} : undefined, as)).statusCode
  expect([await status('POST', '/api/v1/messages', token), await status('GET', '/api/v1/conversations', token), await status('GET', '/api/v1/channels', token)]).toEqual([400, 403, 200])
  const refused = await h.request('GET', '/api/v1/conversations', undefined, token)
  expect(refused.json()).toMatchObject({ code: 'scope_missing', scope: 'read' })
  expect((await h.request('GET', '/api/v1/conversations', undefined, h.token)).statusCode).toBe(200)
  expect((await h.request('GET', '/api/v1/session', undefined, h.token)).statusCode).toBe(403)
})

test('denied access is written down, once a minute for the same wish', async () => {
  const agent = await h.addPerson('agent')
  for (let i = 0; i < 5; i++) await h.request('GET', '/api/v1/audit', undefined, agent)
  await expect.poll(async () => (await h.request('GET', '/api/v1/audit?action=access.denied')).json().items.filter((entry: { actor: { id: string } }) => entry.actor.id === agent.userId)).toEqual([expect.objectContaining({ subject: 'audit.read', actor: { kind: 'user', id: agent.userId, name: expect.any(String) } })])
})

test('no address changes anything by GET', async () => {
  const state = () => h.services.db.inWorkspace(h.workspaceId, async (tx) => (await tx.query<{ seq: number }>('select seq from event_head'))[0]!.seq)
  const before = await state()
  for (const route of h.app.served.filter((r) => r.method === 'GET' && !OWN_TESTS.has(r.url))) await askForRow(route, h.owner)
  expect(await state()).toBe(before)
})
