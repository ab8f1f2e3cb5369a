import { expect, test } from 'vitest'
import { dataDirectory, lastWords, startInVain } from './start.mjs'

test('what a product printed can still be told when it has ended, once', async () => {
  const data = dataDirectory()
  await startInVain({ dataDir: data.dir, command: [process.execPath, '-e', 'console.error("one"); console.error("it broke"); process.exit(3)'] })
  data.remove()
  expect(lastWords(1)).toBe(`--- the product in ${data.dir} printed:\nit broke`)
  expect(lastWords()).toBe('')
})
