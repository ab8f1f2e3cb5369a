/** A mail server for tests: takes letters over real SMTP and keeps them. */
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export interface TakenLetter { from: string; to: string[]; /** headers and body, decoded from quoted-printable */ text: string; subject: string }

export interface MailServer {
  url: string
  letters: TakenLetter[]
  /** Resolves once there are so many letters. */
  arrived(count: number): Promise<TakenLetter[]>
  /** Refuses recipients from now on, as a server does that does not know them. */
  refuse: boolean
  close(): Promise<void>
}

export async function openMailServer(): Promise<MailServer> {
  const waiting: { count: number; done: () => void }[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    converse(socket)
  })
  const converse = (socket: Socket): void => {
    let [from, to, data, unread]: [string, string[], string[] | null, string] = ['', [], null, '']
    const say = (line: string): void => { socket.write(`${line}\r\n`) }
    const take = (line: string): void => {
      if (data) {
        if (line !== '.') return void data.push(line.startsWith('..') ? line.slice(1) : line)
        mail.letters.push(letterOf(from, to, data))
        data = null
        for (const one of waiting.splice(0)) if (mail.letters.length >= one.count) one.done(); else waiting.push(one)
        return say('250 taken')
      }
      const word = line.slice(0, 4).toUpperCase()
      if (word === 'EHLO' || word === 'HELO') return say('250 test.example')
      if (word === 'MAIL') { from = between(line); to = []; return say('250 ok') }
      if (word === 'RCPT') { if (mail.refuse) return say('550 no such user'); to.push(between(line)); return say('250 ok') }
      if (word === 'DATA') { data = []; return say('354 go on') }
      if (word === 'QUIT') { say('221 bye'); return void socket.end() }
      say('250 ok')
    }
    say('220 test.example')
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (unread + chunk).split('\r\n')
      unread = lines.pop() ?? ''
      for (const line of lines) take(line)
    })
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const mail: MailServer = {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, letters: [], refuse: false,
    arrived: (count) => new Promise((resolve) => {
      const done = (): void => resolve(mail.letters)
      if (mail.letters.length >= count) done(); else waiting.push({ count, done })
    }),
    close: () => new Promise((resolve) => { for (const socket of sockets) socket.destroy(); server.close(() => resolve()) }),
  }
  return mail
}

const between = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? ''

function letterOf(from: string, to: string[], lines: readonly string[]): TakenLetter {
  const end = lines.indexOf('')
  const head = lines.slice(0, end).join('\n').replace(/\n[ \t]+/g, ' ')
  const body = lines.slice(end + 1).join('\n')
  const encoding = /^content-transfer-encoding: (\S+)/im.exec(head)?.[1]?.toLowerCase()
  const text = encoding === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : encoding === 'quoted-printable' ? decoded(body.replace(/=\n/g, '')) : body
  return { from, to, text: `${head}\n\n${text}`, subject: words(/^subject: (.*)$/im.exec(head)?.[1] ?? '') }
}

/** Quoted-printable as text. */
const decoded = (text: string): string => Buffer.from(text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8')

/** A header's encoded words (RFC 2047) as text. */
const words = (header: string): string => header.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?([bq])\?(.*?)\?=/gi, (_all, form: string, text: string) => (form.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString('utf8') : decoded(text.replaceAll('_', ' '))))
