/** A number in Chinese at the end of a sentence: 三 of "还剩三个". */
export const chineseNumberAtEnd = (sentence: string): string | undefined =>
  (CHINESE.exec(sentence) ?? CHINESE_SHARE.exec(sentence))?.[1]

const CHINESE =
  /(?<!不)(?:为|是|等于|共?有|共|剩下?|还剩|得)([零一二三四五六七八九十百千万亿分之点两]{1,20})(?:[个元只本人条种岁天瓶张页块支件名辆棵盒箱](?:不同的|同学|方法|选法|排法|办法){0,2}\p{Script=Han}{0,2})?[。.]?$/u

/** "剩下全长的三分之二" */
const CHINESE_SHARE =
  /[剩占为是][^，。\d的]{0,9}的([零一二三四五六七八九十百]{1,9}分之[零一二三四五六七八九十百]{1,9})[。.]?$/
