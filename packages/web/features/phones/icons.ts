import {
  AtSign, Ban, Bell, BellMinus, BellOff, Calendar, Camera, CheckCheck, CircleCheck, CircleDot, Clock, Eye, EyeOff, File, Globe, Headphones, Image, Link, List, MapPin, Megaphone, Menu, MessageSquare, Mic, Music, Navigation, Pencil, Phone,
  Play, QrCode, Reply, ScanLine, ShoppingCart, Smartphone, Smile, Sticker, Trash, User, UserMinus, UserPlus, Users, Video, Wifi, WifiOff, X, type LucideIcon,
} from 'lucide-react'

const ICONS: Readonly<Record<string, LucideIcon>> = {
  'at-sign': AtSign, ban: Ban, bell: Bell, 'bell-minus': BellMinus, 'bell-off': BellOff, calendar: Calendar, camera: Camera, 'check-check': CheckCheck, 'circle-check': CircleCheck, clock: Clock, eye: Eye, 'eye-off': EyeOff,
  file: File, globe: Globe, headphones: Headphones, image: Image, link: Link, list: List, 'map-pin': MapPin, megaphone: Megaphone, menu: Menu, 'message-square': MessageSquare, mic: Mic, music: Music, navigation: Navigation, pencil: Pencil,
  phone: Phone, play: Play, 'qr-code': QrCode, reply: Reply, 'scan-line': ScanLine, 'shopping-cart': ShoppingCart, smartphone: Smartphone, smile: Smile, sticker: Sticker, trash: Trash, user: User, 'user-minus': UserMinus, 'user-plus': UserPlus,
  users: Users, video: Video, wifi: Wifi, 'wifi-off': WifiOff, x: X,
}

/** The picture of an action by the name its channel gave it (lucide's names); a dot for a name we do not carry. */
export const iconOf = (name: string): LucideIcon => ICONS[name] ?? CircleDot
