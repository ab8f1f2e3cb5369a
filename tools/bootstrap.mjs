// Every npm script begins here: `node tools/bootstrap.mjs <command> [args]`.
// Nothing may be imported from node_modules before lib/install.mjs has run: in a fresh clone there is none.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Recado needs Node.js 20.19 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

// Imported late, so that an old Node reads the sentence above rather than a syntax error.
import('./lib/commands.mjs').then(({ run }) => run(process.argv[2], process.argv.slice(3)))
