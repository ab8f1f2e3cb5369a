import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton, Dialog, Heading, Menu, MenuItem, MenuTrigger, Modal, ModalOverlay, Popover, Tooltip, TooltipTrigger, type ButtonProps, type MenuItemProps, type Placement } from 'react-aria-components'
import { cx } from './class-names.js'

const backdrop = 'fixed inset-0 z-40 grid place-items-end bg-shade sm:place-items-center'

/** A dialog over the page; on a phone it rises from the bottom edge. Escape and the cross close it. */
export function DialogWindow({ title, onClose, children, footer, wide = false, closeLabel, dismissable = true }: { title: ReactNode; onClose: () => void; children: ReactNode; footer?: ReactNode; wide?: boolean; closeLabel: string; dismissable?: boolean }) {
  return (
    <ModalOverlay isOpen isDismissable={dismissable} onOpenChange={(open) => { if (!open) onClose() }} className={backdrop}>
      <Modal className={cx('max-h-[92dvh] w-full overflow-hidden rounded-t-2xl bg-raised shadow-float outline-none sm:m-6 sm:rounded-2xl', wide ? 'sm:max-w-3xl' : 'sm:max-w-lg')}>
        <Dialog className="flex max-h-[92dvh] flex-col outline-none">
          <header className="flex items-center gap-2 border-b border-line px-5 py-3">
            <Heading slot="title" className="grow text-lg font-semibold">{title}</Heading>
            <button type="button" onClick={onClose} aria-label={closeLabel} className="-me-2 grid size-9 place-items-center rounded-lg text-ink-soft hover:bg-hover"><X aria-hidden="true" className="size-5" /></button>
          </header>
          <div className="thin-scroll min-h-0 grow overflow-y-auto px-5 py-4">{children}</div>
          {footer && <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** A square button with an icon; its name is its tooltip, with the key beside it. */
export function IconButton({ label, keys, children, className, placement = 'top', pressed, ...rest }: Omit<ButtonProps, 'className' | 'children'> & { label: string; keys?: string | undefined; children: ReactNode; className?: string | undefined; placement?: Placement; pressed?: boolean }) {
  return (
    <TooltipTrigger delay={500} closeDelay={50}>
      <AriaButton aria-label={label} aria-pressed={pressed} {...rest} className={cx('grid size-9 shrink-0 place-items-center rounded-lg text-ink-soft transition-colors data-[hovered]:bg-hover data-[hovered]:text-ink data-[disabled]:opacity-45 [&_svg]:size-[19px]', pressed && 'bg-accent-soft text-accent', className)}>{children}</AriaButton>
      <Tooltip placement={placement} offset={6} className="z-50 flex items-center gap-2 rounded-md bg-ink px-2 py-1 text-xs text-page shadow-float">{label}{keys && <kbd className="rounded border border-current px-1 font-sans opacity-80">{keys}</kbd>}</Tooltip>
    </TooltipTrigger>
  )
}

/** A button that opens a list of actions. `trigger` is a react-aria button. */
export function MenuButton({ trigger, children, placement = 'bottom end', label }: { trigger: ReactNode; children: ReactNode; placement?: Placement; label: string }) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement={placement} className="thin-scroll z-50 max-h-[70dvh] min-w-44 overflow-y-auto rounded-xl bg-raised p-1 shadow-float outline-none">
        <Menu aria-label={label} className="outline-none">{children}</Menu>
      </Popover>
    </MenuTrigger>
  )
}

/** One action of a menu. */
export function Item({ icon, children, keys, danger = false, ...rest }: Omit<MenuItemProps, 'className' | 'children'> & { icon?: ReactNode; children: ReactNode; keys?: string; danger?: boolean }) {
  return (
    <MenuItem {...rest} className={cx('flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1.5 outline-none data-[focused]:bg-hover data-[disabled]:cursor-not-allowed data-[disabled]:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0', danger && 'text-failed')}>
      {icon}<span className="grow">{children}</span>{keys && <kbd className="ms-4 font-sans text-xs text-ink-soft">{keys}</kbd>}
    </MenuItem>
  )
}

export { AriaButton, Popover }
