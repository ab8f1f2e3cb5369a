import { cleanBody } from '@recado/core/posts/html'

interface Policies { createPolicy(name: string, rules: { createHTML(text: string): string }): { createHTML(text: string): string } }
let policy: { createHTML(text: string): string } | null = null

/** An article's text as the browser may show it: cleaned on the way in, whatever was stored, with pictures from our own files. */
const shown = (body: string): string => cleanBody(body).replace(/<img data-media-id="([0-9a-f-]{36})"/g, (tag, id: string) => `${tag} src="/api/v1/media/${id}/file"`)

/** Puts it into an element. Trusted types take it from this policy alone, and the policy lets nothing through but what `cleanBody` has written. */
export function fill(element: HTMLElement, body: string): void {
  policy ??= (window as { trustedTypes?: Policies }).trustedTypes?.createPolicy('recado-post-body', { createHTML: shown }) ?? { createHTML: shown }
  element.innerHTML = policy.createHTML(body)
}

/** How an article's text looks, in the field and on the phone. */
export const bodyLook = '[overflow-wrap:anywhere] [&_a]:text-accent [&_a]:underline [&_blockquote]:border-s-2 [&_blockquote]:border-line-strong [&_blockquote]:ps-3 [&_blockquote]:text-ink-soft [&_h2]:mt-2 [&_h2]:text-lg [&_h2]:font-semibold [&_h3]:mt-2 [&_h3]:font-semibold [&_img]:my-2 [&_img]:max-w-full [&_img]:rounded [&_ol]:list-decimal [&_ol]:ps-5 [&_p]:my-1.5 [&_ul]:list-disc [&_ul]:ps-5'
