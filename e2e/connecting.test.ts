/** From a fresh clone to a shop that is connected: its public address, three accounts, what the small apps gave her, and the first notice of her shop. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../tools/lib/paths.mjs'
import { pathOf, signedByMeta, whatsAppBody, whatsAppChange } from './api/harness.js'
import { faultsOf } from './support/axe.js'
import { untilLoaded, visit, type Visit } from './support/browser.js'
import { Desk, LAURA, spaced } from './support/desk.js'
import { useOutside } from './support/outside.js'
import { Phones } from './support/phones.js'
import { closeAfterStory, useStage } from './support/product.js'

const outside = useOutside('mensajes.optica.example', () => stage.url)
const stage = useStage({ env: { TRUST_PROXY: '1' }, hosts: { [outside.host]: outside.place } })

const SOL = { business: '· Óptica Sol' }
const PICTURE = join(root, 'packages/web/features/phones/samples/gafas.jpg')
/** Where the pages of the connected accounts are. */
const accounts = { whatsapp: '', wechat: '', messenger: '' }
/** Laura's session at the public address, once she has one. */
let state: Visit['state']

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
  state = await page.context().storageState()
})

test('three accounts, and the menu that WeChat would have deleted, changed and back on the phones', async () => {
  closeAfterStory(stage)
  const context = await visit(stage.browser, outside.url, { state })
  const desk = new Desk(await context.newPage())
  const { page } = desk
  // What costs and reaches real people is tried where nothing does.
  await page.goto('/inbox')
  await page.getByRole('button', { name: /^Espacio de trabajo/ }).click()
  await page.getByRole('menuitem', { name: 'Crear un espacio de demostración' }).click()
  await desk.row('Lucía Ferrer').waitFor()
  accounts.whatsapp = await desk.connectSimulated('whatsapp', 'Óptica Sol')
  accounts.messenger = await desk.connectSimulated('messenger', 'Óptica Sol')

  // WeChat, run by hand until today: its menu answers by itself, and nobody here hears of it.
  const phones = new Phones(await context.newPage())
  await phones.open()
  await phones.page.getByRole('button', { name: 'Plataformas' }).click()
  const platform = phones.page.getByRole('complementary', { name: 'Plataformas' })
  await platform.getByRole('button', { name: 'Consola del dueño' }).click()
  const known = platform.getByLabel('Cuenta', { exact: true })
  await known.selectOption(await known.getByRole('option').filter({ hasText: 'WeChat' }).first().getAttribute('value'))
  await platform.getByRole('button', { name: 'Crear la cuenta' }).click()
  await platform.getByText('Desactivada: rigen el menú y las respuestas hechas a mano').waitFor()
  await platform.getByRole('button', { name: 'Conectarla como simulada' }).click()
  accounts.wechat = (await platform.getByRole('link', { name: 'Ir a la cuenta' }).getAttribute('href')) ?? ''
  const mei = await phones.newPerson('WeChat', '林梅', { business: '· Óptica Ribera' })
  await mei.menu('Seguir')
  await mei.reads('¡Gracias por seguirnos!')
  await mei.tapMenu('门店 Tienda', '营业时间 Horario')
  await mei.reads('Lunes a sábado, de 10 a 20 h')

  // The copy was made while connecting; only then is developer mode switched on, which takes the menu away.
  await page.goto(accounts.wechat)
  await page.getByText(/^Copia guardada: 7 botones, \d+ respuestas automáticas/).waitFor()
  await platform.getByRole('button', { name: 'Activar', exact: true }).click()
  await platform.getByText('Activada: modo desarrollador').waitFor()
  await mei.screen.getByRole('button', { name: 'Menú de la cuenta' }).waitFor({ state: 'detached' })

  // She opens the copy and renames a button, which has to be short, and publishes menu and replies together.
  await page.getByRole('link', { name: 'Abrir la copia' }).click()
  await page.getByText('«营业时间 Horario» (texto): ahora nos pregunta y una respuesta automática dice lo mismo.').waitFor()
  await page.getByRole('button', { name: '官网 Web' }).click()
  await page.getByLabel('Nombre del botón').fill('网店 Tienda en línea')
  await page.getByText('23 bytes: caben 16 como máximo.').waitFor()
  await page.getByLabel('Nombre del botón').fill('网店 Compra')
  await page.getByRole('button', { name: 'Publicar en WeChat' }).click()
  await page.getByText('Publicado en WeChat.').waitFor()
  await mei.tapMenu('门店 Tienda', '营业时间 Horario')
  await mei.chat.getByText('Lunes a sábado, de 10 a 20 h').nth(1).waitFor()
  await mei.tapMenu('网店 Compra')
  await mei.screen.getByText('https://optica.example/zh').waitFor()
})

test('what her small app gave her: a profile, a greeting and a message for the night, each with its price', async () => {
  closeAfterStory(stage)
  const context = await visit(stage.browser, outside.url, { state })
  const desk = new Desk(await context.newPage())
  const { page } = desk
  const phones = new Phones(await context.newPage())
  await phones.open()
  const nora = await phones.newPerson('WhatsApp', 'Nora Prieto', SOL)
  await nora.write('Hola, ¿dónde estáis?')

  await desk.openPart(accounts.whatsapp, 'Perfil')
  await page.getByLabel('Info', { exact: true }).fill('Gafas y lentillas desde 1987')
  await page.getByLabel('Descripción').fill('Revisión gratuita de lunes a sábado, sin cita.')
  await page.getByLabel('Dirección', { exact: true }).fill('Calle Atocha 12, Madrid')
  await page.getByLabel('Sitios web, 1').fill('https://optica-sol.example')
  const photo = page.waitForEvent('filechooser')
  await page.getByRole('group', { name: 'Foto' }).getByRole('button', { name: /^(Elegir una|Cambiar la) imagen$/ }).click()
  await (await photo).setFiles(PICTURE)
  await page.getByRole('button', { name: 'Conservar la anterior' }).waitFor()
  await page.getByRole('button', { name: 'Guardar en WhatsApp' }).click()
  await page.getByText('Guardado en WhatsApp.').waitFor()
  const about = await nora.aboutBusiness()
  for (const words of ['Gafas y lentillas desde 1987', 'Revisión gratuita de lunes a sábado, sin cita.', 'Calle Atocha 12, Madrid', 'https://optica-sol.example']) await about.getByText(words).waitFor()
  await untilLoaded(phones.page, about.locator('img').first())
  await about.getByRole('button', { name: 'Cerrar' }).click()

  // The greeting is written first and switched on where its price stands.
  await desk.openPart(accounts.whatsapp, 'Respuestas automáticas')
  await page.getByRole('button', { name: 'Nueva respuesta automática' }).click()
  await page.getByRole('menuitem', { name: 'Saludo' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Guardar sin activar' }).click()
  const greeting = page.getByRole('switch', { name: 'Activar «Saludo»' })
  await page.getByText(spaced(/habría respondido 1 vez, por 0,00 USD/)).waitFor()
  await greeting.click()
  await page.getByRole('switch', { name: 'Activar «Saludo»', checked: true, disabled: false }).waitFor()
  const pilar = await phones.newPerson('WhatsApp', 'Pilar Otero', SOL)
  await pilar.write('Buenas, ¿tenéis gafas de sol?')
  await pilar.reads(/^Hola, Pilar\. Gracias por escribir a/)

  // Closed today and tomorrow, open on the day after: whatever the hour, it is closed now.
  const dayAt = (days: number) => new Intl.DateTimeFormat('es-ES', { weekday: 'long', timeZone: 'Europe/Madrid' }).format(Date.now() + days * 86_400_000)
  for (const days of [0, 1]) await page.getByLabel(`${dayAt(days)}: abierto o cerrado`).selectOption('Cerrado')
  await page.getByLabel(`${dayAt(2)}: abierto o cerrado`).selectOption('24 horas')
  await page.getByRole('button', { name: 'Guardar el horario' }).click()
  await page.getByText(`Cerrado hasta ${dayAt(2)}`).waitFor()
  // The demo's inbox has hours of its own, which come first and are said to: without them the account's count.
  await page.getByText('cuenta el horario de la bandeja «').waitFor()
  const left = await page.evaluate(async () => {
    const { items } = await (await fetch('/api/v1/hours')).json() as { items: { kind: string; id: string; set: boolean }[] }
    const answers = await Promise.all(items.filter(({ kind, set }) => kind === 'inbox' && set).map((one) => fetch(`/api/v1/inboxes/${one.id}/hours`, { method: 'DELETE' })))
    return answers.map((answer) => answer.ok)
  })
  expect(left.length).toBeGreaterThan(0)
  expect(left.every(Boolean)).toBe(true)
  await page.getByRole('button', { name: 'Nueva respuesta automática' }).click()
  await page.getByRole('menuitem', { name: 'Mensaje fuera de horario' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Guardar y activar' }).click()
  await page.getByRole('switch', { name: 'Activar «Mensaje fuera de horario»', checked: true }).waitFor()
  await pilar.write('¿Abrís mañana?')
  await pilar.reads(new RegExp(`Ahora está cerrado; te respondemos .*${dayAt(2)}`))
  await page.goto('/inbox?sort=newest')
  await desk.open('Pilar Otero')
  await desk.bubble('Gracias por escribir a').getByText('Saludo').waitFor()
})

test('a code in the shop window and an ad: who comes by them says so in the thread and in the report', async () => {
  closeAfterStory(stage)
  const context = await visit(stage.browser, outside.url, { state })
  const desk = new Desk(await context.newPage())
  const { page } = desk
  await desk.openPart(accounts.whatsapp, 'Enlaces y códigos QR')
  await page.getByRole('button', { name: 'Nuevo enlace o código QR' }).click()
  await page.getByRole('dialog').getByLabel('Tipo').selectOption('Código QR para imprimir')
  await page.getByRole('dialog').getByLabel('Nombre').fill('Escaparate')
  await page.getByRole('dialog').getByRole('button', { name: 'Crear' }).click()
  const card = page.getByRole('region', { name: 'Escaparate' })
  await card.getByRole('img', { name: 'Código QR: Escaparate' }).waitFor()
  const link = await card.getByText(/^https:\/\/wa\.me\//).innerText()
  await card.getByRole('link', { name: 'Imprimir' }).click()
  const sheet = page.getByRole('article', { name: 'La hoja' })
  await sheet.getByRole('img', { name: 'Código QR: Escaparate' }).waitFor()
  await sheet.getByText('Escríbenos por WhatsApp: apunta aquí con la cámara').waitFor()
  // One sheet of paper with the code on it, and nothing of the desk around it.
  expect((await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  await page.emulateMedia({ media: 'print' })
  await page.getByRole('button', { name: 'Imprimir' }).waitFor({ state: 'hidden' })
  await page.getByRole('navigation').first().waitFor({ state: 'hidden' })
  await page.emulateMedia({ media: 'screen' })

  const phones = new Phones(await context.newPage())
  await phones.open()
  const rocio = await phones.newPerson('WhatsApp', 'Rocío Lara', SOL)
  await rocio.scan('Escanear un código o abrir un enlace', link)
  await rocio.reads('Hola, tengo una consulta')
  await page.goto('/inbox')
  await desk.open('Rocío Lara')
  await page.getByText('Código QR: Escaparate').waitFor()

  const iker = await phones.newPerson('Messenger', 'Iker Mena', SOL)
  await iker.menu('Llegar desde un anuncio')
  const ad = iker.screen.getByRole('dialog', { name: 'Llegar desde un anuncio' })
  await ad.getByLabel('Titular').fill('Segundo par por 1 €')
  await ad.getByLabel('Lo que escribe').fill('¿Sigue la oferta del segundo par?')
  await ad.getByRole('button', { name: 'Pulsar el anuncio' }).click()
  await desk.open('Iker Mena')
  const came = desk.bubble('¿Sigue la oferta del segundo par?')
  await came.getByText('Desde un anuncio').waitFor()
  await came.getByText('Segundo par por 1 €').waitFor()
  await page.getByRole('link', { name: 'Informes' }).click()
  await page.getByRole('row').filter({ hasText: 'Escaparate' }).filter({ hasText: 'Código QR' }).waitFor()
  await page.getByRole('row').filter({ hasText: 'Segundo par por 1 €' }).filter({ hasText: 'Anuncio' }).waitFor()
})

test('the shop sends its first notice: templates of its trade, a token, one request', async () => {
  closeAfterStory(stage)
  const context = await visit(stage.browser, outside.url, { state })
  const desk = new Desk(await context.newPage())
  const { page } = desk
  await page.goto('/settings/templates')
  await page.getByRole('button', { name: 'Conjunto para tu sector' }).click()
  const starters = page.getByRole('dialog', { name: 'Avisos para tu sector' })
  await starters.getByLabel('Cuenta').selectOption('WhatsApp · Óptica Sol')
  await starters.getByRole('radio', { name: 'Tienda con envío' }).check()
  await starters.getByRole('button', { name: /^Enviar \d+ plantillas$/ }).click()
  await starters.getByRole('button', { name: 'Cerrar' }).last().click()
  // The platform reviews each text within minutes, of business time.
  await page.getByRole('button', { name: 'Adelantar 1 h' }).click()
  await page.getByRole('listitem').filter({ hasText: 'order_shipped' }).filter({ hasText: 'WhatsApp · Óptica Sol' }).getByText('Aprobada').first().waitFor({ timeout: 90_000 })

  await page.goto('/settings/tokens')
  await page.getByRole('button', { name: 'Nuevo token' }).click()
  await page.getByRole('dialog').getByLabel('Nombre').fill('La tienda en línea')
  await page.getByRole('dialog').getByRole('checkbox', { name: 'notify' }).check()
  await page.getByRole('dialog').getByRole('button', { name: 'Nuevo token' }).click()
  const token = await page.getByRole('alert').filter({ hasText: 'Copia el token ahora' }).locator('code').innerText()

  // Somebody who has never written: only an approved template reaches her, once however often it is asked for.
  const phones = new Phones(await context.newPage())
  await phones.open()
  const elena = await phones.newPerson('WhatsApp', 'Elena Rey', { ...SOL, number: '+34 600 111 333' })
  const notice = {
    channelAccountId: accounts.whatsapp.split('/').at(-1), to: { address: '+34600111333' }, purpose: 'notification', clientId: 'order-shipped-A-1042',
    content: { kind: 'template', name: 'order_shipped', language: 'es', parameters: { name: 'Elena', order: 'A-1042', carrier: 'SEUR' } },
  }
  const send = () => outside.call({ path: '/api/v1/messages', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(notice) })
  // The page has heard of the approval; the rest of the platform's list may still be on its way.
  let body = ''
  await expect.poll(async () => { const answer = await send(); body = answer.body; return answer.status }, { timeout: 90_000 }).toBe(201)
  expect(JSON.parse(body)).toMatchObject({ verdict: { kind: 'allow', as: 'template', price: { class: 'utility', currency: 'USD' } } })
  expect((await send()).status).toBe(200)
  const words = 'Hola, Elena: su pedido A-1042 ya está en camino. Lo entrega SEUR en los próximos días laborables.'
  await elena.reads(words)
  expect(await elena.chat.getByText(words).count()).toBe(1)
  await elena.screen.getByRole('button', { name: 'Tengo una duda' }).click()
  await page.goto('/inbox?sort=newest')
  await desk.open('Elena Rey')
  await desk.untilTick(words, 'Leído')
  await desk.bubble('Tengo una duda').last().waitFor()
  await desk.untilVerdict(/^Respuesta gratis durante/)
})

test('nothing on all these pages that WCAG 2.2 AA forbids and a machine can find', async () => {
  closeAfterStory(stage)
  const page = await (await visit(stage.browser, outside.url, { state })).newPage()
  const desk = new Desk(page)
  const faults: string[] = []
  const look = async (what: string, path: string, there: () => Promise<unknown>) => {
    await page.goto(path)
    await there()
    faults.push(...(await faultsOf(page)).map((fault) => `${what}, ${fault}`))
  }
  await look('an account', accounts.whatsapp, () => page.getByText('Llegan llamadas firmadas.').waitFor())
  await look('its profile', `${accounts.whatsapp}/profile`, () => page.getByLabel('Info', { exact: true }).waitFor())
  await look('a menu', `${accounts.wechat}/openers`, () => page.getByRole('button', { name: '网店 Compra' }).click())
  await look('automatic replies', `${accounts.whatsapp}/automation`, () => page.getByRole('switch', { name: 'Activar «Saludo»' }).waitFor())
  await look('writing one', `${accounts.wechat}/automation`, async () => {
    await page.getByRole('button', { name: 'Nueva respuesta automática' }).click()
    await page.getByRole('menuitem', { name: 'Palabra clave' }).click()
    await page.getByRole('dialog').getByLabel('Palabras').waitFor()
  })
  await look('codes', `${accounts.whatsapp}/links`, () => page.getByRole('region', { name: 'Escaparate' }).waitFor())
  await look('a sheet to print', `${accounts.whatsapp}/links`, () => page.getByRole('link', { name: 'Imprimir' }).click().then(() => page.getByRole('article', { name: 'La hoja' }).waitFor()))
  await look('templates', '/settings/templates', () => page.getByText('order_shipped').first().waitFor())
  await look('starter templates', '/settings/templates', async () => {
    await page.getByRole('button', { name: 'Conjunto para tu sector' }).click()
    await page.getByRole('dialog').getByRole('radio', { name: 'Restaurante' }).check()
    await page.getByRole('dialog').getByText('En el teléfono del cliente').waitFor()
  })
  await look('a thread that began with an ad', '/inbox', () => desk.open('Iker Mena'))
  await look('where customers come from', '/reports/sources', () => page.getByRole('row').filter({ hasText: 'Escaparate' }).waitFor())
  expect(faults).toEqual([])
})
