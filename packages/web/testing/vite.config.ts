import { mergeConfig } from 'vite'
import base from '../vite.config.js'
import { fixtureServer } from './fixture-server.js'

/** `npx vite --config packages/web/testing/vite.config.ts`: the pages over a desk in memory. */
const { proxy: _, ...server } = base.server ?? {}
export default mergeConfig({ ...base, server }, { plugins: [fixtureServer()], ...(process.env.FIXTURE_DIST ? { build: { outDir: process.env.FIXTURE_DIST } } : {}), preview: { port: Number(process.env.FIXTURE_PORT ?? 5199), strictPort: true, host: '127.0.0.1' }, server: { port: Number(process.env.FIXTURE_PORT ?? 5199), strictPort: true, host: '127.0.0.1' } })
