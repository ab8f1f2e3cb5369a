import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Ellipsis } from 'lucide-react'
import type { ReactNode } from 'react'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { AriaButton, IconButton, Item, MenuButton } from '../../../ui/overlay.js'
import { toast } from '../../../ui/toast.js'

interface Row { id: string; name: string; archivedAt: string | null }

/** Rows in the company's own order: changed, moved, put away and brought back; those put away stand below. */
export function OrderedRows<R extends Row>({ path, query, rows, mayChange, onEdit, show }: { path: '/contact-stages' | '/contact-attributes'; query: { queryKey: QueryKey }; rows: readonly R[]; mayChange: boolean; onEdit: (row: R) => void; show: (row: R) => ReactNode }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const fail = (problem: unknown) => toast(tellError(intl, problem).sentence, { tone: 'failed' })
  const refresh = () => client.invalidateQueries({ queryKey: query.queryKey })
  const archive = useMutation({ mutationFn: (row: R) => api.patch(`${path}/${row.id}`, { archived: row.archivedAt === null }), onError: fail, onSettled: refresh })
  const order = useMutation({ mutationFn: (ids: string[]) => api.put<{ items: R[] }>(`${path}/order`, { ids }), onSuccess: ({ items }) => client.setQueryData(query.queryKey, items), onError: fail })
  const shown = rows.filter((row) => row.archivedAt === null)
  const away = rows.filter((row) => row.archivedAt !== null)
  const move = (row: R, step: 1 | -1) => {
    const ids = shown.map((each) => each.id)
    const at = ids.indexOf(row.id)
    ids.splice(at, 1)
    ids.splice(at + step, 0, row.id)
    order.mutate(ids)
  }
  const line = (row: R, index: number | null) => (
    <li key={row.id} className="flex min-h-13 items-center gap-3 border-b border-line px-4 py-1.5 last:border-0">
      <div className="min-w-0 grow">{show(row)}</div>
      {mayChange && index !== null && <span className="flex max-sm:hidden"><IconButton label={t('labelset.up', { name: row.name })} isDisabled={index === 0 || order.isPending} onPress={() => move(row, -1)}><ArrowUp aria-hidden="true" /></IconButton><IconButton label={t('labelset.down', { name: row.name })} isDisabled={index === shown.length - 1 || order.isPending} onPress={() => move(row, 1)}><ArrowDown aria-hidden="true" /></IconButton></span>}
      {mayChange && <MenuButton label={t('labelset.more', { name: row.name })} trigger={<AriaButton aria-label={t('labelset.more', { name: row.name })} className="grid size-9 shrink-0 place-items-center rounded-lg text-ink-soft data-[hovered]:bg-hover"><Ellipsis aria-hidden="true" className="size-[19px]" /></AriaButton>}>
        <Item onAction={() => onEdit(row)}>{t('labelset.edit')}</Item>
        {index !== null && index > 0 && <Item onAction={() => move(row, -1)}>{t('labelset.up_short')}</Item>}
        <Item onAction={() => archive.mutate(row)}>{t(row.archivedAt === null ? 'labelset.archive' : 'labelset.bring_back')}</Item>
      </MenuButton>}
    </li>
  )
  const list = 'overflow-hidden rounded-2xl border border-line bg-surface shadow-lift'
  return (
    <>
      {shown.length > 0 && <ul className={list}>{shown.map((row, index) => line(row, index))}</ul>}
      {away.length > 0 && <div className="mt-3"><h4 className="mb-1 text-sm font-semibold text-ink-soft">{t('labelset.away')}</h4><ul className={list}>{away.map((row) => line(row, null))}</ul></div>}
    </>
  )
}
