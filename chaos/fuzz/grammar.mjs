/** Bodies that no platform should send, made from those that they do: one example, one to three changes to its tree, at times one to its bytes. */
import { gzipSync } from 'node:zlib'

/** @typedef {ReturnType<typeof import('../random.mjs').chance>} Chance */
/** @typedef {{ body: string | Buffer, headers?: Record<string, string>, what: string }} Odd */

const DEEP = 1_000
const LARGE = 3 * 2 ** 20
/** What is repeated grows to about so much; three times in a row it would else be more than a string holds. */
const MANY = 2 ** 20
const BOMB = gzipSync(Buffer.alloc(20 * 2 ** 20, 0x20))
const LAUGHS = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 12 }, (_, n) => `<!ENTITY ${String.fromCharCode(98 + n)} "${`&${String.fromCharCode(97 + n)};`.repeat(10)}">`).join('')}]>`
const OUTSIDE = '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd"><!ENTITY c SYSTEM "http://127.0.0.1:9/">]>'
const STRANGERS = [null, true, false, 0, -1, 1.5, 1e21, -1e-7, 2 ** 53, '', ' ', [], {}, [[]], [null], { a: null }, '0', 'null', '-1', '\u0000', '\u202e', 'x'.repeat(70_000), '\ud800', '\udfff\ud800', '💥'.repeat(500), "'; drop table message; --", '<img src=x onerror=alert(1)>', '../../../etc/passwd', '%00', '99999999999999999999', 'NaN', '1e999']
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON', '', '\u0000', '$ref', 'length']

const pick = (/** @type {Chance} */ random, list) => list[Math.floor(random.between(0, list.length))]

/** Rarely, since it costs what it costs; how often, by thousand. */
const RARE = /** @type {const} */ ([['large', 2], ['deep', 20], ['bomb', 2], ['bytes', 60], ['cut', 40], ['nothing', 5], ['twice', 10]])

/**
 * One odd body for a channel that speaks JSON.
 * @param {string} example
 * @param {Chance} random
 * @returns {Odd}
 */
export function oddJson(example, random) {
  const tree = fresh(JSON.parse(example), random)
  const done = []
  for (let times = 1 + Math.floor(random.between(0, 3)); times > 0; times--) done.push(changeTree(tree, random))
  const text = JSON.stringify(tree)
  return odd(text, done.join(' + '), random, {
    deep: () => text.replace(/:("[^"]*"|\d+)/, `:${random.happens(0.5) ? `${'['.repeat(DEEP)}${']'.repeat(DEEP)}` : `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`}`),
    large: () => text.replace(/"(text|body|caption|name)":"/, `"$1":"${'L'.repeat(LARGE)}`),
    twice: () => text.replace(/"(id|mid|from|timestamp)":/, '"$1":"first","$1":'),
  })
}

/**
 * One odd body for a channel that speaks XML, or, at times, the JSON that it may speak as well.
 * @param {string} example
 * @param {Chance} random
 * @returns {Odd}
 */
export function oddXml(example, random) {
  const text = renumbered(example, random)
  const fields = [...text.matchAll(/<(\w+)>(?:<!\[CDATA\[)?([^<\]]*)(?:\]\]>)?<\/\1>/g)]
  const [whole, name] = pick(random, fields) ?? ['', 'x']
  const stranger = String(pick(random, STRANGERS))
  const changes = {
    value: () => text.replace(whole, `<${name}><![CDATA[${stranger}]]></${name}>`),
    bare: () => text.replace(whole, `<${name}>${stranger}</${name}>`),
    gone: () => text.replace(whole, ''),
    again: () => text.replace(whole, whole.repeat(1 + Math.floor(random.between(1, 2_000)))),
    nested: () => text.replace(whole, `<${name}>${text.replace(/<\?.*?\?>/, '')}</${name}>`),
    renamed: () => text.replaceAll(name, pick(random, NAMES.filter((one) => /^\w+$/.test(one)))),
    attribute: () => text.replace(`<${name}>`, `<${name} __proto__="1" a="${'b'.repeat(2_000)}">`),
    laughs: () => `${LAUGHS}${text.replace(whole, `<${name}>&m;</${name}>`)}`,
    outside: () => `${OUTSIDE}${text.replace(whole, `<${name}>&b;&c;</${name}>`)}`,
    numeric: () => text.replace(whole, `<${name}>&#0;&#xD800;&#x110000;&#99999999999;</${name}>`),
    open: () => text.replace(']]>', ''),
    comment: () => text.replace(whole, `<!-- ${'-'.repeat(2_000)} --><?php 1 ?>${whole}`),
    json: () => JSON.stringify(Object.fromEntries(fields.map(([, key, value]) => [random.happens(0.1) ? pick(random, NAMES) : key, random.happens(0.2) ? pick(random, STRANGERS) : value]))),
  }
  const what = pick(random, Object.keys(changes))
  return odd(changes[what](), what, random, {
    deep: () => text.replace(whole, `${'<a>'.repeat(DEEP)}1${'</a>'.repeat(DEEP)}`),
    large: () => text.replace(whole, `<${name}><![CDATA[${'L'.repeat(LARGE)}]]></${name}>`),
    twice: () => text + text,
  })
}

/** A body as it is, or with one of the rare things done to it. */
function odd(text, what, random, ways) {
  let place = random.between(0, 1_000)
  const rare = RARE.find(([, share]) => (place -= share) < 0)?.[0]
  switch (rare) {
    case undefined: return { body: text, what }
    case 'large': case 'deep': case 'twice': return { body: ways[rare](), what: `${what} + ${rare}` }
    case 'bomb': return { body: BOMB, headers: { 'content-encoding': 'gzip' }, what: rare }
    case 'nothing': return { body: pick(random, ['', ' ', '\ufeff', 'null', '0', '[]', '{}', '<xml/>', '<xml>', '\u0000']), what: rare }
    case 'cut': return { body: text.slice(0, Math.floor(random.between(0, text.length))), what: `${what} + ${rare}` }
    case 'bytes': {
      const bytes = Buffer.from(text)
      for (let times = 1 + Math.floor(random.between(0, 8)); times > 0; times--) bytes[Math.floor(random.between(0, bytes.length))] = Math.floor(random.between(0, 256))
      return { body: bytes, what: `${what} + ${rare}` }
    }
  }
}

/** Ids of messages anew, so that it is not taken for one that came before; people out of a few hundred. */
const renumbered = (text, random) => text.replace(/(<MsgId>)\d+/, (_, tag) => `${tag}${Math.floor(random.between(1e9, 9e15))}`).replace(/oRECADOexample\d*\w*/g, () => `oRECADOfuzz${String(Math.floor(random.between(0, 300))).padStart(16, '0')}`)

function fresh(tree, random) {
  const suffix = Math.floor(random.between(0, 1e12)).toString(36)
  return JSON.parse(JSON.stringify(tree).replace(/"(wamid\.|m_)([\w-]+)"/g, (_, kind, id) => `"${kind}${id}.${suffix}"`).replace(/"(34699000|7300112233)\d+"/g, (_, start) => `"${start}${String(Math.floor(random.between(0, 300))).padStart(6, '0')}"`))
}

/** Changes one place of the tree; says what. */
function changeTree(tree, random) {
  const places = []
  const walk = (node) => { for (const key of Object.keys(node)) { places.push([node, key]); if (typeof node[key] === 'object' && node[key] !== null) walk(node[key]) } }
  walk(tree)
  const [node, key] = pick(random, places) ?? [tree, 'object']
  const how = pick(random, ['swap', 'swap', 'swap', 'swap', 'gone', 'proto', 'name', 'many', 'wrap', 'text', 'surrogate', 'far'])
  // Its own copy: what is changed further must not change what others are given.
  if (how === 'swap') node[key] = structuredClone(pick(random, STRANGERS))
  else if (how === 'gone') delete node[key]
  else if (how === 'proto') define(node, pick(random, NAMES), random.happens(0.5) ? { admin: true } : node[key])
  else if (how === 'name') { define(node, pick(random, NAMES), node[key]); delete node[key] }
  else if (how === 'many') node[key] = Array(Math.floor(Math.min(random.between(2, 300), Math.max(2, MANY / (JSON.stringify(node[key])?.length ?? 1))))).fill(node[key])
  else if (how === 'wrap') node[key] = random.happens(0.5) ? [node[key]] : { value: node[key] }
  else if (how === 'text') node[key] = JSON.stringify(node[key])
  else if (how === 'surrogate') node[key] = `a\ud800b\u0000c${JSON.stringify(node[key])}`
  else node[key] = pick(random, ['0', '-1', '99999999999999', '253402300800', '1e18', Number.MAX_SAFE_INTEGER, -62135596800000, '2026-13-45'])
  return how
}

/** As its own key also where the name means something to the language. */
function define(node, name, value) {
  if (Array.isArray(node)) node.push(value)
  else Object.defineProperty(node, name, { value, enumerable: true, configurable: true, writable: true })
}
