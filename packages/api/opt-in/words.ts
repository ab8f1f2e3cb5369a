/** What every opt-in page says by itself, in the product's languages; what a company writes stands in its form. */
export const OPT_IN_LANGUAGES = ['en', 'es', 'pt-BR', 'de', 'zh-CN', 'ar'] as const
/** As each calls itself. */
export const TONGUES: Readonly<Record<string, string>> = { en: 'English', es: 'Español', 'pt-BR': 'Português (Brasil)', de: 'Deutsch', 'zh-CN': '简体中文', ar: 'العربية' }
export type OptInLanguage = (typeof OPT_IN_LANGUAGES)[number]

const KEYS = [
  'topics', 'country', 'countryHelp', 'update', 'choose', 'with', 'privacy', 'first', 'languages', 'notHere', 'notThis', 'noneHere', 'noTopic', 'noApp', 'tooMany', 'failed',
  'step', 'written', 'opens', 'open', 'scan', 'scanOnly', 'samePhone', 'code', 'until', 'sent', 'waiting', 'arrived', 'expired', 'again', 'close', 'goneTitle', 'gone', 'newTab',
] as const
export type OptInWord = (typeof KEYS)[number]
export type OptInWords = Record<OptInWord, string>

const say = (...texts: readonly string[]): OptInWords => Object.fromEntries(KEYS.map((key, i) => [key, texts[i] ?? ''])) as OptInWords // a test holds every language to be complete

/** Places in braces are filled by `fill`. Marked as pure, so that the widget carries only the languages of its form. */
export const OPT_IN_WORDS: Record<OptInLanguage, OptInWords> = {
  en: /* @__PURE__ */ say(
    'What would you like to hear about?', 'Your country', 'Not every app delivers everywhere.', 'Update', 'Choose your app to agree', 'Continue in {app}', 'Privacy statement', 'You send the first message yourself. Until then nothing happens, and nobody writes to you.', 'Language',
    '{app} does not deliver these messages in {country}.', '{app} does not carry messages of this kind.', 'None of our apps delivers these messages in {country}. If you use a number of another country, choose that one.', 'Choose at least one topic.', 'This app cannot be used from {country}. Choose another one.', 'Too many tries. Wait a minute and try again.', 'That did not work. Please try again in a moment.',
    'One last step in {app}', 'Your message is already written. Press send there, without changing the code.', 'The app opens our conversation. Press the button there or send any message to begin.', 'Open {app}', 'On a computer? Scan this with your phone’s camera.', 'Scan this code in {app}.', 'On this very phone? Save the picture and choose it when {app} asks you to scan.', 'Code {code}', 'Valid until {time}, once.', 'I have sent it', 'Your message has not arrived yet.', 'Done: your message has arrived', 'This code has expired', 'Start again', 'Close', 'This page is not here', 'The address may be wrong, or the page has been closed.', 'opens in a new tab'),
  es: /* @__PURE__ */ say(
    '¿De qué quieres que te hablemos?', 'Tu país', 'No todas las aplicaciones entregan en todas partes.', 'Actualizar', 'Elige tu aplicación para aceptar', 'Continuar en {app}', 'Política de privacidad', 'El primer mensaje lo envías tú. Hasta entonces no pasa nada y nadie te escribe.', 'Idioma',
    '{app} no entrega estos mensajes en {country}.', '{app} no admite mensajes de este tipo.', 'Ninguna de nuestras aplicaciones entrega estos mensajes en {country}. Si tu número es de otro país, elige ese.', 'Elige al menos un tema.', 'Esta aplicación no se puede usar desde {country}. Elige otra.', 'Demasiados intentos. Espera un minuto y vuelve a probar.', 'No ha funcionado. Vuelve a probar dentro de un momento.',
    'Un último paso en {app}', 'Tu mensaje ya está escrito. Solo tienes que enviarlo, sin cambiar el código.', 'La aplicación abre nuestra conversación. Pulsa allí el botón o envía cualquier mensaje para empezar.', 'Abrir {app}', '¿Estás en un ordenador? Escanea este código con la cámara del móvil.', 'Escanea este código en {app}.', '¿Estás en ese mismo móvil? Guarda la imagen y elígela cuando {app} te pida escanear.', 'Código {code}', 'Válido hasta {time}, una sola vez.', 'Ya lo he enviado', 'Tu mensaje todavía no ha llegado.', 'Listo: tu mensaje ha llegado', 'Este código ha caducado', 'Empezar de nuevo', 'Cerrar', 'Esta página no está', 'Puede que la dirección esté mal o que la página se haya cerrado.', 'se abre en otra pestaña'),
  'pt-BR': /* @__PURE__ */ say(
    'Sobre o que você quer receber mensagens?', 'Seu país', 'Nem todos os aplicativos entregam em todos os lugares.', 'Atualizar', 'Escolha seu aplicativo para aceitar', 'Continuar no {app}', 'Política de privacidade', 'A primeira mensagem é você quem envia. Até lá nada acontece e ninguém escreve para você.', 'Idioma',
    'O {app} não entrega essas mensagens em {country}.', 'O {app} não aceita mensagens desse tipo.', 'Nenhum dos nossos aplicativos entrega essas mensagens em {country}. Se o seu número é de outro país, escolha esse país.', 'Escolha pelo menos um assunto.', 'Este aplicativo não pode ser usado em {country}. Escolha outro.', 'Tentativas demais. Espere um minuto e tente de novo.', 'Não funcionou. Tente de novo daqui a pouco.',
    'Um último passo no {app}', 'Sua mensagem já está escrita. É só enviar, sem mudar o código.', 'O aplicativo abre nossa conversa. Toque no botão ou envie qualquer mensagem para começar.', 'Abrir {app}', 'No computador? Escaneie este código com a câmera do celular.', 'Escaneie este código no {app}.', 'Está nesse mesmo celular? Salve a imagem e escolha-a quando o {app} pedir para escanear.', 'Código {code}', 'Válido até {time}, uma única vez.', 'Já enviei', 'Sua mensagem ainda não chegou.', 'Pronto: sua mensagem chegou', 'Este código expirou', 'Começar de novo', 'Fechar', 'Esta página não está aqui', 'O endereço pode estar errado ou a página foi fechada.', 'abre em outra aba'),
  de: /* @__PURE__ */ say(
    'Worüber möchtest du etwas hören?', 'Dein Land', 'Nicht jede App stellt überall zu.', 'Aktualisieren', 'Wähle deine App und stimme damit zu', 'Weiter in {app}', 'Datenschutzerklärung', 'Die erste Nachricht schickst du selbst. Bis dahin geschieht nichts, und niemand schreibt dir.', 'Sprache',
    '{app} stellt solche Nachrichten in {country} nicht zu.', '{app} lässt Nachrichten dieser Art nicht zu.', 'Keine unserer Apps stellt solche Nachrichten in {country} zu. Hast du eine Nummer aus einem anderen Land, dann wähle dieses.', 'Wähle mindestens ein Thema.', 'Diese App geht in {country} nicht. Wähle eine andere.', 'Zu viele Versuche. Warte eine Minute und versuche es noch einmal.', 'Das hat nicht geklappt. Versuche es gleich noch einmal.',
    'Ein letzter Schritt in {app}', 'Deine Nachricht ist schon geschrieben. Schick sie dort ab, ohne den Code zu ändern.', 'Die App öffnet unser Gespräch. Drücke dort auf den Knopf oder schick irgendeine Nachricht.', '{app} öffnen', 'Am Computer? Scanne das mit der Kamera deines Handys.', 'Scanne diesen Code in {app}.', 'Auf genau diesem Handy? Speichere das Bild und wähle es aus, wenn {app} scannen will.', 'Code {code}', 'Gilt bis {time}, ein einziges Mal.', 'Ich habe sie geschickt', 'Deine Nachricht ist noch nicht angekommen.', 'Fertig: Deine Nachricht ist da', 'Dieser Code ist abgelaufen', 'Neu anfangen', 'Schließen', 'Diese Seite gibt es nicht', 'Vielleicht stimmt die Adresse nicht, oder die Seite wurde geschlossen.', 'öffnet in neuem Tab'),
  'zh-CN': /* @__PURE__ */ say(
    '您想接收哪些内容？', '您所在的国家或地区', '并非每个应用在各地都能送达。', '更新', '选择应用即表示同意', '在{app}中继续', '隐私声明', '第一条消息由您自己发送。在此之前什么都不会发生，也没有人会给您发消息。', '语言',
    '{app}在{country}无法送达此类消息。', '{app}不支持此类消息。', '我们的应用在{country}都无法送达此类消息。如果您使用其他国家的号码，请选择该国家。', '请至少选择一个主题。', '在{country}不能使用此应用，请选择其他应用。', '尝试次数过多，请稍等一分钟再试。', '没有成功，请稍后再试。',
    '最后一步：打开{app}', '消息已经写好，请直接发送，不要改动代码。', '应用会打开我们的对话。请点按其中的按钮或发送任意消息开始。', '打开{app}', '正在使用电脑？请用手机相机扫描。', '请用{app}扫描此二维码。', '就在这部手机上？请保存图片，在{app}扫一扫时从相册选择。', '代码 {code}', '有效期至{time}，仅限一次。', '我已发送', '您的消息还没有到达。', '完成：已收到您的消息', '此代码已过期', '重新开始', '关闭', '页面不存在', '地址可能有误，或页面已关闭。', '在新标签页中打开'),
  ar: /* @__PURE__ */ say(
    'ما المواضيع التي تودّ أن نراسلك بشأنها؟', 'بلدك', 'لا توصل كل التطبيقات الرسائل في كل مكان.', 'تحديث', 'اختر تطبيقك للموافقة', 'المتابعة في {app}', 'بيان الخصوصية', 'أنت من يرسل الرسالة الأولى. قبل ذلك لا يحدث شيء ولا يراسلك أحد.', 'اللغة',
    'لا يوصل {app} هذه الرسائل في {country}.', 'لا يقبل {app} هذا النوع من الرسائل.', 'لا يوصل أي من تطبيقاتنا هذه الرسائل في {country}. إن كان رقمك من بلد آخر فاختره.', 'اختر موضوعًا واحدًا على الأقل.', 'لا يمكن استخدام هذا التطبيق من {country}. اختر تطبيقًا آخر.', 'محاولات كثيرة. انتظر دقيقة ثم حاول مجددًا.', 'لم ينجح ذلك. حاول مجددًا بعد قليل.',
    'خطوة أخيرة في {app}', 'رسالتك مكتوبة مسبقًا. أرسلها هناك دون تغيير الرمز.', 'يفتح التطبيق محادثتنا. اضغط الزر هناك أو أرسل أي رسالة للبدء.', 'فتح {app}', 'تستخدم حاسوبًا؟ امسح هذا الرمز بكاميرا هاتفك.', 'امسح هذا الرمز في {app}.', 'على هذا الهاتف نفسه؟ احفظ الصورة واخترها عندما يطلب {app} المسح.', 'الرمز {code}', 'صالح حتى {time}، مرة واحدة.', 'لقد أرسلتها', 'لم تصل رسالتك بعد.', 'تم: وصلت رسالتك', 'انتهت صلاحية هذا الرمز', 'البدء من جديد', 'إغلاق', 'هذه الصفحة غير موجودة', 'قد يكون العنوان خاطئًا أو أُغلقت الصفحة.', 'يُفتح في علامة تبويب جديدة'),
}

export const fill = (text: string, values: Readonly<Record<string, string>>): string => text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole)

/** The language of ours that these tags ask for first, of those a form speaks. */
export function languageFor(tags: readonly string[], has: readonly string[]): string {
  for (const tag of tags) {
    const [wish, base] = [tag.toLowerCase(), tag.toLowerCase().split('-')[0]]
    const found = has.find((each) => each.toLowerCase() === wish) ?? has.find((each) => each.toLowerCase().split('-')[0] === base)
    if (found) return found
  }
  return has[0] ?? 'en'
}

export const wordsOf = (language: string): OptInWords => OPT_IN_WORDS[languageFor([language], OPT_IN_LANGUAGES) as OptInLanguage] // one of ours
export const directionOf = (language: string): 'rtl' | 'ltr' => (/^(ar|fa|he|ur)\b/.test(language) ? 'rtl' : 'ltr')
