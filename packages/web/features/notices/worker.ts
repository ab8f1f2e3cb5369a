/** The service worker from the page's side: registering it, and handing over to a new one. */

/** The page's own build; empty in development, where there is no worker. */
const ownBuild = (): string => document.querySelector<HTMLMetaElement>('meta[name=recado-build]')?.content ?? ''

const listeners = new Set<(worker: ServiceWorker | null) => void>()
let waiting: ServiceWorker | null = null

function tell(worker: ServiceWorker | null): void {
  waiting = worker
  for (const listener of listeners) listener(worker)
}

/** Hears of a new version that waits to take over. */
export function whenWaiting(listener: (worker: ServiceWorker | null) => void): () => void {
  listeners.add(listener)
  listener(waiting)
  return () => listeners.delete(listener)
}

interface ScriptUrls { createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): string } }

/** Under `require-trusted-types-for` an address of a script has to come from a policy; this one gives a single address. */
function workerUrl(): string {
  const types = (window as { trustedTypes?: ScriptUrls }).trustedTypes
  return types ? types.createPolicy('recado-worker', { createScriptURL: () => '/sw.js' }).createScriptURL('') : '/sw.js'
}

let started = false

/** Once per page. Where there is no worker to be had (plain http, private windows) the app works without. */
export async function startWorker(): Promise<void> {
  if (started || !ownBuild() || !('serviceWorker' in navigator)) return
  started = true
  try {
    const own = await navigator.serviceWorker.register(workerUrl(), { scope: '/', updateViaCache: 'none' })
    if (own.waiting) await consider(own.waiting)
    own.addEventListener('updatefound', () => {
      const next = own.installing
      next?.addEventListener('statechange', () => { if (next.state === 'installed' && navigator.serviceWorker.controller) void consider(next) })
    })
    const ready = await navigator.serviceWorker.ready
    // What was loaded before the worker was there: this language, this page.
    const paths = performance.getEntriesByType('resource').map((entry) => new URL(entry.name)).filter((url) => url.origin === location.origin && url.pathname.startsWith('/assets/')).map((url) => url.pathname)
    ready.active?.postMessage({ type: 'keep', paths })
  } catch {
    started = false // the next page tries again
  }
}

/** A waiting worker of this page's own build takes over without a word; a newer one is spoken of. */
async function consider(worker: ServiceWorker): Promise<void> {
  if ((await buildOf(worker)) === ownBuild()) worker.postMessage({ type: 'take over' })
  else tell(worker)
}

function buildOf(worker: ServiceWorker): Promise<string | null> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = (event: MessageEvent<{ build?: string }>) => resolve(event.data.build ?? null)
    setTimeout(() => resolve(null), 2_000)
    worker.postMessage({ type: 'which' }, [port2])
  })
}

/** The new version takes over, and this page becomes one of its. */
export function takeOver(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  worker.postMessage({ type: 'take over' })
}
