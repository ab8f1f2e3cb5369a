import { mkdir, rename, writeFile } from 'node:fs/promises'

let built: Promise<URL> | null = null

/** The thread's file. Tests run the sources, which a thread cannot read: there it is put together first. */
export function threadEntry(): Promise<URL> {
  return (built ??= import.meta.url.endsWith('.ts') ? build() : Promise.resolve(new URL('./thread.js', import.meta.url)))
}

async function build(): Promise<URL> {
  const { build: bundle } = await import('esbuild')
  const { outputFiles } = await bundle({ entryPoints: [new URL('./thread.ts', import.meta.url).pathname], bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node20', write: false })
  // Below node_modules, so that the packages it names are found from there.
  const dir = new URL('../../../node_modules/.cache/recado/', import.meta.url)
  await mkdir(dir, { recursive: true })
  const beside = new URL(`media-thread.${process.pid}.mjs`, dir)
  await writeFile(beside, outputFiles[0]!.contents) // one entry, one output
  const file = new URL('media-thread.mjs', dir)
  await rename(beside, file)
  return file
}
