/**
 * Pushes to the account's server: signed, in its mode and form, three tries of 5 s with the same ids, and what its answer means for her screen.
 * Source: https://developers.weixin.qq.com/doc/service/guide/product/message/Passive_user_reply_message.html
 */
import type { World } from '@recado/channel-kit'
import { replyFromBackend } from './backend-replies.js'
import { secondOf } from './calendar.js'
import { seal, signatureOf, unseal } from './envelope.js'
import { passiveReply } from './passive-reply.js'
import { accountOf, nextNumber, randomHead, type Account } from './rows.js'
import { show, showErrorLine } from './screen.js'
import { readXml, textOf, toJsonPush, toXml, type Field } from './wire.js'

/** Time the account's server has for its answer, and how often it is asked. */
const ANSWER_WITHIN_MS = 5000
const TRIES = 3

interface Push {
  id: string
  account: string
  openid: string
  plain: string
  tries: number
  underWay: boolean
  /** The chat waits for an answer: silence shows the error line, and an answer in the body is shown to her. */
  inChat: boolean
}

/** Sends one push; resolves when it was answered or first failed. Further tries come from `run`. */
export async function push(world: World, account: Account, openid: string, fields: readonly Field[], options: { inChat: boolean }): Promise<void> {
  if (account.inBackend) return replyFromBackend(world, account, openid, fields)
  const id = `push${nextNumber(world, 'push')}`
  const plain = account.format === 'json' ? toJsonPush(fields) : toXml(fields)
  world.put<Push>('pushes', id, { id, account: account.id, openid, plain, tries: 0, underWay: true, inChat: options.inChat })
  await tryPush(world, id)
}

/** One try of a push that is not yet answered. */
export async function tryPush(world: World, id: string): Promise<void> {
  const row = world.get<Push>('pushes', id)
  if (!row) return
  const account = accountOf(world, row.account)
  // The owner has switched the server configuration off: nobody is called.
  if (account.inBackend || world.faulted('unsubscribe', account.appId)) return world.remove('pushes', id)
  world.put<Push>('pushes', id, { ...row, underWay: true })
  const startedAt = world.now()
  const answer = await world.post(account.appId, signedRequest(world, account, row))
  const intelligible = answer.status === 200 && answer.ms <= ANSWER_WITHIN_MS ? readAnswer(accountOf(world, row.account), row, answer.body) : null
  // A try that was taken up twice may have been answered by the other: she sees one reply.
  if (!world.get('pushes', id)) return
  if (intelligible) {
    world.remove('pushes', id)
    if (intelligible.kind === 'bad' && row.inChat) showErrorLine(world, row.openid)
    if (intelligible.kind === 'xml' && row.inChat) answerInChat(world, account, row.openid, intelligible.xml)
    return
  }
  const tries = row.tries + 1
  if (tries < TRIES) {
    world.put<Push>('pushes', id, { ...row, tries, underWay: false })
    world.schedule(Math.max(world.now(), startedAt + ANSWER_WITHIN_MS), 'push', { id })
    return
  }
  world.remove('pushes', id)
  if (row.inChat) showErrorLine(world, row.openid)
}

/** Takes up the tries that were under way when the platform's process ended. */
export async function resumePushes(world: World): Promise<void> {
  for (const { id, underWay } of world.all<Push>('pushes')) if (underWay) await tryPush(world, id)
}

function signedRequest(world: World, account: Account, row: Push): Parameters<World['post']>[1] {
  const timestamp = String(secondOf(world.now()))
  const nonce = String(Math.floor(world.random() * 2_000_000_000))
  const query: Record<string, string> = { signature: signatureOf(account.token, timestamp, nonce), timestamp, nonce, openid: row.openid }
  const headers = { 'content-type': account.format === 'json' ? 'application/json' : 'text/xml', 'user-agent': 'Mozilla/4.0', accept: '*/*' }
  if (account.mode === 'plain') return { method: 'POST', query, headers, body: row.plain, timeoutMs: ANSWER_WITHIN_MS }
  const encrypted = seal(account.encodingAesKey, account.appId, row.plain, randomHead())
  query.encrypt_type = 'aes'
  query.msg_signature = signatureOf(account.token, timestamp, nonce, encrypted)
  return { method: 'POST', query, headers, body: account.mode === 'compatible' ? both(account, row.plain, encrypted) : only(account, encrypted), timeoutMs: ANSWER_WITHIN_MS }
}

function only(account: Account, encrypted: string): string {
  const fields: Field[] = [['ToUserName', account.id], ['Encrypt', encrypted]]
  return account.format === 'json' ? toJsonPush(fields) : toXml(fields)
}

function both(account: Account, plain: string, encrypted: string): string {
  return account.format === 'json'
    ? `${plain.slice(0, -1)},"Encrypt":${JSON.stringify(encrypted)}}`
    : `${plain.slice(0, -'</xml>'.length)}<Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`
}

type Answer = { kind: 'silence' } | { kind: 'xml'; xml: Record<string, unknown> } | { kind: 'bad' }

/** `success` or nothing: no answer in the chat. A document: a passive reply, encrypted in secure mode. Anything else she sees as an error. */
function readAnswer(account: Account, row: Push, body: string): Answer {
  if (body === '' || body === 'success') return { kind: 'silence' }
  const outer = readXml(body)
  if (!outer) return { kind: 'bad' }
  const encrypted = textOf(outer, 'Encrypt')
  if (account.mode === 'plain' || (account.mode === 'compatible' && !encrypted)) return meant(outer, account, row)
  if (!encrypted || textOf(outer, 'MsgSignature') !== signatureOf(account.token, textOf(outer, 'TimeStamp'), textOf(outer, 'Nonce'), encrypted)) return { kind: 'bad' }
  const plain = unseal(account.encodingAesKey, account.appId, encrypted)
  const inner = plain === null ? null : readXml(plain)
  return inner ? meant(inner, account, row) : { kind: 'bad' }
}

/** A passive reply goes back to the one who wrote, from the account she wrote to. */
function meant(xml: Record<string, unknown>, account: Account, row: Push): Answer {
  return textOf(xml, 'ToUserName') === row.openid && textOf(xml, 'FromUserName') === account.id ? { kind: 'xml', xml } : { kind: 'bad' }
}

function answerInChat(world: World, account: Account, openid: string, xml: Record<string, unknown>): void {
  const content = passiveReply(world, account, xml)
  if (content === 'bad') showErrorLine(world, openid)
  else if (content !== 'nothing') show(world, openid, { from: 'business', content })
}
