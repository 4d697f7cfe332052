/**
 * Words by which a sentence says something else of a value than that it is the answer, by what they do and in about twenty languages.
 * Each is a regular expression over whole words; Chinese, Japanese and Korean ones stand apart, since these have no spaces.
 */

/** "not" */
export const NEGATIONS: readonly string[] = [
  'not', "\\p{L}{2,6}n['’]t", 'cannot', 'never', 'neither', 'nor', 'impossible', 'unlike', 'anything but', 'everything but', 'by no means', 'no ?(?:body|one)', 'no way', 'none of \\p{L}{1,12}',
  'nicht', 'kein(?:e[nmrs]?)?', 'keineswegs', 'keinesfalls', 'niemals', 'niemand', 'weder', 'nie', 'niet', 'geen', 'nooit', 'inte', 'ikke', 'aldrig', 'ingen',
  'pas', 'jamais', 'aucun(?:e|ement)?', 'ni', 'guère', 'nullement', 'personne',
  'no (?:es|son|sea|sean|era|eran|hay|puede|pueden|podría|vale|valen|da|dan|fue|llega|llegan|alcanza|tiene|tienen|cumple|equivale)', 'nunca', 'jamás', 'tampoco', 'ningún', 'nadie', 'imposible',
  'non (?:è|sono|sia|può|possono|vale|dà|fa|ci|ha|hanno|arriva)', 'né', 'mai', 'nessuno', 'impossibile', 'não', 'nem', 'ninguém',
  'не', 'ни', 'нет', 'никогда', 'никто', 'невозможно', 'není', 'nejsou', 'nikdy', 'nu', 'ei(?: ole)?', 'δεν', 'όχι', 'לא', 'אינו', 'אינה',
  'bukan', 'jibu si', 'siyo', 'sio', 'bukanlah', 'tidak', 'không', 'ليس', 'ليست', 'لا', 'لن', 'ไม่ใช่',
] // biome-ignore format: a table

/** Comparisons: "smaller than". They stand directly before the value. */
export const COMPARISONS: readonly string[] = [
  '(?!other)\\p{L}{2,12}er than', '(?:more|less|(?<!nothing )(?<!none )other) than', '(?:powers?|multiples?|divisors?|factors?) of', 'divisible by', 'coprime (?:to|with)', 'relatively prime to', 'proportional to', '\\p{L}{2,12}(?:er|hr) als', 'anders als', '(?:meer|minder|groter|kleiner) dan', '(?:mer|mindre|större|fler|færre|flere) (?:än|enn|end)',
  '(?:plus|moins) de', '(?:(?:plus|moins) (?:grand|petit|élevé)|supérieur|inférieur)e?s? (?:à|que|ou égale?s? à)', '(?:m[áa][ys]|menos) (?:de|que)', '(?:mayor|menor)(?:es)? (?:que|de|a|o igual (?:que|a))',
  '(?:superior|inferior)(?:es)? a', '(?:più|meno) (?:di|del)', '(?:maggiore|minore)(?: o uguale)? (?:di|a)', '(?:mais|menos) (?:de|do que)', '(?:maior|menor)(?:es)? (?:que|do que|ou igual a)',
  '(?:больше|меньше|выше|ниже|более|менее)(?: чем)?', '(?:więcej|mniej|większ\\p{L}{1,2}|mniejsz\\p{L}{1,2}) (?:niż|od)', 'lebih (?:besar|kecil|banyak|sedikit)? ?dari(?:pada)?', 'kurang dari',
  '(?:lớn|nhỏ|nhiều|ít) hơn', 'أكبر من', 'أقل من', 'أكثر من', 'bounded (?:above |below )?by', 'exceed(?:s|ed|ing)?', 'surpass(?:es|ed)', 'close to', 'past', 'beyond', 'next to', 'the number (?:after|before)', 'precedes?', 'succeeds?', 'differs? from', 'just (?:under|over)',
  'over', 'under', 'above', 'below', 'between', 'outside', 'außerhalb', 'fuera de', 'вне', 'unter', 'über', 'zwischen', 'entre', 'tra',
] // biome-ignore format: a table

/** Bounds: "at most". They stand before the value, with no more than a verb between, or at the beginning of the sentence. */
export const BOUNDS: readonly string[] = [
  'at (?:least|most)', '(?<!\\b(?:adds?|sums?|added|summed) )up to', 'as (?:many|few|much|little) as', 'no (?:more|less|fewer) than', 'mindestens', 'höchstens', 'maximal', 'minimal', 'au (?:moins|plus|maximum|minimum)', 'al menos', 'por lo menos',
  'como (?:mucho|máximo|mínimo|poco)', 'a lo sumo', 'al (?:massimo|minimo|più|meno)', 'almeno', 'pelo menos', 'no (?:máximo|mínimo)', 'не (?:более|менее|больше|меньше)(?: чем)?', '(?:как )?(?:минимум|максимум)',
  'hoogstens', 'minstens', 'ten (?:minste|hoogste)', 'minst', 'högst', 'mindst', 'højst', 'co (?:najmniej|najwyżej)', 'najwyżej', 'en (?:az|fazla|çok)', 'paling (?:banyak|sedikit)', 'ít nhất', 'nhiều nhất', 'tối đa',
  'على (?:الأقل|الأكثر)', 'enintään', 'vähintään', 'nejméně', 'nejvýše', 'najmenej', 'najviac', 'legalább', 'legfeljebb', 'cel (?:mult|puțin)', 'τουλάχιστον', 'το πολύ', 'що(?:найменше|найбільше)', 'поне', 'най-(?:много|малко)', 'najmanje', 'najviše', 'barem', 'לפחות', 'לכל היותר', 'حداقل', 'حداکثر', 'อย่างน้อย', 'ไม่เกิน', 'maksimal', 'setidaknya', 'angalau',
] // biome-ignore format: a table
export const BOUNDS_HAN =
  '至少|至多|最多|最少|多达|将近|大于|小于|多于|少于|超过|不足|不到|不超过|不少于|不多于|高于|低于|接近|不止|比'

/** Doubts: "it could be". They stand before the value, with a few words between. */
export const DOUBTS: readonly string[] = [
  '(?:could|might|may)(?: (?:only|also|well))? be(?: (?:around|about))?', 'perhaps', 'maybe', 'possibly', 'supposedly', 'allegedly', 'reportedly', 'presumably', '(?:once|first|initially|originally|wrongly|mistakenly) (?:thought|believed|assumed|guessed|said|wrote|got)', 'used to (?:think|believe)', 'angeblich', 'supuestamente', 'якобы', 'conceivably', 'tempting to (?:say|answer|guess|think)', '(?:could|might|may) (?:argue|say|think|guess|answer|claim)', 'unlikely', 'unclear', 'somewhere (?:around|near|in)', 'doubtful', 'hard to believe', '(?:false|untrue) that',
  'es ist falsch', 'wären?(?: es)?', 'il est faux', 'serai(?:t|ent)', 'es falso', 'serían?', 'è falso', 'sarebbe(?:ro)?', 'é falso', 'seriam?', 'неверно', 'было бы', 'vielleicht', 'eventuell', 'möglicherweise',
  'könnten?(?: es)?', 'dürften?(?: es)?', 'peut[ -]être', 'pourrai(?:t|ent)(?: être)?', 'quizás?', 'tal vez', 'acaso', 'podrían? \\p{L}{2,12}', 'puede que', 'forse', 'potrebbe(?:ro)?(?: essere)?', 'talvez', 'poderiam? \\p{L}{2,12}',
  '(?:it is|it[\'’]s) possible that', 'it (?:could|may|might) be that', 'pode ser que', 'puede ser que', 'può darsi', 'il se peut que', 'es kann sein', 'no creo que', 'non credo che', 'não (?:acho|creio) que', 'je ne (?:pense|crois) pas que', 'не думаю',
  'almost', 'nearly', 'beinahe', 'presque', 'casi', 'quasi', 'quase', 'почти', 'bijna', 'prawie',
  'возможно', 'может быть', 'наверное', 'misschien', 'kanske', 'kanskje', 'måske', 'być może', 'może', 'belki', 'mungkin', 'có thể', 'có lẽ', 'ربما', 'قد يكون', 'शायद', 'אולי',
] // biome-ignore format: a table
export const DOUBTS_CJK = '据说|据称|可能|也许|或许|大概|没准|恐怕|아마도?|たぶん|おそらく'

/** Examples: "one possible value is". They stand anywhere before the value in its clause. */
export const EXAMPLES: readonly string[] = [
  'for (?:example|instance)', 'e\\.g', 'such as', '(?:numbers?|values?|something|anything) like', '(?:zahl|wert)e?n? wie', '(?:nombre|valeur)s? comme', '(?:número|valor)(?:es)? como', '(?:numero|valore) come', '(?<!(?:only|sole|unique) )possible (?:values?|answers?|solutions?|choices?|options?|results?)(?: is| are)', 'among (?:the|these|them)(?: candidates)?', 'candidates? (?:is|are)', '(?:list|set|sequence) (?:includes?|contains?)', '(?:includes?|contains?) the (?:number|value)', 'starts? with', 'begins? with', 'so far', 'one of the',
  'zum beispiel', 'z\\. ?b', 'bisher', 'par exemple', "jusqu['’]ici", 'por ejemplo', 'hasta ahora', 'per esempio', 'por exemplo', 'например', 'пока', 'bijvoorbeeld', 'na przykład', 'örneğin', 'misalnya', 'ví dụ',
] // biome-ignore format: a table
export const EXAMPLES_CJK = '例如|比如|譬如|例えば|예를 들어'

/** Suppositions: "suppose that". They stand anywhere before the value in its clause. */
export const SUPPOSITIONS: readonly string[] = [
  'without loss of generality', 'w\\.?l\\.?o\\.?g', 'suppos(?:e|ing)', 'assum(?:e|ing)', 'imagine', 'let', 'say that', 'even if', 'although', 'though', 'provided', 'unless', 'whether', 'otherwise', 'если бы', 'hätten?', 'wären?', 's[\'’]il y (?:en )?avait', 'si (?:hubiera|fuera[n]?)', 'se (?:fosse|fossero|houvesse)', 'sonst', 'sinon', 'si no', 'altrimenti', 'иначе', 'angenommen', 'sei(?:en)?', 'obwohl', 'obgleich', 'falls',
  'suppos(?:ons|ez|ant)', 'admettons', 'soi(?:t|ent) \\$', 'bien que', 'quoique', 'supon(?:gamos|iendo)', 'sea[n]? \\$', 'aunque', 'suppon(?:iamo|endo)', 'sebbene', 'suponha(?:mos)?', 'embora',
  'пусть', 'предположим', 'допустим', 'хотя', 'stel', 'hoewel', 'załóżmy', 'niech', 'varsayalım', 'misalkan', 'giả sử', 'لنفرض', 'माना',
] // biome-ignore format: a table
export const SUPPOSITIONS_CJK =
  '假如|假设|假定|如果|若|虽然|尽管|否则|(?:不妨)?设(?!计|备|置|施)|令|仮に|とすると|만약|비록'

/** What offers another answer in case the first is not right: "if it is not, the answer is 10". They begin the sentence. */
export const FALLBACKS: readonly string[] = [
  "(?:if|in case) (?:it|that|this|so|the (?:first|former|above)(?: \\p{L}{1,12})?)(?: (?:is|was|turns out|turned out)(?: to be)?|['’]s|(?= ?\\p{L}{2,4}n['’]t))(?: \\p{L}{2,12}ed)?(?: (?:not|\\p{L}{2,4}n['’]t|wrong|incorrect|false|invalid|rejected|mistaken))(?: \\p{L}{1,12})?", 'if not', 'or else', 'failing that',
  '(?:otherwise|sonst|ansonsten|andernfalls|sinon|si no|de lo contrario|altrimenti|senão|caso contrário|иначе)(?=,)', '(?:falls|wenn) (?:das |dies |es )?(?:nicht|falsch)(?: \\p{L}{1,12}){0,2}', "si (?:ce n['’]est pas|c['’]est faux)(?: \\p{L}{1,12}){0,2}", 'si no (?:lo )?es(?: \\p{L}{1,12})?', 'se (?:non|não) [èéfo]\\p{L}{0,2}(?: \\p{L}{1,12})?', 'если (?:это |он )?(?:нет|не так|неверн\\p{L})',
] // biome-ignore format: a table
export const FALLBACKS_HAN = '否则|(?:如果|若|要是)(?:这个?|它|上述)?(?:答案)?(?:不是?|有误|错)对?'

/** Words of others: "Ann says". "I say" is the writer's own. */
export const REPORTS: readonly string[] = [
  'some (?:\\p{L}{1,12} )?(?:give|list|get|obtain)', '(?:textbooks?|key|calculator) (?:gives?|lists?|shows?)', '(?:some(?:body|one)|people|others) (?:wrote|put|gets?|got)', '(?:my|an?|another) (?:friend|classmate|colleague|teacher|tutor) (?:gets?|got|obtain(?:s|ed))', 'says?', 'said', 'claims?', 'claimed', 'thinks?', 'thought', 'believes?', 'believed', '(?:people|students|many|they|most|some|others?|everyone) (?:\\p{L}{1,12} )?(?:assume|expect)', 'expects?', 'guess(?:es|ed)?', 'argues?', 'argued', 'insists?', 'suggests?', 'suggested', 'reports?', 'according to',
  'behaupte(?:t|n|te|ten)', 'mein(?:t|en|te)', 'sag(?:t|en|te)', 'glaub(?:t|en|te)', 'denk(?:t|en)', 'dachte', 'laut', 'pensent?', 'pensait', 'dit', 'disent', 'affirment?', 'croi(?:t|ent)', 'prétend(?:ent)?', 'selon', "d['’]après",
  'dicen?', 'creen?', 'piensan?', 'afirman?', 'según', 'pensano?', 'credono?', 'dice', 'sostien[e]', 'secondo', 'diz(?:em)?', 'acha[m]?', 'acredita[m]?', 'segundo', 'считает', 'говорит', 'думает', 'утверждает', 'zegt', 'denkt', 'mówi', 'twierdzi',
] // biome-ignore format: a table
export const REPORTS_HAN = '认为|说是?|猜|以为|觉得|声称'
export const FIRST_PERSON =
  "(?:I|we|ich|wir|je|nous|yo|nosotros|io|noi|eu|nós|я|мы|ik|wij|let['’]s|to|would|will|can|could|one)"

/** Dismissals before a value: "we discard". */
export const DISMISSALS: readonly string[] = [
  "(?:(?:we|I|to|must|can|let us|let['’]s) (?:\\p{L}{1,12} )?(?:discard|reject|exclude|eliminate|dismiss|disregard|rule out|ignore)|(?:discard|reject|exclud|eliminat|dismiss|disregard|ignor)ing|ruling out)(?: the (?:\\p{L}{1,12} ){0,2}(?:solution|root|value|case|answer|option|number))?",
  '(?:parallel|perpendicular|orthogonal|normal|tangent|tangential) to', '(?:parallel|senkrecht|orthogonal) (?:zu[rm]?|auf)', '(?:parallèle|perpendiculaire)s? (?:à|au)', '(?:paralel|perpendicular|parallel|perpendicolar)[aeio]?s? (?:a|à|ao|al|alla)', '(?:параллельн|перпендикулярн)\\p{L}{1,3}',
  'excludes?', 'instead of', 'rather than', '(?:different|distinct|differing) from', 'unequal to', '(?:verschieden|unterschiedlich) von', 'ungleich', '(?:différent|distinct)e?s? (?:de|à)', '(?:distint|diferent)[oae]s? (?:de|a)', 'divers[oaie] da', 'отлич(?:ен|на|но|ны|ается|аются) от', 'except(?: for)?', 'apart from', 'all but', 'contradicts?', 'fails? (?:for|at|on|in|to (?:be|equal|reach))', 'hole at', '(?:his|her|their|first|wild|rough) (?:guess|estimate)(?: is| was)?',
  '(?:an)?statt', 'außer', 'verwerfen(?: wir)?', '(?:schließen wir|ausschließen)', 'au lieu de', 'sauf', 'hormis', '(?:on|nous) (?:écarte|rejette|exclut|élimine)(?:ons)?', 'excepto', 'salvo', 'en (?:vez|lugar) de', '(?:descartamos|se descarta|rechazamos)',
  'invece di', 'tranne', 'scartiamo', 'si scarta', 'em vez de', 'exceto', 'descartamos', 'вместо', 'кроме', 'отбрасываем',
] // biome-ignore format: a table
export const DISMISSALS_HAN = '舍去|排除|除了|而非'

/** Parts and multiples: "half of", "twice". */
export const MULTIPLES: readonly string[] = [
  'twice', 'double', 'triple', 'thrice', 'half(?: of)?', '(?:part|some|most|many|none) of', 'times', 'the (?:square|cube|double|half|negative|opposite|reciprocal|inverse)(?: root)? of', 'between(?:\\s[$\\\\\\d.,/()a-z]{1,20}\\sand)',
  'doppelt so viel wie', 'le double de', 'el doble de', 'il doppio di', 'o dobro de',
] // biome-ignore format: a table

/** A next sentence that goes on to work: the one before was a step. */
export const CONTINUATIONS: readonly string[] = [
  '(?:remember|be sure|do(?:n[\'’]t| not) forget) to', 'for the (?:second|other|next|remaining) (?:part|case|half|question)', '(?:so |but |and |now,? |next,? |then,? |first,? |finally,? )?(?:we|I) (?:(?:first|still|now|also|then|next|only|just) ){0,2}(?:need to|have to|must|should|will|want to|are going to)', 'it (?:still |now |only )?remains to', 'what (?:still )?remains', 'there (?:is|remains) (?:still|more)', 'now (?:we|let)', 'next,? (?:we|let)', 'let[\'’]s (?:now|next)',
  '(?:in order )?to (?:find|get|obtain|determine|compute|calculate|solve|answer)', "(?:(?:now|next|then|first|finally),? )(?:let(?:['’]s| us) )?(?:find|determine|compute|calculate|solve|count|work out|consider|add|subtract|divide|multiply)", "let(?:['’]s| us) (?:now |next |then |first )?(?:find|determine|compute|calculate|solve|work out)", '(?:the|our) (?:next|last|second) step',
  '(?:nun|jetzt|als nächstes|zunächst|zuerst|danach|dann|anschließend) (?:müssen|muss|wollen|brauchen|berechnen|bestimmen|suchen)', '(?:wir|man|ich) (?:müssen|muss|brauchen) (?:noch|nun|jetzt|zuerst|zunächst)', 'es (?:bleibt|fehlt)', 'um [^.,;\\n]{2,60} zu (?:bestimmen|finden|berechnen|ermitteln|erhalten)',
  '(?:(?:maintenant|ensuite|d[\'’]abord|puis),? )?(?:il (?:faut|reste)|(?:on|nous) (?:doit|devons)|calculons|cherchons|déterminons)', 'pour (?:obtenir|trouver|calculer|déterminer)', '(?:ahora|luego|después|primero|a continuación)?,? ?(?:tenemos que|hay que|debemos|necesitamos|falta|queda por)', '(?:ahora|luego),? (?:calculamos|hallamos|buscamos)', 'para (?:hallar|encontrar|calcular|obtener|determinar|achar|obter)',
  '(?:(?:ora|adesso|poi|prima) )?(?:dobbiamo|bisogna|occorre|resta da|calcoliamo|troviamo)', 'per (?:trovare|calcolare|determinare|ottenere)', '(?:(?:agora|depois|primeiro|em seguida),? )?(?:precisamos|temos (?:que|de)|devemos|vamos|falta|resta)',
  '(?:(?:теперь|далее|затем|сначала),? )?(?:нужно|надо|необходимо|осталось|остаётся|найд[её]м|вычислим|определим)', 'чтобы (?:найти|получить|определить|вычислить)', '(?:nu|vervolgens|eerst|daarna) (?:moeten|moet|berekenen|bepalen)', 'om [^.,;\\n]{2,60} te (?:vinden|bepalen|berekenen)',
  '(?:teraz|następnie|najpierw) (?:musimy|trzeba|należy|obliczamy|obliczymy)', 'aby (?:znaleźć|obliczyć|wyznaczyć)', '(?:(?:nyní|teď|dále) )(?:musíme|je třeba|spočítáme|určíme)', '(?:şimdi|sonra|önce)', '[^.,;\\n]{2,60} (?:bulmak|hesaplamak) için', '(?:(?:sekarang|selanjutnya|kemudian),? )(?:kita )?(?:harus|perlu|akan|cari|hitung)', 'untuk (?:mencari|menghitung|menentukan|mendapatkan)',
  '(?:bây giờ|tiếp theo|trước hết)', 'để (?:tìm|tính|xác định)', '(?:nu|nå|sedan|först|så) (?:måste|skal|må|ska) (?:vi|man)', '(?:för att|for at|for å) (?:hitta|finde|finne|beräkna|beregne)',
] // biome-ignore format: a table

/** What is said of a value behind "is": "is too small", "is an upper bound". */
export const VERDICTS: readonly string[] = [
  'the wrong', 'wrong', 'incorrect', 'false', 'impossible', 'invalid', 'extraneous', 'inadmissible', 'unacceptable', 'excluded', 'rejected', 'discarded', 'ruled out', 'too', 'to be (?:rejected|discarded|excluded)',
  'an? (?:upper|lower) bound', 'an? (?:trap|distractor|guess|estimate|overestimate|underestimate|common mistake|typical mistake|wrong answer|mistake|possibility|candidate)', '(?:the )?(?:upper|lower) (?:bound|limit)', 'tempting', 'close', 'near', 'right at first', 'out',
  'zu', 'falsch', 'unmöglich', 'ausgeschlossen', 'trop', 'faux', 'fausse', 'exclue?', 'à (?:rejeter|exclure)', '(?:incorrect|fals|erróne|equivocad|errad|errat|sbagliat)[oa]s?', 'imposible', 'demasiado', 'impossibile', 'troppo', 'da (?:scartare|escludere)',
  'impossível', 'demais', '(?:an?|the) (?:\\p{L}{2,12} ){0,2}(?:wrong|incorrect|mistaken|false|erroneous|mistake|error|trap|distractor|pitfall|misconception|guess)',
] // biome-ignore format: a table

/** A next sentence that goes back on the one before. */
export const RETRACTIONS: readonly string[] = [
  'the (?:question|problem|task) (?:asks?|asked|wants?) (?:for |about )?(?:the |its )?\\p{L}{2,14}(?: of \\p{L}{2,14})?,? (?:though|however|instead|not)', 'but', 'however', 'yet', 'unfortunately', 'aber', 'doch', 'jedoch', 'leider', 'mais', 'cependant', 'toutefois', 'pourtant', 'pero', 'sin embargo', 'ma', 'però', 'tuttavia', 'mas', 'porém', 'contudo', 'но', 'однако', 'maar', 'echter', 'men', 'ale', 'jednak',
  '(?:that|this|it|which) (?:is|was)(?: (?:wrong|incorrect|false)|n[\'’]t| not)', "(?:that|this|it)['’]s (?:wrong|incorrect|false|not)", 'das (?:stimmt nicht|ist falsch)', "c['’]est (?:faux|impossible)", 'ce n[\'’]est pas', '(?:eso )?no es (?:cierto|correcto|así)', 'non è (?:vero|corretto|così)', 'это не', '(?:he|she|they) (?:is|are) (?:wrong|mistaken)',
] // biome-ignore format: a table
export const CONTINUATIONS_CJK =
  '接下来|接着|(?:下面|现在|然后|首先|先)(?:我们)?(?:需要?|要|来|再|就)?[求计找算考确]|还(?:需|要)[求计算]|要?求[^，。]{1,12}，(?:需|要|先)|次に[^。]{1,40}(?:求め|計算|考え)|まず[^。]{1,40}(?:求め|計算|考え)|[^。\\n]{1,20}を(?:求める|計算する)(?:には|ために)|(?:이제|다음으로|먼저)[^.]{1,40}(?:구해야|구하|계산|찾)'
export const RETRACTIONS_CJK = '但|可是|不过|然而|这(?:是错|不对|不正确)|しかし|でも|ただし|하지만|그러나'

/** What a sentence begins with behind an answer that is one to another question: "sorry, that is the volume", "but the question asks for". */
export const SECOND_THOUGHTS: readonly string[] = [
  '(?:sorry|(?:my )?apologies|pardon)(?=\\s?[,.:;!—–-]|\\sfor (?:the|my|that) (?:error|mistake|confusion|slip)| (?:that|this|it|I)(?!\\p{L}))', '(?:this|that|it|the (?:result|answer|value)) (?:should|must) (?:be|have been)(?= [$\\\\(*]{0,3}[-−]?\\d)', '(?:that|this|it|which) counts (?:each|every|all|some|them)(?: \\p{L}{1,12}){0,3} twice', '(?:I|we) (?:miscounted|overlooked|missed|should have|(?:disagree|do(?: not|n[\'’]t) agree)(?! with))', 'my own (?:calculation|computation|count|work|result|answer|solution|derivation) (?:gives?|gave|yields?|shows?|is|says)',
  '(?:but|however|actually|oh|ah|hmm?|yet|still|no),? (?:the (?:question|problem|task|exercise)|we|they|it)(?:[\'’]re| are| were| is| was)? (?:asks?|asked|wants?|wanted|requires?|required|about)', '(?:hmm?,? )?(?:that|this|it)(?:[\'’]s| is| was) (?:only |just |actually )?(?:the|for|of)(?: [\\p{L},]{1,14}){1,6} (?:not (?:the|of|for|what)|though)', 'hmm?,? (?:that|this|it)(?:[\'’]s| is| was)', 'on (?:a )?(?:re-?reading|second (?:reading|look))', '(?:I|we) (?:now|just) (?:see|reali[sz]e|notice)', 'I reali[sz]e (?:that )?(?:I|we|this|it|the (?:question|problem|answer|result))',
  '(?:entschuldigung|verzeihung|désolée?|perdón|scusate?|desculpe|извините)(?=\\s?[,.:;!—–-])', 'lo siento', '(?:aber|doch|jedoch) (?:gefragt|gesucht) (?:ist|war)', '(?:mais|or) (?:on (?:nous )?demande|la question)', 'pero (?:se pide|la pregunta|nos piden)', 'ma (?:il problema|la domanda|si chiede)', 'mas (?:o problema|a pergunta|pede-se)', 'но (?:спрашива\\p{L}{2,4}|требу\\p{L}{2,4}|в задаче)',
] // biome-ignore format: a table
export const SECOND_THOUGHTS_CJK = '抱歉|对不起|すみません|죄송|[但可]是?(?:题目|问题)?(?:问|求|要求)的?是'

/** What a text tells of the time before the question: "at first", "initially". */
export const BEGINNINGS: readonly string[] = [
  'at (?:first|the (?:start|beginning|outset))', 'in the beginning', 'initially', 'originally', 'to (?:begin|start)(?: with)?', 'the (?:first|original|old|former|previous|other)(?: one)? (?:is|was|were)', 'before \\p{L}{2,14}ing', 'beforehand', 'earlier', 'previously', 'used to', '(?:his|her|their|my|our|its) (?:old|former|previous|other)', '(?:was|were) (?:supposed|expected|meant) to', 'alone',
  'am Anfang', 'anfangs', 'zu Beginn', 'ursprünglich', 'zunächst', 'zuerst', 'vorher', 'au (?:départ|début)', "d['’]abord", 'initialement', "à l['’]origine", 'auparavant', 'al (?:principio|inicio|comienzo)', 'inicialmente', 'originalmente', "all['’]inizio", 'inizialmente', 'dapprima', 'no (?:início|começo)',
  'вначале', 'сначала', 'изначально', 'первоначально', 'раньше', 'aanvankelijk', 'in het begin', 'początkowo', 'na początku', 'başlangıçta',
] // biome-ignore format: a table
export const BEGINNINGS_CJK = '原来|原有|本来|起初|最初|一开始|开始时|처음에'

/** What a step or a look at the task begins with: "we start with", "recall". */
export const STEPS: readonly string[] = [
  '(?:we|I) (?:wanted|expected|hoped)', '(?:we|I) (?:have|need|want|wish|aim|try|are (?:asked|trying)) to (?:show|prove|reach|check|verify|see)', '(?:conjecture|claim|hypothesis|assumption):', 'recall', 'remember', 'note(?: that)?', 'observe', 'let(?:[\'’]s| us| me)', '(?:we|I|you|one)(?:[\'’](?:d|ll)| would| will| could| can| should| might| may| also| still){0,2} (?:know|test|try|tried|use|check|guess|consider|continue|start|begin|began|are (?:told|given)|were (?:told|given))', '(?:the|this) (?:problem|question|statement|exercise|task|text) (?:says|states|gives|tells|mentions|asks)', 'given', 'careful', 'caution', 'warning', 'beware', 'hint', 'todo', 'fixme', 'draft', 'placeholder', 'example:', '(?:forgetting|ignoring|neglecting|overlooking|omitting)', 'using', 'start(?:ing)?', 'plug(?:ging)?', '(?:only )?if', '(?:double|sanity)[- ]check(?:ing)?', '(?:this is )?where most', 'most (?:students|people)',
] // biome-ignore format: a table
export const STEPS_CJK = '已知|题目|注意|设(?!计|备|置|施)'

/** What a sentence speaks of that is not what is asked: "the complement has probability". */
export const OTHER_SUBJECTS: readonly string[] = [
  'expected (?:output|answer|result|response)', '(?:lower |upper )?bound', '(?:rough |first )?estimate', 'guess', 'goal', 'target', 'aim', 'objective', 'task', 'complement(?:ary (?:event|probability|case))?', 'opposite (?:event|case)', '(?:key |main |basic )?idea', 'first step', 'next step', 'approximation', 'approximate value', 'rough value', '(?:previous|earlier|old|first|initial) (?:answer|result|value|attempt|guess)', 'mistake', 'error(?![^.]{0,60} (?:in|de)creases)', 'trap', 'counterexample', 'example',
] // biome-ignore format: a table

/** What a check of the answer begins with, or words on why it is plausible: what follows them changes nothing. */
export const CHECKS: readonly string[] = [
  '(?:(?:as an?|an?|the|quick|a quick|sanity|double|final|we can|we could|you can|one can|it can be|this can be|it is easy to|to|let[\'’]?s|let us|let me|now|(?:I|we)[\'’]?ll|(?:I|we) will|just to),?[ -]){0,4}(?:double|sanity)?[ -]?(?:check|verif(?:y|ied|ication)|confirm)(?:s|ed|ing)?', 'plugging (?:\\p{L}{1,8} ){0,4}back', 'substituting back', 'proof', '(?:remark|comment|note|observation)s?[*_]{0,2}(?:[.:]|\\s{0,3}$)',
  '(?:this|that|it|the (?:answer|result))(?:[\'’]s| is| seems| sounds| looks)? (?:also |all )?(?:makes? sense|reasonable|plausible|sensible|logical|consistent|in line|as expected|to be expected)', '(?:this|that|it|which) (?:also )?(?:agrees|matches|compares|corresponds|fits)',
  'probe', 'überprüfung', 'kontrolle', 'das (?:ist|klingt) (?:plausibel|sinnvoll|logisch)', 'das (?:passt|ergibt sinn)', 'vérifi(?:cation|ons)', 'preuve', "c['’]est (?:logique|cohérent|plausible|raisonnable)", "(?:cela|ça|ce qui) (?:est (?:logique|cohérent)|semble|paraît)",
  'comprobación', 'comprobamos', 'comprobando', 'verificación', '(?:esto |eso )?(?:tiene sentido|es (?:lógico|razonable|coherente))', 'verifica(?:zione)?', 'verifichiamo', 'controllo', '(?:questo |ciò )?(?:ha senso|è (?:ragionevole|logico|plausibile|coerente))',
  'verificação', 'verificando', 'conferindo', '(?:isso |isto )?(?:faz sentido|é (?:razoável|lógico|coerente))', 'проверка', 'проверим', 'это (?:логично|разумно|правдоподобно|имеет смысл)', 'controle', 'sprawdzenie', 'zkouška', 'sağlama', 'bu (?:mantıklı|makul)', 'pemeriksaan', 'periksa', 'ini masuk akal', 'kiểm tra', 'thử lại', 'điều này (?:hợp lý|có lý)',
] // biome-ignore format: a table
export const CHECKS_CJK = '验证|检验|验算|这(?:是|很)?(?:合理|符合)|検算|確認|검산|확인'

/** What a sentence begins with that stands beside the answer: a note, a comparison, how sure one is, an offer. */
export const SIDE_REMARKS: readonly string[] = [
  '(?:please )?(?:note|notice|keep in mind|bear in mind|remember|recall|observe)(?: that| how| also)?', 'n\\.?b\\.?', 'p\\.?s\\.?', '(?:for|by|as a|as|in) (?:comparison|contrast|reference|context|perspective|scale)', 'as a side note', '(?:fun|side|interesting) fact', 'trivia', 'incidentally', 'by the way',
  "(?:I|we)(?:[’']m| am| are) (?:about |around |roughly |quite |very |fairly |absolutely )?(?:\\d{1,3} ?% )?(?:sure|confident|certain)(?! (?:that )?(?:it|this|the)[^.\\n]{0,40}\\d)", "(?:I|we)(?:[’']d| would)? (?:rate|give|estimate) (?:my|this|the|it)", 'my (?:confidence|certainty)', '(?:confidence|certainty|difficulty)(?: (?:level|score|rating))?[*_]{0,2}:', '(?:I )?hope', 'let me know', "if you(?:[’']d| would)? (?:have (?:any|more|further|other|questions|\\d{1,3} (?:or more )?questions)|want (?:me|to see|more details)|need (?:any|more|further|help)|like|prefer)", 'feel free', 'would you', 'do you', 'thank(?:s| you)', 'happy to',
  '(?:this problem|this solution|the (?:whole )?(?:solution|calculation|problem|computation)) (?:took|takes|used|uses|required|requires|needed|needs|involves?|involved) (?:me |us |only |just )?\\d{1,3} (?:steps?|operations?|methods?|lines?|minutes?|seconds?|stages?)', '(?:here )?(?:we|I) (?:have |only )?used (?:the|that|this|here|a|an)', 'this (?:is|was) (?:problem|exercise|question)', '(?:source|reference|citation)s?:', 'see (?:also|page|section|chapter|figure|table|equation|note|appendix)', '(?:tokens|time|words) (?:used|taken|spent)', '(?:generated|computed|solved|written) (?:in|on|by|at)',
  "(?:that|this|it|the (?:result|figure|ratio))(?:['’]s| is| leaves \\p{L}{2,10} with) (?:a bit |a little |just |slightly |somewhat |only |well |much |far |also |still )?(?:(?:less|more|fewer|smaller|larger|bigger|higher|lower|greater) than|(?:above|below|close to|in line with|comparable (?:to|with)|similar to|up from|down from)(?= (?:the|our|its|their|last|what) )(?! [^.\\n]{0,30}(?:limit|cap|capacity|maximum|minimum|bound|budget|allow|possible)))",
] // biome-ignore format: a table
/** The same in other languages. */
export const SIDE_REMARKS_ABROAD: readonly string[] = [
  'beachte', 'hinweis', 'anmerkung', 'zum vergleich', 'ich bin (?:mir )?(?:zu |sehr |ziemlich )?(?:\\d{1,3} ?% )?(?:sicher|überzeugt)', 'konfidenz', 'quelle', 'remarque', 'notez', 'notons', 'à titre de comparaison', 'par comparaison', 'je suis (?:sûre?|certaine?)', 'confiance', 'source', 'j[\'’]espère', 'nota', 'observación', 'ten en cuenta', 'tenga en cuenta', 'recuerda', 'a modo de comparación', 'en comparación', 'estoy segur[oa]', 'confianza', 'espero',
  'osservazione', 'si noti', 'ricorda', 'per confronto', 'sono sicur[oa]', 'observação', 'lembre(?:-se)?', 'note que', 'para comparação', 'estou (?:certo|seguro)', 'confiança', 'заметим', 'замечание', 'примечание', 'для сравнения', 'я уверен', 'уверенность', 'catatan', 'sebagai perbandingan', 'lưu ý', 'ghi chú', 'not:', 'karşılaştırma için', 'opmerking', 'ter vergelijking', 'uwaga', 'dla porównania',
] // biome-ignore format: a table
export const SIDE_REMARKS_CJK =
  '注意|备注|注[:：]|相比之下|作为对比|需要注意|我有\\d{1,3}%|置信度|信心|なお|参考まで|これは[^。]{1,24}(?:半分|倍)|참고로|\\p{Script=Hangul}{1,6}보다'

/** What would be under another condition, and how far another value is: "without the discount she would pay", "it is 3 more than". */
export const HYPOTHESES: readonly string[] = [
  "(?:that|this|it)(?:['’]s| is| was) \\\\?\\$?\\d[\\d.,]{0,12}[^.,;\\d]{0,16}\\s(?:less|more|fewer|smaller|larger|higher|lower|greater|longer|shorter|older|younger) than",
  '(?:das (?:sind|ist)|c[\'’]est|(?:esto |eso )?(?:es|son)|это(?: на)?|isso é|é) \\d[\\d.,]{0,12}[^.,;\\d]{0,16}\\s(?:(?:mehr|weniger) als|de (?:plus|moins) que|(?:más|menos|mais|menos) que|(?:больше|меньше))', '这?比[^，。]{1,12}[多少大小]\\d',
  '(?:with|without|if|had|were|should|for|otherwise|in that case)(?!\\p{L})[^.!?\\n]{0,120}\\s(?:would|could|might)',
  '(?:mit|ohne|bei|wenn|falls|sonst)(?!\\p{L})[^.!?\\n]{0,120}\\s(?:wären?|würden?|hätten?|bräuchten?|kämen?|müssten?)', '(?:avec|sans|si|sinon)(?!\\p{L})[^.!?\\n]{0,120}\\s\\p{L}{1,12}rai(?:t|ent)',
  '(?:con|sin|si)(?!\\p{L})[^.!?\\n]{0,120}\\s\\p{L}{1,12}ría[ns]?', '(?:con|senza|se)(?!\\p{L})[^.!?\\n]{0,120}\\s\\p{L}{1,12}rebbe(?:ro)?', '(?:com|sem|se)(?!\\p{L})[^.!?\\n]{0,120}\\s\\p{L}{1,12}riam?',
  '(?:без|если|с)(?!\\p{L})[^.!?\\n]{0,120}\\sбы',
] // biome-ignore format: a table

/** Remarks in brackets: where a value is found, and what it is compared with. */
export const ASIDES: readonly string[] = [
  '(?:FY ?)?(?:19|20)\\d\\d:',
  '(?:see|cf\\.?|source|as (?:shown|stated|reported|given|described|found|listed)|according to|based on|taken from|from|up from|down from|compared (?:to|with)|versus|vs\\.?|against|previous(?:ly)?|prior|last year|the (?:previous )?year|for comparison|target|planned|instead of|without|otherwise)',
  '(?:siehe|vgl\\.?|quelle|gemäß|laut|vorjahr|gegenüber|(?:an)?statt|ohne|sonst|voir|d[’\']après|contre|au lieu de|sans|sinon|année précédente|véase|ver|según|fuente|frente a|en lugar de|sin|vedi|fonte|secondo|rispetto|invece di|senza|veja|em vez de|sem|см\\.?|источник|вместо|без)',
  '(?:pp?|pages?|seiten?|S|págs?|páginas?|pagina|стр|tables?|tab|tabelle|figures?|fig|abb|sections?|sec|chapters?|ch|notes?|footnotes?|lines?|rows?|appendix|exhibit|items?|paragraphs?|para|questions?)\\.?\\s?[A-Z]?\\d',
] // biome-ignore format: a table
export const ASIDES_CJK = '见|参见|来源|出处|图|表|第\\d|参照|出典'
