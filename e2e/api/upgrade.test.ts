import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../../tools/lib/paths.mjs'
import { apiClient } from '../../tools/product/client.mjs'
import { ask } from '../../tools/product/database.mjs'
import { startProduct } from '../../tools/product/start.mjs'

// A clone with an origin that brings out new versions: one that is good, one whose migration fails half-way.
const place = mkdtempSync(join(tmpdir(), 'recado-upgrade-'))
const origin = join(place, 'origin')
const clone = join(place, 'clone')
const dataDir = join(place, 'data')
const command: [string, ...string[]] = [process.execPath, join(clone, 'tools/bootstrap.mjs'), 'start']
afterAll(() => rmSync(place, { recursive: true, force: true }))

const git = (cwd: string, ...args: string[]): string => execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], { cwd, encoding: 'utf8' }).trim()
const upgrade = (...args: string[]) => spawnSync(process.execPath, [join(clone, 'tools/bootstrap.mjs'), 'recado', 'upgrade', ...args], { cwd: clone, env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' }, encoding: 'utf8' })

function publish(name: string, sql: string): string {
  writeFileSync(join(origin, 'packages/db/migrations', name), sql)
  git(origin, 'add', '-A')
  git(origin, 'commit', '--quiet', '-m', name)
  return git(origin, 'rev-parse', 'HEAD')
}

beforeAll(() => {
  // What would be committed here, whether it is committed yet or not.
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter((name) => name && existsSync(join(root, name)))
  mkdirSync(origin)
  execFileSync('tar', ['-cf', join(place, 'tree.tar'), '--null', '-T', '-'], { cwd: root, input: files.join('\0') })
  execFileSync('tar', ['-xf', join(place, 'tree.tar')], { cwd: origin })
  git(origin, 'init', '--quiet', '-b', 'main')
  git(origin, 'add', '-A')
  git(origin, 'commit', '--quiet', '-m', 'Version one')
  git(place, 'clone', '--quiet', origin, clone)
  // The installed packages under second names: the registry is not what is tried here.
  execFileSync('cp', ['-al', join(root, 'node_modules'), join(clone, 'node_modules')])
})

test('one command stops the server, keeps a copy and brings the new version; a version that fails leaves everything as it was', async () => {
  const first = await startProduct({ dataDir, command })
  await apiClient(() => first.url).want('POST', '/api/v1/channel-accounts', { channel: 'wechat', name: 'Tienda en WeChat', settings: { appId: 'wx1', appSecret: 's', token: 't', mode: 'plain', baseUrl: 'http://127.0.0.1:9' } })
  const good = publish('9998_good.sql', 'create table of_the_new_version (n int);')
  const done = upgrade()
  expect([done.status, done.stderr]).toEqual([0, expect.stringContaining('Done. The data as it was before lies in')])
  expect(await first.ended).toMatchObject({ code: 0 })
  expect(git(clone, 'rev-parse', 'HEAD')).toBe(good)
  const [kept] = readdirSync(join(place, 'data-backups'))
  const saved = readdirSync(join(place, 'data-backups', kept!))
  expect(saved).toEqual(expect.arrayContaining(['postgres', 'postgres-password']))
  expect(saved).not.toContain('master.key')

  publish('9999_bad.sql', 'drop table of_the_new_version; select 1 / 0;')
  const failed = upgrade()
  expect([failed.status, failed.stderr]).toEqual([1, expect.stringContaining('Everything is as it was before')])
  expect(failed.stderr).toContain('division by zero')
  expect(git(clone, 'rev-parse', 'HEAD')).toBe(good)

  const after = await startProduct({ dataDir, command })
  const { items } = await apiClient(() => after.url).want('GET', '/api/v1/channel-accounts')
  expect(items.map((account: { name: string }) => account.name)).toEqual(['Tienda en WeChat'])
  expect(await ask(dataDir, `select count(*)::int as n from of_the_new_version`)).toEqual([{ n: 0 }])
  await after.stop()
}, 180_000)

test('what was changed by hand, and a database that is not ours, are named before anything is touched', () => {
  writeFileSync(join(clone, 'README.md'), 'mine')
  expect(upgrade()).toMatchObject({ status: 1, stderr: expect.stringContaining('changed by hand') })
  git(clone, 'checkout', '--quiet', 'README.md')
  const elsewhere = spawnSync(process.execPath, [join(clone, 'tools/bootstrap.mjs'), 'recado', 'upgrade'], { cwd: clone, env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: 'postgresql://127.0.0.1:9/x' }, encoding: 'utf8' })
  expect(elsewhere).toMatchObject({ status: 1, stderr: expect.stringContaining('--database-is-backed-up') })
})
