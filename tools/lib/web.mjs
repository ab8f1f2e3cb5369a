import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runNode } from './child.mjs'
import { lockfileStamp } from './install.mjs'
import { cacheDir, root } from './paths.mjs'
import { fail, say } from './say.mjs'
import { walk } from './sources.mjs'

const stampFile = join(cacheDir, 'web')
const webDir = join(root, 'packages/web')

/** Builds the web app into packages/web/dist when it, or what it shares with the server, has changed. */
export async function buildWeb() {
  if (!existsSync(join(webDir, 'index.html'))) return
  const wanted = webStamp()
  const built = existsSync(join(webDir, 'dist/index.html')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8')
  if (built === wanted) return
  say('Building the web app …')
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const code = await runNode(vite, ['build', '--logLevel', 'warn'], { cwd: webDir, stdio: ['ignore', 2, 2] })
  if (code !== 0) fail('The web app could not be built; the lines above say why.', code)
  mkdirSync(cacheDir, { recursive: true })
  writeFileSync(stampFile, wanted)
}

function webStamp() {
  const hash = createHash('sha256').update(lockfileStamp(root))
  for (const name of ['web', 'widget', 'api', 'core']) {
    for (const { path, name: file } of walk(join(root, 'packages', name))) {
      if (/\.test\.tsx?$/.test(file)) continue
      const { size, mtimeMs } = statSync(path)
      hash.update(`${path} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}
