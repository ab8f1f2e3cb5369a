import type { ViewIcon as Icon } from '@recado/api'
import { Banknote, Bug, Clock3, Flag, Globe, Heart, List, Megaphone, ShoppingCart, Star, Truck, UsersRound, type LucideIcon } from 'lucide-react'

const icons: Record<Icon, LucideIcon> = { list: List, star: Star, flag: Flag, heart: Heart, clock: Clock3, truck: Truck, cart: ShoppingCart, bug: Bug, money: Banknote, globe: Globe, megaphone: Megaphone, people: UsersRound }

/** The icon of a saved view. */
export default function ViewIcon({ icon }: { icon: Icon }) {
  const Drawn = icons[icon] ?? List
  return <Drawn className="size-[18px]" />
}
