/** The business as her app shows it: its profile, its commands, its codes. Ice breakers stand on her screen (openings.ts). Hours are no part of the platform's profile. */
import type { PhoneBusiness, World } from '@recado/channel-kit'
import { automationOf } from './automation.js'
import { list, text } from './json.js'
import { codesOf } from './qr-codes.js'
import { customerOf, numberOf } from './state.js'

const CODES_SHOWN = 20

export function businessOf(world: World, customerId: string): PhoneBusiness {
  const customer = customerOf(world, customerId)
  const number = customer ? numberOf(world, customer.account) : undefined
  if (!customer || !number) throw new Error(`There is no customer ${customerId} on WhatsApp.`)
  const { profile } = number
  const [about, picture, email] = [text(profile['about']), text(profile['profile_picture_url']), text(profile['email'])]
  const row = (label: PhoneBusiness['rows'][number]['label'], value: string | undefined, url?: string): PhoneBusiness['rows'] => (value ? [{ label, value, ...(url ? { url } : {}) }] : [])
  const { commands } = automationOf(number)
  return {
    name: number.verifiedName, ...(picture ? { picture } : {}), ...(about ? { about } : {}), badge: { en: 'Business account', es: 'Cuenta de empresa' },
    rows: [
      ...row({ en: 'Phone', es: 'Teléfono' }, `+${number.display}`), ...row({ en: 'Description', es: 'Descripción' }, text(profile['description'])), ...row({ en: 'Address', es: 'Dirección' }, text(profile['address'])),
      ...row({ en: 'E-mail', es: 'Correo' }, email), ...list(profile['websites']).map(String).flatMap((site) => row({ en: 'Website', es: 'Sitio web' }, site, site)),
    ],
    starters: [],
    ...(commands.length > 0 ? { commands: commands.map(({ command_name: name, command_description: description }) => ({ id: name, title: `/${name}`, description, act: { action: 'menu', ref: `/${name}` } })) } : {}),
    codes: codesOf(world, number).slice(0, CODES_SHOWN),
  }
}
