/** The owner of a new company makes a backup by hand, sees it end, and finds it as the last good one without loading the page again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { faultsOf } from './support/axe.js'
import { visit } from './support/browser.js'
import { LAURA } from './support/desk.js'
import { closeAfterStory, useStage } from './support/product.js'

const dir = mkdtempSync(join(tmpdir(), 'recado-backups-'))
const stage = useStage({ env: { RECADO_BACKUP_DIR: dir, RECADO_BACKUP_MINUTES: '0' } })
afterAll(() => rmSync(dir, { recursive: true, force: true }))

interface Plan { lastGoodAt: string | null }
const PLAN = '/api/v1/backups/plan'

test('a backup by hand, from the button to the last good one', async () => {
  closeAfterStory(stage)
  const caller = await request.newContext({ baseURL: stage.url })
  expect((await caller.post('/api/v1/setup', { data: { ...LAURA, language: 'es', timeZone: 'Europe/Madrid' } })).ok()).toBe(true)
  const page = await (await visit(stage.browser, stage.url, { state: await caller.storageState() })).newPage()
  const seen: Plan[] = []
  page.on('response', async (answer) => { if (answer.url().endsWith(PLAN)) seen.push(await answer.json() as Plan) })
  // The first one makes itself, right behind the start.
  await expect.poll(async () => (await (await caller.get(PLAN)).json() as Plan).lastGoodAt, { timeout: 60_000 }).not.toBeNull()
  await page.goto('/settings/backups')
  await page.getByText(dir).first().waitFor()
  await page.getByRole('button', { name: 'Hacer copia ahora' }).click()
  await page.getByRole('listitem').filter({ hasText: 'a mano' }).getByText(/^Terminada: /).waitFor()
  const { lastGoodAt } = await (await caller.get(PLAN)).json() as Plan
  await expect.poll(() => seen.at(-1)?.lastGoodAt).toBe(lastGoodAt)
  await page.getByText(/^Última copia correcta: /).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await caller.dispose()
})
