/** The guides that the product shows: they begin where nothing can be lost, and leave no field of the form unexplained. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadChannels } from './registry.js'

const channels = await loadChannels([join(import.meta.dirname, '..', '..', '..', 'channels')], { development: true })
const all = channels.all().flatMap((channel) => (['en', 'es'] as const).map((language) => ({ channel, language, guide: channel.guides[language] ?? '' })))

describe.each(all)('the guide of $channel.declaration.id, $language', ({ channel: { declaration }, language, guide }) => {
  test('begins with a free trial account', () => {
    const first = /^## (.+)$/m.exec(guide)?.[1] ?? ''
    expect(first).toMatch(language === 'en' ? /test (number|account|page)/i : /prueba/i)
  })
  test('explains every field of the form as the form does', () => {
    for (const field of declaration.setup) {
      expect(field.help?.[language], field.key).toBeTruthy()
      expect(guide).toContain(`| ${field.label[language]}${field.required ? '*' : ''} | ${field.help?.[language]} |`)
    }
  })
  test('names cost and review', () => expect(guide).toMatch(language === 'en' ? /cost[\s\S]*review|review[\s\S]*cost/i : /coste[\s\S]*revisi|revisi[\s\S]*coste/i))
  test('has no gaps but those that an account fills', () => {
    expect([...guide.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).filter((name) => name !== 'webhookUrl' && name !== 'verifyToken')).toEqual([])
  })
  test('asks for twelve fields at most before the first real account', () => {
    const shown = declaration.question?.choices.map((choice) => choice.fields ?? []) ?? [declaration.setup.filter((field) => !field.later).map(({ key }) => key)]
    for (const fields of shown) expect(fields.length + 1).toBeLessThanOrEqual(12)
  })
})
