import { describe, expect, it } from 'vitest'
import { fillText, languageName, textFault } from './fill.js'

describe('an answer of the company', () => {
  const rule = { may: ['company', 'in'], must: ['company'] }
  it.each([['', null], ['{{company}} dice adiós', null], ['Adiós', { kind: 'missing', place: '{{company}}' }], ['{{company}} {{order}}', { kind: 'stranger', place: '{{order}}' }]])('"%s"', (text, fault) => { expect(textFault(text, rule)).toEqual(fault) })
  it('is filled as she reads it, without gaps where nothing stands', () => { expect(fillText('{{company}} {{privacy}} ya', { company: 'Sol', privacy: '' })).toBe('Sol ya') })
  it('names languages in themselves', () => { expect(['es', 'de', 'ar'].map(languageName)).toEqual(['Español', 'Deutsch', 'العربية']) })
})
