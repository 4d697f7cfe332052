/** The documents behind the example prompts, written for this project. */

export const HARBOUR_LOG = `[E1] 05:10. Fog to the breakwater. The pilot boat Merel stays on her mooring.
[E2] 06:40. Fog lifts. The coaster Anna Toft leaves for Hallsund with 312 tons of slate.
[E3] 07:15. The ferry Sula comes in eleven minutes late; 84 passengers land.
[E4] 08:00. Crane 2 is stopped: the brake slips under load. The fitter is sent for.
[E5] 09:30. The tug Boreas brings in the barge Kestrel with 148 tons of gravel.
[E6] 10:05. The fitter replaces the brake lining of crane 2 and tests it with 5 tons.
[E7] 11:20. The yacht Pimpernel berths without asking leave and is told to move.
[E8] 12:00. The ferry Sula leaves on time with 61 passengers.
[E9] 13:45. A rope fouls the propeller of the tug Boreas; a diver is called.
[E10] 15:30. The diver clears the propeller. The tug Boreas lies idle until evening.
[E11] 17:10. The coaster Lindis comes in with 96 tons of timber and asks for crane 2.
[E12] 19:00. The ferry Sula comes in on time; 102 passengers land.
[E13] 20:25. Fog again. The pilot boat Merel escorts the yacht Pimpernel out.`

export const SOCIETY_MINUTES = `Minutes of the Aldermoor Allotment Society, 14 March
Present: Mrs Oyelaran (chair), Mr Pask, Ms Tindall, Mr Quist, Dr Farrow. Apologies: Mr Brand.
1. Water. The north tap froze on nine nights this winter. Mr Quist offered to lag the pipe before October. Ms Tindall said that lagging was tried in 2019 and the mice had eaten it. It was agreed to try a wooden box packed with sheep's wool, at a cost of not more than 45 pounds.
2. The hedge. The council asks that the hawthorn on Mill Lane be cut to two metres. Dr Farrow counted four thrush nests in it last May and wants the work done before the end of March or not before August. Carried: "that the hedge be laid, not flailed, and before 31 March".
3. Vacant plots. Plots 7, 19 and 22 are vacant; there are fifteen names on the waiting list, the first of them since 2021. Plot 22 floods. Mr Pask will offer 7 and 19 to the first two names and leave 22 to the frogs.
4. Bonfires. Two complaints were read. Bonfires are allowed in November only; the chair will write to the holder of plot 12.
5. Any other business. Mr Pask thanked Ms Tindall for nineteen years as treasurer. The accounts stand at 1,286 pounds. She will hand the books to Dr Farrow on 1 April.`

export const RELEASE_NOTES = `tidewatch release notes
1.0.0 (commit 3f9a1c2): predict(station, date), list_stations(), export_csv(path).
1.1.0 (commit 8b02d7e): predict gains an optional argument datum, default "chart". list_stations is unchanged.
1.2.0 (commit c41e5f0): export_csv is renamed write_csv. A new function moon_phase(date).
1.3.0 (commit 97d3a6b): moon_phase now returns a fraction between 0 and 1 instead of a name. predict is faster; nothing else about it changed.
1.4.0 (commit e6f8042): list_stations takes a required argument country. write_csv is unchanged.
1.5.0 (commit 20ba9cd): a new function surge(station, wind). moon_phase is unchanged.
1.6.0 (commit 5d71be8): the argument datum of predict is required. surge is unchanged.`

export const BRIDGE_PASSAGES = `[Passage A] The stone bridge at Orla has three arches. Masons from Venn cut every block on the west bank and numbered it in red chalk.
[Passage B] Ferrymen kept the crossing until the winter of the great ice, when the ferry was crushed and eleven people walked over the frozen river to church.
[Passage C] The cost of the stone bridge was 4,100 crowns, of which the guild of dyers paid half, since their carts used the crossing most.
[Passage D] A toll of one penny a cart was taken on the bridge for thirty years; the toll house still stands and sells honey.
[Passage E] Orla is known for its blue cloth. The dye comes from woad grown on the chalk hills to the south.
[Passage F] The flood of the ninth year took the middle arch of the bridge. It was rebuilt in oak, and the oak is there today.
[Passage G] In the old song a girl waits on the bridge for a mason of Venn, who has crossed to the west bank and does not come back.`

export const RAIN_STATIONS = `station,county,elevation_m,rain_2021_mm,rain_2022_mm,observer
Cold Pike,Westrey,612,2140,1985.5,A. Munro
Ferry Inn,Westrey,4,1122,1040,J. Laing
Gallows Hill,Norre,231,978.5,901,A. Munro
Haver Mill,Norre,88,864,799.5,S. Dhillon
Long Fold,Westrey,340,1630,1511,S. Dhillon
Marl Pit,Easter,19,602,588,T. Rook
Oxen Gate,Easter,57,640.5,611,T. Rook
Saint Wyl,Norre,145,910,,J. Laing
Thorn End,Easter,102,688,654.5,A. Munro
Upper Skell,Westrey,455,1802,1733,J. Laing`

export const LIGHTHOUSE_STORY = `The keeper of Stack Ness had a cat called Bosun, who had come with the light and did not care for the sea. When the lamp was changed from oil to paraffin, Bosun moved from the lamp room to the kitchen, because paraffin smells. When the lamp was changed from paraffin to gas, he moved back. The keeper, who wrote everything in a book, wrote that down too.
In the third winter the supply boat did not come for five weeks. They ate flour, and then limpets. On the thirty-first day the keeper's daughter Ebba rowed to the skerry for gulls' eggs, though it was too early in the year, and found instead a crate of lemons from a wreck. The keeper wrote: lemons, 212. Bosun would not eat lemons.
The boat came on the thirty-sixth day. The mate brought a letter: the light was to be made automatic, and the keeper was to go ashore by midsummer. He read it twice, and folded it, and put it under the leg of the table that was short.
On midsummer day the table stood quite level. They carried down the books, the clock, the stove pipe, and Bosun in a fish basket. Ebba went up once more and turned the lamp by hand, a full turn, for no ship in particular.`

export const CLOCK_STORY = `[一] 镇上的钟楼停了三年，没有人会修。
[二] 春天，一个外乡的修表匠住进了河边的旧染坊。
[三] 孩子们发现他把坏了的表拆开，零件按大小摆在荷叶上。
[四] 镇长请他去看钟楼，他爬上去，只说缺一枚齿轮。
[五] 他用旧犁铧打了一枚新齿轮，花了整整十二天。
[六] 钟响的那天，全镇的人都从屋里走出来，发现各家的表没有两块是一样的。
[七] 从此人们按钟楼对表，修表匠却没有生意了。
[八] 秋天他收拾行李离开，把那枚换下来的旧齿轮送给了敲钟的老人。`
