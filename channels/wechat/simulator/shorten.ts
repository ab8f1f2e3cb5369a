/** Short keys for long data (the older shorturl is gone since 2021-03-15). Source: https://developers.weixin.qq.com/doc/offiaccount/Account_Management/KEY_Shortener.html */
import { secondOf } from './calendar.js'
import { bodyOf, OK, wordOf, type Endpoint } from './call.js'
import { Refusal } from './refusals.js'

interface ShortKey { key: string; data: string; madeAt: number; diesAt: number }

const DATA_BYTES = 4096
const LONGEST_SECONDS = 2_592_000

export const shortenEndpoints: Readonly<Record<string, Endpoint>> = {
  '/cgi-bin/shorten/gen': { method: 'POST', notForTest: true, answer: ({ world, account, request }) => {
    const body = bodyOf(request)
    const data = wordOf(body, 'long_data')
    const seconds = Number(body.expire_seconds ?? LONGEST_SECONDS)
    if (data === '' || Buffer.byteLength(data, 'utf8') > DATA_BYTES || !Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST_SECONDS) throw new Refusal(40035)
    const key = world.token(15)
    world.put<ShortKey>(`shortKeys:${account.id}`, key, { key, data, madeAt: world.now(), diesAt: world.now() + seconds * 1000 })
    return { ...OK, short_key: key }
  } },
  '/cgi-bin/shorten/fetch': { method: 'POST', notForTest: true, answer: ({ world, account, request }) => {
    const row = world.get<ShortKey>(`shortKeys:${account.id}`, wordOf(bodyOf(request), 'short_key'))
    if (!row || world.now() >= row.diesAt) throw new Refusal(40035)
    return { ...OK, long_data: row.data, create_time: secondOf(row.madeAt), expire_seconds: Math.floor((row.diesAt - world.now()) / 1000) }
  } },
}
