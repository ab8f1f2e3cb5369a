import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { IntlProvider, useIntl, type IntlConfig, type IntlShape } from 'react-intl'
import type en from '../messages/en.json'
import { directionOf, localeOf, rememberLanguage, rememberedLanguage, type Language } from './languages.js'

/** Every sentence of the product by name. */
export type MessageId = keyof typeof en
type Messages = NonNullable<IntlConfig['messages']>
type MessageValues = Record<string, string>

/** The parts in which the sentences come: those before the desk, the desk's first, its others, and what only settings, phones, reports and sheets say. */
type Part = 'gate' | 'desk' | 'later' | 'rest'
type Load = () => Promise<{ default: Messages }>

const parts: Record<Part, Record<Language, Load>> = {
  gate: {
    es: () => import('../messages/es.json?gate'),
    en: () => import('../messages/en.json?gate'),
    'pt-BR': () => import('../messages/pt-BR.json?gate'),
    de: () => import('../messages/de.json?gate'),
    'zh-CN': () => import('../messages/zh-CN.json?gate'),
    ar: () => import('../messages/ar.json?gate'),
  },
  desk: {
    es: () => import('../messages/es.json?desk'),
    en: () => import('../messages/en.json?desk'),
    'pt-BR': () => import('../messages/pt-BR.json?desk'),
    de: () => import('../messages/de.json?desk'),
    'zh-CN': () => import('../messages/zh-CN.json?desk'),
    ar: () => import('../messages/ar.json?desk'),
  },
  later: {
    es: () => import('../messages/es.json?later'),
    en: () => import('../messages/en.json?later'),
    'pt-BR': () => import('../messages/pt-BR.json?later'),
    de: () => import('../messages/de.json?later'),
    'zh-CN': () => import('../messages/zh-CN.json?later'),
    ar: () => import('../messages/ar.json?later'),
  },
  rest: {
    es: () => import('../messages/es.json?rest'),
    en: () => import('../messages/en.json?rest'),
    'pt-BR': () => import('../messages/pt-BR.json?rest'),
    de: () => import('../messages/de.json?rest'),
    'zh-CN': () => import('../messages/zh-CN.json?rest'),
    ar: () => import('../messages/ar.json?rest'),
  },
}

interface Shown { language: Language; messages: Messages }
interface LanguageChoice { language: Language; setLanguage: (language: Language) => void; shown: Shown | null }
const LanguageContext = createContext<LanguageChoice | null>(null)

/**
 * Holds the language and its messages; shows nothing until the first ones are here, and keeps the old ones while others load. An inner one
 * adds its part to what is there: `desk` inside `gate`, `rest` inside `desk`.
 */
export function LanguageProvider({ part, children }: { part: Part; children: ReactNode }) {
  const outer = useContext(LanguageContext)
  const [own, setOwn] = useState(rememberedLanguage)
  const [shown, setShown] = useState<Shown | null>(null)
  const opened = useRef(false)
  const language = outer?.language ?? own
  const setLanguage = outer?.setLanguage ?? setOwn
  // An inner one follows what the outer one has loaded, so that no page ever mixes two languages.
  const above = outer?.shown ?? null
  const wanted = outer ? above?.language : language
  useEffect(() => {
    if (!wanted) return
    let current = true
    const show = (messages: Messages): void => {
      if (current) setShown({ language: wanted, messages: { ...above?.messages, ...messages } as Messages })
    }
    const later = () => (part === 'desk' ? parts.later[wanted]().then((more) => more.default) : Promise.resolve({}))
    void (async () => {
      const { default: messages } = await parts[part][wanted]()
      // Right behind the first view: until then what the others would say is left empty. Who changes the language sees both at once.
      const before = opened.current ? await later() : {}
      if (!current) return
      show({ ...messages, ...before })
      document.documentElement.lang = wanted
      document.documentElement.dir = directionOf(wanted)
      rememberLanguage(wanted)
      if (opened.current || part !== 'desk') return
      opened.current = true
      show({ ...messages, ...await later() })
    })()
    return () => { current = false }
  }, [wanted, above, part])
  const choice = useMemo(() => ({ language, setLanguage, shown }), [language, setLanguage, shown])
  if (!shown) return null
  return (
    <LanguageContext value={choice}>
      <IntlProvider locale={localeOf(shown.language)} messages={shown.messages} defaultLocale="en">{children}</IntlProvider>
    </LanguageContext>
  )
}

export function useLanguage(): LanguageChoice {
  const choice = useContext(LanguageContext)
  if (!choice) throw new Error('useLanguage stands outside LanguageProvider')
  return choice
}

export type Values = Record<string, string | number | boolean | Date | null | undefined>
export type Translate = (id: MessageId, values?: Values) => string

/** The reader's sentence of that name. */
export function translator(intl: IntlShape): Translate {
  // Plain sentences are text in the build, not parsed messages: they are shown as they are.
  return (id, values) => {
    const message = (intl.messages as Messages)[id]
    if (message === undefined) return ''
    if (typeof message === 'string' && !message.includes('{')) return message
    return String(intl.formatMessage<MessageValues>({ id: id as string }, values as MessageValues)) // its type leaves out what ICU takes
  }
}

/** Sentences and formats in the reader's language. */
export function useT(): { t: Translate; intl: IntlShape } {
  const intl = useIntl()
  return useMemo(() => ({ t: translator(intl), intl }), [intl])
}

/** Whether there is a sentence of that name: for codes and events that others may add to. */
export function isMessage(intl: IntlShape, id: string): id is MessageId & string {
  return Object.hasOwn(intl.messages, id)
}
