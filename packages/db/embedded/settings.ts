import { statfsSync } from 'node:fs'
import { totalmem } from 'node:os'

/** PostgreSQL settings by name, as they go on its command line. */
export type Settings = Record<string, string>

const MB = 1024 ** 2
const GB = 1024 ** 3

/** What a machine can give to its database: bytes of memory, and of free disk. */
export type Means = { memory: number; disk: number }

/** Those of this machine, or of the container we are in. */
export function meansOf(dir: string): Means {
  const { bavail, bsize } = statfsSync(dir)
  return { memory: Math.min(totalmem(), process.constrainedMemory() || Infinity), disk: bavail * bsize }
}

/**
 * A sixteenth of the memory, 64 to 192 MB: the rest is the system's own cache, which serves the same pages and gives them back. The log may
 * grow to a sixteenth of the free disk, 1 to 8 GB, before it forces a checkpoint: after each of them every page is logged whole once more
 * (three times the log at 3,000 messages a second).
 */
function sizes({ memory, disk }: Means): Settings {
  const between = (least: number, value: number, most: number): number => Math.floor(Math.min(Math.max(value, least), most) / MB)
  // In steps: one that runs with other settings is not adopted but replaced, and free disk changes from hour to hour.
  const step = 2 ** Math.floor(Math.log2(Math.max(1, disk / 16)))
  return { shared_buffers: `${between(64 * MB, memory / 16, 192 * MB)}MB`, max_wal_size: `${between(GB, step, 8 * GB)}MB` }
}

/**
 * For a laptop as much as for a small server. Durability is PostgreSQL's own, whole: fsync, synchronous_commit and
 * full_page_writes stay on. Buffers count towards our memory budget only once touched.
 */
const defaultSettings: Settings = {
  work_mem: '8MB',
  max_connections: '60',
  fsync: 'on',
  synchronous_commit: 'on',
  checkpoint_timeout: '15min',
  // Compiling costs more than our short statements; every disk we run on seeks like an SSD.
  jit: 'off',
  random_page_cost: '1.1',
  // A transaction forgotten open would hold back vacuum and, with it, the speed of every hot table.
  idle_in_transaction_session_timeout: '60s',
  // Three processes fewer: nobody subscribes to us, and one reader is enough for a database of this size.
  max_logical_replication_workers: '0',
  io_workers: '1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_checkpoints: 'off',
  cluster_name: 'recado',
}

/** The arguments of `postgres`. It listens on a socket in a private directory and on no network address. */
export function serverArguments(pgData: string, socketDir: string, settings: Settings, means = meansOf(pgData)): string[] {
  const all: Settings = {
    ...defaultSettings,
    ...sizes(means),
    ...settings,
    listen_addresses: '',
    port: String(PORT),
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
  }
  return ['-D', pgData, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** Only part of the socket's file name: no network port is opened. */
export const PORT = 5432

/** Where to connect: the directory goes into `host`, since a URL cannot carry a path as its host. */
export function connectionUrl(user: string, password: string, socketDir: string, database: string): string {
  return `postgres://${user}:${password}@localhost:${PORT}/${database}?host=${encodeURIComponent(socketDir)}`
}
