import { randomBytes } from 'node:crypto'
import { Database, migrate, newId } from '@recado/db'
import { runningConnections } from '@recado/db/embedded/index'
import { resetByCommand } from './auth/second-factor/command.js'
import { hashOf } from './auth/secrets.js'
import { exportContacts, importContacts } from './contact-imports/command.js'
import { type Config, readConfig } from './config.js'
import { written } from './doctor/finding.js'
import { examine } from './doctor/index.js'
import { makeLog } from './log.js'
import { openEmbedded } from './open-embedded.js'

const USAGE = `recado <command>
  token create [--name NAME] [--scopes a,b | all]   an API token for the (first) workspace, shown once
  second-factor reset --email ADDRESS               for somebody who has lost phone and recovery codes
  audit verify [--workspace NAME] [--head HEAD]     every entry of the audit log and the consent ledger against its seal
  audit verify --file FILE [--head HEAD]            the same for an export, without database or key
  audit export [--workspace NAME]                   the sealed chain as JSON lines
  erasures reapply [--file LIST]                    after a restore: forgets again who was forgotten since the backup
  backup [--to DIR | --file FILE] [--incremental] [--logical] [--verify]
                                                    everything but the master key, sealed; with or without a running server
  backup list [--to DIR] | backup verify FILE       what there is; whether every byte is as it was written
  restore FILE --data-dir NEW --master-key-file KEY (or --recovery-key-file, --passphrase-file)
                                                    puts a backup into a new place; nothing is sent until somebody releases it
  migrate                                           brings the database to this version without serving anybody
  upgrade [--to REF]                                copies the data aside, takes the new version, migrates; undone when it fails
  doctor                                            what is wrong with this host, with or without a running server
  import contacts FILE [--country ES] [--existing update | fill | skip] [--mapping FILE.json] [--errors FILE.csv] [--dry-run] [--exclusion]
  export contacts [--format csv | vcard] [--out FILE]
                                                    people in and out through the running server (--url http://host:port where it is not this one)
Start the server first: the others use its database.`

/** `npm run recado -- <command>`: beside a running server, or on DATABASE_URL. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  const [first, second] = argv
  if (first === 'token' && second === 'create') return withDatabase((db) => createToken(db, argv.slice(2)))
  if (first === 'second-factor' && second === 'reset') return withDatabase(async (db) => console.log(await resetByCommand(db, option(argv, 'email', ''))))
  if (first === 'audit') return auditCommand(second, argv.slice(2))
  if (first === 'erasures' && second === 'reapply') return withDatabase(async (db, config) => void await (await import('./people/erase/command.js')).reapplyErasures(db, config, option(argv, 'file', '') || null, (line) => console.log(line)))
  if (first === 'import' && second === 'contacts' && argv[2]) return withDatabase((db) => importContacts(db, serverAt(argv), argv[2]!, (name, otherwise) => option(argv, name, otherwise), { dryRun: argv.includes('--dry-run'), exclusion: argv.includes('--exclusion') })) // looked at just now
  if (first === 'export' && second === 'contacts') return withDatabase((db) => exportContacts(db, serverAt(argv), (name, otherwise) => option(argv, name, otherwise)))
  if (first === 'doctor') return doctor()
  if (first === 'backup' || first === 'restore') return backups(first, argv.slice(1))
  if (first === 'migrate') return migrateAlone()
  console.log(USAGE)
  if (first && first !== 'help' && first !== '--help') process.exitCode = 2
}

async function withDatabase(work: (db: Database, config: Config) => Promise<void>): Promise<void> {
  const config = readConfig(process.env, null)
  const url = config.databaseUrl ?? runningConnections(config.dataDir)?.url
  if (!url) throw Object.assign(new Error(`No Recado is running on ${config.dataDir}. Start it with: npm start`), { plain: true })
  const db = new Database({ url, max: 2 })
  try { await work(db, config) } finally { await db.close() }
}

/** Where the running server is: as said, else as this environment starts it. */
function serverAt(argv: readonly string[]): string {
  const { port, host } = readConfig(process.env, null)
  return option(argv, 'url', `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`).replace(/\/$/u, '')
}

function option(argv: readonly string[], name: string, otherwise: string): string {
  const at = argv.indexOf(`--${name}`)
  return at >= 0 && argv[at + 1] ? argv[at + 1]! : otherwise
}

async function createToken(db: Database, argv: readonly string[]): Promise<void> {
  const [workspace] = await db.asSystem((tx) => tx.query<{ workspace_id: string; name: string }>('select workspace_id, name from workspace where not demo order by created_at limit 1'))
  if (!workspace) throw Object.assign(new Error('There is no workspace yet: open Recado in a browser and set it up first.'), { plain: true })
  const token = `recado_${randomBytes(32).toString('base64url')}`
  await db.asSystem((tx) => tx.query('insert into api_token (workspace_id, token_id, name, token_hash, scopes) values ($1, $2, $3, $4, $5)', [workspace.workspace_id, newId(), option(argv, 'name', 'command line'), hashOf(token), option(argv, 'scopes', 'all').split(',')]))
  console.log(token)
}

async function auditCommand(what: string | undefined, argv: readonly string[]): Promise<void> {
  const { auditExport, auditVerify, auditVerifyFile } = await import('./audit/command.js')
  const given = { workspace: option(argv, 'workspace', '') || null, head: option(argv, 'head', '') || null, file: option(argv, 'file', '') || null }
  const say = (line: string): void => console.log(line)
  const judged = (good: boolean): void => { if (!good) process.exitCode = 1 }
  if (what === 'verify' && given.file) return judged(await auditVerifyFile(given.file, given.head, say))
  if (what === 'verify') return withDatabase(async (db, config) => judged(await auditVerify(db, config, given, say)))
  if (what === 'export') return withDatabase((db, config) => auditExport(db, config, given, async (text) => { if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve)) }))
  console.log(USAGE)
  process.exitCode = 2
}

/** Brings the database of a stopped Recado to this version. */
async function migrateAlone(): Promise<void> {
  const config = readConfig(process.env, null)
  const embedded = config.databaseUrl ? null : await openEmbedded(config, makeLog(), undefined)
  try {
    const applied = await migrate(config.databaseUrl ?? embedded!.url) // one of the two is there
    console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`)
  } finally {
    await embedded?.stop()
  }
}

async function backups(what: 'backup' | 'restore', argv: readonly string[]): Promise<void> {
  const { backupCommand, restoreCommand } = await import('./backup/command.js')
  const given = (name: string): string | null => option(argv, name, '') || null
  const say = (line: string): void => console.log(line)
  if (what === 'restore') return restoreCommand(argv, given, say)
  if (!await backupCommand(argv, given, say)) process.exitCode = 1
}

async function doctor(): Promise<void> {
  const found = await examine(process.env)
  console.log(written(found))
  if (found.some(({ state }) => state === 'fault')) process.exitCode = 1
}
