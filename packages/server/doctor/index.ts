import { Database, isAway } from '@recado/db'
import { runningConnections } from '@recado/db/embedded/index'
import { existsSync } from 'node:fs'
import { ConfigError } from '../config-error.js'
import { readConfig } from '../config.js'
import { examineDatabase } from './database.js'
import { fault, type Finding, note } from './finding.js'
import { examineHost } from './host.js'
import { examineNetwork } from './network.js'

/** Everything that is wrong with this host, or could go wrong soon, in plain words; works with and without a running server. */
export async function examine(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  let config
  try { config = readConfig(env, null) } catch (error) {
    if (error instanceof ConfigError) return [fault(error.message, 'Correct the variable and try again.')]
    throw error
  }
  const found = [...await examineHost(config, env), ...await examineNetwork(config, env)]
  const url = config.databaseUrl ?? (existsSync(config.dataDir) ? runningConnections(config.dataDir)?.url : undefined)
  if (!url) return [...found, note('the database is not running, so it was not looked at', 'Start Recado and ask again.')]
  const db = new Database({ url, max: 2 })
  try {
    return [...found, ...await examineDatabase(db, config)]
  } catch (error) {
    if (!isAway(error)) throw error
    return [...found, fault(`the database cannot be reached (${(error as Error).message})`, 'Look at DATABASE_URL, and whether that server runs.')]
  } finally {
    await db.close()
  }
}
