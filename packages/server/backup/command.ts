/** `recado backup`, `recado backup verify`, `recado backup list` and `recado restore`, for people and for cron. */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Database, newId } from '@recado/db'
import { type Embedded, runningConnections } from '@recado/db/embedded/index'
import { type Config, readConfig } from '../config.js'
import { makeLog } from '../log.js'
import { makeMediaStore } from '../media/store.js'
import { openEmbedded } from '../open-embedded.js'
import { version } from '../version.js'
import { BadBackup } from './file.js'
import { copyLists } from './journal.js'
import { KeyError, newKeys } from './keys.js'
import { Cancelled, makeBackup, type Made, NoChain, type Source } from './make.js'
import { listBackups, openPlace } from './place.js'
import { restoreBackup } from './restore.js'
import { runOne } from './run.js'
import { readSecrets } from './secrets.js'
import { type Verified, verifyBackup } from './verify.js'

type Option = (name: string) => string | null
type Say = (line: string) => void

/** Where backups go unless somebody says: beside the data, never inside. */
export const defaultPlace = (config: Pick<Config, 'dataDir' | 'backup'>): string => config.backup.dir ?? `${config.dataDir}-backups`

const plain = (error: unknown): unknown => (error instanceof KeyError || error instanceof BadBackup || error instanceof NoChain || error instanceof Cancelled || (error instanceof Error && error.constructor === Error) ? Object.assign(error, { plain: true }) : error)

/** `recado backup [list | verify FILE] ...`. Answers whether all was well. */
export async function backupCommand(argv: readonly string[], option: Option, say: Say): Promise<boolean> {
  try {
    if (argv[0] === 'list') return await list(option, say)
    if (argv[0] === 'verify') return await verify(argv[1], option, say)
    return await make(argv, option, say)
  } catch (error) { throw plain(error) }
}

async function list(option: Option, say: Say): Promise<boolean> {
  const dir = option('to') ?? defaultPlace(readConfig(process.env, null))
  const found = await listBackups(resolve(dir))
  for (const { path, head } of found) say(`${head.madeAt.slice(0, 19).replace('T', ' ')}  ${head.kind === 'full' ? 'full' : 'log '}  ${head.engine === 'embedded' ? 'files ' : 'tables'}  ${path}`)
  if (found.length === 0) say(`There is no backup in ${dir}.`)
  return true
}

async function verify(file: string | undefined, option: Option, say: Say): Promise<boolean> {
  if (!file) throw new Error('Say which: recado backup verify FILE')
  const config = readConfig(process.env, null)
  const found = await verifyBackup(resolve(file), readSecrets({ masterKeyFile: option('master-key-file') ?? config.masterKeyFile, recoveryKeyFile: option('recovery-key-file'), passphraseFile: option('passphrase-file') ?? config.backup.passphraseFile, dataDir: config.dataDir }))
  tellFaults(found, say)
  say(`${found.faultCount === 0 ? 'Whole' : `${found.faultCount} faults`}: ${found.files.length} ${found.files.length === 1 ? 'file' : 'files'}, ${found.parts} parts, ${found.media} stored files, ${found.bytes} bytes.`)
  return found.faultCount === 0
}

function tellFaults({ faults, faultCount }: Verified, say: Say): void {
  for (const { sentence } of faults) say(`BROKEN  ${sentence}`)
  if (faultCount > faults.length) say(`BROKEN  and ${faultCount - faults.length} more`)
}

async function make(argv: readonly string[], option: Option, say: Say): Promise<boolean> {
  const config = readConfig(process.env, null)
  const running = config.databaseUrl ? null : runningConnections(existsSync(config.dataDir) ? config.dataDir : dirname(config.dataDir))
  if (!config.databaseUrl && !existsSync(join(config.dataDir, 'postgres'))) throw new Error(`There is no Recado in ${config.dataDir}: name its directory with DATA_DIR.`)
  // A stopped one is started for as long as it takes.
  let own: Embedded | null = null
  const abort = new AbortController()
  const stop = (): void => abort.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  if (!config.databaseUrl && !running) own = await openEmbedded(config, makeLog(), undefined)
  try {
    const urls = config.databaseUrl ? { url: config.databaseUrl, adminUrl: null } : running ?? own! // one of the three is there
    const source: Source = { url: urls.url, adminUrl: argv.includes('--logical') ? null : urls.adminUrl, dataDir: config.dataDir, media: makeMediaStore(config), version }
    const secrets = readSecrets({ masterKeyFile: config.masterKeyFile, passphraseFile: option('passphrase-file') ?? config.backup.passphraseFile, dataDir: config.dataDir })
    if (!secrets.master) throw new KeyError(`There is no master key in ${config.dataDir}, and RECADO_MASTER_KEY_FILE names none.`)
    const file = option('file')
    const dir = resolve(option('to') ?? defaultPlace(config))
    const keys = file ? newKeys({ ...secrets, master: secrets.master }) : await openPlace(dir, { ...secrets, master: secrets.master })
    if (!file) await copyLists(config.dataDir, dir, keys)
    const db = new Database({ url: urls.url, max: 2 })
    const told = shown()
    let made: Made | null
    try {
      const order = { keys, to: file ? { file: resolve(file) } : { dir }, follow: false, signal: abort.signal, progress: told }
      const incremental = argv.includes('--incremental')
      made = await runOne(db, { id: newId(), cause: 'command', kind: incremental ? 'log' : 'full' }, async (run) => {
        const with_ = { ...order, signal: AbortSignal.any([abort.signal, run.signal]), progress: (done: { bytes: number; of: number }) => { told(done); run.progress(done) } }
        if (!incremental) return makeBackup(source, { ...with_, kind: 'full' })
        try { return await makeBackup(source, { ...with_, kind: 'log', follow: true }) } catch (error) {
          if (!(error instanceof NoChain)) throw error
          say('There is nothing here to go on from: a full backup is made.')
          return makeBackup(source, { ...with_, kind: 'full', follow: true })
        }
      })
    } finally { await db.close(); told(null) }
    if (!made) say('Nothing was written since the last backup.')
    else {
      if (argv.includes('--verify')) { const checked = await verifyBackup(made.path, secrets); if (checked.faultCount > 0) { tellFaults(checked, say); return false } }
      say(`${made.path}\n${made.bytes} bytes read, ${made.written} bytes new on disk, ${made.media.count} stored files.`)
    }
    return true
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    await own?.stop()
  }
}

/** A line that is written over, where somebody looks. */
function shown(): (done: { bytes: number; of: number } | null) => void {
  let last = 0
  return (done) => {
    if (!process.stderr.isTTY) return
    if (!done) { process.stderr.write('\r\u001b[K'); return }
    if (Date.now() - last < 200) return
    last = Date.now()
    process.stderr.write(`\r${Math.floor((done.bytes / Math.max(1, done.of)) * 100)} % of ${Math.round(done.of / 1_000_000)} MB`)
  }
}

/** `recado restore FILE --data-dir NEW`. */
export async function restoreCommand(argv: readonly string[], option: Option, say: Say): Promise<void> {
  const [file] = argv
  const config = readConfig(process.env, null)
  const dataDir = option('data-dir')
  if (!file || file.startsWith('--') || !dataDir) throw Object.assign(new Error('Say what and where: recado restore FILE --data-dir NEW --master-key-file KEY'), { plain: true })
  try {
    const secrets = readSecrets({ masterKeyFile: option('master-key-file') ?? config.masterKeyFile, recoveryKeyFile: option('recovery-key-file'), passphraseFile: option('passphrase-file') ?? config.backup.passphraseFile })
    const done = await restoreBackup({ path: resolve(file), secrets, dataDir: resolve(dataDir), databaseUrl: config.databaseUrl, s3Url: config.s3Url, erasures: option('erasures'), keyElsewhere: config.masterKeyFile !== null && !option('master-key-file'), say })
    const { held } = done
    say(`Restored: everything as it was at ${done.madeAt}, with ${done.media} stored files.`)
    if (done.erased > 0) say(`${done.erased} people who were forgotten since then are forgotten again as soon as Recado runs.`)
    say(`Nothing is sent until somebody decides: ${held.messages} messages, ${held.scheduled} scheduled messages, ${held.campaigns} campaigns and ${held.posts} posts wait under Settings > Backups.`)
    say(`Start it with: DATA_DIR=${resolve(dataDir)} npm start`)
  } catch (error) { throw plain(error) }
}
