import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const packages = fileURLToPath(new URL('..', import.meta.url))

/** The widget as one script that defines `RecadoOptIn`; the same sources give the same bytes. */
export async function buildWidget(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${packages}widget/main.ts`], bundle: true, write: false, minify: true, format: 'iife', globalName: 'RecadoOptIn', platform: 'browser', target: ['chrome111', 'firefox113', 'safari16.4'], charset: 'utf8', legalComments: 'none', logLevel: 'warning', absWorkingDir: packages,
    alias: { '@recado/api': `${packages}api/index.ts`, '@recado/core': `${packages}core/index.ts` },
  })
  return outputFiles[0]!.text // one entry, one file
}
