/** Meta's trades with their names for people. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-profiles */
import type { LocalText } from '@recado/channel-kit'

const names: readonly [string, string, string][] = [
  ['AUTO', 'Cars', 'Automoción'], ['BEAUTY', 'Beauty, spa and salon', 'Belleza y peluquería'], ['APPAREL', 'Clothing', 'Ropa y moda'], ['EDU', 'Education', 'Educación'], ['ENTERTAIN', 'Entertainment', 'Ocio'],
  ['EVENT_PLAN', 'Events', 'Eventos'], ['FINANCE', 'Finance and banking', 'Finanzas y banca'], ['GROCERY', 'Food and grocery', 'Alimentación'], ['GOVT', 'Public service', 'Servicio público'], ['HOTEL', 'Hotel and lodging', 'Alojamiento'],
  ['HEALTH', 'Medicine and health', 'Salud y medicina'], ['NONPROFIT', 'Non-profit', 'Sin ánimo de lucro'], ['PROF_SERVICES', 'Professional services', 'Servicios profesionales'], ['RETAIL', 'Shopping and retail', 'Comercio'],
  ['TRAVEL', 'Travel and transport', 'Viajes y transporte'], ['RESTAURANT', 'Restaurant', 'Restaurante'], ['ALCOHOL', 'Alcoholic drinks', 'Bebidas alcohólicas'], ['ONLINE_GAMBLING', 'Online gambling', 'Juego en línea'],
  ['PHYSICAL_GAMBLING', 'Gambling on site', 'Juego presencial'], ['OTC_DRUGS', 'Medicines without prescription', 'Medicamentos sin receta'], ['MATRIMONY_SERVICE', 'Matrimony service', 'Servicios matrimoniales'], ['OTHER', 'Other', 'Otro'], ['NOT_A_BIZ', 'Not a business', 'No es una empresa'],
]

export const verticals: readonly { value: string; label: LocalText }[] = names.map(([value, en, es]) => ({ value, label: { en, es } }))
