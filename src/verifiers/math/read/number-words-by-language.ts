/** Nought to twenty, then thirty, forty, … ninety, a hundred; other forms of one behind a stroke. */
const NUMBERS: readonly string[] = [
  // German, Dutch
  'null eins/ein/eine/einer zwei/zwo drei vier fünf/fuenf sechs sieben acht neun zehn elf zwölf/zwoelf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig hundert/einhundert',
  'nul één/een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd',
  // French, Spanish, Italian, Portuguese
  'zéro un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt trente quarante cinquante soixante soixante-dix quatre-vingts/quatre-vingt quatre-vingt-dix cent/cents',
  'cero uno/un/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis/dieciseis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien/ciento',
  'zero uno/un/una due tre/tré quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento',
  'zero um/uma dois/duas três quatro cinco seis sete oito nove dez onze doze treze catorze/quatorze quinze dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem/cento',
  // Russian, Polish
  'ноль/нуль один/одна/одно два/две три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто',
  'zero jeden/jedna/jedno dwa/dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt sto',
  // Japanese, Korean
  'ゼロ ひとつ/一つ ふたつ/二つ みっつ/三つ よっつ/四つ いつつ/五つ むっつ/六つ ななつ/七つ やっつ/八つ ここのつ/九つ とお',
  '영/공 하나/일 둘/이 셋/삼 넷/사 다섯/오 여섯/육 일곱/칠 여덟/팔 아홉/구 열/십 열하나/십일 열둘/십이 열셋/십삼 열넷/십사 열다섯/십오 열여섯/십육 열일곱/십칠 열여덟/십팔 열아홉/십구 스물/이십 서른/삼십 마흔/사십 쉰/오십 예순/육십 일흔/칠십 여든/팔십 아흔/구십 백',
  // Hindi, Arabic
  'शून्य एक दो तीन चार पाँच/पांच छह/छः/छ सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह/पन्द्रह सोलह सत्रह अठारह उन्नीस बीस तीस चालीस पचास साठ सत्तर अस्सी नब्बे सौ',
  'صفر واحد/واحدة اثنان/اثنين ثلاثة/ثلاث أربعة/أربع خمسة/خمس ستة/ست سبعة/سبع ثمانية/ثمان تسعة/تسع عشرة/عشر',
] // biome-ignore format: a table

/** Articles, which count nothing before a noun. */
const ARTICLES: ReadonlySet<string> = new Set('ein eine een un une una uno um uma'.split(' '))

/** Between tens and ones. */
const JOINTS: ReadonlySet<string> = new Set(['et', 'y', 'e', 'и', 'i', 'و'])

let values: ReadonlyMap<string, number> | undefined

function valuesByWord(): ReadonlyMap<string, number> {
  if (values) return values
  const words = new Map<string, number>()
  for (const row of NUMBERS)
    for (const [index, forms] of row.split(' ').entries())
      for (const form of forms.split('/')) words.set(form, index <= 20 ? index : (index - 18) * 10)
  values = words
  return words
}

/**
 * A number in words of another language than English, up to 999: `huit`, `двадцать один`, `einundzwanzig`, `veintidós`; with a rest
 * where `isRest` allows it, as of "drei Meter" the unit.
 */
export function digitsOfForeignWords(text: string, isRest: (words: string) => boolean): string | undefined {
  if (text.length > 60 || /\d/.test(text)) return undefined
  const parts = text.toLowerCase().normalize('NFC').split(/\s+/)
  let total: number | undefined
  let taken = 0
  for (const [index, part] of parts.entries()) {
    if (total !== undefined && JOINTS.has(part) && index + 1 < parts.length) continue
    const value = numberIn(part)
    // Trois cents, zwei hundert.
    const isHundreds = value === 100 && total !== undefined && total > 1 && total < 10
    if (value === undefined || (total !== undefined && !isHundreds && !fitsBehind(total, value))) break
    total = isHundreds ? total! * 100 : (total ?? 0) + value
    taken = index + 1
  }
  const rest = parts.slice(taken).join(' ')
  if (
    total === undefined ||
    (rest !== '' && (ARTICLES.has(parts[taken - 1]!) || /^quarts?\b/.test(rest) || !isRest(rest)))
  )
    return undefined
  return rest === '' ? String(total) : `${total} ${rest}`
}

/** Ones behind tens, tens behind hundreds. */
const fitsBehind = (total: number, value: number): boolean =>
  value > 0 &&
  (total % 100 === 0 ? total > 0 && value < 100 : total % 10 === 0 && total % 100 >= 20 && value < 10)

/** Of one word: dreiundzwanzig, veintitrés, ventitré, vingt-trois. */
function numberIn(word: string): number | undefined {
  const words = valuesByWord()
  const known = words.get(word)
  if (known !== undefined) return known
  const ones = (part: string) => {
    const value = words.get(part) ?? words.get(part.normalize('NFD').replace(/\u0301/g, ''))
    return value !== undefined && value > 0 && value < 20 ? value : undefined
  }
  const german = /^(\p{L}{3,7})(?:und|en|ën)(\p{L}{5,8})$/u.exec(word)
  if (german) {
    const [one, ten] = [ones(german[1]!), words.get(german[2]!)]
    return one !== undefined && one < 10 && ten !== undefined && ten >= 20 && ten < 100
      ? ten + one
      : undefined
  }
  const spanish = /^veinti(\p{L}{2,6})$/u.exec(word)?.[1]
  if (spanish !== undefined) return addTo(20, ones(spanish))
  const [ten, ...more] = word.split('-')
  if (more.length > 0) {
    const head = words.get(more.length > 1 && ten === 'quatre' ? `quatre-${more.shift()}` : ten!)
    const tail = ones(more.filter((part) => part !== 'et').join('-'))
    const isTen =
      head !== undefined && head >= 20 && head < 100 && (tail ?? 0) < (head === 60 || head === 80 ? 20 : 10)
    return isTen ? addTo(head, tail) : undefined
  }
  const italian = /^(vent|trent|quarant|cinquant|sessant|settant|ottant|novant)[ia]?(\p{L}{3,7})$/u.exec(word)
  return italian
    ? addTo(words.get(`${italian[1]}${italian[1] === 'vent' ? 'i' : 'a'}`) ?? 0, ones(italian[2]!))
    : undefined
}

const addTo = (tens: number, ones: number | undefined): number | undefined =>
  ones === undefined || tens === 0 ? undefined : tens + ones
