/** Which rules score: the metric's definition, or the numbers of the published training code, defects included. */
export type Profile = 'natural' | 'published'
