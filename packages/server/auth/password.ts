import { hash, verify } from '@node-rs/argon2'

/** OWASP's figures for argon2id: 19 MiB, two passes. https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const CURRENT = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`

// The same letters typed on another keyboard may arrive composed differently.
const canonical = (password: string): string => password.normalize('NFKC')

export function hashPassword(password: string): Promise<string> { return hash(canonical(password), COST) }

let dummy: Promise<string> | null = null

/** Whether it is the password. Without a hash (nobody has that e-mail) it takes as long and says no. */
export async function checkPassword(password: string, stored: string | null): Promise<boolean> {
  dummy ??= hashPassword('nobody has this password')
  const holds = await verify(stored ?? await dummy, canonical(password)).catch(() => false)
  return stored !== null && holds
}

/** Made with other figures than today's: hash it again while the password is at hand. */
export function wantsRehash(stored: string): boolean { return !stored.startsWith(CURRENT) }
