import {
  BRIDGE_PASSAGES,
  CLOCK_STORY,
  HARBOUR_LOG,
  LIGHTHOUSE_STORY,
  RAIN_STATIONS,
  RELEASE_NOTES,
  SOCIETY_MINUTES,
} from './documents.js'

/** A prompt of the published form, with what its made-up rollouts are composed from. */
export interface ExamplePrompt {
  readonly promptId: string
  readonly dataSource: string
  readonly rewardMode: string
  readonly document: string
  readonly question: string
  readonly groundTruth: Readonly<Record<string, unknown>>
  /** Chance that a rollout gets it right: prompts are easy, middling and hard. */
  readonly ease: number
  /** The right answer; a list is shuffled, cut and polluted to make the others. */
  readonly right: string | readonly string[]
  readonly wrong: readonly string[]
}

const LIST_FORM = 'Write a line [Answer], then one item a line.'
const CHOICE_FORM = 'End with a sentence of the form: The correct answer is (X).'
const TABLE_FORM = 'Give the rows as a JSON object {"data": [[...], ...]} between <answer> and </answer>.'
const BOXED_FORM = 'Put the final result in \\boxed{}.'

/** A longbench_pro record: a list of items, one of the 25 sub-tasks. */
function listPrompt(
  promptId: string,
  rewardMode: string,
  document: string,
  question: string,
  right: readonly string[],
  wrong: readonly string[],
  ease: number,
  language: 'English' | 'Chinese' = 'English',
): ExamplePrompt {
  return {
    promptId,
    dataSource: 'longbench_pro',
    rewardMode,
    document,
    question: `${question} ${LIST_FORM}`,
    groundTruth: { doc_ids: right, summary: language },
    ease,
    right,
    wrong,
  }
}

/** A record whose gold is one label: EM, selection, maths or a table. */
function labelPrompt(
  promptId: string,
  dataSource: string,
  document: string,
  question: string,
  label: string,
  right: string,
  wrong: readonly string[],
  ease: number,
): ExamplePrompt {
  return {
    promptId,
    dataSource,
    rewardMode: dataSource,
    document,
    question,
    groundTruth: { golden_label: label },
    ease,
    right,
    wrong,
  }
}

const table = (rows: readonly (readonly unknown[])[]): string => JSON.stringify({ data: rows })

const WESTREY_ROWS = [
  ['Cold Pike', 612, 2140],
  ['Ferry Inn', 4, 1122],
  ['Long Fold', 340, 1630],
  ['Upper Skell', 455, 1802],
]
const DRY_ROWS = [
  ['Marl Pit', 602, 588],
  ['Oxen Gate', 640.5, 611],
  ['Thorn End', 688, 654.5],
]
const MUNRO_ROWS = [
  ['Cold Pike', 'Westrey', 1985.5],
  ['Gallows Hill', 'Norre', 901],
  ['Thorn End', 'Easter', 654.5],
]

export const PROMPTS: readonly ExamplePrompt[] = [
  labelPrompt(
    'precise-retrieval/first-departure',
    'EM',
    HARBOUR_LOG,
    'Which vessel left at 06:40? Answer with its name only.',
    'Anna Toft',
    'Anna Toft',
    ['anna toft', 'The Anna Toft', 'Lindis', 'Sula'],
    0.6,
  ),
  labelPrompt(
    'precise-retrieval/hedge-motion',
    'EM',
    SOCIETY_MINUTES,
    'Quote the motion carried under item 2, without the quotation marks.',
    'that the hedge be laid, not flailed, and before 31 March',
    'that the hedge be laid, not flailed, and before 31 March',
    ['that the hedge be cut to two metres', 'that the hedge be laid and not flailed before 31 March'],
    0.25,
  ),
  labelPrompt(
    'precise-retrieval/rename-commit',
    'EM',
    RELEASE_NOTES,
    'Which commit renamed export_csv? Answer with the hash only.',
    'c41e5f0',
    'c41e5f0',
    ['C41E5F0', '97d3a6b', 'commit c41e5f0'],
    0.85,
  ),
  labelPrompt(
    'comprehension/why-the-cat-moved',
    'selection',
    LIGHTHOUSE_STORY,
    `Why did Bosun move to the kitchen?\n(A) He disliked the sea\n(B) The new fuel smelled\n(C) The lamp room was cold\n(D) He was fed there\n${CHOICE_FORM}`,
    'The correct answer is (B)',
    'The correct answer is (B)',
    ['The correct answer is (A)', 'The correct answer is (D)', 'Probably B, though A is possible'],
    0.7,
  ),
  labelPrompt(
    'comprehension/why-the-bridge-is-oak',
    'selection',
    BRIDGE_PASSAGES,
    `Why is part of the bridge made of oak?\n(A) Oak was cheaper than stone\n(B) The dyers asked for it\n(C) A flood took an arch\n(D) The masons went home\n${CHOICE_FORM}`,
    'C',
    'The correct answer is (C)',
    ['The correct answer is (A)', 'The correct answer is (D)', 'The correct answer is (A) or (C)'],
    0.5,
  ),
  listPrompt(
    'comprehension/new-treasurer',
    'T3.2 Single-Hop Fact QA',
    SOCIETY_MINUTES,
    'Who receives the books on 1 April?',
    ['Dr Farrow'],
    ['Ms Tindall', 'Mr Pask', 'Mrs Oyelaran'],
    0.8,
  ),
  listPrompt(
    'exhaustive-retrieval/ferry-entries',
    'T5.1 Full-Sentence Citation Alignment',
    HARBOUR_LOG,
    'Which entries support the statement "The ferry Sula called at the harbour"?',
    ['E3', 'E8', 'E12'],
    ['E2', 'E5', 'E11', 'E13'],
    0.55,
  ),
  listPrompt(
    'exhaustive-retrieval/interface-changes',
    'T9.2 Localized Interface Change Detection',
    RELEASE_NOTES,
    'Which releases changed the name, arguments or result of a function that existed before?',
    ['1.1.0', '1.2.0', '1.3.0', '1.4.0', '1.6.0'],
    ['1.0.0', '1.5.0'],
    0.3,
  ),
  listPrompt(
    'exhaustive-retrieval/crane-and-tug',
    'T6.2 Targeted Subset Cluster Identification',
    HARBOUR_LOG,
    'Which entries report that a machine or vessel was out of order or put right?',
    ['E4', 'E6', 'E9', 'E10'],
    ['E7', 'E11', 'E1', 'E5'],
    0.4,
  ),
  labelPrompt(
    'numerical-reasoning/freight',
    'math_longcot_math_verify',
    HARBOUR_LOG,
    `What share of all tons named as cargo was slate? ${BOXED_FORM}`,
    '\\frac{78}{139}',
    '\\boxed{\\frac{312}{556}}',
    ['\\boxed{\\frac{312}{460}}', '\\boxed{0.6}', '\\boxed{312}'],
    0.35,
  ),
  labelPrompt(
    'numerical-reasoning/passengers',
    'math_longcot_math_verify',
    HARBOUR_LOG,
    `How many passengers did the Sula land in all? ${BOXED_FORM}`,
    '186',
    '\\boxed{186}',
    ['\\boxed{247}', '\\boxed{84}', '\\boxed{163}'],
    0.75,
  ),
  labelPrompt(
    'numerical-reasoning/lemons-a-day',
    'math_longcot_math_verify',
    LIGHTHOUSE_STORY,
    `The lemons are eaten evenly from the thirty-first to the thirty-sixth day, both counted. How many a day? ${BOXED_FORM}`,
    '35\\frac{1}{3}',
    '\\boxed{\\frac{106}{3}}',
    ['\\boxed{42.4}', '\\boxed{35}', '\\boxed{212}'],
    0.5,
  ),
  labelPrompt(
    'structured-extraction/westrey',
    'multitableqa_pretraining',
    RAIN_STATIONS,
    `Station, elevation and rain of 2021 for every station in Westrey. ${TABLE_FORM}`,
    table(WESTREY_ROWS),
    table(WESTREY_ROWS),
    [table(WESTREY_ROWS.slice(1)), table(DRY_ROWS), table([...WESTREY_ROWS, ['Gallows Hill', 231, 978.5]])],
    0.6,
  ),
  labelPrompt(
    'structured-extraction/dry-stations',
    'multitableqa_pretraining',
    RAIN_STATIONS,
    `Station and rain of both years where it stayed under 700 mm in both. ${TABLE_FORM}`,
    table(DRY_ROWS),
    table(DRY_ROWS),
    [table(DRY_ROWS.slice(0, 2)), table(MUNRO_ROWS), '{"data": [["Marl Pit", 602, 588]'],
    0.45,
  ),
  labelPrompt(
    'structured-extraction/munro',
    'multitableqa_pretraining',
    RAIN_STATIONS,
    `Station, county and rain of 2022 for the observer A. Munro. ${TABLE_FORM}`,
    table(MUNRO_ROWS),
    table(MUNRO_ROWS),
    [table(MUNRO_ROWS.slice(0, 1)), table(WESTREY_ROWS)],
    0.8,
  ),
  listPrompt(
    'structured-matching/observers',
    'T8.2 Single-Source Targeted Aggregation',
    RAIN_STATIONS,
    'Count the stations of every observer, in the form NAME: COUNT.',
    ['A. Munro: 3', 'J. Laing: 3', 'S. Dhillon: 2', 'T. Rook: 2'],
    ['A. Munro: 2', 'J. Laing: 2', 'T. Rook: 3'],
    0.5,
  ),
  listPrompt(
    'structured-matching/plots',
    'T8.3 Long-Context Procedural State Tracking',
    SOCIETY_MINUTES,
    'What becomes of plots 7, 12, 19 and 22? In the form PLOT => offered, letter or left.',
    ['7 => offered', '12 => letter', '19 => offered', '22 => left'],
    ['12 => offered', '22 => offered', '19 => left'],
    0.65,
  ),
  listPrompt(
    'structured-matching/subjects',
    'T6.1 Large-Scale Document Clustering',
    BRIDGE_PASSAGES,
    'Give each passage its subject, building, money, river or cloth, in the form PASSAGE: SUBJECT (passages A to F).',
    ['A: building', 'B: river', 'C: money', 'D: money', 'E: cloth', 'F: river'],
    ['A: river', 'C: building', 'F: building', 'D: cloth'],
    0.3,
  ),
  listPrompt(
    'graded-ranking/cost-of-the-bridge',
    'T1.2 Key-Snippet Retrieval',
    BRIDGE_PASSAGES,
    'Rank the four passages that tell most about who paid for the bridge, best first.',
    ['Passage C', 'Passage D', 'Passage A', 'Passage F'],
    ['Passage E', 'Passage G', 'Passage B'],
    0.35,
  ),
  listPrompt(
    'graded-ranking/rainiest',
    'T1.1 Global Cohesive Retrieval',
    RAIN_STATIONS,
    'Rank the five stations with the most rain in 2021, most first.',
    ['Cold Pike', 'Upper Skell', 'Long Fold', 'Ferry Inn', 'Gallows Hill'],
    ['Saint Wyl', 'Haver Mill', 'Thorn End'],
    0.6,
  ),
  listPrompt(
    'graded-ranking/items-by-money',
    'T1.2 Key-Snippet Retrieval',
    SOCIETY_MINUTES,
    'Rank the agenda items that name a sum of money by that sum, largest first.',
    ['5. Any other business', '1. Water'],
    ['2. The hedge', '3. Vacant plots', '4. Bonfires'],
    0.5,
  ),
  listPrompt(
    'sequence-ordering/keeper',
    'T2.1 Global Timeline Reconstruction',
    LIGHTHOUSE_STORY,
    'Put these events in the order in which they happen.',
    [
      'The lamp is changed to paraffin',
      'The lamp is changed to gas',
      'Ebba finds the lemons',
      'The letter comes',
      'Bosun is carried down',
      'Ebba turns the lamp by hand',
    ],
    ['The keeper buys a table'],
    0.55,
  ),
  listPrompt(
    'sequence-ordering/crane',
    'T2.2 Local Causal Chain Sorting',
    HARBOUR_LOG,
    'Put these links of the chain in order.',
    ['The brake slips', 'The fitter is sent for', 'The lining is replaced', 'The crane is asked for'],
    ['The barge comes in'],
    0.7,
  ),
  listPrompt(
    'sequence-ordering/clock',
    'T2.1 Global Timeline Reconstruction',
    CLOCK_STORY,
    '把下列事件按发生的先后排列。',
    ['修表匠住进旧染坊', '镇长请他去看钟楼', '他打了一枚新齿轮', '钟响了', '他离开小镇'],
    ['钟楼又停了'],
    0.45,
    'Chinese',
  ),
  listPrompt(
    'summarization/lighthouse',
    'T4.1 Global-Coverage Constrained Summary',
    LIGHTHOUSE_STORY,
    'Summarise the story in two sentences.',
    [
      'The keeper of Stack Ness lives with his daughter Ebba and the cat Bosun through changes of the lamp and a hungry winter, saved by a crate of lemons. When the light is made automatic they go ashore at midsummer, and Ebba turns the lamp once more by hand.',
    ],
    [
      'A keeper, his daughter and a cat live at a lighthouse. In a hungry winter the daughter finds lemons. Then the light is made automatic and they leave at midsummer.',
      'A cat called Bosun does not like paraffin and moves to the kitchen.',
      'Ebba finds a crate of lemons from a wreck on the skerry. The keeper writes it down.',
    ],
    0.1,
  ),
  listPrompt(
    'summarization/minutes',
    'T4.2 Query-Focused Summary',
    SOCIETY_MINUTES,
    'Summarise in two sentences what was decided about the hedge and the vacant plots.',
    [
      'The hawthorn hedge on Mill Lane will be laid rather than flailed and before 31 March, to spare the nests. Plots 7 and 19 go to the first two names on the waiting list, while plot 22, which floods, is left.',
    ],
    [
      'The hedge will be laid before 31 March because of the thrush nests. Plots 7 and 19 are offered to the waiting list and plot 22 is left alone.',
      'The society met and talked about water, hedges, plots and bonfires.',
      'Plot 22 floods and is left to the frogs.',
    ],
    0.1,
  ),
  listPrompt(
    'summarization/clock',
    'T4.1 Global-Coverage Constrained Summary',
    CLOCK_STORY,
    '用两句话概括这个故事。',
    [
      '外乡的修表匠为镇上停了三年的钟楼打了一枚新齿轮，钟重新响了起来。人们从此按钟楼对表，他没有了生意，秋天离开了小镇。',
    ],
    [
      '一个修表匠修好了停了三年的钟楼，后来没有生意，就离开了小镇。',
      '镇上的钟楼停了三年，修表匠用旧犁铧打了一枚齿轮。',
      '孩子们把零件摆在荷叶上。',
    ],
    0.1,
    'Chinese',
  ),
]
