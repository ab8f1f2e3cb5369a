/**
 * Our service worker: opens the app's shell on a bad line, takes notices while no page is open, and keeps nothing else. What the API says is never
 * stored: no name, no word of anybody lies in this browser. The shell's list and the build's name are set by tools/service-worker.ts.
 */
const SHELL = __SHELL__
const BUILD = '__BUILD__'
const CACHE = `recado-shell-${BUILD}`
/** How long a page is waited for before the kept one opens. */
const PATIENCE_MS = 4_000

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then(async (cache) => {
    await Promise.all(SHELL.map(async (path) => keep(cache, path, await fetch(path, { cache: path.startsWith('/assets/') ? 'default' : 'no-cache' }))))
  }))
})

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith('recado-shell-') && name !== CACHE) await caches.delete(name)
    await self.clients.claim()
  })())
})

self.addEventListener('message', (event) => {
  const { type, paths } = event.data ?? {}
  // Which build this is: a page of the same build lets it take over without a word.
  if (type === 'which') event.ports[0]?.postMessage({ build: BUILD })
  if (type === 'take over') void self.skipWaiting()
  // What the page had loaded before this worker was there: its language, its pages.
  if (type === 'keep' && Array.isArray(paths)) event.waitUntil(keepAssets(paths))
})

async function keepAssets(paths) {
  const cache = await caches.open(CACHE)
  for (const path of paths) if (isAsset(path) && !(await cache.match(path))) await fetch(path).then((answer) => keep(cache, path, answer), () => undefined)
}

const isAsset = (path) => typeof path === 'string' && path.startsWith('/assets/')

/** Only what may be kept: a good answer of ours that does not say otherwise. */
async function keep(cache, path, answer) {
  if (answer.ok && answer.type === 'basic' && !/no-store/.test(answer.headers.get('cache-control') ?? '')) await cache.put(path, answer.clone())
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (isAsset(url.pathname)) return event.respondWith(asset(url.pathname, request))
  if (request.mode === 'navigate' && isPage(url.pathname)) event.respondWith(page(request))
})

/** Addresses that the app itself opens; all others are the server's own. */
const isPage = (path) => path === '/' || /^\/(inbox|settings|reports|simulator|sign-in|setup|print|wallboard)(\/|$)/.test(path) && !/^\/simulator\/./.test(path)

/** Named by its content: what is kept is right for good. */
async function asset(path, request) {
  const cache = await caches.open(CACHE)
  const kept = await cache.match(path)
  if (kept) return kept
  const answer = await fetch(request)
  await keep(cache, path, answer)
  return answer
}

/** The page from the server, so that a new version is there at once; the kept one when the line is bad or the server away. */
async function page(request) {
  const kept = () => caches.open(CACHE).then((cache) => cache.match('/'))
  let timer
  const late = new Promise((resolve) => { timer = setTimeout(() => void kept().then((answer) => { if (answer) resolve(answer) }), PATIENCE_MS) })
  const fresh = fetch(request).then(async (answer) => (answer.status >= 502 && answer.status <= 504 ? (await kept()) ?? answer : answer), async (error) => {
    const answer = await kept()
    if (answer) return answer
    throw error
  })
  try { return await Promise.race([fresh, late]) } finally { clearTimeout(timer) }
}

self.addEventListener('push', (event) => {
  let notice
  try { notice = event.data.json() } catch { return } // not of ours
  event.waitUntil(show(notice))
})

async function show({ title, body, tag, url, lang, dir, unread, closed }) {
  for (const gone of closed ?? []) await close(gone)
  await badge(unread)
  await self.registration.showNotification(title, { body, tag, lang, dir, renotify: true, icon: '/icons/icon-192.png', badge: '/icons/badge-96.png', data: { url } })
}

async function close(tag) {
  for (const notification of await self.registration.getNotifications({ tag })) notification.close()
}

async function badge(count) {
  if (!('setAppBadge' in self.navigator)) return
  await (count > 0 ? self.navigator.setAppBadge(count) : self.navigator.clearAppBadge()).catch(() => undefined)
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openAt(event.notification.data?.url ?? '/inbox'))
})

/** In the window that is there, without loading it anew; else in a new one. Never anywhere else than here. */
async function openAt(path) {
  const url = new URL(path, self.location.origin)
  if (url.origin !== self.location.origin) return
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const best = windows.find((client) => client.focused) ?? windows.find((client) => client.visibilityState === 'visible') ?? windows[0]
  if (!best) return void await self.clients.openWindow(url.href)
  await best.focus()
  best.postMessage({ type: 'open', url: url.pathname + url.search })
}

/** The browser has changed its address at the push service: we are told the new one at once. */
self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil((async () => {
    const key = event.oldSubscription?.options.applicationServerKey
    const next = event.newSubscription ?? (key && await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }))
    if (!next) return
    const { endpoint, keys } = next.toJSON()
    await fetch('/api/v1/notices/devices', { method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ endpoint, keys, name: '' }) })
  })())
})
