import type { Certificate, TlsStore } from './store.js'

/** A certificate could not be got: which side it lies with, and the words of that side. */
export class AcmeFault extends Error {
  constructor(readonly code: 'directory' | 'refused', message: string) { super(message) }
}

export interface AcmeWish { domain: string; email: string | null; directory: string }

/** What the CA fetches from port 80: token -> answer (HTTP-01). https://www.rfc-editor.org/rfc/rfc8555#section-8.3 */
export type Challenges = Map<string, string>
export const CHALLENGE_PATH = '/.well-known/acme-challenge/'

/** How often an order is looked at while the CA works on it. */
export interface Pace { attempts: number; minMs: number; maxMs: number }
const PACE: Pace = { attempts: 12, minMs: 2_000, maxMs: 20_000 }

/**
 * Gets a certificate from an ACME server by HTTP-01. The answers are laid into `challenges`, which the listener of port 80 serves. The terms of
 * service have been agreed to by whoever set the domain: the page asks, the documentation of TLS_DOMAIN says so.
 */
export async function obtain(store: TlsStore, challenges: Challenges, { domain, email, directory }: AcmeWish, pace = PACE): Promise<Certificate> {
  const { default: acme } = await import('acme-client') // its parsers of certificates are read only where one is wanted
  Object.assign(acme.axios.defaults, { timeout: 30_000, acmeSettings: { retryMaxAttempts: 2, retryDefaultDelay: 2 } })
  const accountKey = await store.accountKey(directory) ?? await newAccountKey()
  const client = new acme.Client({ directoryUrl: directory, accountKey, backoffAttempts: pace.attempts, backoffMin: pace.minMs, backoffMax: pace.maxMs })
  const [key, csr] = await acme.crypto.createCsr({ altNames: [domain] }, await acme.crypto.createPrivateEcdsaKey('P-256'))
  try {
    const chain = await client.auto({
      csr, ...(email ? { email } : {}), termsOfServiceAgreed: true, skipChallengeVerification: true, challengePriority: ['http-01'],
      challengeCreateFn: async (_authz, challenge, answer) => {
        if (challenge.type !== 'http-01') throw new AcmeFault('refused', `The authority offers no check over HTTP for ${domain}.`)
        challenges.set(challenge.token, answer)
      },
      challengeRemoveFn: async (_authz, challenge) => { challenges.delete(challenge.token) },
    })
    const certificate = { domain, directory, key: key.toString(), chain }
    await store.saveCertificate(certificate)
    return certificate
  } catch (error) {
    throw faultOf(error)
  }

  async function newAccountKey(): Promise<string> {
    const fresh = (await acme.crypto.createPrivateEcdsaKey('P-256')).toString()
    await store.saveAccountKey(directory, fresh)
    return fresh
  }
}

/** No answer from the directory is ours or the network's matter; everything else is what the authority says. */
function faultOf(error: unknown): AcmeFault {
  if (error instanceof AcmeFault) return error
  const { message, code, isAxiosError } = error as Error & { code?: string; isAxiosError?: boolean }
  // The library (5.4.0) trips over a request that nobody answered: it looks for the status of an answer that is not there.
  if (error instanceof TypeError) return new AcmeFault('directory', 'no answer')
  return isAxiosError === true || /^(E[A-Z]+|ERR_[A-Z_]+)$/.test(code ?? '') ? new AcmeFault('directory', code ?? message) : new AcmeFault('refused', message.slice(0, 500))
}
