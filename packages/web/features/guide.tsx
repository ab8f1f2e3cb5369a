import { Fragment, useMemo, type ReactNode } from 'react'
import { useT } from '../i18n/provider.js'
import { SafeLink } from './inbox/thread/rich-text.js'
import { parseMarkdown, type Block, type Span } from './markdown.js'

/** A channel's set-up guide. Markdown becomes elements, never HTML text. */
export function Guide({ markdown, values }: { markdown: string; /** the account's own words for {{name}}; without an account they are told to come */ values?: Readonly<Record<string, string | undefined>> }) {
  const { t } = useT()
  const later = t('guide.after_saving')
  const blocks = useMemo(() => parseMarkdown(markdown.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => values?.[name] ?? later)), [markdown, values, later])
  return <div className="prose">{blocks.map((block, index) => <Fragment key={index}>{blockView(block)}</Fragment>)}</div>
}

function blockView(block: Block): ReactNode {
  switch (block.type) {
    case 'heading': return block.level === 1 ? <h2>{spans(block.spans)}</h2> : <h3>{spans(block.spans)}</h3>
    case 'paragraph': return <p>{spans(block.spans)}</p>
    case 'code': return <pre><code>{block.text}</code></pre>
    case 'quote': return <blockquote>{block.blocks.map((each, index) => <Fragment key={index}>{blockView(each)}</Fragment>)}</blockquote>
    case 'list': {
      const items = block.items.map((item, index) => <li key={index}>{item.map((each, at) => <Fragment key={at}>{each.type === 'paragraph' ? spans(each.spans) : blockView(each)}</Fragment>)}</li>)
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>
    }
    case 'table': return <table><thead><tr>{block.head.map((cell, index) => <th key={index}>{spans(cell)}</th>)}</tr></thead><tbody>{block.rows.map((row, index) => <tr key={index}>{row.map((cell, at) => <td key={at}>{spans(cell)}</td>)}</tr>)}</tbody></table>
    case 'rule': return <hr />
  }
}

function spans(list: readonly Span[]): ReactNode {
  return list.map((span, index) => {
    switch (span.type) {
      case 'text': return <Fragment key={index}>{span.text}</Fragment>
      case 'code': return <code key={index}>{span.text}</code>
      case 'strong': return <strong key={index}>{spans(span.spans)}</strong>
      case 'em': return <em key={index}>{spans(span.spans)}</em>
      case 'link': return <SafeLink key={index} url={span.url}>{spans(span.spans)}</SafeLink>
    }
  })
}
