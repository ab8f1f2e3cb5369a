import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigError } from '../config-error.js'

export interface MasterKey { key: Buffer; /** made just now: show the recovery key */ fresh: boolean; file: string }

/**
 * The key that wraps every workspace's data key: 32 bytes, base64, in a file that no backup contains. Made on the first start, unless a file
 * is named, which must then exist.
 */
export function readMasterKey(dataDir: string, named: string | null): MasterKey {
  const file = named ?? join(dataDir, 'master.key')
  if (!existsSync(file)) {
    if (named) throw new ConfigError(`RECADO_MASTER_KEY_FILE names ${named}, which does not exist. Put the key there, or leave the variable out to have one made.`)
    const key = randomBytes(32)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, key.toString('base64') + '\n', { mode: 0o600, flag: 'wx' })
    chmodSync(file, 0o600)
    return { key, fresh: true, file }
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (key.length !== 32) throw new ConfigError(`The master key in ${file} is damaged: 32 bytes in base64 are expected. Restore it from the recovery key.`)
  return { key, fresh: false, file }
}

/** The key as people write it down: groups of five letters and digits (Crockford base32). */
export function recoveryKey(key: Buffer): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  let bits = ''
  for (const byte of key) bits += byte.toString(2).padStart(8, '0')
  const letters = bits.match(/.{1,5}/g)!.map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
  return letters.match(/.{1,5}/g)!.join('-')
}
