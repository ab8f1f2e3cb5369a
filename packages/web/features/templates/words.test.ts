import { createIntl } from 'react-intl'
import { expect, test } from 'vitest'
import messages from '../../messages/en.json' with { type: 'json' }
import { exampleWord } from './words.js'

test.each([
  [{ place: 'body', variable: '1' }, '{{1}}'], [{ place: 'button.0', variable: 'order' }, '{{order}}'], [{ place: 'header', variable: '1' }, 'Header · {{1}}'], [{ place: 'button.1', variable: '1' }, 'Button 2 · {{1}}'],
  [{ place: 'card.0', variable: '2' }, 'Card 1 · {{2}}'], [{ place: 'card.2.button.0', variable: '1' }, 'Card 3 · Button 1 · {{1}}'],
] as const)('a sample says what it is for: %j', (example, words) => { expect(exampleWord(createIntl({ locale: 'en', messages }), example)).toBe(words) })
