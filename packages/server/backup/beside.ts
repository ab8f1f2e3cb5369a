import type { Config } from '../config.js'
import type { ErasureLine } from '../people/erase/files.js'
import { noteErasures } from './journal.js'
import { type BackupKeys, KeyError } from './keys.js'
import { openPlace } from './place.js'
import { readSecrets } from './secrets.js'

const known = new Map<string, Promise<BackupKeys>>()

/** The keys of the configured place of backups; made with the place on first use. Throws a sentence. */
export function keysOfPlace(config: Pick<Config, 'backup' | 'masterKeyFile' | 'dataDir'>): Promise<BackupKeys> {
  const { dir, passphraseFile } = config.backup
  if (!dir) throw new KeyError('RECADO_BACKUP_DIR is not set.')
  let keys = known.get(dir)
  if (!keys) {
    keys = (async () => {
      const { master, passphrase } = readSecrets({ masterKeyFile: config.masterKeyFile, passphraseFile, dataDir: config.dataDir })
      if (!master) throw new KeyError(`There is no master key in ${config.dataDir}.`)
      return openPlace(dir, { master, passphrase })
    })()
    known.set(dir, keys)
    keys.catch(() => known.delete(dir))
  }
  return keys
}

/** Writes down beside the backups that somebody was forgotten. Throws while the place cannot be reached: the task tries it again. */
export async function noteBeside(config: Config, workspaceId: string, line: ErasureLine): Promise<void> {
  await noteErasures(config.backup.dir!, await keysOfPlace(config), workspaceId, [line]) // the caller asked
}
