import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import { ConfigError } from '../config-error.js'
import type { Blobs } from './disk.js'

const TIMEOUT_MS = 60_000

/**
 * Files in a bucket, for several nodes. S3_URL holds everything: `https://KEY:SECRET@host/bucket/prefix?region=eu-west-1`. The operator's own
 * store, often on a private network, so it is called as the database is: not through the guard for platforms' addresses.
 */
export class S3Blobs implements Blobs {
  private readonly client: AwsClient
  private readonly base: string

  constructor(address: string) {
    const url = URL.canParse(address) ? new URL(address) : null
    if (!url || !url.username || !url.password || url.pathname.length < 2) throw new ConfigError('S3_URL must look like https://KEY:SECRET@host/bucket?region=eu-west-1.')
    this.client = new AwsClient({ accessKeyId: decodeURIComponent(url.username), secretAccessKey: decodeURIComponent(url.password), service: 's3', region: url.searchParams.get('region') ?? 'us-east-1', retries: 3 })
    this.base = `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`
  }

  private async call(key: string, init: { method: string; body?: Uint8Array<ArrayBuffer>; headers?: Record<string, string> }): Promise<Response> {
    const answer = await this.client.fetch(`${this.base}/${key}`, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (answer.ok || answer.status === 404) return answer
    await answer.body?.cancel()
    throw new Error(`the file store answered ${answer.status} to ${init.method}`)
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    const answer = await this.call(key, { method: 'PUT', body: new Uint8Array(bytes), headers: { 'content-type': 'application/octet-stream' } })
    await answer.body?.cancel()
    if (answer.status === 404) throw new Error('the file store has no such bucket')
  }

  async get(key: string): Promise<Buffer | null> {
    const answer = await this.call(key, { method: 'GET' })
    if (answer.status === 404) { await answer.body?.cancel(); return null }
    return Buffer.from(await answer.arrayBuffer())
  }

  async size(key: string): Promise<number | null> {
    const answer = await this.call(key, { method: 'HEAD' })
    return answer.status === 404 ? null : Number(answer.headers.get('content-length') ?? 0)
  }

  async stream(key: string, range?: { start: number; end: number }): Promise<Readable> {
    const answer = await this.call(key, { method: 'GET', headers: range ? { range: `bytes=${range.start}-${range.end}` } : {} })
    if (!answer.body || answer.status === 404) throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
    return Readable.fromWeb(answer.body as WebStream) // the same class under two names
  }

  async removeAll(prefix: string): Promise<void> {
    const keys = await this.list(prefix)
    for (const key of keys) await (await this.call(key, { method: 'DELETE' })).body?.cancel()
  }

  /** Keys of the file and its forms: few, so one page of the listing holds them. */
  private async list(prefix: string): Promise<string[]> {
    const bucketEnd = this.base.indexOf('/', this.base.indexOf('//') + 2) + 1
    const [bucket, ...path] = this.base.slice(bucketEnd).split('/')
    const under = path.length > 0 ? `${path.join('/')}/` : ''
    const answer = await this.client.fetch(`${this.base.slice(0, bucketEnd)}${bucket}?list-type=2&prefix=${encodeURIComponent(under + prefix)}`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (!answer.ok) throw new Error(`the file store answered ${answer.status} to a listing`)
    return [...(await answer.text()).matchAll(/<Key>([^<]+)<\/Key>/g)].map((match) => match[1]!.slice(under.length)) // the pattern has one group
  }
}
