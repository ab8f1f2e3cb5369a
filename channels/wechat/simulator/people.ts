/** People with the app on their phones. */
import type { SimulatedCustomer, World } from '@recado/channel-kit'
import { accountOf, nextNumber, peopleOf, savePerson, type Person } from './rows.js'

const NAMES = ['王芳', '李伟', '张敏', '陈静', '刘洋', '杨丽', '黄强', '吴倩', '周涛', '林娜']

/** Somebody who does not follow yet. An openid belongs to one account: the same person has another one elsewhere. */
export function createCustomer(world: World, input: { account: string; name?: string; country?: string; language?: string }): SimulatedCustomer {
  const account = accountOf(world, input.account)
  const number = nextNumber(world, 'person')
  const person: Person = {
    openid: `o${world.token(27)}`, unionid: `o${world.token(27)}`, account: account.id,
    name: input.name?.trim() || (NAMES[(number - 1) % NAMES.length] ?? '王芳'), country: input.country ?? 'ES', language: input.language ?? 'zh_CN', createdAt: world.now(),
    following: false, hasLeft: false, subscribedAt: 0, subscribeScene: 'ADD_SCENE_OTHERS', qrScene: 0, qrSceneStr: '', remark: '', tags: [],
    blacklisted: false, refuses: false, online: true, windows: {}, exchangedAt: 0, typingUntil: 0,
  }
  savePerson(world, person)
  world.put('people', person.openid, { account: account.id })
  return shown(world, person)
}

export function customersOf(world: World, key: string): SimulatedCustomer[] {
  return peopleOf(world, accountOf(world, key).id).map((person) => shown(world, person))
}

function shown(world: World, person: Person): SimulatedCustomer {
  return {
    id: person.openid, account: accountOf(world, person.account).appId, address: person.openid, name: person.name,
    state: { following: person.following, online: person.online, blocked: person.refuses, blacklisted: person.blacklisted, typing: world.now() < person.typingUntil, country: person.country, language: person.language },
  }
}
