/**
 * Followers, tags, blacklist. Source: https://developers.weixin.qq.com/doc/service/guide/product/unionid.html and WxJava WxMpErrorMsgEnum.
 * No name and no picture since 2021-12-27.
 */
import type { World } from '@recado/channel-kit'
import { secondOf } from './calendar.js'
import { bodyOf, OK, wordOf, type Call, type Endpoint } from './call.js'
import { Refusal } from './refusals.js'
import { changePerson, findPerson, nextNumber, peopleOf, type Account, type Person } from './rows.js'
import { listOf, memberOf } from './wire.js'

interface Tag { id: number; name: string }

const TAGS = 100
/** "30" is characters on the page and bytes in the error text: the stricter one. */
const TAG_NAME_BYTES = 30
const TAGS_OF_ONE = 20
const TAGGED_AT_ONCE = 50
const BLACKLISTED_AT_ONCE = 20
const ASKED_AT_ONCE = 100
const PAGE = 10_000
const REMARK_CHARACTERS = 30
const UNDELETABLE_FANS = 100_000
const RESERVED = [0, 1, 2]

export const userEndpoints: Readonly<Record<string, Endpoint>> = {
  '/cgi-bin/user/info': { method: 'GET', answer: ({ world, account, query }) => info(account, mine(world, account, query.openid ?? '')) },
  '/cgi-bin/user/info/batchget': { method: 'POST', answer: ({ world, account, request }) => {
    const asked = listOf(bodyOf(request), 'user_list')
    if (asked.length === 0 || asked.length > ASKED_AT_ONCE) throw new Refusal(40032)
    return { user_info_list: asked.map((entry) => info(account, mine(world, account, wordOf(entry, 'openid')))) }
  } },
  '/cgi-bin/user/get': { method: 'GET', answer: ({ world, account, query }) => page(peopleOf(world, account.id).filter((person) => person.following), query.next_openid ?? '') },
  '/cgi-bin/user/info/updateremark': { method: 'POST', answer: ({ world, account, request }) => {
    const body = bodyOf(request)
    const person = mine(world, account, wordOf(body, 'openid'))
    if ([...wordOf(body, 'remark')].length > REMARK_CHARACTERS) throw new Refusal(40035)
    changePerson(world, person.openid, () => ({ remark: wordOf(body, 'remark') }))
    return OK
  } },
  '/cgi-bin/tags/create': { method: 'POST', answer: ({ world, account, request }) => {
    const name = tagName(world, account, memberOf(bodyOf(request), 'tag'))
    if (world.all<Tag>(`tags:${account.id}`).length >= TAGS) throw new Refusal(45056)
    const tag: Tag = { id: 99 + nextNumber(world, `tag:${account.id}`), name }
    world.put(`tags:${account.id}`, String(tag.id), tag)
    return { tag }
  } },
  '/cgi-bin/tags/get': { method: 'any', answer: ({ world, account }) => ({ tags: [{ id: 2, name: '星标组', count: 0 }, ...world.all<Tag>(`tags:${account.id}`).map((tag) => ({ ...tag, count: tagged(world, account, tag.id).length }))] }) },
  '/cgi-bin/tags/update': { method: 'POST', answer: ({ world, account, request }) => {
    const asked = memberOf(bodyOf(request), 'tag')
    const tag = tagOf(world, account, memberOf(asked, 'id'))
    world.put<Tag>(`tags:${account.id}`, String(tag.id), { ...tag, name: tagName(world, account, asked) })
    return OK
  } },
  '/cgi-bin/tags/delete': { method: 'POST', answer: ({ world, account, request }) => {
    const tag = tagOf(world, account, memberOf(memberOf(bodyOf(request), 'tag'), 'id'))
    const fans = tagged(world, account, tag.id)
    if (fans.length > UNDELETABLE_FANS) throw new Refusal(45057)
    for (const person of fans) changePerson(world, person.openid, ({ tags }) => ({ tags: tags.filter((id) => id !== tag.id) }))
    world.remove(`tags:${account.id}`, String(tag.id))
    return OK
  } },
  '/cgi-bin/tags/members/batchtagging': { method: 'POST', answer: (call) => tag(call, true) },
  '/cgi-bin/tags/members/batchuntagging': { method: 'POST', answer: (call) => tag(call, false) },
  '/cgi-bin/tags/getidlist': { method: 'POST', answer: ({ world, account, request }) => ({ tagid_list: mine(world, account, wordOf(bodyOf(request), 'openid')).tags }) },
  '/cgi-bin/user/tag/get': { method: 'POST', answer: ({ world, account, request }) => {
    const body = bodyOf(request)
    const { total: _, ...rest } = page(tagged(world, account, tagOf(world, account, body.tagid).id), wordOf(body, 'next_openid'))
    return rest
  } },
  '/cgi-bin/tags/members/batchblacklist': { method: 'POST', answer: (call) => blacklist(call, true) },
  '/cgi-bin/tags/members/batchunblacklist': { method: 'POST', answer: (call) => blacklist(call, false) },
  '/cgi-bin/tags/members/getblacklist': { method: 'POST', answer: ({ world, account, request }) => page(peopleOf(world, account.id).filter((person) => person.blacklisted), wordOf(bodyOf(request), 'begin_openid')) },
}

export function tagged(world: World, account: Account, id: number): Person[] {
  return peopleOf(world, account.id).filter((person) => person.following && person.tags.includes(id))
}

export function tagOf(world: World, account: Account, id: unknown): Tag {
  if (RESERVED.includes(Number(id))) throw new Refusal(45058)
  const row = world.get<Tag>(`tags:${account.id}`, String(id))
  if (!row) throw new Refusal(45159)
  return row
}

function mine(world: World, account: Account, openid: string): Person {
  const person = findPerson(world, openid)
  if (!person || person.account !== account.id) throw new Refusal(40003)
  return person
}

function info(account: Account, person: Person): object {
  if (!person.following) return { subscribe: 0, openid: person.openid }
  return {
    subscribe: 1, openid: person.openid, subscribe_time: secondOf(person.subscribedAt), ...(account.bound ? { unionid: person.unionid } : {}),
    remark: person.remark, groupid: person.tags[0] ?? 0, tagid_list: person.tags,
    subscribe_scene: person.subscribeScene, qr_scene: person.qrScene, qr_scene_str: person.qrSceneStr,
  }
}

function page(people: readonly Person[], after: string): { total: number; count: number; data?: { openid: string[] }; next_openid: string } {
  const openids = people.map((person) => person.openid)
  const start = after === '' ? 0 : openids.indexOf(after) + 1
  if (after !== '' && start === 0) throw new Refusal(40003)
  const openid = openids.slice(start, start + PAGE)
  return { total: openids.length, count: openid.length, ...(openid.length > 0 ? { data: { openid } } : {}), next_openid: openid.at(-1) ?? '' }
}

function tagName(world: World, account: Account, asked: unknown): string {
  const name = wordOf(asked, 'name').trim()
  if (Buffer.byteLength(name, 'utf8') > TAG_NAME_BYTES) throw new Refusal(45158)
  if (name === '' || world.all<Tag>(`tags:${account.id}`).some((row) => row.name === name)) throw new Refusal(45157)
  return name
}

function tag({ world, account, request }: Call, on: boolean): object {
  const body = bodyOf(request)
  const { id } = tagOf(world, account, body.tagid)
  const people = askedPeople(world, account, body, TAGGED_AT_ONCE)
  if (on && people.some((person) => !person.tags.includes(id) && person.tags.length >= TAGS_OF_ONE)) throw new Refusal(45059)
  for (const { openid } of people) changePerson(world, openid, ({ tags }) => ({ tags: on ? [...new Set([...tags, id])] : tags.filter((one) => one !== id) }))
  return OK
}

function blacklist({ world, account, request }: Call, on: boolean): object {
  for (const { openid } of askedPeople(world, account, bodyOf(request), BLACKLISTED_AT_ONCE)) changePerson(world, openid, () => ({ blacklisted: on }))
  return OK
}

function askedPeople(world: World, account: Account, body: Record<string, unknown>, most: number): Person[] {
  const openids = listOf(body, 'openid_list').map(String)
  if (openids.length === 0 || openids.length > most) throw new Refusal(40032)
  return openids.map((openid) => {
    const person = findPerson(world, openid)
    if (!person || person.account !== account.id) throw new Refusal(49003)
    return person
  })
}

/** A tag on everybody who follows now, as somebody puts it on in the backend. */
export function tagFollowers(world: World, account: Account, name: string): void {
  const id = 99 + nextNumber(world, `tag:${account.id}`)
  world.put<Tag>(`tags:${account.id}`, String(id), { id, name: tagName(world, account, { name }) })
  for (const person of peopleOf(world, account.id).filter((one) => one.following)) changePerson(world, person.openid, ({ tags }) => ({ tags: [...tags, id] }))
}
