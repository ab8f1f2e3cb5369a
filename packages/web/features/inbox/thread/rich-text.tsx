import { Fragment, type ReactNode } from 'react'
import { linkParts, safeUrl } from './links.js'

/** A link that can only be http(s), mail or phone; customer text never becomes another kind. */
export function SafeLink({ url, className, children }: { url: string; className?: string; children: ReactNode }) {
  const href = safeUrl(url)
  if (!href) return <span className={className}>{children}</span>
  return <a href={href} target="_blank" rel="noopener noreferrer nofollow" className={`text-accent underline underline-offset-2 ${className ?? ''}`}>{children}</a>
}

/** Customer text as text, with its links to press. Its direction is its own. */
export function RichText({ text }: { text: string }) {
  const onlyEmoji = /^(?:\p{Extended_Pictographic}|\p{Emoji_Component}|\s){1,14}$/u.test(text) && !/[\d#*]/.test(text) && [...text].length <= 14
  return (
    <p dir="auto" className={onlyEmoji ? 'text-3xl leading-normal' : 'whitespace-pre-wrap [overflow-wrap:anywhere]'}>
      {linkParts(text).map((part, index) => <Fragment key={index}>{part.url ? <SafeLink url={part.url}>{part.text}</SafeLink> : part.text}</Fragment>)}
    </p>
  )
}
