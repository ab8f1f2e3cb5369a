/** The one way to the server: JSON in, JSON out, problems thrown with their code. */
import type { Problem } from '@recado/api'

/** An answer that is no success, or no answer at all (`offline`). */
export class ApiProblem extends Error {
  constructor(readonly code: string, readonly status: number, readonly problem: Problem) {
    super(problem.detail ?? problem.title)
    this.name = 'ApiProblem'
  }
}

export function isProblem(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem
}

/** Nothing reached the server, or nothing came back: the same request may be tried again with the same client id. */
export function isOffline(error: unknown): boolean {
  return isProblem(error) && (error.status === 0 || error.status === 502 || error.status === 503 || error.status === 504)
}

let onSignedOut: () => void = () => undefined
/** Called once a request finds that the session has ended. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener
}

let onFactorOwed: () => void = () => undefined
/** Called once a request finds that the session can do nothing until a second factor is set up. */
export function whenFactorOwed(listener: () => void): void {
  onFactorOwed = listener
}

let askToConfirm: () => Promise<boolean> = () => Promise.resolve(false)
/** Asks the person for password and code once more; what wanted it is then repeated by itself. */
export function whenConfirmationNeeded(ask: () => Promise<boolean>): void {
  askToConfirm = ask
}

interface Options { body?: unknown; signal?: AbortSignal; headers?: Record<string, string> }

async function request<T>(method: string, path: string, options: Options = {}, confirmed = false): Promise<T> {
  const { body, signal, headers = {} } = options
  const isForm = body instanceof FormData
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json', ...(body !== undefined && !isForm ? { 'content-type': 'application/json' } : {}), ...headers } }
  if (body !== undefined) init.body = isForm ? body : JSON.stringify(body)
  if (signal) init.signal = signal
  const response = await fetch(path, init).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new ApiProblem('offline', 0, { title: 'offline', status: 0, code: 'offline' })
  })
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T
  const problem = await readProblem(response)
  if (problem.code === 'not_signed_in') onSignedOut()
  if (problem.code === 'second_factor_setup_required') onFactorOwed()
  if (problem.code === 'confirmation_required' && !confirmed && (await askToConfirm())) return request(method, path, options, true)
  throw new ApiProblem(problem.code, response.status, problem)
}

async function readProblem(response: Response): Promise<Problem> {
  const fallback = { title: response.statusText, status: response.status, code: response.status >= 502 ? 'server_away' : 'internal' }
  if (!response.headers.get('content-type')?.includes('json')) return fallback
  const body: unknown = await response.json().catch(() => null)
  return typeof body === 'object' && body !== null && 'code' in body ? (body as Problem) : fallback
}

export const api = {
  get: <T>(path: string, options?: Options) => request<T>('GET', `/api/v1${path}`, options),
  post: <T>(path: string, body: unknown = {}, options?: Options) => request<T>('POST', `/api/v1${path}`, { ...options, body }),
  put: <T>(path: string, body: unknown) => request<T>('PUT', `/api/v1${path}`, { body }),
  patch: <T>(path: string, body: unknown) => request<T>('PATCH', `/api/v1${path}`, { body }),
  delete: <T>(path: string) => request<T>('DELETE', `/api/v1${path}`),
  /** The simulated platforms' own control, outside /api. */
  control: <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => request<T>(method, `/simulator/control${path}`, body === undefined ? {} : { body }),
}

/** Sends one file, telling how far it is; fetch cannot. */
export function upload<T>(path: string, file: Blob, name: string, onProgress: (share: number) => void, signal?: AbortSignal, method: 'POST' | 'PUT' = 'POST'): Promise<T> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    const fail = (code: string, status: number) => reject(new ApiProblem(code, status, { title: code, status, code }))
    call.open(method, `/api/v1${path}`)
    call.responseType = 'json'
    call.upload.onprogress = (event) => { if (event.lengthComputable) onProgress(event.loaded / event.total) }
    call.onload = () => {
      if (call.status >= 200 && call.status < 300) return resolve(call.response as T)
      const problem = call.response as Problem | null
      fail(problem?.code ?? 'internal', call.status)
    }
    call.onerror = () => fail('offline', 0)
    call.onabort = () => fail('cancelled', 0)
    signal?.addEventListener('abort', () => call.abort())
    const form = new FormData()
    form.append('file', file, name)
    call.send(form)
  })
}
