import type { Settings } from '@recado/channel-kit'

/** A setting as text without surrounding blanks; empty when the owner left it out. */
export function setting(settings: Settings, key: string): string {
  const value = settings[key]
  return typeof value === 'string' ? value.trim() : ''
}

/** The encryption the owner chose; without a choice, what the presence of a key tells. */
export function modeOf(settings: Settings): 'plain' | 'compatible' | 'secure' {
  const mode = setting(settings, 'mode')
  if (mode === 'plain' || mode === 'compatible' || mode === 'secure') return mode
  return setting(settings, 'encodingAesKey') ? 'secure' : 'plain'
}

/** Root of the API, without a slash at the end. */
export function baseUrl(settings: Settings): string {
  return (setting(settings, 'baseUrl') || 'https://api.weixin.qq.com').replace(/\/+$/, '')
}

/**
 * The platform id of the account a push names. Pushes carry the original id (gh_...), while the account is known by its AppID; without an original
 * id in the settings the token has already shown that the push is for this account.
 */
export function accountOf(toUserName: string, settings: Settings): string {
  const original = setting(settings, 'originalId')
  return original === '' || toUserName === original || toUserName === '' ? setting(settings, 'appId') : toUserName
}
