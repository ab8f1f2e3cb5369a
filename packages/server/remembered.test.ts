import { expect, test } from 'vitest'
import { Remembered } from './remembered.js'

const away = async (): Promise<never> => { throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }) }

test('what has changed is asked for anew at once, and taken as it was only while nobody answers', async () => {
  const lists = new Remembered<string[]>()
  expect(await lists.find('a', async () => ['first'])).toEqual(['first'])
  lists.doubt('a')
  expect(await lists.find('a', async () => ['second'])).toEqual(['second'])
  lists.doubt('a')
  expect(await lists.find('a', away)).toEqual(['second'])
  expect(await lists.find('a', async () => ['third'])).toEqual(['third'])
})

test('what was forgotten is not taken as it was, nor is a doubt about what was never known anything', async () => {
  const lists = new Remembered<string[]>()
  lists.doubt('a')
  await expect(lists.find('a', away)).rejects.toThrow('ECONNREFUSED')
  await lists.find('a', async () => ['first'])
  lists.forget('a')
  await expect(lists.find('a', away)).rejects.toThrow('ECONNREFUSED')
})
