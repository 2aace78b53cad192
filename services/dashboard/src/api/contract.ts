import type * as api from '@moodlight/api'

/** What a schema of `@moodlight/api` yields. Types only: no schema and no zod reaches the browser. */
type Out<S extends { _zod: { output: unknown } }> = S['_zod']['output']

export type Mood = Out<typeof api.Mood>
export type Colour = Out<typeof api.Colour>
export type ColourReason = Out<typeof api.ColourReason>
export type Net = Out<typeof api.Net>
export type LabelCounts = Out<typeof api.LabelCounts>
export type MoodsAnswer = Out<typeof api.MoodsAnswer>
export type TimelineBucket = Out<typeof api.TimelineBucket>
export type TimelineAnswer = Out<typeof api.TimelineAnswer>
export type BrandInfo = Out<typeof api.BrandInfo>
export type BrandsAnswer = Out<typeof api.BrandsAnswer>
export type StoryView = Out<typeof api.StoryView>
export type StoriesAnswer = Out<typeof api.StoriesAnswer>
export type SourcesAnswer = Out<typeof api.SourcesAnswer>
export type SourceInfo = SourcesAnswer['sources'][number]
export type MentionView = Out<typeof api.MentionView>
export type MentionsAnswer = Out<typeof api.MentionsAnswer>
export type MentionAnswer = Out<typeof api.MentionAnswer>
export type RetractEvent = Out<typeof api.RetractEvent>
export type ApiErrorBody = Out<typeof api.ApiError>['error']

export type Label = MentionView['sentiment']['label']
export type Voice = MentionView['voice']
export type IntentKind = MentionView['intents'][number]['kind']
export type Against = NonNullable<Mood['usual']>['against']
