import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sealer } from '../../services.js'

export interface Certificate { domain: string; directory: string; key: string; chain: string }

/** Account key and certificate in DATA_DIR/tls: sealed under the master key, readable by this user alone, written whole or not at all. */
export class TlsStore {
  private readonly dir: string
  private readonly sealer: Pick<Sealer, 'sealOwn' | 'openOwn'>

  constructor(dataDir: string, sealer: Pick<Sealer, 'sealOwn' | 'openOwn'>) {
    this.dir = join(dataDir, 'tls')
    this.sealer = sealer
  }

  /** The key under which a directory knows us; one per directory, since each has its own accounts. */
  accountKey(directory: string): Promise<string | null> { return this.read(accountFile(directory)) }
  saveAccountKey(directory: string, key: string): Promise<void> { return this.write(accountFile(directory), key) }

  async certificate(domain: string, directory: string): Promise<Certificate | null> {
    const text = await this.read('certificate')
    const kept = text === null ? null : (JSON.parse(text) as Certificate)
    return kept && kept.domain === domain && kept.directory === directory ? kept : null
  }

  saveCertificate(certificate: Certificate): Promise<void> { return this.write('certificate', JSON.stringify(certificate)) }

  private async read(name: string): Promise<string | null> {
    const path = join(this.dir, `${name}.sealed`)
    // A master key that was exchanged opens nothing: a new certificate is got, which costs a minute.
    return existsSync(path) ? this.sealer.openOwn(`tls/${name}`, readFileSync(path)).catch(() => null) : null
  }

  private async write(name: string, text: string): Promise<void> {
    const sealed = await this.sealer.sealOwn(`tls/${name}`, text)
    mkdirSync(this.dir, { recursive: true, mode: 0o700 })
    const path = join(this.dir, `${name}.sealed`)
    writeFileSync(`${path}.new`, sealed, { mode: 0o600 })
    chmodSync(`${path}.new`, 0o600)
    renameSync(`${path}.new`, path)
  }
}

const accountFile = (directory: string): string => `account-${new URL(directory).host.replaceAll(/[^a-z0-9.-]/gi, '-')}`
