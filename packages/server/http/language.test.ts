import { expect, it } from 'vitest'
import { inLanguage } from './language.js'

it.each([
  ['its own', ['es', 'en'], 'hola'], ['the Chinese there is', ['zh-tw', 'zh', 'en'], '你好'], ['the Portuguese there is', ['pt-pt', 'pt', 'en'], 'olá'],
  ['the next that is known', ['fr', 'es', 'en'], 'hola'], ['English for nothing known', ['fr'], 'hello'],
])('finds %s', (_sentence, languages, text) => { expect(inLanguage({ en: 'hello', es: 'hola', 'pt-BR': 'olá', 'zh-CN': '你好' }, languages)).toBe(text) })
