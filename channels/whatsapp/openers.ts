/** Questions to tap and commands. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/conversational-components */
import type { CallContext, LocalText, OpenersConnector } from '@recado/channel-kit'
import type { Openers, OpenersEditor } from '@recado/core'
import { callGraph, setting } from './graph.js'
import { list, record, text } from './read.js'

const source = 'https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/conversational-components'

const editor: OpenersEditor<LocalText> = {
  source,
  iceBreakers: { most: 4, maxLength: 80, unit: 'characters', noEmoji: true, source, help: { en: 'Shown while the chat is empty. A tap sends the question as her own message, so an automatic reply answers it by its words.', es: 'Se muestran mientras el chat está vacío. Al pulsarla, la pregunta llega como mensaje del cliente: una respuesta automática la contesta por sus palabras.' } },
  // The page says 32 characters for the name, the v23.0 specification 30 of a-z, 0-9 and _: the stricter one is taken by both.
  commands: { most: 30, nameLength: 30, hintLength: 256, namePattern: '^[a-zA-Z0-9_]+$', noEmoji: true, source, help: { en: 'Listed when she types “/”. A command arrives as a message that begins with /name.', es: 'Aparecen al escribir «/». Un comando llega como un mensaje que empieza por /nombre.' } },
  shows: { en: 'Shown from the next time somebody opens the chat. WhatsApp Web and the desktop app show neither.', es: 'Se ven la próxima vez que alguien abra el chat. Ni WhatsApp Web ni la aplicación de escritorio los muestran.' },
  notes: [{ en: 'WhatsApp has no menu and no greeting before the first message; a greeting is an automatic reply.', es: 'WhatsApp no tiene menú ni saludo antes del primer mensaje; el saludo es una respuesta automática.' }],
}

const node = (context: CallContext): string => setting(context.settings, 'phoneNumberId')

async function read(context: CallContext): Promise<Openers> {
  const found = record((await callGraph(context, { method: 'GET', path: `${node(context)}?fields=conversational_automation` })).conversational_automation)
  return { sets: [{
    audience: null, iceBreakers: list(found.prompts).flatMap((title) => (text(title) ? [{ title: text(title)! }] : [])), // looked at in this line
    commands: list(found.commands).map(record).map((one) => ({ name: text(one.command_name) ?? '', hint: text(one.command_description) ?? '' })),
  }] }
}

/** Both lists go whole: what is not named in them is taken away. The welcome event, which Recado does not use, stays as it is. */
async function write({ sets: [set] }: Openers, context: CallContext): Promise<void> {
  await callGraph(context, { method: 'POST', path: `${node(context)}/conversational_automation`, body: {
    prompts: (set?.iceBreakers ?? []).map(({ title }) => title.trim()), commands: (set?.commands ?? []).map(({ name, hint }) => ({ command_name: name, command_description: hint.trim() })),
  } })
}

export const openers: OpenersConnector = { editor, read, write, remove: (context) => write({ sets: [] }, context) }
