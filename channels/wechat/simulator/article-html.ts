/** What becomes of an article's HTML at the platform: no scripts, no pictures from elsewhere, no links out of WeChat. */
const OWN_LINK = /^https?:\/\/mp\.weixin\.qq\.com\//i

/** As it is stored. `pictures` is where the platform's own pictures stand. */
export function keptHtml(html: string, pictures: string): string {
  return html
    .replace(/<(script|style|iframe|object|embed)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, '')
    .replace(/<img\b[^>]*>/gi, (tag) => { const src = /\bsrc\s*=\s*"([^"]*)"/i.exec(tag)?.[1] ?? ''; return src.startsWith(`${pictures}/mmbiz/`) ? tag : '' })
    .replace(/<a\b[^>]*>([\s\S]*?)<\/a>/gi, (whole, words: string) => (OWN_LINK.test(/\bhref\s*=\s*"([^"]*)"/i.exec(whole)?.[1] ?? '') ? whole : words))
}

export const escapeHtml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
