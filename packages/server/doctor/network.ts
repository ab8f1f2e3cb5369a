import { connect } from 'node:net'
import type { Config } from '../config.js'
import { fault, type Finding, note, ok } from './finding.js'

const PATIENCE_MS = 5_000

/** What the operator has configured, and nobody else: the public address and the mail server. */
export async function examineNetwork(config: Pick<Config, 'publicUrl'>, env: NodeJS.ProcessEnv): Promise<Finding[]> {
  return [await publicAddress(config.publicUrl), ...(env.SMTP_URL ? [await mail(env.SMTP_URL)] : [])]
}

async function publicAddress(url: string | null): Promise<Finding> {
  if (!url) return note('there is no PUBLIC_URL', 'Customers\' apps cannot reach this desk yet: Settings > Public address shows the ways.')
  if (!url.startsWith('https://')) return fault(`PUBLIC_URL is ${url}`, 'The platforms call https addresses only: Settings > Public address shows how to get a certificate.')
  try {
    const answer = await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'manual' })
    return answer.ok ? ok(`${url} leads here`) : fault(`${url} answers ${answer.status}`, 'The proxy in front does not lead to this server, or only some of its addresses.')
  } catch (error) {
    const reason = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name
    return note(`${url} does not answer from here (${reason})`, 'Some routers do not lead back inside: try it from a phone without Wi-Fi. Otherwise look at name, certificate and port forwarding.')
  }
}

function mail(url: string): Promise<Finding> {
  const { hostname, port, protocol } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) || (protocol === 'smtps:' ? 465 : 587), timeout: PATIENCE_MS })
    const done = (finding: Finding): void => { socket.destroy(); resolve(finding) }
    socket.once('connect', () => done(ok(`the mail server ${hostname} answers`)))
    socket.once('timeout', () => done(fault(`the mail server ${hostname} does not answer`, 'Look at SMTP_URL, and whether the provider lets port 25, 465 or 587 out.')))
    socket.once('error', (error: NodeJS.ErrnoException) => done(fault(`the mail server ${hostname} cannot be reached (${error.code ?? error.message})`, 'Look at SMTP_URL.')))
  })
}
