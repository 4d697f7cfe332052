import { parseDecimal, type Rational } from '../values/rational.js'

/** A unit as a factor over the base unit of its dimension. */
export interface Unit {
  /** `m`, `m^2`, `m·s^-1`, or `label:students` for words that name no unit. */
  readonly dimension: string
  readonly scale: Rational
}

/** The dimension of a dozen: a number that a bare one can be compared with. */
export const NUMBER = 'number'
/** Of percentage points, which a bare number counts too. */
export const POINT = 'point'

/** Symbols of SI, which take prefixes: a dimension in m, g, s, A, K, mol, the size in these, the names. */
const symbols = table(`
m 1 m м
g 1 g г
s 1 s с
A 1 A А
K 1 K К
mol 1 mol моль
cd 1 cd
lm 1 lm
s^-1 1 Hz Гц Bq
m·g·s^-2 1000 N Н
m^-1·g·s^-2 1000 Pa Па
m^2·g·s^-2 1000 J Дж Nm
m^2·g·s^-3 1000 W Вт
s·A 1 C Кл
VA 1 VA
m^2·g·s^-3·A^-1 1000 V В
m^2·g·s^-3·A^-2 1000 Ω Ом
m^-2·g^-1·s^4·A^2 0.001 F Ф
m^-2·g^-1·s^3·A^2 0.001 S См
m^2·g·s^-2·A^-1 1000 Wb Вб
g·s^-2·A^-1 1000 T Тл
m^2·g·s^-2·A^-2 1000 H Гн
m^3 0.001 L l л
m^-3·mol 1000 M
m^2·g·s^-2 1.602176634e-16 eV эВ
m^2·g·s^-2 4184 cal кал
m^2·g·s^-2 3600000 Wh
s·A 3600 Ah
m^-1·g·s^-2 100000000 bar
bit 1 bit b
bit 8 B
`)

/** The same in words, of several languages, without accents and endings. */
const words = table(`
m 1 meter metre metro metri метр мет 미터 メートル मीटर متر
g 1 gram gramme gramm gramo grama grammo grammi грамм 그램 グラム ग्राम غرام جرام
s 1 second sekunde seconde segundo secondo secondi секунд
A 1 ampere amp amperio ампер
K 1 kelvin кельвин
mol 1 mole mol моль 摩尔
s^-1 1 hertz герц 赫兹
m·g·s^-2 1000 newton ньютон 牛顿
m^-1·g·s^-2 1000 pascal паскал 帕
m^2·g·s^-2 1000 joule джоул julio 焦耳
m^2·g·s^-3 1000 watt vatio ватт 瓦
s·A 1 coulomb culombio кулон
m^2·g·s^-3·A^-1 1000 volt voltio вольт 伏
m^2·g·s^-3·A^-2 1000 ohm ohmio ом 欧
m^-2·g^-1·s^4·A^2 0.001 farad фарад
m^-2·g^-1·s^3·A^2 0.001 siemens
m^2·g·s^-2·A^-1 1000 weber
g·s^-2·A^-1 1000 tesla
m^2·g·s^-2·A^-2 1000 henry henrie
m^3 0.001 liter litre litro litri литр 리터 リットル लीटर لتر
m^-3·mol 1000 molar
m^2·g·s^-2 1.602176634e-16 electronvolt
m^2·g·s^-2 4184 calorie caloria kalorie калори
bit 1 bit бит
bit 8 byte байт
`)

/** What takes no prefix. */
const others = table(`
m^2·g·s^-3·A^-2 1000000 kilohm
m^2·g·s^-3·A^-2 1000000000 megohm
m 0.0254 in inch zoll pouce pulgada
m 0.3048 ft foot feet
m 0.9144 yd yard
m 1609.344 mi mile
m 1e-10 Å angstrom ångström
m 1e-6 micron
m 9460730472580800 ly lightyear
m 149597870700 AU
m 1 米 م
m 0.1 分米
m 0.01 厘米 公分 センチ सेमी سم
m 0.001 毫米 ミリ मिमी ملم مم
m 1000 千米 公里 キロ किमी كم
m 1e-6 微米
m 1e-9 纳米
m^2·g·s^-2 4184000 Cal
m^2 10000 hectare ha hektar
m^3 0.000001 cc
m^3 0.003785411784 gallon gal
m^3 0.000946352946 quart qt
m^3 0.000473176473 pint
m^3 0.0002365882365 cup
m^3 0.001 升
m^3 0.000001 毫升
s 60 min minute minuto minuti мин минут 分 分钟 分鐘 分間 분 मिनट دقيقة دقائق
s 3600 h hr hour heure hora ora ore stunde std uur ч час 小时 小時 时 時間 시간 घंटा घंटे ساعة ساعات
s 86400 d day tag jour dia giorno giorni день дня дней сут 天 日 일 दिन يوم
s 604800 wk week woche semaine semana settimana settimane недел 周 週間 주
s 1 sec seg sek сек 秒 초 सेकंड ثانية
year 12 yr year annee ans jahr ano anno anni год года лет 年 년 साल वर्ष سنة
year 1 mo month mois monat mes mese mesi месяц 月 个月 ヶ月 개월
g 1 gm 克 ग्रा
g 1000 千克 公斤 किग्रा كجم كغ
g 0.001 毫克
g 1000000 t ton tonne tonelada tonnellata т тонн 吨
g 1000 kg
g 453.59237 lb pound
g 28.349523125 oz ounce
mol 0.001 毫摩尔
m·g·s^-2 1000 牛
m·g·s^-2 0.01 dyn dyne
m^2·g·s^-2 0.0001 erg
m^2·g·s^-2 1000 焦
m^2·g·s^-3 1000000 千瓦
m^2·g·s^-3·A^-1 1000 伏特
s·A 1 库仑
A 1 安 安培
m^2·g·s^-3·A^-2 1000 欧姆 Omega ℧
m^-1·g·s^-2 101325000 atm
m^-1·g·s^-2 133322.387415 mmHg Torr torr
m^-1·g·s^-2 6894757.293168 psi
stroke 60 onestroke
stroke 1 twostrokes
degree 1 degree deg ° 度 도 grad градус grado градусов डिग्री درجة
rad 1 rad radian radiant radianti radianes 弧度
temperature 1 °C degreeC celsius 摄氏度
fahrenheit 1 °F degreeF fahrenheit
m^-1 1 dpt dioptre diopter dioptrie
dB 1 dB decibel
money:$ 1 $ usd dollar dolar dolares dollaro dollari доллар 美元 ドル 달러
money:$ 0.01 cent ¢
money:€ 1 € eur euro евро 欧元 ユーロ 유로
money:£ 1 £ gbp
money:¥ 1 ¥
money:¥cn 1 元 rmb cny yuan 块 人民币
money:¥cn 0.1 角
money:¥jp 1 jpy yen 円 日元
money:₹ 1 ₹ rs inr rupee rupia रुपये रुपए रुपया
money:₽ 1 ₽ rub руб рубл ruble rouble rubel р
money:₽ 0.01 копе копей
money:R$ 1 R$ brl reais
money:₩ 1 ₩ krw won 원
money:chf 1 chf franken franc
money:zł 1 zł pln złoty złotych
m·s^-1 0.44704 mph
m^2 1 кв
unit 1 unit
number 12 dozen dutzend douzaine docena
number 20 score
number 144 gross
number 0.5 half halve
number 0.1 tenth
number 0.01 hundredth
number 0.001 thousandth ‰ promille
number 0.0001 bp bps basispunkt
number 1000 k
point 0.01 percentagepoint prozentpunkt
`)

/** Prefixes of symbols and of words as powers of ten. K is no prefix, and taken for k. */
const PREFIXES: Readonly<Record<string, number>> = {
  da: 1, h: 2, k: 3, K: 3, M: 6, G: 9, T: 12, P: 15, d: -1, c: -2, m: -3, u: -6, µ: -6, μ: -6, n: -9, p: -12, f: -15,
  г: 2, к: 3, М: 6, Г: 9, д: -1, с: -2, м: -3, мк: -6, н: -9, п: -12,
} // biome-ignore format: a table
const PREFIX_WORDS: Readonly<Record<string, number>> = {
  hecto: 2, hekto: 2, kilo: 3, quilo: 3, chilo: 3, mega: 6, giga: 9, tera: 12, deci: -1, dezi: -1, centi: -2, zenti: -2,
  milli: -3, mili: -3, micro: -6, mikro: -6, nano: -9, pico: -12, piko: -12, femto: -15,
  кило: 3, мега: 6, гига: 9, деци: -1, санти: -2, милли: -3, микро: -6, нано: -9, пико: -12,
  センチ: -2, ミリ: -3, キロ: 3, 센티: -2, 밀리: -3, 킬로: 3, सेंटी: -2, मिली: -3, किलो: 3, سنتي: -2, ملي: -3, كيلو: 3,
} // biome-ignore format: a table

/** The rows of a table, read when a unit is first looked up. */
function table(rows: string): () => ReadonlyMap<string, Unit> {
  let units: ReadonlyMap<string, Unit> | undefined
  return () => {
    units ??= unitsOf(rows)
    return units
  }
}

function unitsOf(rows: string): ReadonlyMap<string, Unit> {
  const units = new Map<string, Unit>()
  for (const row of rows.trim().split('\n')) {
    const [dimension, size, ...names] = row.split(' ') as [string, string, ...string[]]
    const [digits, exponent] = size.split('e') as [string, string?]
    const unit: Unit = {
      dimension: dimension.split('·').sort().join('·'),
      scale: parseDecimal(digits, Number(exponent ?? 0)),
    }
    for (const name of names) units.set(name, unit)
  }
  return units
}

/** A unit with what a prefix makes of it. */
export interface Named {
  readonly unit: Unit
  /** The power of ten of its prefix. */
  readonly exponent: number
  /** It is a symbol, whose case counts, and not a word. */
  readonly isSymbol: boolean
}

/** The unit that one name stands for: a symbol in its own letters first, a word in any, `metri` or `Stunden`. */
export function unitNamed(name: string): Named | undefined {
  const found = symbolNamed(name)
  if (found || name === '') return found
  const word = name
    .toLowerCase()
    .normalize('NFD')
    .replace(/(?<=[a-z])[\u0300-\u036f]/g, '')
    .normalize('NFC')
  return wordNamed(word) ?? withoutEnding(word) ?? (name.length > 1 ? symbolNamed(word) : undefined)
}

/** What looks like a prefix and a unit, and is something else. */
const NO_UNIT: ReadonlySet<string> = new Set(['pH', 'as', 'us'])

function symbolNamed(name: string): Named | undefined {
  const own = symbols().get(name) ?? others().get(name)
  if (own) return { unit: own, exponent: 0, isSymbol: symbols().has(name) || name.length < 3 }
  if (NO_UNIT.has(name)) return undefined
  for (let length = 1; length <= 2 && length < name.length; length++) {
    const [prefix, rest] = [name.slice(0, length), name.slice(length)]
    const unit = symbols().get(rest)
    if (!unit || !Object.hasOwn(PREFIXES, prefix)) continue
    const exponent = PREFIXES[prefix]!
    // MM is no megamolar, and no byte is cut into ten.
    if ((rest === 'M' && exponent > -3) || (/^(?:bi?t?|B)$/.test(rest) && exponent < 0)) continue
    return { unit, exponent, isSymbol: true }
  }
  return undefined
}

function wordNamed(word: string): Named | undefined {
  const own = words().get(word) ?? others().get(word)
  if (own) return { unit: own, exponent: 0, isSymbol: false }
  for (let length = 2; length <= 5 && length < word.length; length++) {
    const [prefix, rest] = [word.slice(0, length), word.slice(length)]
    if (!Object.hasOwn(PREFIX_WORDS, prefix)) continue
    const unit = words().get(rest)
    if (unit) return { unit, exponent: PREFIX_WORDS[prefix]!, isSymbol: false }
  }
  return undefined
}

/** Hours, inches, Stunden, метров. */
const ENDINGS = [/[sаыиеуяьй]$/, /(?<=\p{L}{3})(?:e[sn]|ов|ев|ей|ах|ам|ом|ек|ки)$/u, /(?<=\p{L}{3})[en]$/u]

function withoutEnding(word: string): Named | undefined {
  if (word.length < 3) return undefined
  for (const ending of ENDINGS) {
    const stem = word.replace(ending, '')
    const found = stem !== word && stem.length > 1 ? wordNamed(stem) : undefined
    if (found) return found
  }
  return undefined
}
