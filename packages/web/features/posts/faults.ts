import type { PostFault } from '@recado/core'
import { useT } from '../../i18n/provider.js'

/** What is wrong at a place, in words; nothing when it is right. */
export function useFaultText(faults: readonly PostFault[]): (path: string) => string | undefined {
  const { t } = useT()
  return (path) => {
    const found = faults.find((fault) => fault.path === path || fault.path.startsWith(`${path}.`))
    return found && t(`posts.fault.${found.code}`, { limit: found.limit ?? 0 })
  }
}
