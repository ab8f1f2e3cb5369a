// Fills the workspace of `npm run dev` with the small company, once: an owner of its own, and the demo that everybody can make by a click.
import { say } from '../lib/say.mjs'

/** Used on an empty database only; whoever sets RECADO_OWNER_EMAIL and RECADO_OWNER_PASSWORD decides for themselves. */
export const developer = { email: 'dev@recado.local', password: 'una frase para desarrollar' }

export const developerEnv = (env) => (env.RECADO_OWNER_EMAIL ? {} : { RECADO_OWNER_EMAIL: developer.email, RECADO_OWNER_PASSWORD: developer.password })

export async function seed(base, shown) {
  if (!(await ready(base))) return
  const signedIn = await fetch(`${base}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json', origin: base }, body: JSON.stringify(developer) })
  // Another owner has set this desk up: it is hers.
  if (!signedIn.ok) return
  const cookie = signedIn.headers.getSetCookie()[0].split(';')[0]
  const made = await fetch(`${base}/api/v1/demo`, { method: 'POST', headers: { 'content-type': 'application/json', origin: base, cookie }, body: '{}' })
  // A real account is connected, and she has yet to set up her second factor: the desk is in use.
  if (made.status === 403) return
  say(made.ok ? `${shown} has the demo company. Sign in as ${developer.email} with "${developer.password}".` : `The demo company could not be made: ${await made.text()}`)
}

async function ready(base) {
  for (let tries = 0; tries < 240; tries++) {
    try { if ((await fetch(`${base}/readyz`)).ok) return true } catch { /* not there yet */ }
    await new Promise((resolve) => { setTimeout(resolve, 250) })
  }
  return false
}
