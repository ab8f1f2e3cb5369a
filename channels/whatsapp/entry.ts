/** wa.me links: https://faq.whatsapp.com/5913398998672934. Nothing comes back but her text, so the code stands in it. */
import { codeInText, type EntryConnector } from '@recado/channel-kit'
import { setting } from './graph.js'

const digitsOf = (phone: string): string => phone.replace(/\D/g, '')

export const entry: EntryConnector = {
  kinds: ['link', 'qr'], codeIn: 'text', text: true,
  missing: (settings) => (digitsOf(setting(settings, 'displayPhoneNumber')).length >= 6 ? [] : ['displayPhoneNumber']),
  address: async ({ code, text }, { settings }) => ({ url: `https://wa.me/${digitsOf(setting(settings, 'displayPhoneNumber'))}?text=${encodeURIComponent(codeInText(text, code))}` }),
}
