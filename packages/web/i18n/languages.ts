/** The product's languages and the choice among them before somebody has signed in. */
export const LANGUAGES = { en: 'English', es: 'Español' } as const
export type Language = keyof typeof LANGUAGES

/** How dates and times are written: with 24 hours and the day before the month, in English too. */
export const localeOf = (language: Language): string => (language === 'en' ? 'en-GB' : language)

export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(LANGUAGES, value)
}

/** The first of the wishes that we speak; "es-MX" asks for Spanish. */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): Language {
  const primary = wishes.map((wish) => wish?.toLowerCase().split('-')[0])
  return primary.find(isLanguage) ?? 'en'
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
