/**
 * Mass messages: four per follower and calendar month, whatever path they take; the answer only means "accepted", MASSSENDJOBFINISH tells the rest.
 * Source: https://developers.weixin.qq.com/doc/service/en/guide/product/message/Batch_Sends.html
 */
import { createHash } from 'node:crypto'
import type { ScreenItem, World } from '@recado/channel-kit'
import { cardOf, draftOf, type Article } from './articles.js'
import { monthOf, secondOf } from './calendar.js'
import { bodyOf, OK, wordOf, type Call, type Endpoint } from './call.js'
import { push } from './push.js'
import { Refusal } from './refusals.js'
import { accountOf, findPerson, nextNumber, peopleOf, type Account, type Person } from './rows.js'
import { show } from './screen.js'
import { file, recipient, textOf } from './send-custom.js'
import { tagged, tagOf } from './users.js'
import { listOf, memberOf, type Field } from './wire.js'

const A_MONTH = 4
const CLIENT_ID_BYTES = 64
const REPEAT_MS = 24 * 3_600_000
const TOO_FAST_MS = 60_000
const OPENIDS_LEAST = 2
const OPENIDS_MOST = 10_000
/** How long the administrator has to tap when the API is protected. */
const ADMIN_MS = 30 * 60_000
const SPEEDS = [80, 60, 45, 30, 10]

/** One mass message. `articles` where it is some; `dataId` is what statistics call it. */
export interface Job { id: number; dataId: number; at: number; account: string; total: number; openids: string[]; reached: string[]; content: ScreenItem['content']; articles: Article[] | null; status: 'SENDING' | 'SEND_SUCCESS' | 'SEND_FAIL' | 'DELETE'; toAll: boolean }

export const massEndpoints: Readonly<Record<string, Endpoint>> = {
  '/cgi-bin/message/mass/sendall': { method: 'POST', notForTest: true, answer: sendAll },
  '/cgi-bin/message/mass/send': { method: 'POST', notForTest: true, answer: sendList },
  '/cgi-bin/message/mass/preview': { method: 'POST', answer: preview },
  '/cgi-bin/message/mass/get': { method: 'POST', answer: ({ world, account, request }) => {
    const job = jobOf(world, account, wordOf(bodyOf(request), 'msg_id'))
    return { msg_id: job.id, msg_status: job.status }
  } },
  '/cgi-bin/message/mass/delete': { method: 'POST', answer: ({ world, account, request }) => {
    const job = jobOf(world, account, wordOf(bodyOf(request), 'msg_id'))
    // Only articles and films can be taken back. What arrived stays; the page is gone.
    if ((!job.articles && job.content.kind !== 'video') || job.status === 'SENDING') throw new Refusal(40008)
    world.put('deletedPosts', String(job.dataId), { at: world.now() })
    world.put<Job>(`mass:${account.id}`, String(job.id), { ...job, status: 'DELETE' })
    return OK
  } },
  '/cgi-bin/message/mass/speed/get': { method: 'any', answer: ({ world, account }) => {
    const speed = world.get<{ speed: number }>('speeds', account.id)?.speed ?? 0
    return { speed, realspeed: SPEEDS[speed] }
  } },
  '/cgi-bin/message/mass/speed/set': { method: 'POST', answer: ({ world, account, request }) => {
    const speed = bodyOf(request).speed
    if (speed === undefined) throw new Refusal(45084)
    if (typeof speed !== 'number' || SPEEDS[speed] === undefined) throw new Refusal(45083)
    world.put('speeds', account.id, { speed })
    return OK
  } },
}

function sendAll({ world, account, request }: Call): object {
  const body = bodyOf(request)
  const filter = memberOf(body, 'filter')
  const toAll = memberOf(filter, 'is_to_all') === true
  const audience = toAll ? peopleOf(world, account.id).filter((person) => person.following) : tagged(world, account, tagOf(world, account, memberOf(filter, 'tag_id')).id)
  return accept(world, account, body, audience, toAll)
}

function sendList({ world, account, request }: Call): object {
  const body = bodyOf(request)
  const openids = listOf(body, 'touser').map(String)
  if (openids.length < OPENIDS_LEAST || openids.length > OPENIDS_MOST) throw new Refusal(40130)
  const people = [...new Set(openids)].map((openid) => findPerson(world, openid)).filter((person) => person?.account === account.id).filter((person) => person !== undefined)
  return accept(world, account, body, people, false, openids.length)
}

function accept(world: World, account: Account, body: Record<string, unknown>, audience: readonly Person[], toAll: boolean, total = audience.length): object {
  const { content, articles } = contentOf(world, account, body)
  const clientId = clientIdOf(body, audience, content)
  const now = world.now()
  const before = world.get<{ msgId: number; at: number }>(`massIds:${account.id}`, clientId)
  if (before && now < before.at + TOO_FAST_MS) throw new Refusal(45066)
  if (before && now < before.at + REPEAT_MS) throw new Refusal(45065, {}, { msg_id: before.msgId })
  const id = enqueue(world, account, { content, articles }, audience, toAll, total)
  world.put(`massIds:${account.id}`, clientId, { msgId: id, at: now })
  return { errcode: 0, errmsg: 'send job submission success', msg_id: id, ...(articles ? { msg_data_id: dataIdOf(id) } : {}) }
}

const dataIdOf = (id: number): number => 206_227_000 + id

/** Takes it from everybody's month and starts it; by the API and from the console alike. */
function enqueue(world: World, account: Account, post: Posted, audience: readonly Person[], toAll: boolean, total = audience.length): number {
  const now = world.now()
  const month = monthOf(now)
  const toAllSent = sentIn(world, `toAll:${account.id}`, account.id, month)
  if (toAll && toAllSent >= A_MONTH) throw new Refusal(45028)
  const reached = audience.filter((person) => person.following && !person.blacklisted && !person.refuses && sentIn(world, `massReceived:${account.id}`, person.openid, month) < A_MONTH).map((person) => person.openid)
  for (const openid of reached) world.put(`massReceived:${account.id}`, openid, { month, sent: sentIn(world, `massReceived:${account.id}`, openid, month) + 1 })
  if (toAll) world.put(`toAll:${account.id}`, account.id, { month, sent: toAllSent + 1 })
  const id = 34_000 + nextNumber(world, 'mass')
  world.put<Job>(`mass:${account.id}`, String(id), { id, dataId: dataIdOf(id), at: now, account: account.id, total, openids: audience.map((person) => person.openid), reached, ...post, status: 'SENDING', toAll })
  world.schedule(now + (toAll && account.massProtection ? ADMIN_MS : 20_000), 'mass_result', { account: account.id, id })
  return id
}

/** Somebody posts to everybody by hand, in WeChat's own console: no program of ours hears of it but by the event at its end. */
export function postFromConsole(world: World, account: Account, text: string): void {
  enqueue(world, account, { content: { kind: 'text', text }, articles: null }, peopleOf(world, account.id).filter((person) => person.following), true)
}

/** How often the account has posted to everybody this month. */
export const postsToAll = (world: World, account: Account): number => sentIn(world, `toAll:${account.id}`, account.id, monthOf(world.now()))

/** The end of a job: the posts appear, then MASSSENDJOBFINISH with the counts. */
export async function finishMass(world: World, data: Record<string, unknown>): Promise<void> {
  const account = accountOf(world, String(data.account))
  const job = world.get<Job>(`mass:${account.id}`, String(data.id))
  if (!job || job.status !== 'SENDING') return
  const status = account.massVerdict ?? (job.toAll && account.massProtection ? 'err(40002)' : job.reached.length === 0 && job.total > 0 ? 'send fail' : 'send success')
  const sent = status === 'send success' ? job.reached.filter((openid) => findPerson(world, openid)?.following) : []
  for (const openid of sent) show(world, openid, { from: 'business', ...(job.articles ? cardOf(job.articles, { openid, dataId: String(job.dataId) }) : { content: job.content }) })
  world.put<Job>(`mass:${account.id}`, String(job.id), { ...job, status: status === 'send success' ? 'SEND_SUCCESS' : 'SEND_FAIL' })
  if (world.faulted('withhold_reports', account.appId)) return
  const links: Field[] = (job.articles ?? []).map(({ url }, n) => ['item', [['ArticleIdx', n + 1], ['ArticleUrl', url]]])
  const fields: Field[] = [
    ['ToUserName', account.id], ['FromUserName', job.openids[0] ?? account.id], ['CreateTime', secondOf(world.now())], ['MsgType', 'event'], ['Event', 'MASSSENDJOBFINISH'],
    ['MsgID', job.id], ['Status', status], ['TotalCount', job.total], ['FilterCount', job.reached.length], ['SentCount', sent.length], ['ErrorCount', job.reached.length - sent.length],
    ['CopyrightCheckResult', [['Count', 0], ['ResultList', []], ['CheckState', 1]]], ['ArticleUrlResult', [['Count', links.length], ['ResultList', links]]],
  ]
  await push(world, account, job.openids[0] ?? account.id, fields, { inChat: false })
}

function preview({ world, account, request }: Call): object {
  const body = bodyOf(request)
  const person = recipient(world, account, wordOf(body, 'touser'))
  const { content, articles } = contentOf(world, account, body)
  show(world, person.openid, { from: 'business', ...(articles ? cardOf(articles) : { content }) })
  return { errcode: 0, errmsg: 'preview success', msg_id: 34_000 + nextNumber(world, 'mass') }
}

interface Posted { content: ScreenItem['content']; articles: Article[] | null }

function contentOf(world: World, account: Account, body: Record<string, unknown>): Posted {
  const type = wordOf(body, 'msgtype')
  if (type === 'mpnews') {
    const { articles } = draftOf(world, account, wordOf(body.mpnews, 'media_id'))
    return { content: cardOf(articles).content, articles }
  }
  return { content: plainContent(world, account, type, body), articles: null }
}

function plainContent(world: World, account: Account, type: string, body: Record<string, unknown>): ScreenItem['content'] {
  if (type === 'text') return textOf(body.text)
  if (type === 'voice') return file(world, account, 'voice', body.voice)
  if (type === 'mpvideo') return file(world, account, 'video', body.mpvideo)
  if (type === 'image') {
    const [first] = listOf(body.images, 'media_ids')
    return file(world, account, 'image', { media_id: first ?? wordOf(body.image, 'media_id') })
  }
  throw new Refusal(40008)
}

/** The caller's own id, or a digest of audience and content. */
function clientIdOf(body: Record<string, unknown>, audience: readonly Person[], content: ScreenItem['content']): string {
  const named = wordOf(body, 'clientmsgid')
  if (Buffer.byteLength(named, 'utf8') > CLIENT_ID_BYTES) throw new Refusal(45067)
  return named || createHash('md5').update(JSON.stringify([body.filter ?? null, audience.map((person) => person.openid), content])).digest('hex')
}

function sentIn(world: World, collection: string, id: string, month: string): number {
  const row = world.get<{ month: string; sent: number }>(collection, id)
  return row?.month === month ? row.sent : 0
}

function jobOf(world: World, account: Account, id: string): Job {
  const job = world.get<Job>(`mass:${account.id}`, id)
  if (!job) throw new Refusal(40035)
  return job
}
