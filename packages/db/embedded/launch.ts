import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process'
import type { Cluster } from './cluster.js'

type Program = Pick<Cluster, 'runAs' | 'binaries'>

/**
 * Starts one of PostgreSQL's programs as the chosen user, in a session of its own: Ctrl-C reaches every process of the
 * terminal's group, and the database has to outlive the server that is still writing its last rows.
 */
export function launch({ runAs, binaries }: Program, program: string, args: string[], stdio: StdioOptions): ChildProcess {
  const [command, ...rest] = [...runAs.prefix, program, ...args]
  const libraries = binaries.libraries ? { LD_LIBRARY_PATH: binaries.libraries } : {}
  return spawn(command!, rest, {
    stdio,
    detached: true,
    cwd: '/',
    // Nothing of ours: PGDATA, PGPORT and the like would change what it does, and secrets would show in /proc.
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', ...libraries },
    ...(runAs.owner ? { uid: runAs.owner.uid, gid: runAs.owner.gid } : {}),
  })
}

/** Runs one to its end and returns what it printed. */
export function runToEnd(program: Program, file: string, args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = launch(program, file, args, ['ignore', 'pipe', 'pipe'])
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}
