import { Fragment } from 'react'

/** A text with its found words marked. The places come from the server as numbers: what a customer wrote is never markup. */
export function Marked({ text, marks }: { text: string; marks: readonly (readonly [number, number])[] }) {
  const parts = marks.map(([from, to], index) => ({ from, before: text.slice(marks[index - 1]?.[1] ?? 0, from), word: text.slice(from, to) }))
  return (
    <>
      {parts.map((part) => <Fragment key={part.from}>{part.before}<mark className="rounded-xs bg-waiting-soft font-semibold text-ink">{part.word}</mark></Fragment>)}
      {text.slice(marks.at(-1)?.[1] ?? 0)}
    </>
  )
}
