/** The business profile that customers open from the chat. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-profiles (2025-10). */
import { type BusinessProfile, type CallContext, type LocalText } from '@recado/channel-kit'
import type { ProfileField, ProfileValue, ProfileValues } from '@recado/core'
import { callGraph, setting } from './graph.js'
import { list, record, text } from './read.js'
import { refuse, uploadHandle } from './upload-handle.js'
import { verticals } from './verticals.js'

const source = 'https://developers.facebook.com/documentation/business-messaging/whatsapp/business-profiles'
const MB = 1_000_000

const field = (key: string, kind: ProfileField<LocalText>['kind'], place: ProfileField<LocalText>['place'], en: string, es: string, more: Partial<ProfileField<LocalText>> = {}): ProfileField<LocalText> =>
  ({ key, kind, place, label: { en, es }, source, ...more })

const fields: readonly ProfileField<LocalText>[] = [
  field('profile_picture', 'photo', 'photo', 'Photo', 'Foto', {
    required: true, photo: { mimes: ['image/jpeg', 'image/png'], maxBytes: 5 * MB, minSide: 192, crop: 'circle' },
    help: { en: 'Square, 640 × 640 points or more; WhatsApp shows it as a circle. It can be changed, not removed.', es: 'Cuadrada, de 640 × 640 puntos o más; WhatsApp la muestra en un círculo. Se puede cambiar, no quitar.' },
  }),
  field('verified_name', 'text', 'name', 'Display name', 'Nombre visible', { readOnly: true }),
  field('about', 'text', 'line', 'About', 'Info', { required: true, minLength: 1, maxLength: 139, help: { en: 'One line under the name. Plain text; it cannot be empty.', es: 'Una línea bajo el nombre. Solo texto; no puede quedar vacía.' } }),
  field('vertical', 'choice', 'category', 'Trade', 'Sector', { required: true, choices: verticals }),
  // Meta’s page says 512, its v23.0 specification 256: the smaller one is taken by both.
  field('description', 'multiline', 'about', 'Description', 'Descripción', { maxLength: 256 }),
  field('address', 'address', 'address', 'Address', 'Dirección', { maxLength: 256 }),
  field('email', 'email', 'email', 'E-mail', 'Correo electrónico', { maxLength: 128 }),
  field('websites', 'links', 'links', 'Websites', 'Sitios web', { most: 2, maxLength: 256, help: { en: 'Beginning with http:// or https://.', es: 'Empezando por http:// o https://.' } }),
]

const MANAGER = 'https://business.facebook.com/latest/whatsapp_manager/phone_numbers'

async function read(context: CallContext): Promise<ProfileValues> {
  const number = setting(context.settings, 'phoneNumberId')
  const [answer, node] = await Promise.all([
    callGraph(context, { method: 'GET', path: `${number}/whatsapp_business_profile?fields=about,address,description,email,profile_picture_url,websites,vertical` }),
    callGraph(context, { method: 'GET', path: `${number}?fields=verified_name` }),
  ])
  const row = record(list(answer.data)[0])
  // The specification wraps the profile once more, the page does not.
  const found = row.business_profile === undefined ? row : record(row.business_profile)
  const url = text(found.profile_picture_url)
  const vertical = text(found.vertical)
  return {
    profile_picture: url ? { url } : null, verified_name: text(node.verified_name) ?? '', about: text(found.about) ?? '', description: text(found.description) ?? '', address: text(found.address) ?? '',
    email: text(found.email) ?? '', websites: list(found.websites).flatMap((site) => text(site) ?? []), vertical: vertical && vertical !== 'UNDEFINED' ? vertical : '',
  }
}

async function write(values: ProfileValues, context: CallContext): Promise<void> {
  const body: Record<string, unknown> = { messaging_product: 'whatsapp' }
  for (const [key, value] of Object.entries(values)) {
    if (key === 'profile_picture') body.profile_picture_handle = await pictureHandle(value, context)
    else body[key] = value ?? ''
  }
  await callGraph(context, { method: 'POST', path: `${setting(context.settings, 'phoneNumberId')}/whatsapp_business_profile`, body })
}

/** Pictures go through the Resumable Upload API. */
async function pictureHandle(value: ProfileValue, context: CallContext): Promise<string> {
  const mediaId = text(record(value).mediaId)
  if (!mediaId) throw refuse('There is no picture to hand over.')
  const { mimes, maxBytes } = fields[0]!.photo! // the first field, above
  const file = await context.media.load(mediaId, { mimes, maxBytes })
  if (file.bytes.length > maxBytes) throw refuse(`The picture has ${file.bytes.length} bytes; WhatsApp takes ${maxBytes}.`)
  return uploadHandle(file, 'profile', context)
}

export const businessProfile: BusinessProfile = {
  editor: {
    fields, source,
    elsewhere: [
      { key: 'name', label: { en: 'Display name', es: 'Nombre visible' }, how: { en: 'WhatsApp Manager > Phone numbers. Meta reviews every change.', es: 'Administrador de WhatsApp > Números de teléfono. Meta revisa cada cambio.' }, link: MANAGER },
      { key: 'hours', label: { en: 'Opening hours', es: 'Horario' }, how: { en: 'They exist in the WhatsApp Business app only; a number without the app shows none. Put them into the description or an automatic reply.', es: 'Solo existe en la aplicación WhatsApp Business; un número sin ella no lo muestra. Ponlo en la descripción o en una respuesta automática.' }, link: source },
      { key: 'catalog', label: { en: 'Catalogue', es: 'Catálogo' }, how: { en: 'Commerce Manager, linked to the account.', es: 'Administrador de ventas, vinculado a la cuenta.' }, link: 'https://business.facebook.com/commerce/' },
    ],
  },
  read, write,
}
