/** Words for what the server itself finds out about accounts. What platforms say is worded by their channels. */
import type { HealthText } from '@recado/api'
import { type FactText, filled, type LocalText } from '@recado/channel-kit'
import { INCIDENT_WORDS } from '../incidents/words.js'

export type Words = { title: LocalText } & FactText
export type Texts = Record<string, HealthText>

const say = (en: string, es: string, de: string, zh: string, ar: string, pt: string): LocalText => ({ en, es, de, zh, ar, pt })

/** Health items of our own, by kind. `{name}` is filled from the item's data. */
const OWN: Readonly<Record<string, Words>> = {
  ...INCIDENT_WORDS,
  account_paused: {
    title: say('Sending is paused', 'El envío está en pausa', 'Der Versand ist pausiert', '发送已暂停', 'الإرسال متوقف مؤقتًا', 'O envio está pausado'),
    sentence: say('The platform refuses to send for this account. What is written waits and goes by itself once it works again.', 'La plataforma se niega a enviar desde esta cuenta. Lo que se escriba espera y sale solo en cuanto vuelva a funcionar.', 'Die Plattform verweigert den Versand für dieses Konto. Was geschrieben wird, wartet und geht von selbst hinaus, sobald es wieder funktioniert.', '平台拒绝为此账号发送。所写内容会等待，恢复后自动发送。', 'ترفض المنصة الإرسال من هذا الحساب. ما يُكتب ينتظر ويُرسل تلقائيًا متى عاد إلى العمل.', 'A plataforma se recusa a enviar por esta conta. O que for escrito espera e sai sozinho assim que voltar a funcionar.'),
  },
  webhook_silent: {
    title: say('Nothing arrives', 'No llega nada', 'Nichts kommt an', '收不到任何内容', 'لا يصل شيء', 'Nada chega'),
    sentence: say('The platform has not called for unusually long.', 'La plataforma lleva un tiempo inusual sin avisar de nada.', 'Die Plattform hat sich ungewöhnlich lange nicht gemeldet.', '平台异常地长时间没有调用。', 'لم تستدعِ المنصة هذا الخادم منذ مدة طويلة على غير العادة.', 'A plataforma está há um tempo incomum sem chamar.'),
    next: say('Check whether this server can be reached from outside and whether the webhook address at the platform is the one shown here.', 'Mira si se puede llegar a este servidor desde fuera y si la dirección del webhook en la plataforma es la que se muestra aquí.', 'Prüfe, ob dieser Server von außen erreichbar ist und ob bei der Plattform die Webhook-Adresse steht, die hier angezeigt wird.', '请检查外部能否访问此服务器，以及平台上的 Webhook 地址是否与这里显示的一致。', 'تحقق من إمكان الوصول إلى هذا الخادم من الخارج، ومن أن عنوان webhook لدى المنصة هو المعروض هنا.', 'Verifique se este servidor pode ser acessado de fora e se o endereço do webhook na plataforma é o que aparece aqui.'),
  },
  webhook_missed: {
    title: say('Messages may be missing', 'Pueden faltar mensajes', 'Nachrichten können fehlen', '可能有消息遗漏', 'قد تنقص رسائل', 'Podem faltar mensagens'),
    sentence: say('For a while nothing could arrive, and the platform does not repeat it all.', 'Durante un tiempo no pudo llegar nada y la plataforma no lo repite todo.', 'Eine Zeit lang konnte nichts ankommen, und die Plattform wiederholt nicht alles.', '有一段时间无法接收任何内容，平台也不会全部补发。', 'لفترة لم يكن ممكنًا أن يصل شيء، ولا تعيد المنصة إرسال ذلك كله.', 'Por um tempo nada pôde chegar, e a plataforma não repete tudo.'),
    next: say('Look at that time in the app itself, or ask the customers you were expecting.', 'Mira esas horas en la propia aplicación o pregunta a los clientes que esperabas.', 'Sieh dir diese Zeit in der App selbst an oder frage die Kunden, die du erwartet hast.', '请在应用内查看那段时间，或询问你在等待的客户。', 'راجع تلك الفترة في التطبيق نفسه، أو اسأل العملاء الذين كنت تنتظرهم.', 'Veja esse período no próprio app ou pergunte aos clientes que você esperava.'),
  },
  template_paused: {
    title: say('Template “{template}” cannot be sent', 'La plantilla «{template}» no se puede enviar', 'Die Vorlage „{template}“ kann nicht gesendet werden', '模板“{template}”无法发送', 'لا يمكن إرسال القالب «{template}»', 'O modelo “{template}” não pode ser enviado'),
    sentence: say('The platform has paused or disabled it. {reason}', 'La plataforma la ha pausado o desactivado. {reason}', 'Die Plattform hat sie pausiert oder deaktiviert. {reason}', '平台已将其暂停或停用。{reason}', 'أوقفته المنصة مؤقتًا أو عطّلته. {reason}', 'A plataforma o pausou ou desativou. {reason}'),
    next: say('Use another template; change this one if customers block it.', 'Usa otra plantilla; cambia esta si los clientes la bloquean.', 'Nutze eine andere Vorlage; ändere diese, wenn Kunden sie blockieren.', '请使用其他模板；如果客户屏蔽它，请修改。', 'استخدم قالبًا آخر؛ وعدّل هذا إن كان العملاء يحظرونه.', 'Use outro modelo; altere este se os clientes o bloquearem.'),
  },
  template_rejected: {
    title: say('Template “{template}” was rejected', 'La plantilla «{template}» ha sido rechazada', 'Die Vorlage „{template}“ wurde abgelehnt', '模板“{template}”被拒绝', 'رُفض القالب «{template}»', 'O modelo “{template}” foi rejeitado'),
    sentence: say('The reviewers of the platform turned it down. {reason}', 'Los revisores de la plataforma no la han aceptado. {reason}', 'Die Prüfung der Plattform hat sie nicht angenommen. {reason}', '平台审核未通过。{reason}', 'لم يقبله مراجعو المنصة. {reason}', 'A revisão da plataforma não o aceitou. {reason}'),
    next: say('Open it, correct what is named and hand it in again.', 'Ábrela, corrige lo que se indica y preséntala otra vez.', 'Öffne sie, korrigiere das Genannte und reiche sie erneut ein.', '打开模板，修改指出的问题后重新提交。', 'افتحه وصحّح ما ذُكر وقدّمه من جديد.', 'Abra-o, corrija o que foi indicado e envie-o de novo.'),
  },
  template_category: {
    title: say('Template “{template}” gets another category', 'La plantilla «{template}» cambia de categoría', 'Die Vorlage „{template}“ bekommt eine andere Kategorie', '模板“{template}”将更改类别', 'ستتغيّر فئة القالب «{template}»', 'O modelo “{template}” muda de categoria'),
    sentence: say('The platform will count it as {category}: its price changes, and so does the consent it needs.', 'La plataforma la contará como {category}: cambian su precio y el consentimiento que necesita.', 'Die Plattform zählt sie künftig als {category}: Preis und nötige Einwilligung ändern sich.', '平台将把它归为 {category}：价格和所需同意都会改变。', 'ستعدّه المنصة من فئة {category}: يتغيّر سعره والموافقة اللازمة له.', 'A plataforma o contará como {category}: mudam o preço e o consentimento necessário.'),
    next: say('Reword it without advertising, or appeal in the platform’s console.', 'Redáctala sin publicidad o reclama en la consola de la plataforma.', 'Formuliere sie ohne Werbung oder lege in der Konsole der Plattform Einspruch ein.', '去掉推广内容重新撰写，或在平台后台申诉。', 'أعد صياغته بلا دعاية، أو اعترض في لوحة المنصة.', 'Reescreva-o sem publicidade ou conteste no painel da plataforma.'),
  },
  template_quality: {
    title: say('Template “{template}” is not liked', 'La plantilla «{template}» no gusta', 'Die Vorlage „{template}“ kommt schlecht an', '模板“{template}”反响不佳', 'القالب «{template}» لا يلقى قبولًا', 'O modelo “{template}” não agrada'),
    sentence: say('People block or report it: its quality is {quality}. The next step of the platform is a pause.', 'Hay personas que la bloquean o denuncian: su calidad es {quality}. El siguiente paso de la plataforma es una pausa.', 'Menschen blockieren oder melden sie: Ihre Qualität ist {quality}. Der nächste Schritt der Plattform ist eine Pause.', '有人屏蔽或举报它：质量为 {quality}。平台下一步会暂停它。', 'يحظره أشخاص أو يبلغون عنه: جودته {quality}. الخطوة التالية للمنصة هي الإيقاف المؤقت.', 'Pessoas o bloqueiam ou denunciam: sua qualidade é {quality}. O próximo passo da plataforma é uma pausa.'),
    next: say('Send it to fewer people, or word it better.', 'Envíala a menos personas o redáctala mejor.', 'Schicke sie an weniger Menschen oder formuliere sie besser.', '减少发送对象，或改进措辞。', 'أرسله إلى عدد أقل أو حسّن صياغته.', 'Envie-o a menos pessoas ou melhore o texto.'),
  },
  backup_old: {
    title: say('There is no fresh backup', 'No hay ninguna copia de seguridad reciente', 'Es gibt kein frisches Backup', '没有最新的备份', 'لا توجد نسخة احتياطية حديثة', 'Não há backup recente'),
    sentence: say('Last good one: {last}. The last try said: {reason}', 'Última buena: {last}. El último intento dijo: {reason}', 'Letztes gutes: {last}. Der letzte Versuch meldete: {reason}', '最近一次成功：{last}。最近一次尝试的结果：{reason}', 'آخر نسخة سليمة: {last}. قالت المحاولة الأخيرة: {reason}', 'Último bom: {last}. A última tentativa disse: {reason}'),
    next: say('Look at the disk behind RECADO_BACKUP_DIR, then make one under Settings > Backups.', 'Revisa el disco de RECADO_BACKUP_DIR y haz una en Ajustes > Copias de seguridad.', 'Prüfe den Datenträger hinter RECADO_BACKUP_DIR und starte eins unter Einstellungen > Backups.', '请检查 RECADO_BACKUP_DIR 所在的磁盘，然后在“设置 > 备份”中备份一次。', 'افحص القرص الذي يشير إليه RECADO_BACKUP_DIR ثم أنشئ نسخة من الإعدادات > النسخ الاحتياطي.', 'Verifique o disco de RECADO_BACKUP_DIR e faça um em Configurações > Backups.'),
  },
  backup_broken: {
    title: say('A backup cannot be restored', 'Hay una copia de seguridad que no se podría restaurar', 'Ein Backup lässt sich nicht wiederherstellen', '有备份无法恢复', 'توجد نسخة احتياطية لا يمكن استعادتها', 'Há um backup que não pode ser restaurado'),
    sentence: say('{file} was read again and did not pass. Concerned: {what}', '{file} se ha leído de nuevo y no está bien. Afectado: {what}', '{file} wurde erneut gelesen und ist nicht in Ordnung. Betroffen: {what}', '重新读取 {file} 时未通过检查。涉及：{what}', 'أعيدت قراءة {file} ولم تجتز الفحص. المتأثر: {what}', '{file} foi lido de novo e não está em ordem. Afetado: {what}'),
    next: say('Make one now under Settings > Backups and verify it: this ends once a later one is whole. If it comes again, replace the disk.', 'Haz una ahora en Ajustes > Copias de seguridad y compruébala: esto termina en cuanto una posterior esté íntegra. Si se repite, cambia el disco.', 'Erstelle jetzt eins unter Einstellungen > Backups und prüfe es: Dies endet, sobald ein späteres unversehrt ist. Kommt es wieder, tausche den Datenträger.', '请立即在“设置 > 备份”中备份一次并检查：之后的备份完好时此提示消失。若再次出现，请更换磁盘。', 'أنشئ نسخة الآن من الإعدادات > النسخ الاحتياطي وافحصها: ينتهي هذا التنبيه حين تكون نسخة لاحقة سليمة. إن تكرر فاستبدل القرص.', 'Faça um agora em Configurações > Backups e verifique-o: isto termina assim que um posterior estiver íntegro. Se voltar, troque o disco.'),
  },
  restore_held: {
    title: say('A backup was restored: sending is held back', 'Se restauró una copia: hay envíos retenidos', 'Ein Backup wurde eingespielt: Sendungen sind angehalten', '已恢复备份：发送已暂停', 'استُعيدت نسخة احتياطية: الإرسال موقوف', 'Um backup foi restaurado: há envios retidos'),
    sentence: say('Everything is as it was at {at} (UTC). Messages: {messages}, scheduled: {scheduled}, campaigns: {campaigns}, posts: {posts}. They may have left since then.', 'Todo está como a las {at} (UTC). Mensajes: {messages}, programados: {scheduled}, campañas: {campaigns}, publicaciones: {posts}. Puede que ya salieran.', 'Alles steht, wie es um {at} (UTC) war. Nachrichten: {messages}, geplante: {scheduled}, Kampagnen: {campaigns}, Beiträge: {posts}. Sie können seither schon gesendet worden sein.', '一切恢复到 {at}（UTC）。消息：{messages}，定时：{scheduled}，营销活动：{campaigns}，群发：{posts}。它们之后可能已经发出。', 'كل شيء كما كان في {at} (UTC). الرسائل: {messages}، المجدولة: {scheduled}، الحملات: {campaigns}، المنشورات: {posts}. ربما أُرسلت بعد ذلك.', 'Tudo está como em {at} (UTC). Mensagens: {messages}, agendadas: {scheduled}, campanhas: {campaigns}, publicações: {posts}. Podem já ter saído.'),
    next: say('Decide under Settings > Backups what goes and what is thrown away.', 'Decide en Ajustes > Copias de seguridad qué sale y qué se descarta.', 'Entscheide unter Einstellungen > Backups, was hinausgeht und was verworfen wird.', '请在“设置 > 备份”中决定哪些发送、哪些丢弃。', 'قرّر من الإعدادات > النسخ الاحتياطي ما يُرسل وما يُتلف.', 'Decida em Configurações > Backups o que sai e o que é descartado.'),
  },
  mail_failed: {
    title: say('E-mails are not going out', 'Los correos no salen', 'E-Mails gehen nicht hinaus', '邮件无法发出', 'رسائل البريد لا تخرج', 'Os e-mails não estão saindo'),
    sentence: say('The mail server refused them: {error}', 'El servidor de correo los rechaza: {error}', 'Der Mailserver hat sie abgelehnt: {error}', '邮件服务器拒收：{error}', 'رفضها خادم البريد: {error}', 'O servidor de e-mail os recusou: {error}'),
    next: say('Look at SMTP_URL and MAIL_FROM.', 'Revisa SMTP_URL y MAIL_FROM.', 'Prüfe SMTP_URL und MAIL_FROM.', '请检查 SMTP_URL 和 MAIL_FROM。', 'راجع SMTP_URL وMAIL_FROM.', 'Verifique SMTP_URL e MAIL_FROM.'),
  },
}

/** Words in every language, with their places filled. */
export function inWords(words: Words, values: Readonly<Record<string, unknown>> = {}): Texts {
  const known = Object.fromEntries(Object.entries(values).filter((pair): pair is [string, string | number] => typeof pair[1] === 'string' || typeof pair[1] === 'number'))
  return Object.fromEntries(Object.keys(words.title).map((language) => [language, {
    title: filled(words.title[language] ?? words.title.en, known), sentence: filled(words.sentence[language] ?? words.sentence.en, known), next: words.next ? filled(words.next[language] ?? words.next.en, known) : null,
  }]))
}

/** The words of an item that was kept without any; null where only its kind is known. */
export function ownTexts(kind: string, data: Readonly<Record<string, unknown>>): Texts | null {
  const words = OWN[kind]
  return words ? inWords(words, data) : null
}
