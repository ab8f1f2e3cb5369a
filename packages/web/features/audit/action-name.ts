import type { IntlShape } from 'react-intl'
import { isMessage, type Translate } from '../../i18n/provider.js'

/** What an entry tells, in words; an action without words of its own is shown by its name. */
export function actionName(intl: IntlShape, t: Translate, action: string): string {
  const key = `auditlog.action.${action}`
  return isMessage(intl, key) ? t(key) : action
}
