/** The widget's one file: the built script with the form's own words in front, so that a site loads nothing else. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { OPT_IN_WORDS, widgetStyle, wordsOf } from '@recado/api'
import type { FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { Services } from '../services.js'
import type { Published } from './published.js'

const compress = promisify(gzip)
const packed = new LRUCache<string, Buffer>({ max: 200 })

/** What the script is called with; packages/widget reads it. */
export function widgetConfig({ form, timeZone }: Pick<Published, 'form' | 'timeZone'>): string {
  const words = Object.fromEntries(form.languages.map((language) => [language, wordsOf(language)]))
  return JSON.stringify({ form, words: Object.keys(words).length > 0 ? words : { en: OPT_IN_WORDS.en }, style: widgetStyle(form.look), timeZone }).replaceAll('<', '\\u003c')
}

export interface WidgetFile { bytes: Buffer; etag: string; encoding: 'gzip' | null }

/** Null where the web app has not been built. */
export async function readWidget({ config }: Pick<Services, 'config'>, published: Published, request: FastifyRequest): Promise<WidgetFile | null> {
  const script = config.webDir ? await readFile(join(config.webDir, 'widget.js'), 'utf8').catch(() => null) : null
  if (script === null) return null
  const bytes = Buffer.from(`(()=>{${script}\nRecadoOptIn.start(${widgetConfig(published)})})()`)
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  if (!/\bgzip\b(?!\s*;\s*q=0(\.0*)?(,|$))/.test(String(request.headers['accept-encoding'] ?? ''))) return { bytes, etag, encoding: null }
  const small = packed.get(etag) ?? await compress(bytes, { level: 9 })
  packed.set(etag, small)
  return { bytes: small, etag, encoding: 'gzip' }
}
