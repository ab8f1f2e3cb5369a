import type { LabelColour } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { cx } from '../../ui/class-names.js'
import { labelsQuery } from './queries.js'

// A dot in the label's colour beside its name: the name says what it is, the colour only helps to find it.
const DOT: Readonly<Record<LabelColour, string>> = {
  grey: 'bg-label-grey', red: 'bg-label-red', orange: 'bg-label-orange', yellow: 'bg-label-yellow', green: 'bg-label-green', teal: 'bg-label-teal', blue: 'bg-label-blue', violet: 'bg-label-violet', pink: 'bg-label-pink',
}

export function LabelDot({ colour }: { colour: LabelColour }) {
  return <span aria-hidden="true" className={cx('size-2.5 shrink-0 rounded-full', DOT[colour])} />
}

/** A label by its name, in its colour. `children` is what can be done with it. */
export function LabelChip({ name, children, className }: { name: string; children?: ReactNode; className?: string }) {
  const label = useQuery(labelsQuery).data?.find((each) => each.name === name)
  return (
    <span title={label?.description || undefined} className={cx('inline-flex min-w-0 items-center gap-1.5 rounded-md border border-line bg-sunken px-1.5', className)}>
      <LabelDot colour={label?.colour ?? 'grey'} /><bdi className="truncate">{name}</bdi>{children}
    </span>
  )
}
