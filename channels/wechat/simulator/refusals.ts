/**
 * The platform's error answers. HTTP is 200, the code is in the body, and errmsg usually ends in a request id.
 * Texts: WxJava WxMpErrorMsgEnum and samples from developers.weixin.qq.com/community.
 */
import type { World } from '@recado/channel-kit'

export const ERRMSG = {
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40004: 'invalid media type',
  40005: 'invalid file type',
  40006: 'invalid meida size',
  40007: 'invalid media_id',
  40008: 'invalid message type',
  40009: 'invalid image size',
  40013: 'invalid appid',
  40016: 'invalid button size',
  40017: 'invalid button type',
  40018: 'invalid button name size',
  40019: 'invalid button key size',
  40020: 'invalid button url size',
  40022: 'invalid sub button level',
  40023: 'invalid sub button size',
  40024: 'invalid sub button type',
  40025: 'invalid sub button name size',
  40026: 'invalid sub button key size',
  40027: 'invalid sub button url size',
  40032: 'invalid openid list size',
  40033: 'invalid charset. please check your request, if include \\uxxxx will create fail!',
  40035: 'invalid parameters',
  40037: 'invalid template_id',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40130: 'invalid openid list size, at least two openid',
  40164: 'invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist',
  40201: 'invalid url',
  40202: 'invalid action',
  40203: 'invalid check_operator',
  41001: 'access_token missing',
  41005: 'media data missing',
  41030: 'invalid page',
  42001: 'access_token expired',
  43002: 'require POST method',
  43004: 'require subscribe',
  43019: 'require remove blacklist',
  43101: 'user refuse to accept the msg',
  44002: 'empty post data',
  44003: 'empty news data',
  44004: 'empty content',
  45001: 'media size out of limit',
  45002: 'content size out of limit',
  45003: 'title size out of limit',
  45007: 'playtime out of limit',
  45008: 'article size out of limit',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit',
  45015: 'response out of time limit or subscription is canceled',
  45026: 'template num exceeds limit',
  45028: 'has no masssend quota',
  45029: 'qrcode count out of limit',
  45047: 'out of response count limit',
  45056: 'too many tag now, no need to add new',
  45057: "can't delete the tag that has too many fans",
  45058: "can't modify sys tag",
  45059: 'can not tagging one user too much',
  45065: 'clientmsgid exist',
  45066: 'same clientmsgid retry too fast',
  45067: 'clientmsgid size out of limit',
  45072: 'invalid command',
  45080: 'no exchange within the last 30 seconds',
  45081: 'typing already',
  45083: 'speed out of range',
  45084: 'no speed',
  45157: 'invalid tag name',
  45158: 'tag name too long',
  45159: 'invalid tag id',
  46003: 'menu no exist',
  47001: 'data format error',
  47003: 'argument invalid! data.{field}.value invalid',
  48001: 'api unauthorized',
  48002: 'user block',
  48006: 'forbid to clear quota because of reaching the limit',
  48008: 'no permission for this msgtype',
  49003: 'not match openid with appid',
  53600: 'invalid article_id',
  61500: 'date format error',
  65401: 'invalid custom service account',
  65301: 'no such conditional menu',
  65302: 'no such user',
  65303: 'there is no selfmenu, please create selfmenu first',
  65304: 'match rule empty',
  65308: 'button without response type',
  65316: 'too many domains in conditional menus',
  65320: 'match rule holds private data',
  76001: 'rid not found',
  76021: 'cgi_path not found',
} as const

export type Errcode = keyof typeof ERRMSG

/** Thrown by an endpoint; becomes the answer's body. */
export class Refusal extends Error {
  constructor(readonly errcode: Errcode, readonly words: Record<string, string> = {}, readonly extra: Record<string, unknown> = {}) {
    super(ERRMSG[errcode].replaceAll(/\{(\w+)\}/g, (_, name: string) => words[name] ?? ''))
    this.name = 'Refusal'
  }
}

/** `61a99868-03103a0c-13bc7adf`: what one gives to Tencent when asking for help. */
export function requestId(world: World): string {
  const part = (): string => Math.floor(world.random() * 0x1_0000_0000).toString(16).padStart(8, '0')
  return `${part()}-${part()}-${part()}`
}
