import { expect, test } from 'vitest'
import { FILES, FORWARDING, OWN, PROXIES, TUNNELS } from './recipes.js'

const place = { domain: 'desk.luna.example', port: 3456, address: '192.168.1.20' }
const code = (recipes: readonly { id: string; code: string }[], id: string): string => recipes.find((one) => one.id === id)!.code

test('nginx hands over host, scheme and the caller, whose own words about himself are dropped, and lets the live socket through', () => {
  const text = code(PROXIES(place), 'nginx')
  for (const line of ['server_name desk.luna.example;', 'proxy_pass http://127.0.0.1:3456;', 'proxy_set_header Host $host;', 'proxy_set_header X-Forwarded-For $remote_addr;', 'proxy_set_header X-Forwarded-Proto $scheme;', 'proxy_set_header Upgrade $http_upgrade;']) expect(text).toContain(line)
  expect(text).not.toContain('$proxy_add_x_forwarded_for')
  expect(text.split('{').length).toBe(text.split('}').length)
})

test('every way behind a proxy says who we are and that the proxy is to be believed', () => {
  for (const recipes of [PROXIES(place), ...TUNNELS(place).map(({ steps }) => steps)]) expect(code(recipes, 'start')).toMatch(/^PUBLIC_URL=https:\/\/\S+ TRUST_PROXY=1 npm start$/)
})

test('TLS of our own believes no proxy', () => {
  for (const recipes of [OWN(place), FILES(place)]) expect(code(recipes, 'start')).not.toContain('TRUST_PROXY')
  expect(code(OWN(place), 'start')).toBe('TLS_DOMAIN=desk.luna.example ACME_EMAIL=you@luna.example npm start')
})

test('a router leads both ports here', () => expect(FORWARDING(place, { http: 8080, https: 8443 })).toBe('TCP 443 -> 192.168.1.20:8443\nTCP 80  -> 192.168.1.20:8080'))
