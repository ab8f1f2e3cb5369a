/** PostgreSQL settings by name, as they go on its command line. */
export type Settings = Record<string, string>

/**
 * For a laptop as much as for a small server. Durability is PostgreSQL's own, whole: fsync, synchronous_commit and
 * full_page_writes stay on. Buffers count towards our memory budget only once touched.
 */
export const defaultSettings: Settings = {
  shared_buffers: '64MB',
  work_mem: '8MB',
  max_connections: '60',
  fsync: 'on',
  synchronous_commit: 'on',
  max_wal_size: '1GB',
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
export function serverArguments(pgData: string, socketDir: string, settings: Settings): string[] {
  const all: Settings = {
    ...defaultSettings,
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
