/** The Page as her app shows it: what visitors read of it, and its menu. The welcome screen of an empty chat stands on her screen (openings.ts). */
import type { LocalText, PhoneBusiness, PhoneEntry, World } from '@recado/channel-kit'
import { list, record, text, type Json } from './json.js'
import { menuFor } from './openings.js'
import { FIRST_INFO, picture } from './page-node.js'
import { customerOf, pageOf, type TapOption } from './state.js'

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const DAY_NAMES = { en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], es: ['lun', 'mar', 'mié', 'jue', 'vie', 'sáb', 'dom'] } as const

export function businessOf(world: World, customerId: string): PhoneBusiness {
  const customer = customerOf(world, customerId)
  const page = customer ? pageOf(world, customer.account) : undefined
  if (!customer || !page) throw new Error(`There is no customer ${customerId} on Messenger.`)
  const info = page.info ?? FIRST_INFO
  const { options } = menuFor(world, page, customer)
  const isCommands = options[0]?.kind === 'command'
  const portrait = text(picture(world, page)['url'])
  const about = text(info['about'])
  const row = (label: PhoneBusiness['rows'][number]['label'], value: string | LocalText | undefined, url?: string): PhoneBusiness['rows'] => (value ? [{ label, value, ...(url ? { url } : {}) }] : [])
  const website = text(info['website'])
  return {
    name: page.name, ...(portrait ? { picture: portrait } : {}), ...(about ? { about } : {}),
    rows: [
      ...row({ en: 'About the Page', es: 'Sobre la página' }, text(info['description'])), ...row({ en: 'Hours', es: 'Horario' }, hoursOf(record(info['hours']))), ...row({ en: 'Address', es: 'Dirección' }, text(info['single_line_address'])),
      ...row({ en: 'Phone', es: 'Teléfono' }, text(info['phone'])), ...row({ en: 'E-mail', es: 'Correo' }, list(info['emails']).map(String).join(', ')), ...row({ en: 'Website', es: 'Sitio web' }, website, website),
    ],
    starters: [],
    ...(isCommands ? { commands: options.map(entry) } : options.length > 0 ? { menu: { style: 'list', entries: options.map(entry) } } : {}),
  }
}

const entry = (option: TapOption): PhoneEntry => ({
  id: option.id, title: option.title, ...(option.description ? { description: option.description } : {}),
  ...(option.kind === 'url' ? { url: option.id } : { act: { action: 'menu', ref: option.id } }),
})

/** Days with the same hours stand together: `Mon–Fri 10:00–20:00`. Undefined when the Page says none. */
function hoursOf(hours: Json): LocalText | undefined {
  const spans = DAYS.map((day) => [1, 2].flatMap((n) => { const [open, close] = [text(hours[`${day}_${n}_open`]), text(hours[`${day}_${n}_close`])]; return open && close ? [`${open}–${close}`] : [] }).join(', '))
  const runs: { from: number; to: number; span: string }[] = []
  for (const [day, span] of spans.entries()) {
    const last = runs.at(-1)
    if (last && last.to === day - 1 && last.span === span) last.to = day
    else if (span) runs.push({ from: day, to: day, span })
  }
  const told = (names: readonly string[]): string => runs.map(({ from, to, span }) => `${names[from] ?? ''}${to > from ? `–${names[to] ?? ''}` : ''} ${span}`).join('\n')
  return runs.length > 0 ? { en: told(DAY_NAMES.en), es: told(DAY_NAMES.es) } : undefined
}
