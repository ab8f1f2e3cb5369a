/** "The other side is typing". Codes: WxJava WxMaErrorMsgEnum; beside https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage.html */
import { bodyOf, OK, wordOf, type Call } from './call.js'
import { Refusal } from './refusals.js'
import { changePerson } from './rows.js'
import { recipient } from './send-custom.js'

/** Somebody must have written within this time. */
const EXCHANGE_WITHIN_MS = 30_000
/** The app takes the words away by itself (not documented; what the app does). */
const SHOWN_MS = 15_000

export function typing({ world, account, request }: Call): object {
  const body = bodyOf(request)
  const person = recipient(world, account, wordOf(body, 'touser'))
  const command = wordOf(body, 'command')
  if (command !== 'Typing' && command !== 'CancelTyping') throw new Refusal(45072)
  if (command === 'CancelTyping') {
    changePerson(world, person.openid, () => ({ typingUntil: 0 }))
    return OK
  }
  if (world.now() > person.exchangedAt + EXCHANGE_WITHIN_MS) throw new Refusal(45080)
  if (world.now() < person.typingUntil) throw new Refusal(45081)
  changePerson(world, person.openid, () => ({ typingUntil: world.now() + SHOWN_MS }))
  return OK
}
