import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../packages/db/embedded/index.js'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser connection to the cluster of this test run; each file makes a database of its own in it. */
    databaseUrl: string
  }
}

/** Gives the test run one PostgreSQL: RECADO_TEST_DATABASE_URL (a superuser's), else an embedded one that is thrown away afterwards. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.RECADO_TEST_DATABASE_URL
  if (given) {
    project.provide('databaseUrl', given)
    return undefined
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'recado-test-'))
  // Thrown away whatever happens, so nothing has to reach the disk; durability has tests with clusters of their own.
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '200' }
  const database = await startEmbedded({ dataDir, settings, log: (line) => console.error(`[test database] ${line}`) })
  process.env.RECADO_TEST_DATABASE_URL = database.adminUrl
  project.provide('databaseUrl', database.adminUrl)
  // A run that is cut short (Ctrl-C) does not come to the teardown.
  const onExit = () => process.kill(database.pid, 'SIGQUIT')
  process.once('exit', onExit)
  return async () => {
    process.off('exit', onExit)
    delete process.env.RECADO_TEST_DATABASE_URL
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
