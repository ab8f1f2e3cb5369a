import type { Config } from '../config.js'

/** The one rule that react-aria writes into the page by itself (usePress: `touch-action` of what can be pressed), by its content. */
const PRESSABLE_STYLE = `'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='`

/** What a page of ours may load and do: its own files and nothing else. `blob:` shows a photo before it is sent. */
export function contentSecurityPolicy(config: Pick<Config, 'filesUrl'>): string {
  const files = config.filesUrl ? ` ${new URL(config.filesUrl).origin}` : ''
  return [
    `default-src 'self'`, `script-src 'self'`, `style-src 'self' ${PRESSABLE_STYLE}`, `img-src 'self' blob: data:${files}`, `media-src 'self' blob:${files}`, `font-src 'self'`, `connect-src 'self'${files}`,
    `worker-src 'self' blob:`, `object-src 'none'`, `base-uri 'none'`, `form-action 'self'`, `frame-ancestors 'none'`, `require-trusted-types-for 'script'`,
  ].join('; ')
}

/** For files that somebody else wrote: shown, never run. */
export const SANDBOX_POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox`

/** Headers of every answer; a route that needs others has set them already. */
export function securityHeaders(config: Pick<Config, 'filesUrl'>): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(config),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(self), geolocation=(self), payment=(), usb=(), display-capture=()',
  }
}

/** Told to browsers that came over TLS: a year. */
export const STRICT_TRANSPORT = 'max-age=31536000'
