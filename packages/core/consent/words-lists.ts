/** The words that ask for advertising to end or to begin, by language: data, written as people write them; accents, case and marks are folded when they are read. */

/** Languages whose words are known. Chinese holds both its written forms. */
export const WORD_LANGUAGES = ['es', 'en', 'pt-BR', 'de', 'zh-CN', 'ar'] as const
export type WordLanguage = (typeof WORD_LANGUAGES)[number]

export interface WordList {
  /** The whole message is one of these: no more advertising. The first is what our own texts ask her to write. */
  optOut: readonly string[]
  /** The whole message is one of these: she wants some. The first is what our own texts ask her to write. */
  optIn: readonly string[]
  help: readonly string[]
  yes: readonly string[]
  no: readonly string[]
  /** Every topic, where she is asked which. */
  all: readonly string[]
  /** As a whole message they may as well mean an order or an appointment: a person is asked. */
  unsure: readonly string[]
  /** Inside a sentence these may mean it: a person is asked. */
  hints: readonly string[]
  /** What people put around a word without changing it. */
  courtesy: readonly string[]
}

export const WORD_LISTS: Readonly<Record<WordLanguage, WordList>> = {
  es: {
    optOut: [
      'baja', 'stop', 'bajas', 'dar de baja', 'darme de baja', 'darse de baja', 'dame de baja', 'dadme de baja', 'deme de baja', 'denme de baja', 'quiero baja', 'quiero la baja', 'quiero darme de baja', 'quiero darme de baja de la publicidad',
      'me quiero dar de baja', 'me doy de baja', 'solicito la baja', 'solicito baja', 'pido la baja', 'baja publicidad', 'baja de publicidad', 'baja de la publicidad', 'baja promociones', 'baja whatsapp', 'baja lista', 'baja definitiva',
      'desuscribir', 'desuscribirme', 'desuscribirse', 'cancelar suscripción', 'cancelar la suscripción', 'cancelar mi suscripción', 'anular suscripción', 'anular la suscripción', 'parar', 'para ya', 'no molestar', 'no molesten', 'no me molestéis',
      'no más', 'no más publicidad', 'no más mensajes', 'no más promociones', 'no quiero publicidad', 'no quiero más publicidad', 'no quiero mas mensajes', 'no quiero promociones', 'no quiero recibir publicidad', 'no quiero recibir más publicidad',
      'no quiero recibir más mensajes', 'no quiero recibir mensajes', 'no deseo publicidad', 'no deseo recibir publicidad', 'no deseo recibir más publicidad', 'no deseo recibir más mensajes', 'no me enviéis más publicidad', 'no me envíen más publicidad',
      'no me mandéis más publicidad', 'no me manden más publicidad', 'no enviar más publicidad', 'no enviar publicidad', 'sin publicidad', 'eliminarme de la lista', 'quitadme de la lista', 'quítenme de la lista', 'sácame de la lista', 'borradme de la lista',
    ],
    optIn: ['alta', 'altas', 'darme de alta', 'dame de alta', 'dadme de alta', 'denme de alta', 'quiero darme de alta', 'quiero el alta', 'suscribir', 'suscribirme', 'quiero suscribirme', 'suscríbeme', 'suscripción', 'quiero recibir publicidad', 'quiero recibir ofertas', 'quiero recibir promociones', 'volver', 'reactivar'],
    help: ['ayuda', 'info', 'información'],
    yes: ['sí', 'sii', 'sí quiero', 'sí acepto', 'acepto', 'confirmo', 'confirmar', 'confirmado', 'de acuerdo', 'ok', 'okay', 'vale', 'claro', 'claro que sí', 'por supuesto', 'afirmativo', 'sip', 'dale'],
    no: ['no', 'noo', 'no quiero', 'no acepto', 'rechazo', 'ninguno', 'ninguna', 'nada', 'mejor no', 'ahora no', 'nunca'],
    all: ['todo', 'todos', 'todas', 'todos los temas', 'todo lo anterior', 'los dos', 'ambos'],
    unsure: ['cancelar', 'cancela', 'cancelad', 'cancelación', 'anular', 'anula', 'basta', 'basta ya', 'fin', 'salir', 'terminar', 'eliminar', 'borrar', 'borradme', 'spam', 'es spam', 'esto es spam', 'dejad de escribirme', 'dejen de escribirme', 'deja de escribirme', 'no me escribas más', 'no me escribáis más', 'para'],
    hints: [
      'baja', 'stop', 'desuscribir', 'desuscribirme', 'no más publicidad', 'no más mensajes', 'no más promociones', 'no quiero recibir', 'no quiero más', 'no deseo recibir', 'no me enviéis', 'no me envíen', 'no me mandéis', 'no me manden', 'no me envíes', 'no me mandes', 'dejad de enviar',
      'dejen de enviar', 'dejad de mandar', 'dejen de mandar', 'deja de mandar', 'deja de enviar', 'dejad de escribirme', 'dejen de escribirme', 'tanta publicidad', 'spam', 'cancelar la suscripción', 'cancelar mi suscripción', 'quitadme de', 'quítenme de', 'sacadme de', 'sáquenme de', 'eliminadme de', 'borradme de',
    ],
    courtesy: ['por favor', 'porfavor', 'porfa', 'xfa', 'xfavor', 'gracias', 'muchas gracias', 'ya', 'ahora', 'hola', 'buenos días', 'buenas tardes', 'buenas'],
  },
  en: {
    optOut: [
      'stop', 'stopp', 'stop all', 'stopall', 'stop ads', 'stop advertising', 'stop marketing', 'stop promotions', 'stop messages', 'stop messaging', 'stop messaging me', 'stop texting', 'stop texting me', 'stop sending', 'stop sending messages', 'stop sending me messages', 'stop sending me ads', 'stop spam', 'stop spamming', 'stop spamming me', 'stop this',
      'unsubscribe', 'unsub', 'unsubscribe me', 'unsubscribe all', 'unsubscribe me from all', 'i want to unsubscribe', 'i would like to unsubscribe', 'opt out', 'optout', 'opt-out', 'opt me out', 'i want to opt out', 'opting out', 'end', 'quit', 'revoke', 'remove me', 'remove me from the list', 'remove me from your list', 'take me off', 'take me off the list', 'take me off your list',
      'no more', 'no more ads', 'no more advertising', 'no more messages', 'no more promotions', 'no more marketing', 'no ads', 'no advertising', 'no marketing', 'do not send me ads', "don't send me ads", "don't send me any more ads", 'do not contact', 'do not contact me', 'do not message me', "don't message me", "don't text me",
    ],
    optIn: ['start', 'subscribe', 'subscribe me', 'unstop', 'opt in', 'optin', 'opt-in', 'opt me in', 'sign me up', 'sign up', 'i want to subscribe', 'resume', 'rejoin', 'join'],
    help: ['help', 'info', 'information'],
    yes: ['yes', 'y', 'yeah', 'yep', 'yup', 'yes please', 'sure', 'ok', 'okay', 'i agree', 'agree', 'agreed', 'i accept', 'accept', 'confirm', 'confirmed', 'i confirm', 'of course', 'absolutely'],
    no: ['no', 'n', 'nope', 'nah', 'no thanks', 'no thank you', 'i do not agree', 'decline', 'none', 'nothing', 'not now', 'never'],
    all: ['all', 'all of them', 'everything', 'every topic', 'all topics', 'both'],
    unsure: ['cancel', 'cancel it', 'cancel all', 'exit', 'leave', 'delete', 'delete me', 'spam', 'this is spam', 'enough', 'leave me alone', 'remove'],
    hints: ['stop', 'unsubscribe', 'unsubscribed', 'opt out', 'opt me out', 'remove me', 'take me off', 'no more messages', 'no more ads', 'no more promotions', 'no more marketing', 'stop sending', 'stop messaging', 'stop texting', 'spam', 'spamming', 'do not contact me', 'do not message me', "don't contact me", "don't message me", "don't text me", "don't send me", 'do not send me', 'mailing list', 'leave me alone'],
    courtesy: ['please', 'pls', 'plz', 'thanks', 'thank you', 'thx', 'now', 'hi', 'hello', 'kindly'],
  },
  'pt-BR': {
    optOut: [
      'sair', 'parar', 'pare', 'parem', 'stop', 'descadastrar', 'descadastre', 'descadastrar-me', 'me descadastre', 'me descadastrar', 'quero me descadastrar', 'cancelar inscrição', 'cancelar assinatura', 'cancelar a inscrição', 'cancelar minha inscrição', 'cancelar cadastro', 'cancelar subscrição', 'anular subscrição', 'desinscrever', 'desinscrever-me', 'me desinscrever', 'desinscreva',
      'remover', 'me remova', 'me remova da lista', 'me tire da lista', 'me tira da lista', 'remover da lista', 'sair da lista', 'quero sair', 'quero sair da lista', 'não quero mais', 'não quero publicidade', 'não quero mais publicidade', 'não quero propaganda', 'não quero mais propaganda', 'não quero promoções', 'não quero mais promoções', 'não quero mais mensagens', 'não quero receber mais mensagens', 'não quero mais receber mensagens', 'não quero receber mensagens', 'não quero receber publicidade', 'não quero receber propaganda', 'não desejo receber mensagens', 'não desejo mais receber mensagens',
      'chega de propaganda', 'chega de mensagens', 'sem propaganda', 'sem publicidade', 'pare de enviar', 'parem de enviar', 'pare de mandar mensagem', 'pare de me mandar mensagens', 'pare de enviar mensagens', 'bloquear promoções', 'dar baixa', 'baixa',
    ],
    optIn: ['voltar', 'cadastrar', 'me cadastrar', 'quero me cadastrar', 'cadastre-me', 'inscrever', 'inscrever-me', 'me inscrever', 'quero me inscrever', 'assinar', 'quero receber', 'quero receber ofertas', 'quero receber promoções', 'quero receber publicidade', 'entrar na lista', 'ativar', 'subscrever', 'iniciar'],
    help: ['ajuda', 'info', 'informação', 'informações'],
    yes: ['sim', 'simm', 'sim quero', 'sim aceito', 'aceito', 'confirmo', 'confirmar', 'confirmado', 'concordo', 'de acordo', 'ok', 'okay', 'claro', 'com certeza', 'pode ser', 'quero', 'blz', 'beleza'],
    no: ['não', 'nao quero', 'não aceito', 'não obrigado', 'não obrigada', 'recuso', 'nenhum', 'nenhuma', 'nada', 'agora não', 'nunca'],
    all: ['tudo', 'todos', 'todas', 'todos os temas', 'todos os assuntos', 'ambos', 'os dois', 'as duas'],
    unsure: ['cancelar', 'cancela', 'cancele', 'cancelamento', 'fim', 'encerrar', 'excluir', 'apagar', 'chega', 'basta', 'spam', 'isso é spam', 'me deixe em paz', 'bloquear'],
    hints: ['descadastrar', 'descadastre', 'desinscrever', 'sair da lista', 'me tire da', 'me tira da', 'me remova', 'não quero receber', 'não quero mais receber', 'não quero mais mensagens', 'não quero mais propaganda', 'não quero mais publicidade', 'não desejo receber', 'não desejo mais', 'pare de enviar', 'parem de enviar', 'pare de mandar', 'parem de mandar', 'pare de me', 'parem de me', 'não me mande mais', 'não me mandem mais', 'não me envie mais', 'não me enviem mais', 'chega de propaganda', 'chega de mensagem', 'chega de mensagens', 'tanta propaganda', 'spam', 'stop', 'sair', 'parar', 'cancelar inscrição', 'cancelar a inscrição', 'cancelar minha inscrição'],
    courtesy: ['por favor', 'pfv', 'pf', 'por gentileza', 'obrigado', 'obrigada', 'brigado', 'agora', 'já', 'oi', 'olá', 'bom dia', 'boa tarde', 'boa noite'],
  },
  de: {
    optOut: [
      'stopp', 'stop', 'stoppen', 'abmelden', 'abmeldung', 'ich möchte mich abmelden', 'bitte abmelden', 'mich abmelden', 'melde mich ab', 'meldet mich ab', 'abbestellen', 'newsletter abbestellen', 'werbung abbestellen', 'ich möchte abbestellen', 'abbestellung', 'austragen', 'mich austragen', 'tragt mich aus', 'trag mich aus', 'abo beenden', 'abo kündigen', 'newsletter abmelden', 'werbung stoppen', 'werbung stopp', 'stopp werbung', 'stop werbung',
      'keine werbung', 'keine werbung mehr', 'bitte keine werbung', 'bitte keine werbung mehr', 'keine nachrichten mehr', 'keine angebote mehr', 'ich möchte keine werbung', 'ich möchte keine werbung mehr', 'ich will keine werbung', 'ich will keine werbung mehr', 'ich möchte keine nachrichten mehr', 'nicht mehr schreiben', 'schreibt mir nicht mehr', 'aus der liste löschen', 'aus dem verteiler löschen', 'aus dem verteiler nehmen', 'abbestellt', 'aufhören', 'hört auf', 'ende',
    ],
    optIn: ['start', 'anmelden', 'anmeldung', 'abonnieren', 'mich anmelden', 'ich möchte mich anmelden', 'ich möchte abonnieren', 'newsletter anmelden', 'eintragen', 'werbung ja', 'angebote bitte', 'wieder anmelden'],
    help: ['hilfe', 'info', 'infos', 'information'],
    yes: ['ja', 'jaa', 'ja bitte', 'ja gerne', 'gerne', 'jo', 'jep', 'jawohl', 'ok', 'okay', 'einverstanden', 'ich stimme zu', 'zustimmen', 'bestätigen', 'bestätigt', 'ich bestätige', 'ich bin einverstanden', 'na klar', 'klar', 'natürlich'],
    no: ['nein', 'nee', 'nö', 'ne', 'nein danke', 'ablehnen', 'ich lehne ab', 'keine', 'keines', 'keins', 'nichts', 'nicht jetzt', 'niemals', 'nie'],
    all: ['alle', 'alles', 'alle themen', 'beide', 'beides'],
    unsure: ['stornieren', 'storno', 'kündigen', 'kündigung', 'widerruf', 'widerrufen', 'ich widerrufe', 'abbrechen', 'löschen', 'beenden', 'spam', 'das ist spam', 'lasst mich in ruhe', 'schluss'],
    hints: ['abmelden', 'abbestellen', 'austragen', 'abbestelle', 'stopp', 'stop', 'keine werbung', 'keine nachrichten mehr', 'keine angebote mehr', 'nicht mehr schreiben', 'nicht mehr anschreiben', 'schreibt mir nicht', 'schickt mir nicht', 'schickt mir keine', 'schicken sie mir keine', 'senden sie mir keine', 'aus dem verteiler', 'aus der liste', 'aus eurem verteiler', 'aus ihrem verteiler', 'spam', 'widerrufe meine einwilligung', 'einwilligung widerrufen', 'in ruhe'],
    courtesy: ['bitte', 'danke', 'vielen dank', 'jetzt', 'hallo', 'guten tag', 'sofort', 'mfg'],
  },
  'zh-CN': {
    optOut: [
      '退订', '退訂', 'td', '回td', '退订短信', '取消订阅', '取消訂閱', '取消关注', '取消關注', '停止', '停止发送', '停止發送', '停止推送', '停止接收', '不要再发', '不要再發', '不要再发了', '不要再發了', '不要再发广告', '不要再發廣告', '别再发了', '別再發了', '别发了', '別發了', '别发广告', '別發廣告', '不再接收', '不想再收到', '不想收到', '不想收到广告', '不想收到廣告', '不要广告', '不要廣告', '不要发广告', '不要發廣告', '拒收', '拒绝接收', '拒絕接收', '拒绝广告', '拒絕廣告', '屏蔽广告', '關閉推送', '关闭推送', '取消推送', '取消接收', '我要退订', '我要退訂', '我想退订', '我想退訂', '退订广告', '退訂廣告', '停', 'stop', '不要打扰', '不要打擾', '勿扰', '勿擾', '请勿打扰', '請勿打擾',
    ],
    optIn: ['订阅', '訂閱', '我要订阅', '我要訂閱', '我想订阅', '我想訂閱', '开始订阅', '開始訂閱', '重新订阅', '重新訂閱', '恢复订阅', '恢復訂閱', '开通', '開通', '接收优惠', '接收優惠', '我要优惠', '我要優惠'],
    help: ['帮助', '幫助', '帮忙', '說明', '说明'],
    yes: ['是', '是的', '对', '對', '好', '好的', '好呀', '可以', '同意', '我同意', '确认', '確認', '确定', '確定', '行', '嗯', '没问题', '沒問題', '要', '愿意', '願意'],
    no: ['不', '不是', '否', '不要', '不同意', '不用', '不用了', '不需要', '拒绝', '拒絕', '算了', '都不要', '没有', '沒有'],
    all: ['全部', '所有', '都要', '全都要', '全要', '都', '所有主题', '所有主題'],
    unsure: ['取消', '取消吧', 't', '退', '不订了', '不訂了', '删除', '刪除', '垃圾短信', '垃圾信息', '骚扰', '騷擾', '结束', '結束', '烦死了', '煩死了'],
    hints: ['退订', '退訂', '取消订阅', '取消訂閱', '取消关注', '取消關注', '不要再发', '不要再發', '别再发', '別再發', '不想收到', '不想再收', '不再接收', '停止发送', '停止發送', '停止推送', '拒收', '骚扰', '騷擾', '垃圾信息', '垃圾短信', '广告太多', '廣告太多', '别给我发', '別給我發', '不要给我发', '不要給我發'],
    courtesy: ['请', '請', '麻烦', '麻煩', '谢谢', '謝謝', '谢谢你', '你好', '您好', '吧', '请帮我', '請幫我', '帮我', '幫我', '一下', '马上', '馬上', '立即'],
  },
  ar: {
    optOut: [
      'إلغاء', 'الغاء', 'إلغاء الاشتراك', 'الغاء الاشتراك', 'إلغاء اشتراكي', 'ألغ اشتراكي', 'الغ اشتراكي', 'ألغي اشتراكي', 'أريد إلغاء الاشتراك', 'اريد الغاء الاشتراك', 'أرغب في إلغاء الاشتراك', 'إيقاف', 'ايقاف', 'أوقف', 'اوقف', 'أوقفوا', 'اوقفوا', 'توقف', 'توقفوا', 'قف', 'ستوب', 'stop', 'إيقاف الإعلانات', 'إيقاف الرسائل', 'أوقف الإعلانات', 'أوقفوا الإعلانات', 'أوقفوا الرسائل',
      'لا للإعلانات', 'لا أريد إعلانات', 'لا اريد اعلانات', 'لا أريد المزيد من الإعلانات', 'لا أريد رسائل', 'لا اريد رسائل', 'لا أريد رسائل إعلانية', 'لا أريد تلقي الرسائل', 'لا أرغب في تلقي الرسائل', 'بدون إعلانات', 'كفى إعلانات', 'لا ترسلوا لي إعلانات', 'لا ترسل لي إعلانات', 'لا ترسلوا رسائل', 'لا ترسل رسائل', 'إلغاء المتابعة', 'الغاء المتابعة', 'احذفوني من القائمة', 'أزيلوني من القائمة',
    ],
    optIn: ['اشتراك', 'الاشتراك', 'اشترك', 'اشتركوني', 'أريد الاشتراك', 'اريد الاشتراك', 'أرغب في الاشتراك', 'تسجيل', 'ابدأ', 'تفعيل', 'تفعيل الاشتراك', 'أريد العروض', 'اريد العروض', 'استئناف', 'عودة'],
    help: ['مساعدة', 'مساعده', 'معلومات'],
    yes: ['نعم', 'أجل', 'اجل', 'ايوه', 'أيوه', 'ايوا', 'موافق', 'موافقة', 'أوافق', 'اوافق', 'تأكيد', 'أؤكد', 'حسنا', 'طيب', 'تمام', 'أكيد', 'اكيد', 'بالتأكيد', 'اوك', 'أوكي'],
    no: ['لا', 'كلا', 'لا شكرا', 'لا أوافق', 'لا اوافق', 'غير موافق', 'أرفض', 'ارفض', 'رفض', 'لا شيء', 'ليس الآن', 'أبدا', 'ابدا'],
    all: ['الكل', 'كل', 'كلها', 'الجميع', 'كل المواضيع', 'جميع المواضيع', 'كلاهما'],
    unsure: ['ألغ', 'ألغي', 'الغي', 'حذف', 'احذف', 'إنهاء', 'انهاء', 'كفى', 'خلاص', 'إزعاج', 'ازعاج', 'سبام', 'حظر', 'خروج'],
    hints: ['إلغاء', 'إلغاء الاشتراك', 'إلغاء اشتراكي', 'ألغ اشتراكي', 'ألغوا اشتراكي', 'إيقاف الرسائل', 'إيقاف الإعلانات', 'أوقفوا الرسائل', 'أوقفوا الإعلانات', 'لا ترسلوا', 'لا ترسل لي', 'لا أريد رسائل', 'لا أريد إعلانات', 'لا أريد تلقي', 'لا أرغب في تلقي', 'توقفوا عن', 'توقف عن', 'إزعاج', 'سبام', 'إعلانات كثيرة'],
    courtesy: ['من فضلك', 'من فضلكم', 'لو سمحت', 'لو سمحتم', 'رجاء', 'الرجاء', 'شكرا', 'شكرا لكم', 'الآن', 'مرحبا', 'السلام عليكم'],
  },
}
