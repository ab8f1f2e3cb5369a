/** What customers do with their simulated phones, in the words of the phones page. */
import type { Locator, Page } from 'playwright-core'

/** The phones page in Spanish. */
export class Phones {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/simulator')
    await this.page.getByRole('list', { name: 'Clientes con teléfono' }).waitFor()
  }

  /** Somebody new, her phone laid on the table; she writes to `business` where the app has several of ours. Her number is made up unless told. */
  async newPerson(app: 'WhatsApp' | 'WeChat' | 'Messenger', name: string, { business = '', number = '' } = {}): Promise<Phone> {
    await this.page.getByRole('button', { name: 'Nuevo cliente' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Nuevo cliente' })
    const choice = dialog.getByLabel('Aplicación')
    await choice.selectOption({ label: (await choice.getByRole('option').allInnerTexts()).find((text) => text.startsWith(app) && text.endsWith(business)) ?? app })
    await dialog.getByLabel('Nombre').fill(name)
    if (number) await dialog.getByLabel('Número de teléfono').fill(number)
    await dialog.getByRole('button', { name: 'Añadir cliente' }).click()
    const phone = new Phone(this.page, name)
    await phone.screen.waitFor()
    return phone
  }

  /** Lets business time pass; ends when the clock shows it. */
  async skip(span: '1 min' | '1 h' | '23 h' | '25 h' | '48 h'): Promise<void> {
    // The strip over the whole desk has some of them too.
    const button = this.page.getByRole('button', { name: `Adelantar ${span}` }).last()
    const day = this.page.getByRole('timer').getByRole('time')
    const before = await day.getAttribute('datetime')
    await button.click()
    const { count, unit } = { count: Number.parseInt(span, 10), unit: span.endsWith('min') ? 60_000 : 3_600_000 }
    await this.page.waitForFunction(([from, ms]) => [...document.querySelectorAll('[role=timer] time')].some((time) => Date.parse(time.getAttribute('datetime') ?? '') >= Date.parse(from) + ms), [before ?? '', count * unit] as const)
  }
}

/** One customer's phone. */
export class Phone {
  constructor(readonly page: Page, readonly owner: string) {}

  get screen(): Locator {
    return this.page.getByRole('article', { name: new RegExp(`^Teléfono de ${this.owner},`) })
  }

  get chat(): Locator {
    return this.screen.getByRole('log', { name: 'Chat' })
  }

  async write(words: string): Promise<void> {
    const field = this.screen.getByRole('textbox', { name: `Escribir como ${this.owner}` })
    await field.fill(words)
    await field.press('Enter')
    await this.chat.getByText(words).waitFor()
  }

  /** Waits until these words stand on her screen. */
  async reads(words: string | RegExp): Promise<void> {
    await this.chat.getByText(words).first().waitFor()
  }

  /** The last picture that the business has sent her. */
  get pictureFromBusiness(): Locator {
    return this.chat.getByText('La empresa:').locator('..').getByRole('img', { name: /^Foto/ }).last()
  }

  /** Holds her camera at a code: what it says is typed in, since this browser reads no pictures. `item` is what her app calls it. */
  async scan(item: string, code: string): Promise<void> {
    await this.menu(item)
    const sheet = this.screen.getByRole('dialog', { name: item })
    await sheet.getByLabel('Código o enlace').fill(code)
    await sheet.getByRole('button', { name: 'Continuar' }).click()
    await sheet.waitFor({ state: 'detached' })
  }

  /** The page about the business, which a tap on its name opens. */
  async aboutBusiness(): Promise<Locator> {
    await this.screen.getByRole('button', { name: /^Sobre / }).click()
    return this.screen.getByRole('dialog', { name: 'Sobre la empresa' })
  }

  /** Taps the business's menu at the foot of the chat: a button, or one in the list that it opens. */
  async tapMenu(button: string, below?: string): Promise<void> {
    const bar = this.screen.getByRole('group', { name: 'Menú de la cuenta' })
    const opener = this.screen.getByRole('button', { name: 'Menú de la cuenta' })
    await bar.or(opener).waitFor()
    if (await opener.isVisible()) await opener.click()
    await bar.getByRole('button', { name: button }).click()
    if (below !== undefined) await this.page.getByRole('menuitem', { name: below }).click()
  }

  async menu(item: string): Promise<void> {
    await this.screen.getByRole('button', { name: `Más en el teléfono de ${this.owner}` }).click()
    await this.page.getByRole('menuitem', { name: item, exact: true }).click()
  }

  /** The sample of a kind, chosen as from her gallery. */
  async sendSample(item: string, caption?: string): Promise<void> {
    await this.screen.getByRole('button', { name: 'Adjuntar' }).click()
    await this.page.getByRole('menuitem', { name: item, exact: true }).click()
    const sheet = this.screen.getByRole('dialog', { name: item })
    await sheet.getByRole('button', { name: 'Usar un ejemplo' }).click()
    if (caption) await sheet.getByLabel('Pie (opcional)').fill(caption)
    await sheet.getByRole('button', { name: 'Enviar' }).click()
    await sheet.waitFor({ state: 'detached' })
  }

  /** The sample voice note; `button` is what her app calls it. */
  async sendVoice(button: string): Promise<void> {
    await this.screen.getByRole('button', { name: button }).click()
    const sheet = this.screen.getByRole('dialog', { name: button })
    await sheet.getByRole('button', { name: 'Usar un ejemplo' }).click()
    await sheet.waitFor({ state: 'detached' })
  }
}
