import { createIntl } from '@formatjs/intl'
import { errors } from '@recado/core'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { SCOPES } from '../features/scopes.js'
import { isGateMessage, isRestMessage } from '../tools/message-parts.js'
import ar from './ar.json' with { type: 'json' }
import de from './de.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }
import es from './es.json' with { type: 'json' }
import ptBr from './pt-BR.json' with { type: 'json' }
import zhCn from './zh-CN.json' with { type: 'json' }

const root = fileURLToPath(new URL('..', import.meta.url))
const languages: Record<string, Record<string, string>> = { en, es, 'pt-BR': ptBr, de, 'zh-CN': zhCn, ar }
const others = Object.keys(languages).filter((language) => language !== 'en')
const sources = walk(root).filter((path) => /\.tsx?$/.test(path) && !/\.test\.|\/testing\/|\/tools\/|vite/.test(path))
const english = new Set(Object.keys(en))

function walk(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => (['node_modules', 'dist'].includes(entry.name) ? [] : entry.isDirectory() ? walk(join(dir, entry.name)) : [join(dir, entry.name)]))
}

interface Node { type: number; value?: string; pluralType?: string; options?: Record<string, { value: Node[] }>; children?: Node[] }
const near = createRequire(createRequire(import.meta.url).resolve('react-intl'))
const { parse } = near('@formatjs/icu-messageformat-parser') as { parse: (message: string) => Node[] }
/** The values a message asks for, those in its branches too. Nodes that are words or # have no name. */
const asked = (message: string): Set<string> => {
  const names = (nodes: readonly Node[]): string[] => nodes.flatMap((node) => [
    ...(node.type >= 1 && node.type <= 6 ? [node.value ?? ''] : []), ...Object.values(node.options ?? {}).flatMap((option) => names(option.value)), ...names(node.children ?? []),
  ])
  return new Set(names(parse(message)))
}

const PLURAL = 6
/** The names of the branches of each counted plural of a message; "1st, 2nd" counts otherwise. */
const pluralsOf = (message: string): string[][] => {
  const plurals = (nodes: readonly Node[]): string[][] => nodes.flatMap((node) => [
    ...(node.type === PLURAL && node.pluralType !== 'ordinal' ? [Object.keys(node.options ?? {})] : []), ...Object.values(node.options ?? {}).flatMap((option) => plurals(option.value)), ...plurals(node.children ?? []),
  ])
  return plurals(parse(message))
}

describe('the sentences', () => {
  it('are the same set in every language', () => {
    for (const [language, messages] of Object.entries(languages)) expect({ language, keys: Object.keys(messages).sort() }).toEqual({ language, keys: [...english].sort() })
  })

  it.each(others)('ask for the same values in %s as in English', (language) => {
    const different = Object.keys(en).filter((id) => {
      const [a, b] = [asked(languages.en?.[id] ?? ''), asked(languages[language]?.[id] ?? '')]
      return languages[language]?.[id] !== undefined && (a.size !== b.size || [...a].some((name) => !b.has(name)))
    })
    expect(different).toEqual([])
  })

  it.each(others)('are told in %s, not left in English', (language) => {
    // Names, units and words that both languages write alike are no sentences: those have more than three words.
    const left = Object.entries(en).filter(([id, message]) => languages[language]?.[id] === message && message.replace(/\{[^}]*\}/g, '').split(/\s+/).filter((word) => /\p{L}{2,}/u.test(word)).length > 3).map(([id]) => id)
    expect(left).toEqual([])
  })

  it.each(Object.keys(languages))('are well-formed and never empty in %s', (language) => {
    const faults: string[] = []
    const intl = createIntl({ locale: language, messages: languages[language] ?? {}, onError: (error) => { faults.push(String(error)) } })
    for (const [id, message] of Object.entries(languages[language] ?? {})) {
      const values = Object.fromEntries([...asked(message)].map((name) => [name, /count|left|hours|percent|step|of|most|number|at|days|value/.test(name) ? 3 : 'yes']))
      if (!String(intl.formatMessage({ id }, values)).trim()) faults.push(`${id} is empty`)
    }
    expect(faults).toEqual([])
  })

  it.each(Object.keys(languages))('have the plural forms that %s has, all of them and no others', (language) => {
    const forms: string[] = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const wrong = Object.entries(languages[language] ?? {}).flatMap(([id, message]) => pluralsOf(message).flatMap((named) => {
      const lacking = forms.filter((form) => !named.includes(form))
      const foreign = named.filter((form) => !form.startsWith('=') && !forms.includes(form))
      return lacking.length + foreign.length > 0 ? [`${id}: lacks ${lacking.join(', ') || 'nothing'}, has ${foreign.join(', ') || 'nothing'} that it should not`] : []
    }))
    expect(wrong).toEqual([])
  })

  it('tell every error code, what happened and what now, in the core’s own English', () => {
    for (const [code, { sentence, next }] of Object.entries(errors)) {
      expect([code, en[`error.${code}.sentence` as keyof typeof en], en[`error.${code}.next` as keyof typeof en]]).toEqual([code, sentence, next])
      expect(es[`error.${code}.sentence` as keyof typeof es], code).not.toBe(sentence)
    }
  })

  it('tell every refusal of the rule engine', () => {
    const denials = Object.entries(errors).filter(([, { kind }]) => kind === 'refused').map(([code]) => code)
    const verdicts = [...english].filter((id) => id.startsWith('verdict.deny.')).map((id) => id.slice('verdict.deny.'.length))
    expect(verdicts.filter((code) => !denials.includes(code))).toEqual([])
    expect(verdicts.length).toBeGreaterThanOrEqual(20)
  })

  it('name every scope', () => {
    expect(SCOPES.filter((scope) => !english.has(`scope.${scope}`))).toEqual([])
  })

  it('are all there before signing in for the pages before it', () => {
    const used = sources.filter((path) => path.includes('/features/gate/')).flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/'((?:app|signin|setup|error)\.[\w.]+)'/g)].map((match) => match[1] ?? ''))
    expect(used.length).toBeGreaterThan(30)
    expect(used.filter((id) => english.has(id) && !isGateMessage(id))).toEqual([])
    expect([...new Set(used.filter((id) => !english.has(id)))]).toEqual([])
  })
})

/** The modules of the desk: everything that can be reached from the app, lazily too, without the pages beside it. */
function deskModules(): string[] {
  const seen = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path) || !existsSync(path)) return
    seen.add(path)
    const code = readFileSync(path, 'utf8')
    for (const [, from] of code.matchAll(/(?:from|import\()\s*'(\.[^']+)\.js'/g)) {
      if (path.endsWith('/routes.tsx') && /pages\/(settings|phones|reports|print-sheet|wallboard|campaigns|segments|templates|posts|costs|contact[\w-]*$)/.test(from!)) continue // in the pattern
      if (/views\/builder\//.test(from!)) continue // it brings the words with it
      for (const end of ['.ts', '.tsx']) visit(join(dirname(path), from + end))
    }
  }
  visit(join(root, 'app.tsx'))
  return [...seen]
}

describe('the desk', () => {
  it('says nothing whose words come only with the pages beside it', () => {
    const modules = deskModules()
    expect(modules.length).toBeGreaterThan(100)
    const missing = modules.flatMap((path) => {
      const code = readFileSync(path, 'utf8')
      const whole = [...code.matchAll(/['"`]([\w-]+(?:\.[\w-]+)+)['"`]/g)].map((match) => match[1]!).filter((id) => english.has(id) && isRestMessage(id))
      const begun = [...code.matchAll(/`([\w-]+\.(?:[\w-]+\.)*)\$\{/g)].map((match) => match[1]!).filter((start) => isRestMessage(start) && [...english].some((id) => id.startsWith(start)))
      return [...whole, ...begun].map((id) => `${relative(root, path)}: ${id}`)
    })
    expect(missing).toEqual([])
  })
})

describe('the pages', () => {
  it('use a sentence of the files wherever they name one', () => {
    const lost = sources.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\bt\('([\w.-]+)'/g)].filter((match) => !english.has(match[1] ?? '')).map((match) => `${relative(root, path)}: ${match[1]}`))
    expect(lost).toEqual([])
  })

  it('hold no words of their own', () => {
    // Text between tags, and the attributes that are read out. A letter alone (a key, a unit) is no sentence.
    const text = />([^<>{}=;()]*\p{L}{2,}[^<>{}=;()]*)<\//gu
    const attribute = /\s(?:aria-label|title|placeholder|alt|label|help)="([^"]*\p{L}{2,}[^"]*)"/gu
    const found = sources.filter((path) => path.endsWith('.tsx')).flatMap((path) => {
      const code = readFileSync(path, 'utf8')
      return [...code.matchAll(text), ...code.matchAll(attribute)].map((match) => `${relative(root, path)}: ${match[1]?.trim()}`)
    })
    expect(found).toEqual([])
  })

  it('know no left and right: only where a line begins and ends', () => {
    const physical = /(?<![\w-])(?:[mp][lr]-[\d[]|(?:left|right)-[\d[]|text-(?:left|right)\b|border-[lr](?:-|\b)|rounded-(?:[lr]|[tb][lr])(?:-|\b)|float-(?:left|right)\b)/
    const found = sources.filter((path) => path.endsWith('.tsx')).flatMap((path) => readFileSync(path, 'utf8').split('\n').flatMap((line, index) => (physical.test(line) ? [`${relative(root, path)}:${index + 1}`] : [])))
    expect(found).toEqual([])
  })
})
