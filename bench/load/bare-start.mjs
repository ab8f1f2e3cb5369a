// A bare Node process that starts the same PostgreSQL on the same directory, answers one question by HTTP and says so: below it no start gets.
import { createServer } from 'node:http'
import { join } from 'node:path'
import { root } from '../../tools/lib/paths.mjs'

const { startEmbedded } = await import(join(root, 'packages/db/dist/embedded/index.js'))
const postgres = await startEmbedded({ dataDir: process.argv[2] })
const server = createServer((_request, response) => response.end('ok'))
server.listen(0, '127.0.0.1', () => process.send?.('ready'))
process.on('message', () => { server.close(); void postgres.stop().then(() => process.exit(0)) })
