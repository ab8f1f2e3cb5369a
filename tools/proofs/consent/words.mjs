/** What people write when they want no more advertising, and what only looks like it. Taken from the product's page about it and from how people write, not from its lists. */
export const OPT_OUT = ['Baja.', 'BAJA', 'Baja, por favor', 'STOP', 'Stop!!', 'ＳＴＯＰ', 'unsubscribe', 'Sair', 'PARAR', 'Abmelden', 'Stopp', '退订', '退訂', 'إلغاء', 'إلغاء الاشتراك', 'B.A.J.A.']

export const NO_OPT_OUT = ['¿Está en la planta baja?', 'Quiero dar de baja el pedido', 'I will stop by tomorrow', '退订订单怎么弄', 'Könnt ihr den Termin stornieren und mich morgen anrufen?', '¿A qué hora abrís?', 'هل يمكن إلغاء الطلب من فضلك؟', 'Pode parar na porta?']
