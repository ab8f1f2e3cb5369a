// Takes the pictures of docs/pictures from the demo company, in Spanish: `node tools/pictures.mjs`, or only those named. They are looked at before they are committed.
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, request } from 'playwright-core'
import sharp from 'sharp'
import { BROWSER_ARGUMENTS, prepareBrowser } from './browser.mjs'
import { root } from './lib/paths.mjs'
import { say } from './lib/say.mjs'
import { dataDirectory, startProduct } from './product/start.mjs'

const wanted = process.argv.slice(2)
const OUT = join(root, 'docs/pictures')
const MOST_BYTES = 250_000
const DESKTOP = { width: 1440, height: 900 }
const HANDSET = { width: 390, height: 844 }
const OWNER = { name: 'Laura Gil', email: 'laura@optica.example', password: 'tres tristes tigres en abril', language: 'es', timeZone: 'Europe/Madrid' }

const data = dataDirectory()
const product = await startProduct({ dataDir: data.dir, env: { RECADO_OWNER_EMAIL: '', RECADO_OWNER_PASSWORD: '', RECADO_API_TOKEN: '' } })
const { executablePath, env } = await prepareBrowser()
const browser = await chromium.launch({ executablePath, env, args: BROWSER_ARGUMENTS })
try {
  const state = await furnish(product.url)
  mkdirSync(OUT, { recursive: true })
  // First: the other pictures open the thread that she is called to.
  await picture('notices', { state, there: ring })
  await picture('inbox-light', { state, there: (page) => open(page, 'Lucía Ferrer', 'Nota tuya') })
  await picture('inbox-dark', { state, scheme: 'dark', there: (page) => open(page, 'Lucía Ferrer', 'Nota tuya') })
  await picture('thread-wechat', { state, there: (page) => open(page, '李娜', 'Mi español') })
  const views = (await (await ask(state)).get('/api/v1/views').then((answer) => answer.json())).items
  await picture('notes', { state, there: (page) => open(page, 'Andrés Molina', 'le cambiamos la montura') })
  await picture('view-builder', { state, path: `/inbox?view=${views.find(({ name }) => name === 'Con cuidado').id}&compose=view_edit`, there: (page) => page.getByText(/^Encajan? \d+ conversaci/).waitFor() })
  await picture('search', { state, path: '/inbox?q=gafas', there: (page) => page.getByRole('mark').or(page.locator('mark')).first().waitFor() })
  await picture('bulk', { state, there: choose })
  await picture('wallboard', { state, path: '/wallboard', there: (page) => page.getByText('Sofía Navarro').waitFor() })
  await picture('assignment', { state, path: '/settings/assignment', there: (page) => page.getByText('El chino, a quien lo habla').first().waitFor() })
  await picture('hours', { state, path: '/settings/hours', there: (page) => page.getByText('Calle de Atocha').first().waitFor() })
  await picture('roles', { state, path: '/settings/roles', there: (page) => page.getByText('Supervisión').first().waitFor() })
  await withColleague(state, () => picture('collision', { state, there: async (page) => { await open(page, 'Paula Crespo', 'Bizum'); await page.getByText(/Irene Pons está escribiendo/).first().waitFor() } }))
  await picture('contacts', { state, path: '/contacts', there: (page) => page.getByText('Talleres Norte').first().waitFor() })
  await picture('person', { state, path: '/contacts', there: async (page) => { await page.getByText('Carmen Ortiz').first().click(); await page.getByText('Consentimiento').first().waitFor(); await page.getByRole('log').or(page.getByText('Hoy')).first().waitFor() } })
  await picture('consent', { state, path: '/settings/consent', there: (page) => page.getByText('Monturas').or(page.getByText('monturas')).first().waitFor() })
  await picture('campaigns', { state, path: '/campaigns', there: async (page) => { await page.getByText('Cerramos el día 6').first().waitFor(); await page.getByText('Altas y bajas por día').first().waitFor(); await page.getByText('Cuánto les aporta').first().waitFor() } })
  const campaigns = (await (await ask(state)).get('/api/v1/campaigns').then((answer) => answer.json())).items
  const [draft, done] = ['draft', 'done'].map((wanted) => campaigns.find(({ state: stands }) => stands === wanted).id)
  await picture('campaign-content', { state, path: `/campaigns/${draft}?step=content`, there: (page) => page.getByRole('figure').first().waitFor() })
  await picture('campaign-review', { state, path: `/campaigns/${draft}?step=review`, there: (page) => page.getByText('Cuesta como máximo').waitFor() })
  const whatsapp = (await (await ask(state)).get('/api/v1/channel-accounts').then((answer) => answer.json())).items.find(({ channel }) => channel === 'whatsapp').id
  await picture('template-builder', { state, path: `/templates/write?account=${whatsapp}`, there: writeTemplate })
  await picture('send-later', { state, there: sayLater })
  await picture('campaign-report', { state, path: `/campaigns/${done}/report`, there: (page) => page.getByText('Qué ha sido de ella').waitFor() })
  await picture('campaign-paused', { state, path: `/campaigns/${await pausedTrial(state, draft)}`, there: (page) => page.getByText('Prueba de variantes').waitFor() })
  await picture('thread-phone', { state, size: HANDSET, there: (page) => open(page, 'Andrés Molina', 'le cambiamos la montura') })
  await picture('inbox-phone', { state, size: HANDSET, there: (page) => page.getByRole('link').filter({ hasText: 'Carmen Ortiz' }).waitFor() })
  await picture('phones-light', { state, path: '/simulator', there: (page) => page.getByText('montura Atocha').waitFor() })
} finally {
  await browser.close()
  await product.stop()
  data.remove()
}

/** The demo company; its owner's session comes back. */
async function furnish(url) {
  const caller = await request.newContext({ baseURL: url })
  for (const [path, body] of [['/api/v1/setup', OWNER], ['/api/v1/demo', {}]]) {
    const answer = await caller.post(path, { data: body, timeout: 120_000 })
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
  }
  const state = await caller.storageState()
  await caller.dispose()
  return state
}

/** A trial of two texts that somebody has paused while the others wait for its result. */
async function pausedTrial(state, draft) {
  const caller = await ask(state)
  const want = async (path, data) => (await (data ? caller.post(path, { data }) : caller.get(path))).json()
  const { audience, variants } = await want(`/api/v1/campaigns/${draft}`)
  const [accountId] = Object.keys(variants[0].contents)
  const say = (key, name, text) => ({ key, name, share: 1, contents: { [accountId]: { content: { kind: 'text', text } } } })
  const { id } = await want('/api/v1/campaigns', {
    name: 'Gafas listas', audience: { ...audience, purpose: 'notification', category: null, cap: null }, variants: [say('a', 'Corta', 'Tus gafas están listas.'), say('b', 'Con horario', 'Tus gafas están listas: pásate cuando quieras, de 10 a 20 h.')],
    settings: { abTest: { samplePercent: 35, afterHours: 4, by: 'read' }, budget: { amount: '20', currency: 'EUR' }, stopOn: { failures: 25, errorPercent: 10 } },
  })
  await want(`/api/v1/campaigns/${id}/schedule`, {})
  for (let stands; !stands || ['scheduled', 'preparing'].includes(stands.state) || stands.counts.sending + stands.counts.queued > 0; stands = await want(`/api/v1/campaigns/${id}`)) await new Promise((resolve) => setTimeout(resolve, 200))
  await want(`/api/v1/campaigns/${id}/pause`, {})
  return id
}

function ask(state) { return request.newContext({ baseURL: product.url, ...(state ? { storageState: state } : {}) }) }

/** Three rows chosen, as by the keyboard. */
async function choose(page) {
  await page.getByRole('link').filter({ hasText: 'Lucía Ferrer' }).waitFor()
  for (const name of ['Ana Benítez', 'Paula Crespo', 'Lucía Ferrer']) await page.getByRole('checkbox', { name: `Seleccionar ${name}` }).click()
  await page.getByText('3 seleccionadas').waitFor()
}

/** A template on its way, with its samples and a word that reviewers stumble over. */
async function writeTemplate(page) {
  await page.getByLabel('Nombre').fill('Pedido en camino')
  await page.getByLabel('Texto', { exact: true }).fill('Hola, {{name}}: tu pedido {{order}} ya va de camino y lleva un descuento.')
  await page.getByLabel('{{name}}').fill('Lucía')
  await page.getByLabel('{{order}}').fill('A-4471')
  await page.getByRole('figure', { name: 'En su teléfono' }).getByText('A-4471').waitFor()
  await page.getByText('Borrador guardado').waitFor()
}

/** The clock beside the send button, pressed. */
async function sayLater(page) {
  await open(page, 'Paula Crespo', 'Bizum')
  await page.getByRole('textbox', { name: /^Responder a/ }).fill('Sí, por Bizum o con tarjeta, como prefieras.')
  await page.getByRole('button', { name: /^Enviar más tarde/ }).click()
  await page.getByPlaceholder(/^¿Cuándo\?/).or(page.getByLabel(/^¿Cuándo\?/)).first().fill('mañana a las 9')
}

/** The bell, opened. */
async function ring(page) {
  await page.getByRole('button', { name: /^Avisos, \d+ sin leer/ }).first().click()
  await page.getByText('Nuria Campos te ha mencionado').waitFor()
}

/** While a real colleague begins an answer to Paula at a browser of her own. */
async function withColleague(state, during) {
  const [owner, guest] = [await ask(state), await ask()]
  const { link } = await (await owner.post('/api/v1/invitations', { data: { email: 'irene@optica.example', name: 'Irene Pons', role: 'agent' } })).json()
  await guest.post('/api/v1/join', { data: { token: new URL(link).hash.slice(1), name: 'Irene Pons', password: OWNER.password, language: 'es' } })
  const context = await browser.newContext({ baseURL: product.url, storageState: await guest.storageState(), viewport: DESKTOP, locale: 'es-ES', timezoneId: 'Europe/Madrid' })
  const page = await context.newPage()
  await page.goto('/inbox')
  await open(page, 'Paula Crespo', 'Bizum')
  const writing = setInterval(() => void page.getByRole('textbox', { name: /^Responder a/ }).pressSequentially('Sí ').catch(() => undefined), 2_000)
  await during()
  clearInterval(writing)
  await context.close()
}

async function open(page, name, words) {
  await page.getByRole('link').filter({ hasText: name }).click()
  await page.getByRole('log').getByText(words).first().waitFor()
}

/** One page as a picture with few colours: small enough for a repository, exact enough for letters. */
async function picture(name, { state, path = '/inbox', size = DESKTOP, scheme = 'light', there }) {
  if (wanted.length > 0 && !wanted.includes(name)) return
  const context = await browser.newContext({ baseURL: product.url, storageState: state, viewport: size, colorScheme: scheme, locale: 'es-ES', timezoneId: 'Europe/Madrid', ...(size === HANDSET ? { deviceScaleFactor: 2 } : {}) })
  const page = await context.newPage()
  await page.goto(path)
  await there(page)
  await page.waitForFunction(() => [...document.images].every((image) => image.complete) && document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity))
  await page.mouse.move(size.width / 2, 1)
  const shot = await page.screenshot()
  const file = join(OUT, `${name}.png`)
  rmSync(file, { force: true })
  for (const colours of [256, 192, 128, 96]) {
    await sharp(shot).png({ palette: true, colours, effort: 10, compressionLevel: 9, dither: 0.6 }).toFile(file)
    if (statSync(file).size <= MOST_BYTES) break
  }
  say(`${name}.png: ${Math.round(statSync(file).size / 1000)} kB`)
  await context.close()
}
