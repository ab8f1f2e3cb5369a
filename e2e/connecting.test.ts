/** From a fresh clone to a shop that is connected: its public address, three accounts, what the small apps gave her, and the first notice of her shop. */
import { expect, test } from 'vitest'
import { pathOf, signedByMeta, whatsAppBody, whatsAppChange } from './api/harness.js'
import { visit } from './support/browser.js'
import { Desk, LAURA } from './support/desk.js'
import { useOutside } from './support/outside.js'
import { closeAfterStory, useStage } from './support/product.js'

const outside = useOutside('mensajes.optica.example', () => stage.url)
const stage = useStage({ env: { TRUST_PROXY: '1' }, hosts: { [outside.host]: outside.place } })

const NUMBER = { id: '106540352242922', waba: '102290129340398', secret: 'the-secret-of-the-shops-app' }

test('the public address is given, and proven by the first signed call of a real number', async () => {
  closeAfterStory(stage)
  // Laura sets up at the machine itself, chooses a real account and finds what it needs first.
  const home = new Desk(await (await visit(stage.browser, stage.url)).newPage())
  await home.setUp()
  await home.page.getByRole('button', { name: 'Conectar una cuenta real' }).click()
  await home.page.getByRole('heading', { name: 'Añadir un canal' }).waitFor()
  await home.page.getByRole('link', { name: 'Dirección pública' }).click()
  await home.page.getByRole('status').getByText('Todavía no hay dirección pública').waitFor()
  await home.page.getByLabel('Dirección con la que el mundo llama a este servidor').fill(outside.url)
  await home.page.getByRole('button', { name: 'Guardar y llamar' }).click()
  // No name server knows the name, and the page says so: that the proxy is there, nobody can see from inside.
  await home.page.getByText('El nombre aún no lleva a ninguna parte.').waitFor()
  await home.page.getByRole('status').getByText('No se puede llegar').waitFor()
  await home.page.close()

  // From now on she works under that address, through the proxy.
  const desk = new Desk(await (await visit(stage.browser, outside.url)).newPage())
  const { page } = desk
  await desk.signIn(LAURA)
  await page.getByRole('heading', { name: 'Todas' }).waitFor()
  await page.goto('/settings/channels/add/whatsapp')
  await page.getByRole('radio', { name: 'Un segundo número para Recado' }).check()
  await page.getByLabel('Nombre en Recado').fill('Tienda')
  await page.getByLabel('ID del número de teléfono').fill(NUMBER.id)
  await page.getByLabel('ID de la cuenta de WhatsApp Business').fill(NUMBER.waba)
  await page.getByLabel('Token de acceso o clave de API').fill('EAAG-a-token-that-nobody-gave')
  await page.getByLabel('Clave secreta de la app').fill(NUMBER.secret)
  await page.getByText(/^Más ajustes/).click()
  // Nobody listens there: the tests ask nothing of the internet.
  await page.getByLabel('Dirección de la API').fill('http://127.0.0.1:9')
  await page.getByRole('button', { name: 'Guardar y comprobar' }).click()
  await page.getByText('Esperando el primer webhook firmado…').waitFor()
  await page.getByText('La dirección pública no lleva hasta aquí').waitFor()
  const webhook = await page.getByLabel('Dirección del webhook').inputValue()
  expect(webhook).toMatch(new RegExp(`^${outside.url}/webhooks/whatsapp/`))

  // She pastes address and token at the platform, which calls at once and is answered: that is proof already.
  await page.getByText('Recado ha inventado estos valores: cópialos ahora').waitFor()
  await page.getByRole('button', { name: 'Copiar: Token de verificación' }).waitFor()
  const token = await page.getByRole('definition').filter({ hasText: /^[\w-]{16,}$/ }).innerText()
  const asked = (verify: string) => outside.call({ path: `${pathOf(webhook)}?${new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': verify })}` })
  expect((await asked('another token')).status).toBe(403)
  expect(await asked(token)).toEqual({ status: 200, body: '1158201444' })
  const address = new Desk(await page.context().newPage())
  await address.page.goto('/settings/public-address')
  await address.page.getByRole('status').getByText('Se puede llegar: comprobado').waitFor()
  await address.page.getByText('Han llamado a Tienda').waitFor()
  await address.page.getByText(`ha abierto ${outside.host} (un nombre de internet)`).waitFor()
  await address.page.close()

  // A stranger's call is refused; the platform's own arrives, and her message with it.
  const call = whatsAppBody([[whatsAppChange(NUMBER.id, [{ wamid: 'wamid.first', from: '34600111222', name: 'Inés Soler', text: '¿Abrís el sábado?' }])]], NUMBER.waba)
  expect((await outside.call(signedByMeta(pathOf(webhook), 'another secret', call))).status).toBe(401)
  expect((await outside.call(signedByMeta(pathOf(webhook), NUMBER.secret, call))).status).toBe(200)
  await page.getByText('Llegan llamadas firmadas.').waitFor()
  await page.goto('/inbox')
  await desk.row('Inés Soler').getByText('¿Abrís el sábado?').waitFor()
})
