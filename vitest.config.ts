import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))

// Tests run on the sources: nothing has to be compiled before a single file can be tried.
const alias = [
  { find: /^@recado\/([a-z-]+)$/, replacement: `${root}packages/$1/index.ts` },
  { find: /^@recado\/([a-z-]+)\/(.*?)(?:\.js)?$/, replacement: `${root}packages/$1/$2.ts` },
]
const exclude = ['**/node_modules/**', '**/dist/**', '**/.cache/**']

export default defineConfig({
  resolve: { alias },
  test: {
    // Test files wait for a database as much as they compute: two keep two cores busy. Browser stories go one by one all the same.
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['packages/**/*.test.{ts,tsx}', 'channels/**/*.test.ts', 'tools/**/*.test.ts', 'seeds/**/*.test.ts'],
          exclude,
          globalSetup: ['tools/testing/database.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude,
          // One browser at a time: two of them beside a server and its database starve each other on a small machine.
          fileParallelism: false,
          retry: Number(process.env.BROWSER_TRIES ?? 1) - 1,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
