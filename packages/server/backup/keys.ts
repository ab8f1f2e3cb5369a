import { createHmac, hkdfSync, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

/** Where the key of a backup comes from, as its head says it: nothing secret stands here. */
export interface KeySource { kind: 'master' | 'passphrase'; salt: string; /** tells a wrong key from a damaged file */ check: string; /** of the installation's master key, so that restore can ask for the right one */ master: string }

/** What a backup is written and read with. */
export interface BackupKeys { source: KeySource; /** seals blobs */ blob: Buffer; /** names blobs: who sees the names learns nothing of the contents */ name: Buffer; /** seals files of parts, each under a key of its own */ file: Buffer; /** seals lines of the list of erasures */ journal: Buffer }

/** A wrong or missing key, in a sentence. */
export class KeyError extends Error {}

const SCRYPT = { N: 1 << 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const
const derive = (root: Buffer, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `recado/backup/${purpose}`, 32))
const mark = (root: Buffer): string => createHmac('sha256', root).update('recado/backup/check').digest('hex').slice(0, 32)
export const masterMark = (master: Buffer): string => mark(derive(master, 'master'))

/** Given at the command line or by the environment: a passphrase where the backup has one of its own, else the master key. */
export interface Secrets { master: Buffer | null; passphrase: string | null }

const rootOf = (kind: KeySource['kind'], salt: Buffer, { master, passphrase }: Secrets): Buffer => {
  if (kind === 'passphrase') {
    if (passphrase === null) throw new KeyError('This backup was sealed with a passphrase: give it by --passphrase-file or RECADO_BACKUP_PASSPHRASE_FILE.')
    return scryptSync(passphrase.normalize('NFC'), salt, 32, SCRYPT)
  }
  if (!master) throw new KeyError('This backup opens with the master key of the installation it came from, which no backup contains: give --master-key-file FILE, or the recovery key by --recovery-key-file FILE.')
  return Buffer.from(hkdfSync('sha256', master, salt, 'recado/backup', 32))
}

const keysOf = (source: KeySource, root: Buffer): BackupKeys => ({ source, blob: derive(root, 'blob'), name: derive(root, 'name'), file: derive(root, 'file'), journal: derive(root, 'journal') })

/** Keys for a new place of backups. */
export function newKeys(secrets: Secrets & { master: Buffer }): BackupKeys {
  const kind = secrets.passphrase === null ? 'master' : 'passphrase'
  const salt = randomBytes(16)
  const root = rootOf(kind, salt, secrets)
  return keysOf({ kind, salt: salt.toString('hex'), check: mark(root), master: masterMark(secrets.master) }, root)
}

/** The keys that belong to a backup's head; throws a sentence when what was given does not fit. */
export function openKeys(source: KeySource, secrets: Secrets): BackupKeys {
  const root = rootOf(source.kind, Buffer.from(source.salt, 'hex'), secrets)
  if (!same(mark(root), source.check)) throw new KeyError(source.kind === 'passphrase' ? 'The passphrase is not the one this backup was sealed with.' : 'The master key is not the one this backup was made under.')
  return keysOf(source, root)
}

/** Without the very master key of that day nothing that is sealed in the database could be opened. */
export function demandMaster(source: KeySource, master: Buffer | null): Buffer {
  if (!master) throw new KeyError('The master key is needed: no backup contains it. Give --master-key-file FILE, or the recovery key by --recovery-key-file FILE.')
  if (!same(masterMark(master), source.master)) throw new KeyError('The master key does not belong to this backup: its secrets could not be opened. Give the one of the installation that made it.')
  return master
}

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The master key from what was written down at the first start. Letters that look like digits are read as those, as Crockford meant them. */
export function fromRecoveryKey(text: string): Buffer {
  const letters = text.toUpperCase().replace(/[^0-9A-Z]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  if (letters.length !== 52 || [...letters].some((letter) => !ALPHABET.includes(letter))) throw new KeyError('This is not a recovery key: it has 52 letters and digits, in groups of five.')
  const bits = [...letters].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from(bits.slice(0, 256).match(/.{8}/g)!.map((eight) => Number.parseInt(eight, 2))) // 256 bits
}
