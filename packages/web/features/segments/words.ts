import type { ExclusionCode } from '@recado/core'
import type { IntlShape } from 'react-intl'
import { translator } from '../../i18n/provider.js'

/** What can be done so that these people get it after all. */
export const nextStep = (intl: IntlShape, code: ExclusionCode): string => translator(intl)(`segments.next.${code}`)
