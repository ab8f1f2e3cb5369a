import { join } from 'node:path'
import type { Config } from '../config.js'

/** Where a file of people lies until its import has ended. */
export const contactImportPath = (config: Pick<Config, 'dataDir'>, workspaceId: string, importId: string): string => join(config.dataDir, 'contact-imports', workspaceId, importId)
