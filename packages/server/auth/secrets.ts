import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, as they travel in cookies and Authorization headers. */
export function newSecret(prefix = ''): string { return prefix + randomBytes(32).toString('base64url') }

/** What is kept of a secret. Enough for 256 random bits: nobody can try them out. */
export function hashOf(secret: string): Buffer { return createHash('sha256').update(secret, 'utf8').digest() }
