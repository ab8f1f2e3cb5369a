/** What people write in cells for yes and no, countries and languages, in six languages. Pure. */
export const FILE_LANGUAGES = ['en', 'es', 'pt-BR', 'de', 'zh-CN', 'ar'] as const

/** Letters and digits alone, without accents and case: `E-mail (privat)` -> `emailprivat`. */
export const fold = (text: string): string => text.normalize('NFKD').toLowerCase().replace(/ß/gu, 'ss').replace(/[^\p{L}\p{N}]+/gu, '')

const YES: ReadonlySet<string> = new Set(['yes', 'y', 'true', 't', '1', 'x', 'ok', 'on', 'given', 'subscribed', 'optin', 'si', 's', 'verdadero', 'sim', 'verdadeiro', 'ja', 'j', 'wahr', '是', '有', '真', '对', '已同意', '同意', 'نعم', 'صحيح', 'موافق'].map(fold))
const NO: ReadonlySet<string> = new Set(['no', 'n', 'false', 'f', '0', 'off', 'withdrawn', 'unsubscribed', 'optout', 'falso', 'nao', 'não', 'nein', 'falsch', '否', '没有', '假', '不同意', 'لا', 'خطأ', 'غير موافق'].map(fold))

/** null = neither. Ticks of forms count. */
export function readYesNo(text: string): boolean | null {
  const trimmed = text.trim()
  if (/^[✓✔☑√]$/u.test(trimmed)) return true
  if (/^[✗✘☐×-]$/u.test(trimmed)) return false
  const word = fold(trimmed)
  return YES.has(word) ? true : NO.has(word) ? false : null
}

/** Countries of today: names of former ones (East Germany is called Germany) must not come before them. */
const COUNTRY_CODES = 'AD AE AF AG AI AL AM AO AR AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'.split(' ')
let countries: Map<string, string> | null = null

/** A country by its code or its name in one of the six languages; null when it is none. */
export function readCountry(text: string): string | null {
  countries ??= named('region', COUNTRY_CODES)
  const word = text.trim()
  return countries.get(fold(word)) ?? SHORT_COUNTRIES[fold(word)] ?? null
}
const SHORT_COUNTRIES: Readonly<Record<string, string>> = { uk: 'GB', greatbritain: 'GB', england: 'GB', usa: 'US', eeuu: 'US', eua: 'US', deu: 'DE', esp: 'ES', bra: 'BR', chn: 'CN', fra: 'FR', ita: 'IT', mex: 'MX', arg: 'AR', prt: 'PT', gbr: 'GB' }

let languages: Map<string, string> | null = null
const LANGUAGE_CODES = 'aa ab af ak am an ar as ay az ba be bg bm bn bo br bs ca ce co cs cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu ha he hi hr ht hu hy id ig is it ja jv ka kk km kn ko ku ky la lb lg ln lo lt lv mg mi mk ml mn mr ms mt my nb ne nl nn no ny oc om or pa pl ps pt qu rm rn ro ru rw sa sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt ug uk ur uz ve vi wo xh yi yo zh zu pt-BR pt-PT zh-CN zh-TW zh-HK en-GB en-US es-MX es-AR es-ES'.split(' ')

/** A language by its code or its name in one of the six languages; null when it is none. */
export function readLanguage(text: string): string | null {
  languages ??= named('language', LANGUAGE_CODES)
  const word = text.trim()
  return languages.get(fold(word)) ?? (/^[a-z]{2}(?:[-_][A-Za-z]{2,4})?$/iu.test(word) ? languages.get(fold(word.slice(0, 2))) ?? null : null)
}

function named(type: 'region' | 'language', codes: readonly string[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const language of FILE_LANGUAGES) {
    const names = new Intl.DisplayNames([language], { type, fallback: 'none' })
    for (const code of codes) {
      const name = names.of(code)
      if (!name) continue
      const key = fold(name)
      if (!found.has(key)) found.set(key, code)
    }
  }
  const known = new Set(found.values())
  for (const code of codes) if (known.has(code)) found.set(fold(code), code)
  return found
}

/** The zone under its own spelling; null when there is no such zone. */
export function readTimeZone(text: string): string | null {
  const word = text.trim()
  if (!/^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/u.test(word)) return null
  try { return new Intl.DateTimeFormat('en', { timeZone: word }).resolvedOptions().timeZone } catch { return null }
}
