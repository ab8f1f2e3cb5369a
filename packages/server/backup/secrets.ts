import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fromRecoveryKey, KeyError, type Secrets } from './keys.js'

/** Where keys are looked for: what was said at the command line first, then the environment, then the data directory. */
export interface Named { masterKeyFile?: string | null; recoveryKeyFile?: string | null; passphraseFile?: string | null; /** of the running installation */ dataDir?: string | null }

/** Reads the keys that are there; a file that was named and is not there, or holds something else, is a sentence. */
export function readSecrets({ masterKeyFile, recoveryKeyFile, passphraseFile, dataDir }: Named): Secrets {
  return { master: recoveryKeyFile ? fromRecoveryKey(read(recoveryKeyFile)) : masterKeyFile ? masterKey(masterKeyFile) : dataDir && existsSync(join(dataDir, 'master.key')) ? masterKey(join(dataDir, 'master.key')) : null, passphrase: passphraseFile ? passphrase(passphraseFile) : null }
}

function read(file: string): string {
  try { return readFileSync(resolve(file), 'utf8').trim() } catch { throw new KeyError(`${file} cannot be read.`) }
}

function masterKey(file: string): Buffer {
  const key = Buffer.from(read(file), 'base64')
  if (key.length !== 32) throw new KeyError(`${file} holds no master key: 32 bytes in base64 are expected.`)
  return key
}

function passphrase(file: string): string {
  const text = read(file)
  if (text.length < 15) throw new KeyError(`The passphrase in ${file} is too short: 15 characters at least.`)
  return text
}
