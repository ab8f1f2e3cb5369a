// What the seeded company's customers and colleagues say: sentences of three languages from real frequent words and a long tail of made-up ones,
// so that a word may be said by every tenth, by one of a thousand or by nobody. The same at every run.

/** A small generator of pseudo-random numbers (mulberry32): the same company at every run. @param {number} seed */
export function chance(seed) {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const FREQUENT = {
  es: 'gracias hola buenos días pedido quería saber si el la los de en que no ha llegado mi factura por favor devolución canción camión garantía talla color azul negra rojo envío dirección tienda abierto mañana tarde precio descuento tarjeta pago transferencia cambio zapatos camiseta pantalón reserva cita hora semana lunes viernes recoger entregar paquete número cuenta correo teléfono nombre producto disponible tamaño grande pequeño problema roto ayuda urgente muy bien perfecto vale de acuerdo cuándo dónde cómo cuánto cuesta hay tienen puedo puede hacer enviar recibir todavía también además señora año',
  en: 'thanks hello good morning order would like to know if the has not arrived my invoice please return refund song truck warranty size colour blue black red shipping address shop open tomorrow afternoon price discount card payment transfer exchange shoes shirt trousers booking appointment hour week monday friday pick up deliver parcel number account mail phone name product available big small problem broken help urgent very well perfect okay when where how much does it cost there can you do send receive still also yes sure great delivery date label customer service',
  zh: '你好 谢谢 订单 退款 换货 发票 快递 收到 没有 请问 什么 时候 可以 地址 电话 颜色 尺码 价格 优惠 付款 微信 红包 支付 宝贝 质量 问题 客服 帮忙 麻烦 明天 今天 下午 上午 营业 时间 门店 自提 配送 包裹 单号 查询 取消 修改 名字 商品 现货 缺货 预约 会员 积分 售后 保修',
}
const SYLLABLES = { es: ['za', 'ca', 'mi', 'lo', 'tre', 'gua', 'sol', 'pe', 'ri', 'do', 'ción', 'ñe', 'bar', 'ta', 'nu', 'ves'], en: ['york', 'wood', 'ster', 'ham', 'ing', 'ber', 'ly', 'ton', 'field', 'mar', 'sh', 'ole', 'ridge', 'ket', 'well', 'by'], zh: [...'天地人和春夏秋冬山川河海日月星辰风雨雷电金木水火土东南西北花草树鸟鱼虫书画琴棋诗酒茶'] }
const TAIL = 15_000

function vocabulary(language, random) {
  const frequent = FREQUENT[language].split(' ')
  const parts = SYLLABLES[language]
  const made = Array.from({ length: TAIL }, () => Array.from({ length: 2 + Math.floor(random() * 2) }, () => parts[Math.floor(random() * parts.length)]).join(''))
  return [...frequent, ...made]
}

/**
 * Sentences with their language, 45 % Spanish, 40 % English, 15 % Chinese; frequent words come often, the others ever more seldom.
 * @param {number} count
 */
export function sentences(count) {
  const random = chance(4)
  const words = { es: vocabulary('es', random), en: vocabulary('en', random), zh: vocabulary('zh', random) }
  return Array.from({ length: count }, () => {
    const share = random()
    const language = share < 0.45 ? 'es' : share < 0.85 ? 'en' : 'zh'
    const all = words[language]
    const chosen = Array.from({ length: 3 + Math.floor(random() * 5) }, () => (random() < 0.85 ? all[Math.floor(random() ** 1.6 * FREQUENT[language].split(' ').length)] : all[Math.floor(random() ** 3 * all.length)]))
    const text = chosen.join(language === 'zh' ? '' : ' ')
    return { language, text: text.charAt(0).toUpperCase() + text.slice(1) }
  })
}

export const NAMES = {
  first: 'María Carmen Ana Eva Lucía Sofía Paula Elena Julia Irene Núria Íñigo José Antonio Manuel David Javier Daniel Carlos Pablo Álvaro Sergio John Mary Robert Linda James Susan Michael Karen William Emma Oliver Amelia 伟 芳 娜 敏 静 丽 强 磊 军 洋'.split(' '),
  last: 'García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero Alonso Gutiérrez Smith Jones Taylor Brown Wilson Davies Evans Thomas Johnson Roberts Walker Wright 王 李 张 刘 陈 杨 赵 黄 周 吴'.split(' '),
}
