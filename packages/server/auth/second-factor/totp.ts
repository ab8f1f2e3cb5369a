import { generateSecret, generateURI, verifySync } from 'otplib'

/** Length of a step and how many digits a code has: what every authenticator app takes for granted. https://www.rfc-editor.org/rfc/rfc6238#section-5.2 */
export const STEP_S = 30
const DIGITS = 6

/** A new seed of 160 bits in base32, as apps take it by hand. */
export function newSeed(): string { return generateSecret({ length: 20 }) }

/** What the QR code says. `issuer` is the line above the code in the app. */
export function seedUri(seed: string, issuer: string, email: string): string {
  return generateURI({ issuer: issuer.replaceAll(':', ' '), label: email, secret: seed })
}

/** Six digits, however they were typed or pasted; null for anything else. */
export function digitsOf(code: string): string | null {
  const digits = code.replaceAll(/[\s\-.]/g, '')
  return /^\d+$/.test(digits) && digits.length === DIGITS ? digits : null
}

/**
 * The step a code belongs to, or null when it is none of now, the step before or the step after. Steps up to `lastStep` have been used and
 * count no more.
 */
export function stepOf(seed: string, digits: string, nowMs: number, lastStep: number): number | null {
  const result = verifySync({ secret: seed, token: digits, epoch: Math.floor(nowMs / 1000), period: STEP_S, epochTolerance: STEP_S })
  if (!result.valid || !('timeStep' in result) || result.timeStep === undefined) return null
  return result.timeStep > lastStep ? result.timeStep : null
}
