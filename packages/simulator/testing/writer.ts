/** Writes rows as fast as it can and says each number once it is kept: the kill test ends it. */
import { writeSync } from 'node:fs'
import { WorldStore } from '../store.js'

const store = new WorldStore(process.argv[2] ?? '')
for (let n = 1; ; n++) {
  store.put('things', String(n), { n })
  writeSync(1, `${n}\n`)
}
