/** What every act has in common: its place in the reply ledger and the head of its push. */
import type { World } from '@recado/channel-kit'
import { secondOf } from './calendar.js'
import { opened, type Interaction } from './ledger.js'
import { changePerson, type Account } from './rows.js'
import type { Field } from './wire.js'

/** Takes an interaction into the reply ledger. It counts from the second that the push names. */
export function interact(world: World, account: Account, openid: string, interaction: Interaction): void {
  const at = secondOf(world.now()) * 1000
  changePerson(world, openid, (person) => ({ windows: opened(person.windows, interaction, at, account.oneReplyCounter), exchangedAt: world.now() }))
}

export function pushHead(world: World, account: Account, openid: string): Field[] {
  return [['ToUserName', account.id], ['FromUserName', openid], ['CreateTime', secondOf(world.now())]]
}
