import type { Channel, ChannelCapabilities, Phone } from '@recado/api'
import { inLanguage } from '../http/language.js'
import type { LoadedChannel } from '../services.js'

/** Everything the web app knows of a channel, in the reader's language. Nothing in it is specific to one channel: the folder says it all. */
export function describeChannel(channel: LoadedChannel, languages: readonly string[]): Channel {
  const { declaration: d, connector } = channel
  const say = <T>(text: Readonly<Record<string, T>>): T => inLanguage(text, languages)
  const capabilities = Object.fromEntries(Object.entries(d.capabilities).map(([kind, capability]) => [kind, { ...capability, ...(capability.becomes ? { becomes: say(capability.becomes) } : {}) }]))
  return {
    id: d.id, name: d.name, colour: d.colour, logoUrl: `/api/v1/channels/${d.id}/logo.svg`, initiation: d.rules.initiation, capabilities: capabilities as ChannelCapabilities, rules: d.rules,
    settings: d.setup.map(({ label, help, choices, ...field }) => ({ ...field, label: say(label), ...(help ? { help: say(help) } : {}), ...(choices ? { choices: [...choices] } : {}) })),
    guide: Object.keys(channel.guides).length > 0 ? say(channel.guides) : '', reports: [...d.reports], presence: d.presence, address: d.address, templates: connector.templates !== undefined,
    phone: channel.phone && channel.simulator ? describePhone(channel.phone, say) : null,
  }
}

function describePhone(phone: NonNullable<LoadedChannel['phone']>, say: <T>(text: Readonly<Record<string, T>>) => T): Phone {
  return {
    appName: phone.appName, theme: phone.theme, ticks: [...phone.ticks], lines: Object.fromEntries(Object.entries(phone.lines).map(([key, text]) => [key, say(text)])),
    actions: phone.actions.map((action) => ({ ...action, label: say(action.label) })),
  }
}
