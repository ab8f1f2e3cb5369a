import { cx } from './class-names.js'

/** Something is under way. Whoever shows it says in words what. */
export function Spinner({ small = false }: { small?: boolean }) {
  return <span aria-hidden="true" className={cx('inline-block animate-[spin_800ms_linear_infinite] rounded-full border-2 border-current border-e-transparent', small ? 'size-3.5' : 'size-6')} />
}
