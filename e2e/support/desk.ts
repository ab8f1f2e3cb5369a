/** What an agent does at the desk, in the words she sees there. */
import type { Locator, Page } from 'playwright-core'

export interface Owner { name: string; email: string; password: string }
export const LAURA: Owner = { name: 'Laura Gil', email: 'laura@optica.example', password: 'tres tristes tigres en abril' }

/** Numbers and their units are held together by spaces of other widths: any of them counts. */
export const spaced = (words: RegExp): RegExp => new RegExp(words.source.replaceAll(' ', '\\s'), words.flags)

/** The desk in Spanish. */
export class Desk {
  constructor(readonly page: Page) {}

  /** From the first page of a new installation to the demo company's inbox; returns the recovery key she was shown. */
  async firstRun(owner: Owner = LAURA): Promise<string> {
    const key = await this.setUp(owner)
    await this.page.getByRole('button', { name: 'Probarlo con teléfonos simulados' }).click()
    await this.row('Lucía Ferrer').waitFor()
    return key
  }

  /** From the first page of a new installation to the choice between simulated phones and a real account; returns the recovery key she was shown. */
  async setUp(owner: Owner = LAURA): Promise<string> {
    const { page } = this
    await page.goto('/')
    await page.getByRole('heading', { name: 'Te damos la bienvenida a Recado' }).waitFor()
    await page.getByLabel('Tu nombre').fill(owner.name)
    await page.getByLabel('Correo electrónico').fill(owner.email)
    await page.getByLabel('Contraseña', { exact: true }).fill(owner.password)
    await page.getByRole('button', { name: 'Crear' }).click()
    await page.getByRole('heading', { name: 'Tu clave de recuperación' }).waitFor()
    const key = await page.getByTestId('recovery-key').innerText()
    await page.getByLabel('La he guardado en un lugar seguro').check()
    await page.getByRole('button', { name: 'Continuar' }).click()
    return key
  }

  async signIn({ email, password }: Pick<Owner, 'email' | 'password'>): Promise<void> {
    await this.page.goto('/')
    await this.page.getByLabel('Correo electrónico').fill(email)
    await this.page.getByLabel('Contraseña', { exact: true }).fill(password)
    await this.page.getByRole('button', { name: 'Entrar' }).click()
  }

  /** Connects an account whose platform is played by us; returns the address of its page. */
  async connectSimulated(channel: string, name: string): Promise<string> {
    await this.page.goto(`/settings/channels/add/${channel}`)
    await this.page.getByLabel('Nombre en Recado').fill(name)
    await this.page.getByRole('button', { name: 'Guardar y comprobar' }).click()
    await this.page.getByRole('heading', { name, exact: true }).waitFor()
    return new URL(this.page.url()).pathname
  }

  /** From anywhere to one part of an account's page, whose address `connectSimulated` has told. */
  async openPart(account: string, part: string): Promise<void> {
    await this.page.goto(account)
    await this.page.getByRole('navigation', { name: 'Partes de esta cuenta' }).getByRole('link', { name: part }).click()
  }

  /** Her line in the list. */
  row(name: string): Locator {
    return this.page.getByRole('region', { name: 'Conversaciones' }).getByRole('link').filter({ hasText: name })
  }

  async open(name: string): Promise<void> {
    await this.row(name).click()
    await this.thread(name).waitFor()
  }

  thread(name: string): Locator {
    return this.page.getByRole('log', { name: `Mensajes con ${name}` })
  }

  /** One message of the open thread, by its words. */
  bubble(words: string | RegExp): Locator {
    return this.page.getByRole('log', { name: /^Mensajes con/ }).getByRole('article').filter({ hasText: words })
  }

  get composer(): Locator {
    return this.page.getByRole('region', { name: 'Escribir' })
  }

  field(name: string): Locator {
    return this.composer.getByRole('textbox', { name: `Responder a ${name}` })
  }

  /** Writes and sends with Enter, as in a chat. */
  async answer(name: string, words: string): Promise<void> {
    await this.field(name).fill(words)
    await this.field(name).press('Enter')
    await this.bubble(words).waitFor()
  }

  /** The sentence that says what may be sent now, by its beginning or a part of it. */
  async untilVerdict(words: RegExp): Promise<void> {
    await this.composer.getByText(spaced(words)).first().waitFor()
  }

  /** How far our message is known to have come. */
  async untilTick(words: string | RegExp, state: 'Enviado' | 'Entregado' | 'Leído' | 'Aceptado por la aplicación'): Promise<void> {
    await this.bubble(words).getByRole('img', { name: state }).waitFor()
  }

  /** Presses the button that sends; it waits until the button may be pressed, after an upload for example. */
  async send(): Promise<void> {
    await this.composer.getByRole('button', { name: 'Enviar', exact: true }).click()
  }

  /** Attaches files by the button, as from a folder. */
  async attach(...paths: string[]): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser')
    await this.composer.getByRole('button', { name: 'Adjuntar archivos' }).click()
    await (await chooser).setFiles(paths)
  }

  async menuOfMine(item: string): Promise<void> {
    await this.page.getByRole('navigation', { name: /^(Navegación|Navigation)$/ }).getByRole('button', { name: /tema, idioma, cerrar sesión|theme, language, sign out/ }).click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }
}
