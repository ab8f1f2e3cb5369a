import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError } from '../config-error.js'
import { readConfig } from '../config.js'
import { openMailServer, type MailServer } from '../testing/mail-server.js'
import { makeMailer } from './mail.js'

let server: MailServer
beforeEach(async () => { server = await openMailServer() })
afterEach(() => server.close())

const letter = { to: { email: 'ana@example.org', name: 'Ana Núñez' }, subject: 'Tienda: WhatsApp no puede enviar', text: 'La contraseña ya no vale.\nRenuévala en Recado.' }
const mailer = (smtpUrl: string | null, egressAllow: string[] = []) => makeMailer({ smtpUrl, mailFrom: smtpUrl && 'Recado <recado@example.org>', egressAllow })

describe('a letter', () => {
  test('goes out over SMTP, whole and in its own letters', async () => {
    expect(await mailer(server.url).send(letter)).toBe('sent')
    const [taken] = await server.arrived(1)
    expect(taken).toMatchObject({ from: 'recado@example.org', to: ['ana@example.org'], subject: letter.subject })
    expect(taken?.text).toContain('La contraseña ya no vale.\nRenuévala en Recado.')
    expect(taken?.text).toMatch(/^Auto-Submitted: auto-generated$/m)
  })

  test('does not leave without SMTP_URL, and says so', async () => {
    const off = mailer(null)
    expect([off.on, await off.send(letter)]).toEqual([false, 'off'])
    expect(server.letters).toEqual([])
  })

  test('that is refused is an error', async () => {
    server.refuse = true
    await expect(mailer(server.url).send(letter)).rejects.toThrow('550')
  })

  test.each([
    ['a private network', 'smtp://10.1.2.3:25'],
    ['the address where clouds keep their keys', 'smtp://169.254.169.254:25'],
  ])('does not go to %s that the operator has not allowed', async (_what, url) => {
    await expect(mailer(url).send(letter)).rejects.toThrow('RECADO_EGRESS_ALLOW')
  })

  test('cannot carry a second header in its subject', async () => {
    await mailer(server.url).send({ ...letter, subject: 'one\r\nBcc: eve@example.org' })
    const [taken] = await server.arrived(1)
    expect([taken?.to, taken?.text]).toEqual([['ana@example.org'], expect.not.stringMatching(/^Bcc:/im)])
  })
})

describe('the environment', () => {
  test.each([
    [{ SMTP_URL: 'https://mail.example.com', MAIL_FROM: 'a@b.example' }, 'smtp://'],
    [{ SMTP_URL: 'smtp://mail.example.com' }, 'MAIL_FROM'],
  ])('%o is refused with a sentence', (env, word) => {
    expect(() => readConfig(env, null)).toThrow(ConfigError)
    expect(() => readConfig(env, null)).toThrow(word)
  })

  test('a mail server and its sender are taken', () => {
    expect(readConfig({ SMTP_URL: 'smtps://u:p@mail.example.com', MAIL_FROM: 'Recado <r@example.com>' }, null)).toMatchObject({ smtpUrl: 'smtps://u:p@mail.example.com', mailFrom: 'Recado <r@example.com>' })
  })
})
