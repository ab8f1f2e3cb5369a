import type { ExclusionCode } from '@recado/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Users } from 'lucide-react'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { whyText } from '../campaigns/words.js'
import { PeopleList } from './people-list.js'
import { peopleQuery, type Asked } from './queries.js'
import { nextStep } from './words.js'

/** Who is behind a number of the preview, and what can be done for them. */
export default function PeopleDialog({ asked, code, onClose }: { asked: Asked; code: ExclusionCode | null; onClose: () => void }) {
  const { t, intl } = useT()
  const found = useInfiniteQuery(peopleQuery(asked, code))
  const people = found.data?.pages.flatMap((page) => page.items) ?? []
  const title = code === null ? t('segments.who_gets_it') : whyText(intl, code)
  const told = found.error ? tellError(intl, found.error) : null
  return (
    <DialogWindow title={title} closeLabel={t('app.close')} onClose={onClose}>
      <div className="flex flex-col">
        {code !== null && <Notice tone="info">{nextStep(intl, code)}</Notice>}
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        {found.isPending && <Loading label={t('app.loading')} />}
        {found.data && people.length === 0 && <Empty icon={Users} title={t('segments.nobody_seen')} />}
        <PeopleList label={title} people={people} more={found.hasNextPage ? () => void found.fetchNextPage() : null} busy={found.isFetchingNextPage} />
      </div>
    </DialogWindow>
  )
}
