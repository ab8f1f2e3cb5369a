import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { RecadoError } from '@recado/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const compress = promisify(gzip)

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json; charset=utf-8', '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json', '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.wasm': 'application/wasm', '.txt': 'text/plain; charset=utf-8',
  '.mp3': 'audio/mpeg', '.ogg': 'audio/ogg', '.mp4': 'video/mp4', '.pdf': 'application/pdf',
}
const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.json', '.svg', '.webmanifest', '.wasm', '.txt'])
/** What the bundler names by its content never changes under that name. */
const HASHED = /^\/assets\/.*-[\w-]{8,}\.\w+$/
/** Addresses that are never a page. */
const NOT_PAGES = /^\/(api|webhooks|files|simulator\/control|healthz|readyz|metrics|assets)(\/|$)/

interface WebFile { path: string; type: string; etag: string; cache: string; packed: { br?: Buffer; gzip?: Promise<Buffer> }; compressible: boolean }

/**
 * The built web app. Its files are listed once at start, so an address can only name one of them; packed forms lie beside them (`.br`, `.gz`)
 * or are made when first asked for. Every other address of a browser is a page of the app.
 */
export function serveWeb(app: FastifyInstance, webDir: string): void {
  const files = listFiles(webDir)
  const index = files.get('/index.html')
  if (!index) throw new Error(`There is no web app in ${webDir}: index.html is missing.`)
  app.setNotFoundHandler(async (request, reply) => {
    const path = pathOf(request)
    if (path !== null && (request.method === 'GET' || request.method === 'HEAD')) {
      const file = files.get(path === '/' ? '/index.html' : path)
      if (file) return send(request, reply, file)
      if (!NOT_PAGES.test(path) && !/\.\w{1,8}$/.test(path) && (request.headers.accept ?? '').includes('text/html')) return send(request, reply, index)
    }
    throw new RecadoError('not_found')
  })
}

function pathOf(request: FastifyRequest): string | null {
  try { return decodeURIComponent(request.url.split('?')[0]!) } catch { return null } // not UTF-8: no file of ours
}

function listFiles(root: string): Map<string, WebFile> {
  const files = new Map<string, WebFile>()
  if (!existsSync(root)) return files
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const type = TYPES[extname(entry.name)]
    // The bundler's own manifest and source maps are not the app's.
    if (!entry.isFile() || !type || relative(root, entry.parentPath).split(sep).some((part) => part.startsWith('.'))) continue
    const url = `/${relative(root, path).split(sep).join('/')}`
    files.set(url, {
      path, type, etag: `"${createHash('sha256').update(readFileSync(path)).digest('base64url').slice(0, 22)}"`, packed: {},
      cache: HASHED.test(url) ? 'public, max-age=31536000, immutable' : 'no-cache', compressible: COMPRESSIBLE.has(extname(entry.name)) && statSync(path).size > 512,
    })
  }
  return files
}

async function send(request: FastifyRequest, reply: FastifyReply, file: WebFile): Promise<FastifyReply> {
  reply.headers({ 'content-type': file.type, etag: file.etag, 'cache-control': file.cache, ...(file.compressible ? { vary: 'accept-encoding' } : {}) })
  if (request.headers['if-none-match']?.includes(file.etag)) return reply.code(304).send()
  const packed = file.compressible ? await pack(file, request.headers['accept-encoding']) : null
  if (packed) reply.header('content-encoding', packed.encoding)
  const bytes = packed?.bytes ?? await readFile(file.path)
  return reply.code(200).send(bytes)
}

async function pack(file: WebFile, accepted: string | string[] | undefined): Promise<{ encoding: string; bytes: Buffer } | null> {
  const accepts = (encoding: string): boolean => new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(\\.0*)?(,|$))`).test(String(accepted ?? ''))
  if (accepts('br') && existsSync(`${file.path}.br`)) return { encoding: 'br', bytes: (file.packed.br ??= await readFile(`${file.path}.br`)) }
  if (!accepts('gzip')) return null
  file.packed.gzip ??= existsSync(`${file.path}.gz`) ? readFile(`${file.path}.gz`) : readFile(file.path).then((bytes) => compress(bytes, { level: 9 }))
  return { encoding: 'gzip', bytes: await file.packed.gzip }
}
