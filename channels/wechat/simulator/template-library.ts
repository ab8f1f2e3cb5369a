/** The platform's library, as far as a shop with opticians needs it. Names are Chinese there; keys tell the kind of value. */
export interface LibraryTemplate {
  shortId: string
  title: string
  category: string
  keywords: readonly { key: string; name: string; example: string }[]
}

export const LIBRARY: readonly LibraryTemplate[] = [
  { shortId: '43216', title: '预约成功通知', category: '生活服务', keywords: [
    { key: 'thing2', name: '预约项目', example: '验光配镜 Revisión de la vista' }, { key: 'time3', name: '预约时间', example: '2026-03-02 17:30' }, { key: 'thing5', name: '预约门店', example: 'Óptica Sol, Madrid' },
  ] },
  { shortId: '43217', title: '预约提醒', category: '生活服务', keywords: [
    { key: 'thing1', name: '预约项目', example: '验光' }, { key: 'time2', name: '到店时间', example: '2026年3月2日 17:30' }, { key: 'phone_number4', name: '联系电话', example: '+34 910 000 000' },
  ] },
  { shortId: '44561', title: '订单发货通知', category: '商业服务', keywords: [
    { key: 'character_string1', name: '订单编号', example: 'RE-4711' }, { key: 'thing4', name: '商品名称', example: '太阳镜 Gafas de sol' }, { key: 'time3', name: '发货时间', example: '2026-03-02 10:00:00' },
  ] },
  { shortId: '44562', title: '取货通知', category: '商业服务', keywords: [
    { key: 'character_string2', name: '取货码', example: '4711' }, { key: 'thing3', name: '商品名称', example: '近视眼镜' }, { key: 'amount5', name: '应付金额', example: '€120.00' },
  ] },
  { shortId: '45001', title: '支付成功通知', category: '金融业', keywords: [{ key: 'amount1', name: '支付金额', example: '€120' }, { key: 'time2', name: '支付时间', example: '2026-03-02 10:00' }] },
  { shortId: '45101', title: '课程提醒', category: '教育', keywords: [{ key: 'thing1', name: '课程名称', example: '西班牙语' }, { key: 'time2', name: '上课时间', example: '18:00' }] },
  { shortId: '45201', title: '就诊提醒', category: '医疗', keywords: [{ key: 'name1', name: '就诊人', example: '王芳' }, { key: 'time2', name: '就诊时间', example: '2026-03-02 09:00' }] },
  { shortId: '45301', title: '出行提醒', category: '旅游', keywords: [{ key: 'thing1', name: '行程', example: 'Madrid' }, { key: 'date2', name: '日期', example: '2026-03-02' }] },
]

/** Subscription notices: `type` 2 is used up by one message, 3 is long-term and for public services only. */
export interface LibraryNotice extends LibraryTemplate { type: 2 | 3 }

export const NOTICES: readonly LibraryNotice[] = [
  { shortId: '20110', title: '订单发货提醒', category: '商业服务', type: 2, keywords: [{ key: 'thing1', name: '商品', example: '近视眼镜' }, { key: 'date2', name: '发货时间', example: '2026年3月2日 10:00' }, { key: 'phrase3', name: '状态', example: '已发货' }] },
  { shortId: '20111', title: '配镜完成通知', category: '商业服务', type: 2, keywords: [{ key: 'character_string1', name: '订单号', example: 'RE-4711' }, { key: 'thing2', name: '取镜门店', example: 'Óptica Sol' }] },
  { shortId: '20112', title: '医保业务通知', category: '政务民生', type: 3, keywords: [{ key: 'thing1', name: '业务', example: '报销' }, { key: 'phrase2', name: '结果', example: '已通过' }] },
]
