import type { AttributeCondition, Condition } from '@recado/core'
import { Plus, X } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { begin, conditionNode, FIELDS, type Field, groupNode, type GroupNode, isGroupNode, type Node, opsOf } from './draft.js'
import type { Option, Options } from './names.js'
import { ValueEditor } from './value-editor.js'

/** Groups stand inside each other no deeper than the server takes. */
const MOST_NESTED = 3
/** Inputs as wide as what they hold, in a line with others. */
const select = 'min-h-9 min-w-0 max-w-full rounded-lg border border-line-strong bg-surface px-2.5 py-1 text-ink'

/** `fields`: what can be asked here; all of a conversation's where it is absent. */
interface Editing { options: Options; fields?: readonly Field[]; change: (id: number, make: (node: Node) => Node | null) => void }

/** A group of conditions and groups: how they go together, each of them, and the way to more. */
export function GroupEditor({ group, depth, options, fields = FIELDS, change }: Editing & { group: GroupNode; depth: number }) {
  const { t } = useT()
  const set = (make: (group: GroupNode) => GroupNode) => change(group.id, (node) => (isGroupNode(node) ? make(node) : node))
  const add = (node: Node) => set((old) => ({ ...old, items: [...old.items, node] }))
  return (
    <div role="group" aria-label={t('filter.group')} className={cx('flex flex-col gap-2', depth > 0 && 'rounded-xl border border-line bg-sunken p-2.5')}>
      <div className="flex items-center gap-2">
        <select aria-label={t('filter.match_label')} className={cx(select, 'font-medium')} value={group.match} onChange={(event) => set((old) => ({ ...old, match: event.target.value as GroupNode['match'] }))}>
          {(['all', 'any', 'none'] as const).map((match) => <option key={match} value={match}>{t(`filter.match.${match}`)}</option>)}
        </select>
        <span className="grow" />
        {depth > 0 && <Remove what={t('filter.group')} onPress={() => change(group.id, () => null)} />}
      </div>
      {group.items.map((item) => isGroupNode(item)
        ? <GroupEditor key={item.id} group={item} depth={depth + 1} options={options} fields={fields} change={change} />
        : <ConditionEditor key={item.id} condition={item.condition} options={options} fields={fields} put={(condition) => change(item.id, (node) => condition && { ...node, condition } as Node)} />)}
      <div className="flex flex-wrap gap-2">
        <Button small onClick={() => add(conditionNode(begin(unasked(group, fields))))}><Plus aria-hidden="true" className="size-4" />{t('filter.add')}</Button>
        {depth < MOST_NESTED && <Button small look="quiet" onClick={() => add(groupNode(group.match === 'all' ? 'any' : 'all', [conditionNode(begin(firstOf(fields)))]))}><Plus aria-hidden="true" className="size-4" />{t('filter.add_group')}</Button>}
      </div>
    </div>
  )
}

/** What is asked where nothing better is known. */
const firstOf = (fields: readonly Field[]): Field => (fields.includes('labels') ? 'labels' : fields[0] ?? 'labels')

/** The first field that the group does not ask about yet. */
function unasked(group: GroupNode, fields: readonly Field[]): Field {
  return fields.find((field) => !group.items.some((item) => !isGroupNode(item) && item.condition.field === field)) ?? firstOf(fields)
}

function ConditionEditor({ condition, options, fields, put }: { condition: Condition; options: Options; fields: readonly Field[]; put: (condition: Condition | null) => void }) {
  const { t } = useT()
  const name = t(`filter.field.${condition.field}`)
  const attributes = condition.field === 'attribute' ? options('attribute') ?? [] : []
  const type = condition.field === 'attribute' ? attributes.find((one) => one.id === condition.key)?.definition?.type : undefined
  const ops = opsOf(condition.field, type)
  return (
    <div className="flex items-start gap-1 rounded-lg border border-line bg-surface p-2">
      <div className="flex min-w-0 grow flex-wrap items-center gap-2">
        <select aria-label={t('filter.which')} className={select} value={condition.field} onChange={(event) => put(begin(event.target.value as Field))}>
          {fields.map((field) => <option key={field} value={field}>{t(`filter.field.${field}`)}</option>)}
        </select>
        {condition.field === 'attribute' && attributes.length > 0 && <AttributeChoice condition={condition} offered={attributes} put={put} />}
        {condition.field === 'attribute' && attributes.length === 0 && <input className={cx(select, 'w-36')} aria-label={t('filter.key')} placeholder={t('filter.key')} maxLength={200} value={condition.key} onChange={(event) => put({ ...condition, key: event.target.value })} />}
        {ops.length > 1 && (
          <select aria-label={`${name}: ${t('filter.how')}`} className={select} value={condition.op} onChange={(event) => put(reworded(condition, event.target.value as Condition['op']))}>
            {ops.map((op) => <option key={op} value={op}>{t(`filter.op.${op}` as 'filter.op.in')}</option>)}
          </select>
        )}
        <ValueEditor key={`${condition.field} ${condition.op}`} condition={condition} options={options} change={put} label={name} />
      </div>
      <Remove what={name} onPress={() => put(null)} />
    </div>
  )
}

/** Which of the company's fields; another one is compared as its type is. */
function AttributeChoice({ condition, offered, put }: { condition: AttributeCondition; offered: readonly Option[]; put: (condition: Condition) => void }) {
  const { t } = useT()
  const pick = (key: string) => {
    const [op = 'is'] = opsOf('attribute', offered.find((one) => one.id === key)?.definition?.type)
    put({ ...begin('attribute', op), key } as Condition) // an attribute's own comparison
  }
  return (
    <select aria-label={t('filter.key')} className={select} value={condition.key} onChange={(event) => pick(event.target.value)}>
      <option value="" disabled>{t('filter.key')}</option>
      {offered.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
      {condition.key && !offered.some((one) => one.id === condition.key) && <option value={condition.key}>{condition.key}</option>}
    </select>
  )
}

/** The same condition compared otherwise; its value stays where the other comparison takes it. */
function reworded(condition: Condition, op: Condition['op']): Condition {
  const fresh = begin(condition.field, op)
  const keeps = typeof fresh.value === typeof condition.value && Array.isArray(fresh.value) === Array.isArray(condition.value) && fresh.value !== undefined
  return { ...fresh, ...(condition.field === 'attribute' ? { key: condition.key } : {}), ...(keeps ? { value: condition.value } : {}) } as Condition
}

function Remove({ what, onPress }: { what: string; onPress: () => void }) {
  const { t } = useT()
  return <button type="button" onClick={onPress} aria-label={t('filter.remove', { what })} title={t('filter.remove', { what })} className="grid size-8 shrink-0 place-items-center rounded-lg text-ink-soft hover:bg-hover"><X aria-hidden="true" className="size-4" /></button>
}
