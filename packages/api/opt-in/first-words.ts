/** What a new form says before its company has written anything; {company} is filled when the form is made. */
import type { OptInTexts } from '../opt-in.js'
import { fill, type OptInLanguage } from './words.js'

const FIRST: Record<OptInLanguage, OptInTexts> = {
  en: {
    title: 'News from {company}, where you already chat', text: 'Choose your topics and your app. You can change your mind at any time.', button: 'Get our news', thanks: 'Thank you! From now on you will hear from us.',
    wording: 'By continuing I agree that {company} sends me messages about the topics I have chosen, in the app I have chosen. My consent is voluntary and I can withdraw it at any time by answering STOP.',
  },
  es: {
    title: 'Las novedades de {company}, donde ya chateas', text: 'Elige tus temas y tu aplicación. Puedes cambiar de idea cuando quieras.', button: 'Recibir novedades', thanks: '¡Gracias! A partir de ahora tendrás noticias nuestras.',
    wording: 'Al continuar acepto que {company} me envíe mensajes sobre los temas que he elegido, en la aplicación que he elegido. Mi consentimiento es voluntario y puedo retirarlo en cualquier momento respondiendo BAJA.',
  },
  'pt-BR': {
    title: 'Novidades de {company}, onde você já conversa', text: 'Escolha seus assuntos e seu aplicativo. Você pode mudar de ideia quando quiser.', button: 'Receber novidades', thanks: 'Obrigado! A partir de agora você recebe nossas novidades.',
    wording: 'Ao continuar, aceito que {company} me envie mensagens sobre os assuntos que escolhi, no aplicativo que escolhi. Meu consentimento é voluntário e posso retirá-lo a qualquer momento respondendo SAIR.',
  },
  de: {
    title: 'Neues von {company}, wo du sowieso chattest', text: 'Wähle deine Themen und deine App. Du kannst es dir jederzeit anders überlegen.', button: 'Neuigkeiten erhalten', thanks: 'Danke! Ab jetzt hörst du von uns.',
    wording: 'Indem ich fortfahre, willige ich ein, dass {company} mir Nachrichten zu den gewählten Themen in der gewählten App schickt. Meine Einwilligung ist freiwillig, und ich kann sie jederzeit mit der Antwort STOPP widerrufen.',
  },
  'zh-CN': {
    title: '在您常用的应用中接收{company}的消息', text: '选择您的主题和应用，您可以随时更改。', button: '接收最新消息', thanks: '谢谢！今后您将收到我们的消息。',
    wording: '继续即表示我同意{company}在我选择的应用中就我选择的主题向我发送消息。我的同意出于自愿，我可以随时回复“退订”撤回。',
  },
  ar: {
    title: 'أخبار {company} حيث تدردش أصلًا', text: 'اختر مواضيعك وتطبيقك. يمكنك تغيير رأيك متى شئت.', button: 'استقبال الأخبار', thanks: 'شكرًا لك! ستصلك أخبارنا من الآن.',
    wording: 'بالمتابعة أوافق على أن ترسل إليّ {company} رسائل حول المواضيع التي اخترتها في التطبيق الذي اخترته. موافقتي طوعية ويمكنني سحبها في أي وقت بالرد بكلمة إلغاء.',
  },
}

export const firstWords = (language: OptInLanguage, company: string): OptInTexts => Object.fromEntries(Object.entries(FIRST[language]).map(([key, text]) => [key, fill(text, { company })])) as unknown as OptInTexts // the same keys
