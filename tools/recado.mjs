#!/usr/bin/env node
// The command of the packed form: `recado` starts the server, `recado <command>` is what `npm run recado -- <command>` is in a clone.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Recado needs Node.js 20.19 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

const [first = 'start', ...rest] = process.argv.slice(2)
import('./lib/commands.mjs').then(({ run }) => (first === 'start' ? run('start', rest) : run('recado', [first, ...rest])))
