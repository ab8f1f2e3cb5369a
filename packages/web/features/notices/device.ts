/** This browser as a place where notices arrive: what it can do, and taking part in Web Push or leaving it. */
import type { PushDevice } from '@recado/api'
import { api } from '../../api/client.js'

export type PushStanding = 'unsupported' | 'insecure' | 'home_screen' | 'denied' | 'off' | 'on'

const isApple = (): boolean => /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true

/** The worker that is registered; null where there is none (development, old browsers). */
export async function registration(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null
  return (await navigator.serviceWorker.getRegistration('/').catch(() => undefined)) ?? null
}

async function subscription(): Promise<PushSubscription | null> {
  const own = await registration()
  return (own && 'pushManager' in own && (await own.pushManager.getSubscription().catch(() => null))) || null
}

export const ownEndpoint = async (): Promise<string | null> => (await subscription())?.endpoint ?? null

/** On an iPhone there is no push in a tab: only once the app lies on the Home Screen. */
export async function pushStanding(): Promise<PushStanding> {
  if (!isSecureContext) return 'insecure'
  if (isApple() && !isInstalled()) return 'home_screen'
  const own = await registration()
  if (!own || !('pushManager' in own) || !('Notification' in window)) return 'unsupported'
  if (Notification.permission === 'denied') return 'denied'
  return Notification.permission === 'granted' && (await subscription()) ? 'on' : 'off'
}

/** Asks for leave and subscribes; must be called from a press. */
export async function switchOn(vapidKey: string): Promise<PushStanding> {
  const own = await registration()
  if (!own) return 'unsupported'
  if ((await Notification.requestPermission()) !== 'granted') return pushStanding()
  const before = await own.pushManager.getSubscription()
  // Made under another server's key it would never be reached.
  if (before && !sameKey(before.options.applicationServerKey, vapidKey)) await before.unsubscribe()
  const made = await own.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: vapidKey })
  await tellServer(made)
  return 'on'
}

function sameKey(key: ArrayBuffer | null, vapidKey: string): boolean {
  return key !== null && btoa(String.fromCharCode(...new Uint8Array(key))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') === vapidKey
}

const tellServer = (made: PushSubscription) => {
  const { endpoint, keys } = made.toJSON()
  return api.post<PushDevice>('/notices/devices', { endpoint, keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' }, name: deviceName() })
}

/** This browser gets nothing more, from any workspace. */
export async function switchOff(): Promise<void> {
  const own = await subscription()
  if (!own) return
  await api.post('/notices/devices/forget', { endpoint: own.endpoint })
  await own.unsubscribe()
}

/** What to call it among others: "Firefox, Android". */
export function deviceName(agent = navigator.userAgent): string {
  const browser = /Edg\//.test(agent) ? 'Edge' : /OPR\//.test(agent) ? 'Opera' : /SamsungBrowser/.test(agent) ? 'Samsung Internet' : /Firefox|FxiOS/.test(agent) ? 'Firefox' : /Chrome|CriOS/.test(agent) ? 'Chrome' : /Safari/.test(agent) ? 'Safari' : ''
  const system = /Android/.test(agent) ? 'Android' : /iPhone/.test(agent) ? 'iPhone' : /iPad/.test(agent) ? 'iPad' : /Windows/.test(agent) ? 'Windows' : /Mac OS/.test(agent) ? 'Mac' : /CrOS/.test(agent) ? 'ChromeOS' : /Linux/.test(agent) ? 'Linux' : ''
  return [browser, system].filter(Boolean).join(', ')
}
