import { describe, expect, test } from 'vitest'
import { SilentPlatform } from '@recado/channel-kit'
import type { ReachVerdict, SelfCheckCode } from '@recado/api'
import { readConfig } from '../config.js'
import { makeHarness } from '../testing/harness.js'
import { scopeOfAddress, scopeOfHost } from './classify.js'
import { checkSelf, type World } from './self-check.js'
import { DIRECTORIES, effective } from './settings.js'
import { renewAt, retryAfterMs } from './tls/when.js'
import { judge } from './verdict.js'

describe('how far an address reaches', () => {
  test.each([
    ['127.0.0.1', 'loopback'], ['::1', 'loopback'], ['0.0.0.0', 'loopback'], ['::ffff:127.0.0.1', 'loopback'], ['10.1.2.3', 'private'], ['172.16.0.1', 'private'], ['172.32.0.1', 'public'], ['192.168.1.20', 'private'], ['169.254.1.1', 'private'],
    ['fd12:3456::1', 'private'], ['fe80::1', 'private'], ['100.64.0.1', 'cgnat'], ['100.127.255.255', 'cgnat'], ['100.128.0.1', 'public'], ['198.51.101.7', 'public'], ['2a01:4f8::1', 'public'], ['nonsense', 'private'],
  ])('%s: %s', (address, scope) => expect(scopeOfAddress(address)).toBe(scope))

  test.each([
    ['localhost:3000', 'loopback'], ['desk.localhost', 'loopback'], ['[::1]:3000', 'loopback'], ['192.168.1.20:3000', 'private'], ['8.8.8.8', 'public'], ['[2a01:4f8::1]', 'public'], ['nas', 'local_name'], ['nas.local', 'local_name'],
    ['desk.home.arpa', 'local_name'], ['desk.fritz.box', 'local_name'], ['desk.example.com', 'public_name'], ['desk.example.com.:8443', 'public_name'], ['local.example.com', 'public_name'], ['not a host', 'local_name'],
  ])('%s: %s', (host, scope) => expect(scopeOfHost(host)).toBe(scope))
})

describe('what can be said', () => {
  const url = 'https://desk.example.com'
  test.each<[string, string | null, number, SelfCheckCode | null, ReachVerdict]>([
    ['nothing is set', null, 0, null, 'none'], ['a signed call came, whatever the check says', url, 1, 'timed_out', 'proven'], ['a signed call came through an address we do not know', null, 1, null, 'proven'],
    ['it was never tried', url, 0, null, 'unproven'], ['it answers from here', url, 0, 'ok', 'likely'], ['it does not answer from here, which the router may do', url, 0, 'timed_out', 'unproven'],
    ['refused from here, which the router may do', url, 0, 'refused', 'unproven'], ['the name is unknown', url, 0, 'dns_failed', 'unreachable'], ['somebody else answers', url, 0, 'other_answer', 'unreachable'], ['the certificate does not hold', url, 0, 'certificate', 'unreachable'],
    ['it is not https', url, 0, 'not_https', 'unreachable'], ['it is a name of this network', url, 0, 'local_name', 'unreachable'],
  ])('%s', (_what, publicUrl, proofs, code, verdict) => expect(judge({ publicUrl, proofs, check: code && { ok: code === 'ok', code } })).toBe(verdict))
})

describe('calling ourselves', () => {
  const answering = (status: number, text: string, headers: Record<string, string> = {}): World['call'] => async () => ({ status, headers, body: Buffer.from(text), text: () => text, json: () => null })
  const failing = (code: string): World['call'] => async () => { throw new SilentPlatform('no', code, { cause: Object.assign(new Error('connect'), { code }) }) }
  const world = (change: Partial<World> = {}): World => ({ resolve: async () => ['198.51.101.7'], call: async (request) => answering(200, `proof of ${request.url.split('/').at(-1)}`)(request), proof: (nonce) => `proof of ${nonce}`, now: () => 0, ...change })

  test.each<[SelfCheckCode, string, Partial<World>]>([
    ['ok', 'https://desk.example.com', {}], ['ok', 'https://desk.example.com/recado', {}], ['ok', 'https://198.51.101.7', { resolve: async () => { throw new Error('not asked') } }],
    ['not_https', 'http://desk.example.com', {}], ['local_name', 'https://nas.local', {}], ['private_address', 'https://192.168.1.20', {}], ['private_address', 'https://100.64.3.4', {}], ['private_address', 'http://localhost:3000', {}],
    ['dns_failed', 'https://desk.example.com', { resolve: async () => { throw Object.assign(new Error('x'), { code: 'ENOTFOUND' }) } }], ['dns_failed', 'https://desk.example.com', { resolve: async () => [] }],
    ['resolves_private', 'https://desk.example.com', { resolve: async () => ['192.168.1.20', 'fd00::1'] }], ['other_answer', 'https://desk.example.com', { call: answering(200, 'Welcome to nginx') }], ['other_answer', 'https://desk.example.com', { call: answering(404, '') }],
    ['redirected', 'https://desk.example.com', { call: answering(301, '', { location: 'https://www.example.com' }) }], ['certificate', 'https://desk.example.com', { call: failing('CERT_HAS_EXPIRED') }],
    ['certificate', 'https://desk.example.com', { call: failing('DEPTH_ZERO_SELF_SIGNED_CERT') }], ['certificate', 'https://desk.example.com', { call: failing('ERR_TLS_CERT_ALTNAME_INVALID') }],
    ['refused', 'https://desk.example.com', { call: failing('ECONNREFUSED') }], ['timed_out', 'https://desk.example.com', { call: failing('UND_ERR_CONNECT_TIMEOUT') }],
  ])('%s: %s', async (code, url, change) => {
    const { code: found, ok } = await checkSelf(world(change), url)
    expect([found, ok]).toEqual([code, code === 'ok'])
  })

  test('asks below the path of the address, and for another nonce each time', async () => {
    const asked: string[] = []
    const one = world({ call: async (request) => { asked.push(request.url); return answering(404, '')(request) } })
    await checkSelf(one, 'https://desk.example.com/recado/')
    await checkSelf(one, 'https://desk.example.com/recado/')
    expect(asked[0]).toMatch(/^https:\/\/desk\.example\.com\/recado\/\.well-known\/recado\/[\w-]{32}$/)
    expect(asked[0]).not.toBe(asked[1])
  })
})

describe('what holds', () => {
  const tls = (env: Record<string, string> = {}) => ({ tls: readConfig(env, null).tls })
  test.each([
    ['nothing', {}, null, {}, { publicUrl: null, from: null, acme: null }],
    ['the environment’s address before the page’s', {}, 'https://a.example.com', { publicUrl: 'https://b.example.com' }, { publicUrl: 'https://a.example.com', from: 'environment', acme: null }],
    ['the page’s address', {}, null, { publicUrl: 'https://b.example.com' }, { publicUrl: 'https://b.example.com', from: 'page', acme: null }],
    ['a domain of the environment is the address', { TLS_DOMAIN: 'Desk.example.com', ACME_EMAIL: 'a@example.com' }, null, {}, { publicUrl: 'https://desk.example.com', from: 'environment', acme: { domain: 'desk.example.com', email: 'a@example.com', directory: DIRECTORIES.letsencrypt } }],
    ['with its port where it is not 443', { TLS_DOMAIN: 'desk.example.com', HTTPS_PORT: '8443', ACME_DIRECTORY: 'https://ca.example/dir' }, null, {}, { publicUrl: 'https://desk.example.com:8443', from: 'environment', acme: { domain: 'desk.example.com', email: null, directory: 'https://ca.example/dir' } }],
    ['a domain of the page', {}, null, { certificate: { domain: 'c.example.com', directory: 'letsencrypt_staging' } }, { publicUrl: 'https://c.example.com', from: 'page', acme: { domain: 'c.example.com', email: null, directory: DIRECTORIES.letsencrypt_staging } }],
    ['files instead of the page’s domain', { TLS_CERT_FILE: 'c.pem', TLS_KEY_FILE: 'k.pem' }, null, { certificate: { domain: 'c.example.com', directory: 'letsencrypt' } }, { publicUrl: null, from: null, acme: null }],
  ] as const)('%s', (_what, env, environmentUrl, saved, expected) => expect(effective(tls(env), environmentUrl, saved)).toEqual(expected))

  test.each([
    [{ TLS_CERT_FILE: 'c.pem' }, 'TLS_CERT_FILE and TLS_KEY_FILE go together'], [{ TLS_CERT_FILE: 'c', TLS_KEY_FILE: 'k', TLS_DOMAIN: 'a.example' }, 'set one of the two'], [{ TLS_DOMAIN: 'localhost' }, 'TLS_DOMAIN must be a name'],
    [{ TLS_DOMAIN: 'https://desk.example.com' }, 'TLS_DOMAIN must be a name'], [{ HTTPS_PORT: 'https' }, 'HTTPS_PORT must be a number'], [{ TLS_DOMAIN: 'a.example', ACME_DIRECTORY: 'pebble' }, 'ACME_DIRECTORY must be the address'],
  ])('%j is a fault with a sentence', (env, words) => expect(() => readConfig(env, null)).toThrow(words))
})

describe('proxies that are believed', () => {
  test.each([[undefined, false], ['', false], ['0', false], ['false', false], ['1', 1], ['2', 2], ['true', true]])('TRUST_PROXY=%s', (text, believed) => expect(readConfig(text === undefined ? {} : { TRUST_PROXY: text }, null).trustProxy).toBe(believed))
  test('anything else is a fault', () => expect(() => readConfig({ TRUST_PROXY: 'nginx' }, null)).toThrow('TRUST_PROXY must be the number'))

  test('with one in front only what that one has written counts, not what the caller made up', async () => {
    const h = await makeHarness({ config: { trustProxy: 1 } })
    const scope = async (forwarded: string) => (await h.request('GET', '/api/v1/public-address', undefined, h.owner, { 'x-forwarded-for': forwarded })).json().request.clientScope
    expect([await scope('8.8.8.8'), await scope('10.0.0.1, 8.8.8.8'), await scope('8.8.8.8, 100.64.1.1')]).toEqual(['public', 'public', 'cgnat'])
    await h.close()
  })
})

describe('when a certificate is renewed', () => {
  const DAY = 86_400_000
  test.each([['of 90 days, 30 before its end', 90, 60], ['of 45 days, in its last third', 45, 30], ['of 6 days, in its last third', 6, 4], ['of a year, 30 before its end', 365, 335]])('%s', (_what, days, after) => expect(renewAt(0, days * DAY)).toBe(after * DAY))
  test('tries that fail stay under five an hour', () => expect([1, 2, 3, 4, 5, 60].map(retryAfterMs)).toEqual([15, 30, 60, 360, 720, 720].map((minutes) => minutes * 60_000)))
})
