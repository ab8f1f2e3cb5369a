import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../tools/lib/paths.mjs'

/** What each channel's own examples hold of webhooks, as text. */
const READERS = {
  whatsapp: { dir: 'fixtures', wanted: (name) => /^webhook-(?!.*\.events\.json$)/.test(name), payload: (text) => text },
  messenger: { dir: 'fixtures/inbound', wanted: (name) => name.endsWith('.json'), payload: (text) => { const { body } = JSON.parse(text); return body === undefined ? null : JSON.stringify(body) } },
  wechat: { dir: 'fixtures', wanted: (name) => name.endsWith('.xml') && !/reply/.test(name), payload: (text) => text },
}

/**
 * @param {string} channel
 * @returns {string[]}
 */
export function examplesOf(channel) {
  const reader = READERS[channel]
  if (!reader) throw new Error(`Nobody has told where the examples of ${channel} are.`)
  const dir = join(root, 'channels', channel, reader.dir)
  const found = readdirSync(dir).filter(reader.wanted).map((name) => reader.payload(readFileSync(join(dir, name), 'utf8'))).filter((text) => text !== null)
  if (found.length === 0) throw new Error(`${dir} holds no webhooks.`)
  return found
}
