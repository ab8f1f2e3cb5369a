import type { ContactDetail } from '@recado/api'
import { lazy, Suspense } from 'react'

const IdentitiesPart = lazy(() => import('../../contacts/identities/identities-part.js'))

/** Under which addresses she writes, beside the thread that is open: a code for another app can be sent into it. */
export function Identities({ contact, conversationId }: { contact: ContactDetail; conversationId: string }) {
  return <Suspense fallback={null}><IdentitiesPart contact={contact} conversationId={conversationId} /></Suspense>
}
