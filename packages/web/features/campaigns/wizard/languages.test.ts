import type { CampaignContent } from '@recado/api'
import { expect, test } from 'vitest'
import { asFallback, baseLanguage, inTab, placesIn, putInTab, withoutTab } from './languages.js'

const text = (words: string) => ({ kind: 'text', text: words }) as const
const said: CampaignContent = { content: text('Hola {{contact.firstName}}'), fallbacks: { 'contact.firstName': 'vecina' }, languages: { en: text('Hello {{company}}') } }

test('every language has its own words, and nothing is kept without those for everybody else', () => {
  expect(inTab(putInTab(said, 'de', text('Hallo'))!, 'de')).toEqual(text('Hallo'))
  expect(inTab(putInTab(said, null, text('Buenas'))!, 'en')).toEqual(text('Hello {{company}}'))
  expect(putInTab(undefined, 'en', text('Hello'))).toBeNull()
})

test('a language that becomes everybody else’s changes places with the one that was, where that one has a name', () => {
  const turned = asFallback(said, 'en', 'es')
  expect(turned).toMatchObject({ content: text('Hello {{company}}'), languages: { es: said.content }, fallbacks: said.fallbacks })
  expect(asFallback(turned, 'es', 'en')).toEqual(said)
  expect(asFallback(said, 'en', null)).toEqual({ content: text('Hello {{company}}'), fallbacks: said.fallbacks })
})

test('the last language that goes leaves no trace', () => expect(withoutTab(said, 'en')).toEqual({ content: said.content, fallbacks: said.fallbacks }))

test('a place that brings its own words asks for no others', () => expect(placesIn({ content: text('Hola {{contact.firstName|vecina}}, {{contact.city}}') })).toEqual(['contact.city']))
test('places of all languages are asked for', () => expect(placesIn(said)).toEqual(['contact.firstName', 'company']))

test('a template says its own language, free text only what somebody has said of it', () => {
  expect(baseLanguage({ kind: 'template', name: 'x', language: 'pt_BR', parameters: [] }, 'es')).toBe('pt-BR')
  expect(baseLanguage(text('Hola'), 'es')).toBe('es')
  expect(baseLanguage(text('Hola'), undefined)).toBeNull()
})
