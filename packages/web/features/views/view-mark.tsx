import type { SavedView, ViewColour } from '@recado/api'
import { lazy, Suspense } from 'react'
import { cx } from '../../ui/class-names.js'

const ViewIcon = lazy(() => import('./view-icon.js'))

/** Dark enough on light, light enough on dark. */
const tone: Record<ViewColour, string> = {
  grey: 'text-ink-soft', red: 'text-[light-dark(#b91c1c,#fca5a5)]', orange: 'text-[light-dark(#b45309,#fdba74)]', yellow: 'text-[light-dark(#92700c,#fde047)]', green: 'text-[light-dark(#15803d,#86efac)]',
  teal: 'text-[light-dark(#0f766e,#5eead4)]', blue: 'text-[light-dark(#1d4ed8,#93c5fd)]', violet: 'text-[light-dark(#6d28d9,#c4b5fd)]', pink: 'text-[light-dark(#be185d,#f9a8d4)]',
}

/** What stands beside a saved view's name: its icon in its colour, a dot until the icons are here. */
export function ViewMark({ view: { icon, colour }, className }: { view: Pick<SavedView, 'icon' | 'colour'>; className?: string }) {
  return (
    <span aria-hidden="true" className={cx('grid size-[18px] shrink-0 place-items-center', tone[colour], className)}>
      <Suspense fallback={<span className="size-2 rounded-full bg-current" />}><ViewIcon icon={icon} /></Suspense>
    </span>
  )
}
