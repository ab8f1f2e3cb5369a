/** What the Page tells about the business. Source: https://developers.facebook.com/documentation/pages-api/manage-pages (2026-06-30). */
import { PlatformRefusal, type BusinessProfile, type CallContext, type LocalText } from '@recado/channel-kit'
import { ADDRESS_PARTS, type AddressParts, type ProfileField, type ProfileValue, type ProfileValues, WEEKDAYS, type WeekHours } from '@recado/core'
import { graph } from './client.js'
import { bodyOf } from './errors.js'
import { list, object, text } from './json.js'
import type { Json } from './json.js'

const source = 'https://developers.facebook.com/documentation/pages-api/manage-pages'
const FIELDS = 'https://developers.facebook.com/docs/graph-api/reference/page/'
const PICTURE = 'https://developers.facebook.com/docs/graph-api/reference/page/picture/'

const field = (key: string, kind: ProfileField<LocalText>['kind'], place: ProfileField<LocalText>['place'], en: string, es: string, more: Partial<ProfileField<LocalText>> = {}): ProfileField<LocalText> =>
  ({ key, kind, place, label: { en, es }, source: FIELDS, ...more })

const fields: readonly ProfileField<LocalText>[] = [
  field('picture', 'photo', 'photo', 'Photo', 'Foto', {
    // Meta names no size for the interface (NV): 4 MB is what its pages say of photos, 196 points what a Page shows on a computer.
    required: true, photo: { mimes: ['image/jpeg', 'image/png'], maxBytes: 4_000_000, minSide: 196, crop: 'circle' }, source: PICTURE,
    help: { en: 'Square, 320 × 320 points or more; Facebook shows it as a circle. It can be changed, not removed.', es: 'Cuadrada, de 320 × 320 puntos o más; Facebook la muestra en un círculo. Se puede cambiar, no quitar.' },
  }),
  field('name', 'text', 'name', 'Name of the Page', 'Nombre de la página', { readOnly: true }),
  field('about', 'text', 'line', 'Short description', 'Descripción breve', { maxLength: 255 }),
  field('description', 'multiline', 'about', 'More about the business', 'Más sobre el negocio', { maxLength: 1_000 }), // no page tells a limit (NV)
  field('location', 'address', 'address', 'Address', 'Dirección', { parts: ADDRESS_PARTS, maxLength: 255, help: { en: 'Facebook wants a city and a country that it knows.', es: 'Facebook exige una ciudad y un país que conozca.' } }),
  field('phone', 'phone', 'phone', 'Phone', 'Teléfono', { maxLength: 64 }),
  field('email', 'email', 'email', 'E-mail', 'Correo electrónico', { maxLength: 128 }),
  field('website', 'links', 'links', 'Website', 'Sitio web', { most: 1, maxLength: 1_000 }),
  field('hours', 'hours', 'hours', 'Opening hours', 'Horario', { most: 2, help: { en: 'Two stretches a day at most, in the Page’s time zone.', es: 'Dos tramos al día como máximo, en la zona horaria de la página.' } }),
]

/** `mon_1_open`: day, stretch, end. */
function hoursOf(value: unknown): WeekHours {
  const given = object(value)
  return Object.fromEntries(WEEKDAYS.flatMap((day) => {
    const stretches = [1, 2].flatMap((slot) => {
      const from = text(given[`${day}_${slot}_open`])
      const to = text(given[`${day}_${slot}_close`])
      return from && to ? [{ from, to }] : []
    })
    return stretches.length > 0 ? [[day, stretches]] : []
  }))
}

const toHours = (value: WeekHours): Record<string, string> =>
  Object.fromEntries(WEEKDAYS.flatMap((day) => (value[day] ?? []).flatMap(({ from, to }, slot) => [[`${day}_${slot + 1}_open`, from], [`${day}_${slot + 1}_close`, to]])))

async function read(context: CallContext): Promise<ProfileValues> {
  const wanted = 'name,about,description,phone,emails,website,hours,location{street,city,zip,country},picture.width(640).height(640)'
  const found = object(bodyOf(await graph(context, { method: 'GET', path: '', query: { fields: wanted } })))
  const picture = object(object(found.picture).data ?? found.picture)
  const place = object(found.location)
  const url = picture.is_silhouette === true ? undefined : text(picture.url)
  return {
    picture: url ? { url } : null, name: text(found.name) ?? '', about: text(found.about) ?? '', description: text(found.description) ?? '', phone: text(found.phone) ?? '', email: text(list(found.emails)[0]) ?? '',
    website: text(found.website) ? [text(found.website)!] : [], hours: hoursOf(found.hours), location: Object.fromEntries(ADDRESS_PARTS.flatMap((part) => (text(place[part]) ? [[part, text(place[part])!]] : []))), // both looked at in this line
  }
}

/** Our field as Meta's parameter. */
function parameterOf(key: string, value: ProfileValue): Json {
  if (key === 'email') return { emails: value ? [value] : [] }
  if (key === 'website') return { website: Array.isArray(value) ? (value[0] ?? '') : '' }
  if (key === 'hours') return { hours: toHours((value ?? {}) as WeekHours) } // a field of hours holds hours: profileFaults has seen to it
  if (key === 'location') return { location: (value ?? {}) as AddressParts } // the same
  return { [key]: value ?? '' }
}

async function write(values: ProfileValues, context: CallContext): Promise<void> {
  const { picture, ...texts } = values
  const body = Object.assign({}, ...Object.entries(texts).map(([key, value]) => parameterOf(key, value))) as Record<string, unknown> // parts of an object
  if (Object.keys(body).length > 0) await graph(context, { method: 'POST', path: '', body })
  if (picture !== undefined) await writePicture(object(picture), context)
}

/** After the texts: a picture refused leaves them written, and reading back shows it. */
async function writePicture(picture: Json, context: CallContext): Promise<void> {
  const mediaId = text(picture.mediaId)
  const refuse = (message: string) => new PlatformRefusal({ code: 'media_upload_failed', platformCode: 'local', message, sent: 'no', retry: { kind: 'never' } })
  if (!mediaId) throw refuse('There is no picture to hand over.')
  const { mimes, maxBytes } = fields[0]!.photo! // the first field, above
  const file = await context.media.load(mediaId, { mimes, maxBytes })
  if (file.bytes.length > maxBytes) throw refuse(`The picture has ${file.bytes.length} bytes; Facebook takes ${maxBytes}.`)
  await graph(context, { method: 'POST', path: 'picture', form: [{ name: 'source', value: file.bytes, filename: file.name, contentType: file.mime }] })
}

const SITE = 'https://www.facebook.com/settings/?tab=profile'

export const businessProfile: BusinessProfile = {
  editor: {
    fields, source,
    elsewhere: [{ key: 'name', label: { en: 'Name of the Page', es: 'Nombre de la página' }, how: { en: 'Page settings on Facebook. Meta reviews a new name.', es: 'Configuración de la página en Facebook. Meta revisa el nombre nuevo.' }, link: SITE }, { key: 'category', label: { en: 'Category', es: 'Categoría' }, how: { en: 'Page settings on Facebook, page details.', es: 'Configuración de la página en Facebook, datos de la página.' }, link: SITE }],
  },
  read, write,
}
