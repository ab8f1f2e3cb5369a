/** Fresh clone to answered customers: what somebody does in the first half hour, told as she does it. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../tools/lib/paths.mjs'
import { untilLoaded, visit } from './support/browser.js'
import { Desk, spaced } from './support/desk.js'
import { Phones } from './support/phones.js'
import { closeAfterStory, useStage } from './support/product.js'

const PICTURE = join(root, 'packages/web/features/phones/samples/gafas.jpg')
const stage = useStage()

test('a new installation answers WhatsApp, WeChat and Messenger: words, a photo, a voice note, and a template once the window has closed', async () => {
  closeAfterStory(stage)
  const context = await visit(stage.browser, stage.url)
  const desk = new Desk(await context.newPage())
  const { page } = desk
  expect(await desk.firstRun()).toMatch(/\S{4,}/)

  const phones = new Phones(await context.newPage())
  await phones.open()

  // WhatsApp: words there and back, and the ticks that her app reports.
  const nora = await phones.newPerson('WhatsApp', 'Nora Prieto')
  await nora.write('Hola, ¿tenéis lentillas diarias?')
  await desk.open('Nora Prieto')
  await desk.untilVerdict(/^Respuesta gratis durante (24 h|23 h \d+ min)/)
  await desk.answer('Nora Prieto', 'Sí, Nora: de tres marcas. ¿Cuál usas ahora?')
  await nora.reads('Sí, Nora: de tres marcas. ¿Cuál usas ahora?')
  await desk.untilTick('de tres marcas', 'Leído')

  // A voice note in both directions.
  await nora.sendVoice('Mensaje de voz')
  const hers = page.getByRole('log', { name: 'Mensajes con Nora Prieto' }).getByRole('article', { name: /^Mensaje recibido/ }).filter({ has: page.getByLabel('Nota de voz') })
  await hers.getByRole('button', { name: 'Reproducir' }).click()
  await hers.getByRole('slider', { name: 'Posición' }).waitFor()
  await desk.composer.getByRole('button', { name: 'Grabar una nota de voz' }).click()
  const recording = desk.composer.getByRole('group', { name: 'Grabación' })
  await recording.getByRole('timer').getByText('0:02').waitFor()
  await recording.getByRole('button', { name: 'Enviar nota de voz' }).click()
  const ours = page.getByRole('article', { name: /^Mensaje nuestro/ }).filter({ has: page.getByLabel('Nota de voz') })
  await ours.getByRole('img', { name: /^(Entregado|Leído)$/ }).waitFor()
  await nora.chat.getByRole('button', { name: 'Reproducir' }).last().click()
  await nora.chat.getByRole('button', { name: 'Pausar' }).waitFor()

  // WeChat: she follows, writes, sends a photo; a picture goes back. Every answer is counted.
  const xiaoyu = await phones.newPerson('WeChat', '陈小雨')
  await xiaoyu.menu('Seguir')
  await xiaoyu.write('你好，这副眼镜有吗？')
  // This app tells nobody's name: the row is found by what she wrote.
  await desk.row('这副眼镜有吗').click()
  await desk.untilVerdict(/quedan 5 de 5 respuestas/)
  await xiaoyu.sendSample('Foto')
  await untilLoaded(page, page.getByRole('button', { name: /^Abrir foto/ }).locator('img'))
  await desk.attach(PICTURE)
  await desk.send()
  await untilLoaded(phones.page, xiaoyu.pictureFromBusiness)
  await desk.untilVerdict(/quedan 4 de 5 respuestas/)

  // Messenger: she taps Get Started, asks, and is answered.
  const bruno = await phones.newPerson('Messenger', 'Bruno Sáez')
  await bruno.screen.getByRole('button', { name: 'Empezar' }).click()
  await bruno.write('¿Hacéis revisiones los sábados?')
  await desk.open('Bruno Sáez')
  await desk.answer('Bruno Sáez', 'Sí, Bruno: de 10:00 a 14:00.')
  await bruno.reads('Sí, Bruno: de 10:00 a 14:00.')
  await desk.untilTick('de 10:00 a 14:00', 'Leído')

  // A day and an hour later Nora's window has closed: only a template goes, and it says what it costs.
  await phones.skip('25 h')
  await desk.open('Nora Prieto')
  await desk.untilVerdict(/^Ventana cerrada: envía una plantilla, unos 0,02 USD/)
  await desk.composer.getByRole('button', { name: 'Elegir una plantilla' }).click()
  const dialog = page.getByRole('dialog', { name: 'Enviar una plantilla' })
  await dialog.getByRole('button', { name: /pedido_listo/ }).filter({ hasText: 'ya está listo' }).click()
  await dialog.getByLabel('pedido').fill('A-5120')
  await dialog.getByRole('group', { name: 'Vista previa' }).getByText('Hola, Nora: tu pedido A-5120 ya está listo').waitFor()
  await dialog.getByText(spaced(/Esta plantilla se puede enviar, unos 0,02 USD/)).waitFor()
  await dialog.getByRole('button', { name: 'Enviar en español' }).click()
  await nora.reads('Hola, Nora: tu pedido A-5120 ya está listo.')
  await desk.untilTick('A-5120', 'Leído')

  // She taps the template's button: the window is open again.
  await nora.screen.getByRole('button', { name: 'Paso hoy' }).click()
  await desk.bubble('Paso hoy').last().waitFor()
  await desk.untilVerdict(/^Respuesta gratis durante/)
})
