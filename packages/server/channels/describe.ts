import type { Channel, ChannelCapabilities, Phone } from '@recado/api'
import type { ConnectQuestion, LocalText, OpenersConnector } from '@recado/channel-kit'
import { inLanguage } from '../http/language.js'
import type { LoadedChannel } from '../services.js'

/** Everything the web app knows of a channel, in the reader's language. Nothing in it is specific to one channel: the folder says it all. */
export function describeChannel(channel: LoadedChannel, languages: readonly string[]): Channel {
  const { declaration: d, connector } = channel
  const say = <T>(text: Readonly<Record<string, T>>): T => inLanguage(text, languages)
  const capabilities = Object.fromEntries(Object.entries(d.capabilities).map(([kind, capability]) => [kind, { ...capability, ...(capability.becomes ? { becomes: say(capability.becomes) } : {}) }]))
  return {
    id: d.id, name: d.name, colour: d.colour, logoUrl: `/api/v1/channels/${d.id}/logo.svg`, initiation: d.rules.initiation, capabilities: capabilities as ChannelCapabilities, rules: d.rules,
    settings: d.setup.map(({ label, help, choices, choiceLabels, ...field }) => ({
      ...field, label: say(label), ...(help ? { help: say(help) } : {}), ...(choices ? { choices: [...choices] } : {}), ...(choiceLabels ? { choiceLabels: Object.fromEntries(Object.entries(choiceLabels).map(([value, text]) => [value, say(text)])) } : {}),
    })),
    entry: connector.entry ? { kinds: [...connector.entry.kinds], text: connector.entry.text, temporaryDays: connector.entry.temporary ? Math.floor(connector.entry.temporary.maxMs / 86_400_000) : null } : null,
    question: d.question ? describeQuestion(d.question, say) : null, chatExport: d.chatExport ? { steps: say(d.chatExport.steps) } : null,
    guide: Object.keys(channel.guides).length > 0 ? say(channel.guides) : '', reports: [...d.reports], presence: d.presence, address: d.address, templates: connector.templates !== undefined, templateCreation: connector.templateCreation?.from ?? null,
    profile: connector.businessProfile !== undefined, openers: connector.openers ? describeOpeners(connector.openers.editor, say) : null,
    phone: channel.phone && channel.simulator ? describePhone(channel.phone, say) : null,
  }
}

function describeQuestion({ title, lead, choices }: ConnectQuestion, say: (text: LocalText) => string): NonNullable<Channel['question']> {
  return {
    title: say(title), lead: say(lead), choices: choices.map((choice) => ({
      id: choice.id, title: say(choice.title), summary: say(choice.summary), pros: choice.pros.map(say), consequences: choice.consequences.map(say), time: say(choice.time), cost: say(choice.cost), steps: choice.steps.map(say),
      links: (choice.links ?? []).map(({ label, url }) => ({ label: say(label), url })), presets: { ...choice.presets }, fields: choice.fields ? [...choice.fields] : null, importChats: choice.importChats ?? false,
    })),
  }
}

/** Enough to offer the page and to warn before connecting; the editor itself comes with the account's openers. */
function describeOpeners({ menu, lostOnConnect }: OpenersConnector['editor'], say: (text: LocalText) => string): NonNullable<Channel['openers']> {
  return { menu: menu !== undefined, lostOnConnect: lostOnConnect ? { title: say(lostOnConnect.title), text: say(lostOnConnect.text), late: say(lostOnConnect.late) } : null }
}

function describePhone(phone: NonNullable<LoadedChannel['phone']>, say: <T>(text: Readonly<Record<string, T>>) => T): Phone {
  return {
    appName: phone.appName, theme: phone.theme, ticks: [...phone.ticks], lines: Object.fromEntries(Object.entries(phone.lines).map(([key, text]) => [key, say(text)])),
    actions: phone.actions.map((action) => ({ ...action, label: say(action.label) })),
  }
}
