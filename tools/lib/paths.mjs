import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The top of the clone. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** Whether this is the packed form: everything is compiled and installed, and its own folder may be read-only. */
export const packed = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packed === true

/** Where this run keeps its data; npm starts us at the top of the clone, so ./data is beside package.json. */
export const dataDir = resolve(packed ? process.cwd() : root, process.env.DATA_DIR || 'data')

/** Stamps and other things that may be deleted at any time. */
export const cacheDir = packed ? join(dataDir, 'cache') : resolve(root, '.cache')
