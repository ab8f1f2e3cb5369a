/** The owner of a new company makes a backup by hand, sees it end, and finds it as the last good one without loading the page again; then she has it read again, whole and damaged. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { faultsOf, outOfThePage } from './support/axe.js'
import { HANDSET, visit } from './support/browser.js'
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

test('a backup is verified from its row, and what is damaged is named with what to do', async () => {
  closeAfterStory(stage)
  const caller = await request.newContext({ baseURL: stage.url })
  expect((await caller.post('/api/v1/session', { data: { email: LAURA.email, password: LAURA.password } })).ok()).toBe(true)
  const page = await (await visit(stage.browser, stage.url, { state: await caller.storageState(), size: HANDSET })).newPage()
  await page.goto('/settings/backups')
  const row = page.getByRole('listitem').filter({ hasText: 'a mano' }).first()
  await row.getByRole('button', { name: 'Comprobar' }).click()
  await row.getByText(new RegExp(`^Comprobada el .* por ${LAURA.name}: la base de datos está íntegra`)).waitFor()
  const { file } = ((await (await caller.get('/api/v1/backups')).json()) as { items: { cause: string; file: string }[] }).items.find(({ cause }) => cause === 'person')! // made above
  const bytes = readFileSync(join(dir, file))
  bytes[bytes.length - 300]! ^= 1
  writeFileSync(join(dir, file), bytes)
  await row.getByRole('button', { name: 'Volver a comprobar' }).click()
  await row.getByText('Dañada: así no se podría restaurar').waitFor()
  await row.getByText(`${file} está dañado`).first().waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(await outOfThePage(page)).toEqual([])
  // The way out is beside it, and a later one that is whole ends the alarm.
  await row.getByRole('button', { name: 'Hacer copia ahora' }).click()
  const rows = page.getByRole('listitem').filter({ hasText: 'a mano' })
  await expect.poll(() => rows.count()).toBe(2)
  await rows.first().getByText(/^Terminada: /).waitFor()
  const alarmed = async (): Promise<number> => ((await (await caller.get('/api/v1/status')).json()) as { incidents: { code: string }[] }).incidents.filter(({ code }) => code === 'backup_broken').length
  expect(await alarmed()).toBe(1)
  await rows.first().getByRole('button', { name: 'Comprobar' }).click()
  await rows.first().getByText(/^Comprobada el .*íntegra/).waitFor()
  await expect.poll(alarmed).toBe(0)
  await caller.dispose()
})
