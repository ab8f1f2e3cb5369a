/** Where a person probably is, and what she probably speaks, from her country and number. Guesses: whatever anybody says wins. */

/** Countries of several zones in nearly all of which people live in one. */
const MAIN_ZONE: Readonly<Record<string, string>> = {
  ES: 'Europe/Madrid', PT: 'Europe/Lisbon', DE: 'Europe/Berlin', AR: 'America/Argentina/Buenos_Aires', CL: 'America/Santiago', EC: 'America/Guayaquil', CN: 'Asia/Shanghai', MY: 'Asia/Kuala_Lumpur', NZ: 'Pacific/Auckland',
  UA: 'Europe/Kyiv', UZ: 'Asia/Tashkent', VN: 'Asia/Ho_Chi_Minh', CY: 'Asia/Nicosia', PS: 'Asia/Gaza', TH: 'Asia/Bangkok',
}

/** Area codes that lie in another zone than most of the country. */
const AREAS: Readonly<Record<string, { code: string; length: number; else: string; zones: Readonly<Record<string, string>> }>> = {
  BR: {
    code: '55', length: 2, else: 'America/Sao_Paulo',
    zones: { 92: 'America/Manaus', 97: 'America/Manaus', 95: 'America/Boa_Vista', 69: 'America/Porto_Velho', 68: 'America/Rio_Branco', 65: 'America/Cuiaba', 66: 'America/Cuiaba', 67: 'America/Campo_Grande' },
  },
  MX: {
    code: '52', length: 3, else: 'America/Mexico_City',
    zones: {
      664: 'America/Tijuana', 686: 'America/Tijuana', 646: 'America/Tijuana', 661: 'America/Tijuana', 665: 'America/Tijuana', 662: 'America/Hermosillo', 644: 'America/Hermosillo', 631: 'America/Hermosillo', 622: 'America/Hermosillo',
      667: 'America/Mazatlan', 669: 'America/Mazatlan', 668: 'America/Mazatlan', 612: 'America/Mazatlan', 624: 'America/Mazatlan', 656: 'America/Ciudad_Juarez', 998: 'America/Cancun', 984: 'America/Cancun', 983: 'America/Cancun', 987: 'America/Cancun',
    },
  },
}

/** Zones as ICU knows them, by region; asked once. */
const zones = new Map<string, readonly string[]>()
function zonesOf(country: string): readonly string[] {
  let known = zones.get(country)
  if (!known) {
    const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { timeZones?: string[]; getTimeZones?: () => string[] }
    zones.set(country, (known = locale.getTimeZones?.() ?? locale.timeZones ?? []))
  }
  return known
}

/** Her zone: by the area of her number where the country is known by areas, by the country where there is one zone or a main one; else unknown. */
export function guessTimeZone(country: string | null, phone: string | null = null): string | null {
  if (!country || !/^[A-Z]{2}$/.test(country)) return null
  const areas = AREAS[country]
  if (areas) {
    const plain = phone?.replace(/\D/g, '') ?? ''
    const national = plain.startsWith(areas.code) ? plain.slice(areas.code.length).replace(country === 'MX' ? /^1(?=\d{10}$)/ : /^$/, '') : ''
    return national ? areas.zones[national.slice(0, areas.length)] ?? areas.else : areas.else
  }
  const all = zonesOf(country)
  return MAIN_ZONE[country] ?? (all.length === 1 ? all[0]! : null) // the only one
}

/** Whether a name stands for a zone that clocks can be kept by. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(name)) return false
  try { new Intl.DateTimeFormat('en', { timeZone: name }); return true } catch { return false }
}

/** Countries where a stranger had better not be addressed in the language of most: large parts speak another. */
const SEVERAL: ReadonlySet<string> = new Set(['BE', 'CH', 'CA', 'LU', 'CY', 'IN', 'SG', 'MY', 'ZA', 'NG', 'KE', 'CM', 'MU', 'LK', 'PK', 'PH', 'AF', 'BO', 'PY', 'AE', 'QA', 'IL', 'BA', 'MK', 'KZ', 'UA', 'ET', 'MA', 'DZ'])

/** What most people of a country speak; null where that says little of one of them. */
export function guessLanguage(country: string | null): string | null {
  if (!country || !/^[A-Z]{2}$/.test(country) || SEVERAL.has(country) || zonesOf(country).length === 0) return null
  if (country === 'BR') return 'pt-BR'
  if (country === 'CN') return 'zh-CN'
  if (country === 'TW' || country === 'HK') return `zh-${country}`
  const { language, region } = new Intl.Locale(`und-${country}`).maximize()
  return language && language !== 'und' && region === country ? language : null
}
