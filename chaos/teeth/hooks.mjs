import { BREAKS } from './breaks.mjs'

const broken = BREAKS[process.env.CHAOS_BREAK ?? '']

/** Changes the one line, as the module is loaded. @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  const loaded = await next(url, context)
  if (!broken || !url.endsWith(broken.module)) return loaded
  const source = String(loaded.source)
  // The product has changed meanwhile: the break would break nothing.
  if (!source.includes(broken.from)) throw new Error(`${url} does not hold: ${broken.from}`)
  return { ...loaded, source: source.replace(broken.from, broken.to) }
}
