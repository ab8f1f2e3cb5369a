/** Pages of WeChat's documentation that the figures of this folder are taken from. */
const DOCS = 'https://developers.weixin.qq.com/doc/service'

export const SOURCES = {
  replies: `${DOCS}/guide/product/kf/intro.html`,
  customSend: `${DOCS}/api/customer/message/api_sendcustommessage.html`,
  passive: `${DOCS}/guide/product/message/Passive_user_reply_message.html`,
  receiving: `${DOCS}/guide/product/message/Receiving_standard_messages.html`,
  menu: `${DOCS}/guide/product/menu/Custom_Menu_Push_Events.html`,
  events: `${DOCS}/guide/product/message/Receiving_event_pushes.html`,
  template: `${DOCS}/guide/product/template_message/Template_Message_Interface.html`,
  subscription: `${DOCS}/guide/product/Subscription_Messages/intro.html`,
  values: `${DOCS}/api/notify/notify/api_sendnewsubscribemsg.html`,
  broadcasts: `${DOCS}/guide/product/message/Batch_Sends.html`,
  drafts: `${DOCS}/guide/product/draft.html`,
  articleFigures: `${DOCS}/api/wedata/news/api_getarticletotaldetail.html`,
  limits: 'https://developers.weixin.qq.com/doc/offiaccount/Message_Management/API_Call_Limits.html',
  media: `${DOCS}/api/material/temporary/api_uploadtempmedia.html`,
  encryption: `${DOCS}/guide/dev/push/encryption.html`,
  token: `${DOCS}/api/base/api_getstableaccesstoken.html`,
  identity: `${DOCS}/guide/product/unionid.html`,
} as const
