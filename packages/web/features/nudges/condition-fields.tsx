import type { Filter } from '@recado/core'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { askable, begin, changed, conditionNode, draftOf, FIELDS, type Field, groupNode, type GroupNode } from '../views/builder/draft.js'
import { GroupEditor } from '../views/builder/group-editor.js'
import { type Option, type Options, useOptions } from '../views/builder/names.js'

/** A rule is nobody: what hangs on who looks cannot be asked. */
const RULE_FIELDS: readonly Field[] = FIELDS.filter((field) => field !== 'draft' && field !== 'mentioned')
const PERSONAL = new Set(['me', 'mine'])

/** For which threads: the conditions of a saved view. `onChange` gets undefined while something is not filled in. */
export function ConditionFields({ condition, onChange }: { condition: Filter | null; onChange: (condition: Filter | null | undefined) => void }) {
  const { t } = useT()
  const all = useOptions()
  const options: Options = (field) => all(field)?.filter((one: Option) => !PERSONAL.has(one.id)) ?? null
  const [tree, setTree] = useState<GroupNode | null>(condition ? draftOf(condition) : null)
  const set = (next: GroupNode | null) => {
    const kept = next && next.items.length > 0 ? next : null
    setTree(kept)
    onChange(kept ? askable(kept) ?? undefined : null)
  }
  if (!tree) return (
    <div className="flex flex-wrap items-center gap-3">
      <p className="min-w-0 grow basis-48 text-ink-soft">{t('nudges.if_all')}</p>
      <Button small onClick={() => set(groupNode('all', [conditionNode(begin('inbox'))]))}><Plus aria-hidden="true" className="size-4" />{t('nudges.add_condition')}</Button>
    </div>
  )
  return <GroupEditor group={tree} depth={0} options={options} fields={RULE_FIELDS} change={(id, make) => set(changed(tree, id, make))} />
}
