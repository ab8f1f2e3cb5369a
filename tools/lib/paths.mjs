import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The top of the clone. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** Stamps and other things that may be deleted at any time. */
export const cacheDir = resolve(root, '.cache')

/** Where this run keeps its data; npm starts us at the top of the clone, so ./data is beside package.json. */
export const dataDir = resolve(root, process.env.DATA_DIR || 'data')
