import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from '../../tools/lib/paths.mjs'
import { apiClient } from '../../tools/product/client.mjs'
import { startProduct } from '../../tools/product/start.mjs'

// What an operator without a clone has: one file, Node and the npm registry.
const place = mkdtempSync(join(tmpdir(), 'recado-packed-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

test('the packed file installs, starts from a read-only place with a channel of the operator, and stops', async () => {
  execFileSync(process.execPath, [join(root, 'tools/bootstrap.mjs'), 'pack', place], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [file] = readdirSync(place).filter((name) => /^recado-\d+\.\d+\.\d+\.tgz$/.test(name))
  const installed = join(place, 'installed')
  mkdirSync(installed)
  execFileSync('npm', ['install', '--prefix', installed, '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', join(place, file!)], { stdio: ['ignore', 'ignore', 'inherit'] })
  const own = join(installed, 'node_modules/recado')
  expect(readdirSync(own).toSorted()).toEqual(['LICENSE', 'README.md', 'channels', 'node_modules', 'npm-shrinkwrap.json', 'package.json', 'packages', 'seeds', 'tools'])
  const before = readdirSync(own, { recursive: true }).length
  chmodSync(own, 0o555)

  const channels = join(place, 'channels')
  cpSync(join(root, 'e2e/made-up-channels/pigeon'), join(channels, 'pigeon'), { recursive: true })
  const product = await startProduct({ dataDir: join(place, 'data'), command: [join(installed, 'node_modules/.bin/recado')], env: { RECADO_CHANNELS_DIR: channels } })
  const { items } = await apiClient(() => product.url).want('GET', '/api/v1/channels')
  expect(items.map((channel: { id: string }) => channel.id)).toEqual(expect.arrayContaining(['messenger', 'pigeon', 'wechat', 'whatsapp']))
  const page = await fetch(product.url)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Recado')])
  expect(await product.stop()).toMatchObject({ code: 0 })
  expect(readdirSync(own, { recursive: true })).toHaveLength(before)
}, 240_000)
