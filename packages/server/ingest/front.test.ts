/** The way in that webhooks take in the product, over real lines: what becomes of a line whose sender says more than is read. */
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { LINGER_BYTES, openFront } from './front.js'
import { MAX_BODY } from './route.js'

let desk: Desk
beforeAll(async () => {
  desk = await makeDesk()
  openFront(desk.app, desk)
  await desk.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => desk.close())

const head = (length: number, { key = desk.account.webhookKey, last = false } = {}): string => `POST /webhooks/made-up/${key} HTTP/1.1\r\nhost: desk\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n${last ? 'connection: close\r\n' : ''}\r\n`
const PIECE = Buffer.alloc(256 * 1024, 'x')

interface Line { socket: Socket; /** All that was heard, once the other side has closed; rejects when it broke the line. */ heard: Promise<string>; say(what: Buffer | string): Promise<void> }

function openLine(): Line {
  const socket = connect((desk.app.server.address() as AddressInfo).port, '127.0.0.1')
  let text = ''
  const heard = new Promise<string>((resolve, reject) => { socket.setEncoding('utf8').on('data', (more) => { text += String(more) }).on('end', () => resolve(text)).on('error', reject) })
  heard.catch(() => {}) // asserted where the test asks for it
  return { socket, heard, say: (what) => new Promise((resolve, reject) => { socket.write(what, (error) => { if (error) reject(error); else resolve() }) }) }
}

async function sayBytes({ say }: Line, count: number): Promise<void> {
  for (let left = count; left > 0; left -= PIECE.length) await say(PIECE.subarray(0, left))
}

const answersIn = (text: string): string[] => [...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status!)

test('several webhooks over one line are each answered', async () => {
  const line = openLine()
  const body = JSON.stringify([desk.wrote('one', 'Hola')])
  await line.say(head(Buffer.byteLength(body)) + body + head(2, { key: 'nobodys' }) + '[]' + head(2, { last: true }) + '[]')
  expect(answersIn(await line.heard)).toEqual(['200', '404', '200'])
})

// A platform that speaks first and listens then is told as well, and nothing that it says later is taken for the rest of what was too large.
test('what is too large is told so in full to whoever listens only after speaking, and the line is closed', async () => {
  const line = openLine()
  line.socket.pause()
  await line.say(head(MAX_BODY * 2))
  await sayBytes(line, MAX_BODY * 2)
  line.socket.resume()
  const heard = await line.heard
  expect(answersIn(heard)).toEqual(['413'])
  expect(heard).toMatch(/^connection: close\r$/m)
  expect(JSON.parse(heard.slice(heard.indexOf('\r\n\r\n') + 4))).toMatchObject({ status: 413, code: 'body_too_large' })
})

test('whoever declares more than it sends is told, and the line is closed', async () => {
  const line = openLine()
  await line.say(head(MAX_BODY * 2))
  await sayBytes(line, MAX_BODY + 1)
  expect(answersIn(await line.heard)).toEqual(['413'])
})

test('whoever does not stop is not listened to for ever', async () => {
  const line = openLine()
  await line.say(head(2 ** 40))
  const closed = new Promise((resolve) => { line.socket.once('close', resolve) })
  let said = 0
  try { for (; said < 20 * (MAX_BODY + LINGER_BYTES) && line.socket.writable; said += PIECE.length) await line.say(PIECE) } catch { /* the line was broken, which is the point */ }
  await closed
  expect(said).toBeLessThan(20 * (MAX_BODY + LINGER_BYTES))
})

test('who hangs up in the middle leaves the way open for the next', async () => {
  const line = openLine()
  await line.say(head(1_000) + 'half')
  line.socket.destroy()
  const next = openLine()
  await next.say(head(2, { last: true }) + '[]')
  expect(answersIn(await next.heard)).toEqual(['200'])
})
