/**
 * QR codes with a scene, made by WeChat: permanent ones (100,000 for an account) or temporary ones of at most 30 days. The scene comes back when she follows
 * by the code or scans it again. https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode
 */
import { PlatformRefusal, type EntryConnector } from '@recado/channel-kit'
import { days } from '@recado/core'
import { answerText, call } from './client.js'
import { setting } from './settings.js'

const LONGEST_MS = days(30)

export const entry: EntryConnector = {
  kinds: ['qr'], codeIn: 'event', text: false, temporary: { maxMs: LONGEST_MS },
  missing: (settings) => (setting(settings, 'appId') ? [] : ['appId']),
  async address({ code, forMs }, context) {
    const seconds = forMs === undefined ? undefined : Math.max(60, Math.floor(Math.min(forMs, LONGEST_MS) / 1_000))
    const answer = await call(context, {
      method: 'POST', path: '/cgi-bin/qrcode/create',
      body: { ...(seconds === undefined ? {} : { expire_seconds: seconds }), action_name: seconds === undefined ? 'QR_LIMIT_STR_SCENE' : 'QR_STR_SCENE', action_info: { scene: { scene_str: code } } },
    })
    const url = answerText(answer, 'url')
    if (!url) throw new PlatformRefusal({ code: 'platform_refused', platformCode: 'no_url', message: 'WeChat’s answer names no code.', sent: 'no', retry: { kind: 'never' } })
    return { url, ...(seconds === undefined ? {} : { expiresAt: context.now() + seconds * 1_000 }) }
  },
}
