/** The product's languages and the choice among them before somebody has signed in. */
export const LANGUAGES = { es: 'Español', en: 'English', 'pt-BR': 'Português (Brasil)', de: 'Deutsch', 'zh-CN': '简体中文', ar: 'العربية' } as const
export type Language = keyof typeof LANGUAGES

/** How dates and times are written: with 24 hours and the day before the month, in English too; in Arabic with the digits of the platforms' own apps and of telephone numbers, in every browser alike. */
export const localeOf = (language: Language): string => (language === 'en' ? 'en-GB' : language === 'ar' ? 'ar-u-nu-latn' : language)

export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(LANGUAGES, value)
}

/** The way a language is written on the page. */
export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr')

/** The first of the wishes that we speak; "es-MX" asks for Spanish, "pt" for the Portuguese we have. */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): Language {
  const spoken = Object.keys(LANGUAGES) as Language[]
  for (const wish of wishes) {
    const wanted = wish?.toLowerCase()
    const found = spoken.find((each) => each.toLowerCase() === wanted) ?? spoken.find((each) => each.split('-')[0] === wanted?.split('-')[0])
    if (found) return found
  }
  return 'en'
}

const KEY = 'recado.language'

/** What this browser was last set to, else what it asks for. */
export function rememberedLanguage(): Language {
  return chooseLanguage([stored(KEY), ...navigator.languages])
}

export function rememberLanguage(language: Language): void {
  store(KEY, language)
}

/** Storage may be closed (private windows, policies): then nothing is remembered. */
export function stored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Closed or full: the choice lasts as long as the page.
  }
}
