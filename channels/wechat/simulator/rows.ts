/** What the simulated platform remembers, one collection each. Ids of accounts are original ids (gh_…), ids of people are openids. */
import { randomBytes } from 'node:crypto'
import type { World } from '@recado/channel-kit'
import type { Windows } from './ledger.js'

export interface Account {
  id: string
  name: string
  appId: string
  appSecret: string
  token: string
  encodingAesKey: string
  mode: 'plain' | 'compatible' | 'secure'
  /** Form of the pushes, chosen in the console beside the mode. */
  format: 'xml' | 'json'
  standing: 'verified' | 'unverified' | 'test'
  overseas: boolean
  /** Paths answered with 48001 although the account is verified: interfaces vary by region. */
  withheldApis: string[]
  /** Run from the official-account backend: its menu and replies are in force, and no server is asked. Developer mode is the contrary. */
  inBackend?: boolean
  /** Until when the certification holds; null = its owner renews it in time, every year. */
  certifiedUntil?: number | null
  /** The introduction on the profile page. */
  about?: string
  /** Addresses that may fetch tokens; null = the list is switched off. */
  ipAllowList: string[] | null
  /** Second reading of the reply quota: one counter over all kinds of interaction. */
  oneReplyCounter: boolean
  /** Second reading of the picture limit: the page's own note says 2 MB. */
  strictImages: boolean
  /** Bound to an Open Platform account: people have a unionid. */
  bound: boolean
  linkedMiniPrograms: string[]
  kfAccounts: string[]
  /** How the censor judges the next mass messages; null = lets them pass. */
  massVerdict: string | null
  /** Mass messages to all wait for the administrator's tap. */
  massProtection: boolean
}

export interface Person {
  openid: string
  unionid: string
  account: string
  name: string
  country: string
  language: string
  createdAt: number
  following: boolean
  /** Has unfollowed by her own hand: from then on only a follow or a scan brings her back. */
  hasLeft: boolean
  subscribedAt: number
  subscribeScene: string
  qrScene: number
  qrSceneStr: string
  remark: string
  tags: number[]
  /** The account has put her on its blacklist. */
  blacklisted: boolean
  /** She has switched "receive messages" off. */
  refuses: boolean
  online: boolean
  windows: Windows
  /** Last message either way: the typing call needs one within 30 s. */
  exchangedAt: number
  typingUntil: number
}

/** An administrator's word is looked for under the original id and under the AppID. */
export function findAccount(world: World, key: string): Account | undefined {
  return world.get<Account>('accounts', key) ?? world.all<Account>('accounts').find((account) => account.appId === key)
}

export const accountByAppId = (world: World, appId: string): Account | undefined => world.all<Account>('accounts').find((account) => account.appId === appId)

export function accountOf(world: World, key: string): Account {
  const account = findAccount(world, key)
  if (!account) throw new Error(`There is no simulated WeChat account "${key}".`)
  return account
}

export function personOf(world: World, openid: string): Person {
  const person = findPerson(world, openid)
  if (!person) throw new Error(`There is no simulated WeChat user "${openid}".`)
  return person
}

export function findPerson(world: World, openid: string): Person | undefined {
  const account = world.get<{ account: string }>('people', openid)?.account
  return account === undefined ? undefined : world.get<Person>(`people:${account}`, openid)
}

export function peopleOf(world: World, account: string): Person[] {
  return world.all<Person>(`people:${account}`)
}

export function savePerson(world: World, person: Person): void {
  world.put(`people:${person.account}`, person.openid, person)
}

/** Changes some members of a person, read afresh: calls overlap while a webhook is under way. */
export function changePerson(world: World, openid: string, change: (person: Person) => Partial<Person>): Person {
  const person = personOf(world, openid)
  const changed = { ...person, ...change(person) }
  savePerson(world, changed)
  return changed
}

/** 1, 2, 3 … under a name. */
export function nextNumber(world: World, name: string): number {
  const last = (world.get<{ last: number }>('numbers', name)?.last ?? 0) + 1
  world.put('numbers', name, { last })
  return last
}

/** 43 letters and digits that decode to a 32-byte key, as the console's "generate" button makes them. */
export function newAesKey(world: World): string {
  for (;;) {
    const key = world.token(42) + 'AEIMQUYcgkosw048'[Math.floor(world.random() * 16)]
    if (Buffer.from(`${key}=`, 'base64').length === 32) return key
  }
}

/** Sixteen random bytes for the head of an encrypted block. */
export const randomHead = (): Buffer => randomBytes(16)
