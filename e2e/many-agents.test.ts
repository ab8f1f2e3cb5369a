/** One desk, several people at once: what each of them sees of the others, a chapter after the other on one running product. */
import { beforeAll, expect, test } from 'vitest'
import type { Conversation } from '@recado/api'
import type { Desk } from './support/desk.js'
import { Phones } from './support/phones.js'
import { closeAfterStory, useDemo } from './support/product.js'
import { visit } from './support/browser.js'
import { Caller, type Colleague, join, sit } from './support/team.js'

const stage = useDemo()
let laura: Colleague
let irene: Colleague
let tomas: Colleague
let rosa: Colleague
let late: { id: string; name: string }
let shop: { id: string }

/** Desks of these people at once, closed when the chapter ends. */
async function desks(...people: [Colleague, string?][]): Promise<Desk[]> {
  closeAfterStory(stage)
  return Promise.all(people.map(([person, path]) => sit(stage.browser, stage.url, person, path)))
}

async function phones(): Promise<Phones> {
  const page = new Phones(await (await visit(stage.browser, stage.url, { state: laura.state })).newPage())
  await page.open()
  return page
}

const find = async (name: string): Promise<Conversation> => (await laura.caller.list<Conversation>('/api/v1/conversations?limit=100')).find(({ contact }) => contact.name === name)!

beforeAll(async () => {
  const caller = await Caller.of(stage.url, stage.state)
  const { user } = await caller.want<{ user: { id: string; name: string } }>('GET', '/api/v1/session')
  laura = { ...user, state: stage.state, caller }
  shop = (await caller.list<{ id: string; name: string }>('/api/v1/teams')).find(({ name }) => name === 'Tienda')!
  late = await caller.want('POST', '/api/v1/teams', { name: 'Tarde', memberIds: [] })
  irene = await join(stage.url, caller, { name: 'Irene Pons', role: 'agent', teamIds: [shop.id] })
  tomas = await join(stage.url, caller, { name: 'Tomás Haro', role: 'agent', teamIds: [shop.id, late.id] })
  rosa = await join(stage.url, caller, { name: 'Rosa Mena', role: 'restricted_agent', teamIds: [late.id] })
})

/** What a number on the wall says. */
const onTheWall = (wall: Desk, label: string) => wall.page.getByRole('term').filter({ hasText: label }).locator('xpath=following-sibling::dd[1]')

/** Exactly one of two desks shows it, whoever that is: hers first, then the other. */
async function whichever<T>(...both: [{ desk: Desk; who: T; comes: Promise<unknown> }, { desk: Desk; who: T; comes: Promise<unknown> }]): Promise<{ desk: Desk; who: T }[]> {
  const first = await Promise.race(both.map((one) => one.comes.then(() => one)))
  for (const { comes } of both) comes.catch(() => undefined)
  return [first, both.find((one) => one !== first)!]
}

test('two take a conversation in the same moment: one has it, the other reads who', async () => {
  const [hers, his, wall] = await desks([irene], [tomas], [laura, '/wallboard']) as [Desk, Desk, Desk]
  await Promise.all([hers.open('Marta Vidal'), his.open('Marta Vidal')])
  const waiting = Number(await onTheWall(wall, 'Esperando').innerText())
  const unassigned = Number(await onTheWall(wall, 'Sin asignar').innerText())
  await Promise.all([hers.page.keyboard.press('i'), his.page.keyboard.press('i')])
  const reads = (desk: Desk, name: string) => desk.page.getByText(`Ya la tiene ${name}`).waitFor()
  const [loser, winner] = await whichever({ desk: hers, who: irene, comes: reads(hers, tomas.name) }, { desk: his, who: tomas, comes: reads(his, irene.name) }) as [{ desk: Desk; who: Colleague }, { desk: Desk; who: Colleague }]
  expect((await find('Marta Vidal')).assignee?.name).toBe(winner.who.name)
  for (const { desk } of [winner, loser]) await desk.page.getByRole('button', { name: `Asignada a ${winner.who.name}` }).waitFor()
  await loser.desk.row('Marta Vidal').getByText(winner.who.name).first().waitFor()

  // The wall has one less that nobody takes care of, and shows who works; whoever writes waits there at once.
  await onTheWall(wall, 'Sin asignar').getByText(String(unassigned - 1), { exact: true }).waitFor()
  for (const { name } of [irene, tomas]) await wall.page.getByRole('listitem').filter({ hasText: name }).getByText('Disponible').waitFor()
  const vera = await (await phones()).newPerson('WhatsApp', 'Vera Luna')
  await vera.write('¿Abrís mañana?')
  await onTheWall(wall, 'Esperando').getByText(String(waiting + 1), { exact: true }).waitFor()
})

test('of two who send the last reply that WeChat allows, the second is told before sending and keeps her words', async () => {
  const fang = await find('王芳')
  await laura.caller.want('PATCH', `/api/v1/contacts/${fang.contact.id}`, { name: 'Wang Fang' })
  for (const text of ['绿色有。', '黑色也有。', '红色没有。', '蓝色下周到。']) await laura.caller.want('POST', `/api/v1/conversations/${fang.id}/messages`, { clientId: crypto.randomUUID(), content: { kind: 'text', text } })
  const [hers, his] = await desks([irene, `/inbox/${fang.id}`], [tomas, `/inbox/${fang.id}`]) as [Desk, Desk]
  await Promise.all([hers, his].map((desk) => desk.untilVerdict(/queda 1 de 5 respuestas/)))
  const words = new Map([[irene, 'Te la guardo hasta el sábado.'], [tomas, '¿Quieres que te la enseñe?']])
  for (const [desk, who] of [[hers, irene], [his, tomas]] as const) await desk.field('Wang Fang').fill(words.get(who)!)
  // Each may see that the other is writing and be asked about it: both say that they send all the same.
  await Promise.all([hers, his].map(async (desk) => {
    await desk.field('Wang Fang').press('Enter')
    await desk.composer.getByRole('button', { name: 'Enviar igualmente' }).click({ timeout: 3_000 }).catch(() => undefined)
  }))
  const told = (desk: Desk) => desk.composer.getByText(/Respuestas agotadas/).first().waitFor()
  const sent = (desk: Desk, who: Colleague) => desk.bubble(words.get(who)!).waitFor()
  const [winner, loser] = await whichever({ desk: hers, who: irene, comes: sent(hers, irene) }, { desk: his, who: tomas, comes: sent(his, tomas) }) as [{ desk: Desk; who: Colleague }, { desk: Desk; who: Colleague }]
  await told(loser.desk)
  await loser.desk.bubble(words.get(winner.who)!).waitFor()
  expect(await loser.desk.composer.getByRole('textbox').inputValue()).toBe(words.get(loser.who))
  expect(await loser.desk.bubble(words.get(loser.who)!).count()).toBe(0)
  // What would be refused is not offered; what goes instead is.
  await loser.desk.composer.getByRole('button', { name: 'Elegir una plantilla' }).waitFor()
  expect(await loser.desk.composer.getByRole('button', { name: 'Enviar igualmente' }).count()).toBe(0)
})

test('a colleague who did not see the conversation is called in a note, told at once, and opens it from the bell', async () => {
  const [hers, rosas] = await desks([irene], [rosa]) as [Desk, Desk]
  const ana = await find('Ana Benítez')
  await rosas.page.getByRole('heading', { name: 'Todas' }).waitFor()
  expect(await rosas.row('Ana Benítez').count()).toBe(0)
  const { status } = await rosas.page.request.get(`/api/v1/conversations/${ana.id}`).then((answer) => ({ status: answer.status() }))
  expect(status).toBe(404)
  await hers.open('Ana Benítez')
  await hers.composer.getByRole('tab', { name: 'Nota' }).click()
  const note = hers.composer.getByRole('textbox')
  await note.pressSequentially('@Rosa')
  await hers.page.getByRole('option', { name: /Rosa Mena/ }).getByText('podrá ver esta conversación').waitFor()
  await note.press('Enter')
  await note.pressSequentially('¿las progresivas entran en la oferta?')
  const bell = rosas.page.getByRole('button', { name: /^Avisos/ }).first()
  await note.press('Enter')
  await rosas.page.getByRole('button', { name: 'Avisos, 1 sin leer' }).first().waitFor()
  await bell.click()
  await rosas.page.getByRole('dialog', { name: 'Avisos' }).getByRole('link', { name: /Irene Pons te ha mencionado/ }).click()
  await rosas.thread('Ana Benítez').getByText('¿las progresivas entran en la oferta?').waitFor()
  await rosas.row('Ana Benítez').waitFor()
  await rosas.page.getByRole('button', { name: 'Avisos', exact: true }).first().waitFor()
})

test('a conversation is handed to a team with a note, waits in its queue, and goes to the first who is there', async () => {
  const [bandeja] = (await laura.caller.list<{ inboxId: string; plan: object }>('/api/v1/assignment'))
  await laura.caller.want('PUT', `/api/v1/inboxes/${bandeja!.inboxId}/assignment`, { enabled: true, rules: [], teamToMember: true, whenOff: 'stay', offAfterMinutes: 30 })
  for (const one of [rosa, tomas]) await laura.caller.want('PUT', `/api/v1/members/${one.id}/availability`, { state: 'away', reason: 'Café' })
  const [hers, his] = await desks([irene], [tomas]) as [Desk, Desk]
  await hers.open('Vera Luna')
  await hers.page.keyboard.press('a')
  const dialog = hers.page.getByRole('dialog', { name: '¿Quién atiende a Vera Luna?' })
  await dialog.getByRole('option', { name: /Tomás Haro/ }).getByText(/Ausente: Café/).waitFor()
  await dialog.getByRole('textbox', { name: /Nota para quien/ }).fill('Pregunta por el domingo.')
  await dialog.getByRole('combobox').fill('tarde')
  await dialog.getByRole('option', { name: /Tarde/ }).click()
  await hers.page.getByText('En cola, 1.ª').first().waitFor()
  await hers.bubble('Pregunta por el domingo.').waitFor()
  await his.menuOfMine('Disponible')
  await his.row('Vera Luna').getByText('Tomás Haro').first().waitFor()
  await hers.page.getByRole('button', { name: 'Asignada a Tomás Haro' }).waitFor()
  await his.page.getByRole('link', { name: /^Mías/ }).click()
  await his.open('Vera Luna')
  await his.bubble('Pregunta por el domingo.').waitFor()
  await laura.caller.want('PUT', `/api/v1/inboxes/${bandeja!.inboxId}/assignment`, bandeja!.plan)
})

test('what a colleague or the customer writes meanwhile is shown and asked about once', async () => {
  const [hers, his] = await desks([irene], [tomas]) as [Desk, Desk]
  const nuno = await (await phones()).newPerson('WhatsApp', 'Nuno Vaz')
  await nuno.write('¿Tenéis cordones para gafas?')
  await Promise.all([hers.open('Nuno Vaz'), his.open('Nuno Vaz')])
  await hers.field('Nuno Vaz').pressSequentially('Sí, de tres colores')
  await his.page.getByText('Irene Pons está escribiendo una respuesta').first().waitFor()
  await nuno.write('Los quiero rojos')
  await hers.composer.getByText('Nuno Vaz ha escrito mientras tanto').waitFor()
  // She is at it: he is asked before his goes.
  await his.field('Nuno Vaz').fill('Rojos no nos quedan.')
  await his.field('Nuno Vaz').press('Enter')
  await his.composer.getByText('¿Enviar tu respuesta de todos modos?').waitFor()
  await his.composer.getByRole('button', { name: 'Enviar igualmente' }).click()
  await nuno.reads('Rojos no nos quedan.')
  await hers.composer.getByText('Tomás Haro ha respondido mientras tanto').waitFor()
  await hers.field('Nuno Vaz').press('Enter')
  await hers.composer.getByText('¿Enviar tu respuesta de todos modos?').waitFor()
  expect(await nuno.chat.getByText('Sí, de tres colores').count()).toBe(0)
  await hers.composer.getByRole('button', { name: 'Enviar igualmente' }).click()
  await nuno.reads('Sí, de tres colores')
})

test('seventy at once are resolved and brought back, and nothing is left of it', async () => {
  const account = await laura.caller.want<{ id: string }>('POST', '/api/v1/channel-accounts', { channel: 'messenger', name: 'Feria', settings: {}, simulated: true })
  const { id: viewId } = await laura.caller.want<{ id: string }>('POST', '/api/v1/views', { name: 'Feria', scope: 'all', filter: { all: [{ field: 'account', op: 'in', value: [account.id] }, { field: 'status', op: 'in', value: ['open'] }] } })
  const customers: string[] = []
  for (let n = 0; n < 70; n++) {
    const { customerId } = await laura.caller.want<{ customerId: string }>('POST', '/simulator/control/customers', { channel: 'messenger', channelAccountId: account.id, name: `Visita ${n}` })
    customers.push(customerId)
    await laura.caller.want('POST', `/simulator/control/customers/${customerId}/act`, { action: 'write', content: { kind: 'text', text: `Estuve en la feria (${n})` } })
  }
  const [hers, his] = await desks([laura, `/inbox?view=${viewId}`], [irene, `/inbox?view=${viewId}`]) as [Desk, Desk]
  const count = (desk: Desk, number: number) => desk.page.getByRole('link', { name: new RegExp(`^Feria\\W+${number}\\b`) }).waitFor()
  await Promise.all([count(hers, 70), count(his, 70)])
  await hers.row('Visita 69').waitFor()
  await hers.page.getByRole('checkbox', { name: 'Seleccionar Visita 69' }).click()
  await hers.page.getByRole('toolbar', { name: 'Conversaciones seleccionadas' }).getByRole('button', { name: 'Todas las de esta vista' }).click()
  await hers.page.getByRole('toolbar', { name: 'Conversaciones seleccionadas' }).getByRole('button', { name: 'Resolver las seleccionadas' }).click()
  await hers.page.getByText('70 conversaciones cambiadas').waitFor()
  await Promise.all([hers, his].map((desk) => desk.page.getByText('Todo al día').waitFor()))
  await hers.page.getByRole('button', { name: /^Deshacer/ }).click()
  await hers.page.getByText('Deshecho', { exact: true }).waitFor()
  await Promise.all([hers, his].flatMap((desk) => [count(desk, 70), desk.row('Visita 69').waitFor()]))
  for (const id of [customers[0], customers[69]]) {
    const { items } = await laura.caller.want<{ items: { from: string }[] }>('GET', `/simulator/control/customers/${id}/screen`)
    expect(items.filter(({ from }) => from === 'business')).toEqual([])
  }
  // One message of each has been told, and nothing of what was taken back.
  const told = (await irene.caller.list<{ contact: { name: string }; kind: string; count: number }>('/api/v1/notices')).filter(({ contact }) => contact.name.startsWith('Visita'))
  expect(told.filter(({ kind, count }) => kind !== 'unassigned' || count !== 1)).toEqual([])
  expect(told.length).toBeGreaterThan(0)
  await laura.caller.want('POST', '/api/v1/conversations/bulk', { query: { view: viewId }, change: { status: { status: 'resolved' } } })
})

test('a view with groups of conditions is shared with a team by its link; outside of it the link says why not', async () => {
  const [hers, his, others] = await desks([laura, '/inbox?compose=view'], [tomas], [irene]) as [Desk, Desk, Desk]
  await hers.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const dialog = hers.page.getByRole('dialog', { name: 'Nueva vista' })
  await dialog.getByLabel('Nombre').fill('Urgente de tarde')
  await dialog.getByRole('button', { name: 'Añadir grupo' }).first().click()
  await dialog.getByRole('group', { name: 'Etiqueta' }).getByRole('button', { name: 'queja' }).click()
  const inner = dialog.getByRole('group', { name: 'Grupo' }).last()
  await inner.getByRole('button', { name: 'Añadir condición' }).click()
  await inner.getByLabel('Campo').last().selectOption({ label: 'Prioridad' })
  await inner.getByRole('group', { name: 'Prioridad' }).getByRole('button', { name: 'Urgente' }).click()
  await dialog.getByLabel('Quién la ve').selectOption({ label: 'Un equipo' })
  await dialog.getByLabel('Equipo', { exact: true }).selectOption({ label: 'Tarde' })
  await dialog.getByText('Encaja 1 conversación').waitFor()
  await dialog.getByRole('button', { name: 'Guardar vista' }).click()
  await hers.page.getByRole('heading', { name: 'Urgente de tarde' }).waitFor()
  await hers.row('Andrés Molina').waitFor()
  await hers.page.getByRole('button', { name: 'Qué hacer con esta vista' }).click()
  await hers.page.getByRole('menuitem', { name: 'Copiar el enlace a esta vista' }).click()
  await hers.page.getByText('Enlace copiado. Solo puede abrirlo el equipo Tarde.').waitFor()
  const link = await hers.page.evaluate(() => navigator.clipboard.readText())
  await his.page.goto(link)
  await his.page.getByRole('heading', { name: 'Urgente de tarde' }).waitFor()
  await his.row('Andrés Molina').waitFor()
  await others.page.goto(link)
  await others.page.getByText('Esta vista no está').waitFor()
  await others.page.getByText(/es de otro equipo/).waitFor()
  await others.page.getByRole('link', { name: 'Ver todas las conversaciones' }).click()
  await others.page.getByRole('heading', { name: 'Todas' }).waitFor()
})

test('whoever is invited as supervisor comes in by the link and leads', async () => {
  const [hers] = await desks([laura, '/settings/members']) as [Desk]
  await hers.page.getByRole('button', { name: 'Invitar' }).click()
  const dialog = hers.page.getByRole('dialog')
  await dialog.getByLabel('Correo electrónico').fill('olga@optica.example')
  await dialog.getByLabel('Rol', { exact: true }).selectOption({ label: 'Supervisión' })
  await dialog.getByRole('button', { name: 'Enviar invitación' }).click()
  const link = (await hers.page.getByText('/join#').textContent())!.trim()
  const { page } = await sit(stage.browser, stage.url, { state: { cookies: [], origins: [] } }, link)
  await page.getByText('Laura Gil te invita como: Supervisión.').waitFor()
  await page.getByLabel('Tu nombre').fill('Olga Rey')
  await page.getByLabel('Contraseña').fill('las olas vuelven siempre a su playa')
  await page.getByRole('button', { name: 'Unirme' }).click()
  await page.getByRole('link', { name: 'Panel de sala' }).click()
  await page.getByRole('heading', { name: 'La mesa ahora' }).waitFor()
  // It counted the moment she came: the link is used up.
  const again = await sit(stage.browser, stage.url, { state: { cookies: [], origins: [] } }, link)
  await again.page.getByText('Esta invitación ya no es válida.').waitFor()
})

test('what sleeps until she writes or until her window closes comes back in time', async () => {
  const [hers] = await desks([irene, '/inbox?sort=newest']) as [Desk]
  const table = await phones()
  const [bea, raul] = [await table.newPerson('WhatsApp', 'Bea Costa'), await table.newPerson('WhatsApp', 'Raúl Ibáñez')]
  await bea.write('¿Está ya mi pedido?')
  await raul.write('Luego os mando la receta')
  const sleep = async (name: string, choice: string) => {
    await hers.open(name)
    await hers.page.keyboard.press('s')
    await hers.page.getByRole('dialog', { name: 'Posponer' }).getByRole('option', { name: choice }).click()
    await hers.row(name).waitFor({ state: 'detached' })
  }
  await sleep('Bea Costa', 'Media hora antes de que se cierre la ventana')
  await sleep('Raúl Ibáñez', 'Hasta que escriba')
  await table.skip('23 h')
  await raul.write('Aquí está la receta')
  await hers.row('Raúl Ibáñez').waitFor()
  expect(await hers.row('Bea Costa').count()).toBe(0)
  await laura.caller.want('POST', '/simulator/control/clock', { advanceMs: 31 * 60_000 })
  await hers.row('Bea Costa').waitFor()
  await hers.open('Bea Costa')
  await hers.thread('Bea Costa').getByText('De vuelta: la ventana se cierra pronto').waitFor()
  await hers.answer('Bea Costa', 'Sí, Bea: desde esta mañana.')
  await bea.reads('desde esta mañana')
})

test('a shop that is closed on Saturday is reminded on Friday, before it shuts', async () => {
  const place = await find('Marta Vidal')
  const day = [{ from: '10:00', to: '20:00' }]
  await laura.caller.want('PUT', `/api/v1/inboxes/${place.inboxId}/hours`, { timeZone: 'Europe/Madrid', week: [day, day, day, day, day, [], []], dates: [] })
  const [step] = await laura.caller.list<{ id: string }>('/api/v1/nudges')
  await laura.caller.want('PATCH', `/api/v1/nudges/${step!.id}`, { enabled: true })
  await laura.caller.want('POST', '/simulator/control/clock', { to: await friday('19:00') })
  const [hers, all] = await desks([irene, '/inbox?sort=newest'], [laura, '/inbox?view=closing_soon']) as [Desk, Desk]
  const inma = await (await phones()).newPerson('WhatsApp', 'Inma Sanz')
  await inma.write('¿Me las podéis ajustar mañana?')
  await all.row('Inma Sanz').getByText(/plazo: 20:00/).waitFor()
  await hers.open('Inma Sanz')
  await hers.page.getByText('Plazo para responder: 20:00').waitFor()
  await hers.page.keyboard.press('i')
  await hers.page.getByRole('button', { name: 'Asignada a Irene Pons' }).waitFor()
  await hers.page.getByRole('link', { name: /^Todas/ }).first().click()
  await laura.caller.want('POST', '/simulator/control/clock', { to: await friday('19:31') })
  await hers.page.getByRole('button', { name: /^Avisos, \d+ sin leer/ }).first().click()
  await hers.page.getByRole('dialog', { name: 'Avisos' }).getByRole('link', { name: /Se acaba el tiempo para responder.*Inma Sanz/ }).click()
  await hers.answer('Inma Sanz', 'Mañana cerramos, Inma: ¿el lunes a las 10:00?')
  await inma.reads('¿el lunes a las 10:00?')
  await all.row('Inma Sanz').waitFor({ state: 'detached' })
})

/** The next Friday of the demo's clock, at a time of Madrid. */
async function friday(time: string): Promise<string> {
  const { workspace } = await laura.caller.want<{ workspace: { clockOffsetMs: number } }>('GET', '/api/v1/session')
  const now = Date.now() + workspace.clockOffsetMs
  for (let day = 0; day < 9; day++) {
    const date = new Date(now + day * 86_400_000)
    const parts = (timeZone: string, at: Date) => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)
    if (new Intl.DateTimeFormat('en', { timeZone: 'Europe/Madrid', weekday: 'short' }).format(date) !== 'Fri') continue
    const wanted = `${parts('Europe/Madrid', date).slice(0, 10)} ${time}`
    for (const hours of [1, 2]) {
      const at = new Date(Date.parse(`${wanted.replace(' ', 'T')}:00Z`) - hours * 3_600_000)
      if (parts('Europe/Madrid', at) === wanted && at.getTime() > now) return at.toISOString()
    }
  }
  throw new Error('There is no such Friday.')
}
