/** Letters to members. Without SMTP_URL nothing leaves, and whoever asks learns it. */
import { lookup } from 'node:dns/promises'
import { connect, type Socket } from 'node:net'
import { callbackify } from 'node:util'
import { createTransport, type Transporter } from 'nodemailer'
import type { Config } from '../config.js'
import { EgressRefused } from '../egress/egress.js'
import { mayReach } from '../egress/addresses.js'

export interface Letter {
  to: { email: string; name?: string }
  subject: string
  /** Plain text: read everywhere, and nothing in it is loaded from anywhere. */
  text: string
  /** Beside those of every letter: how to end a series of them. */
  headers?: Readonly<Record<string, string>>
}

export interface Mailer {
  /** Whether letters leave at all. */
  readonly on: boolean
  /** Resolves once the mail server has taken it, 'off' without SMTP_URL. Throws when it was refused or could not be reached. */
  send(letter: Letter): Promise<'sent' | 'off'>
  close(): void
}

const CONNECT_MS = 10_000
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/i

export function makeMailer({ smtpUrl, mailFrom, egressAllow }: Pick<Config, 'smtpUrl' | 'mailFrom' | 'egressAllow'>): Mailer {
  if (smtpUrl === null || mailFrom === null) return { on: false, send: async () => 'off', close: () => {} }
  const transport: Transporter = createTransport(smtpUrl, { from: mailFrom })
  const { hostname, port, protocol } = new URL(smtpUrl)
  const target = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (protocol === 'smtps:' ? 465 : 587) }
  const opened = callbackify(async () => ({ connection: await open(target, egressAllow) }))
  transport.getSocket = (_options, callback) => opened((error, given) => callback(error, error ? false : given))
  return {
    on: true,
    async send({ to, subject, text, headers }) {
      await transport.sendMail({ to: to.name ? { name: to.name, address: to.email } : to.email, subject, text, headers: { 'Auto-Submitted': 'auto-generated', ...headers } })
      return 'sent'
    },
    close: () => transport.close(),
  }
}

/** The mail server stands under the rules of every outgoing call; one on this very machine only where the operator has written so. */
async function open({ host, port }: { host: string; port: number }, allow: readonly string[]): Promise<Socket> {
  const found = await lookup(host, { all: true })
  const address = found.find((one) => mayReach(one.address, { allow, loopback: LOOPBACK.test(host) }))
  if (!address) throw new EgressRefused(`SMTP_URL leads to ${host}, an address that may not be called; add its network to RECADO_EGRESS_ALLOW.`)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address.address, port })
    const fail = (error: Error): void => { socket.destroy(); reject(error) }
    socket.setTimeout(CONNECT_MS, () => fail(new Error(`no answer from ${host}:${port}`)))
    socket.once('error', fail).once('connect', () => { socket.setTimeout(0); socket.off('error', fail); resolve(socket) })
  })
}
