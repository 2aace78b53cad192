/** The names under which a field of a post is found, in order of preference. docs/sources.md lists them for people. */
export const NAMES = {
  id: ['id', 'nativeId', 'native_id', 'id_str', 'post_id', 'tweet_id', 'status_id', 'uri', 'guid'],
  url: ['url', 'link', 'permalink', 'href'],
  author: ['author', 'user', 'account', 'username', 'screen_name'],
  authorId: ['authorId', 'author_id', 'user_id', 'author.id', 'user.id'],
  authorInnerId: ['id', 'id_str', 'did', 'acct', 'handle', 'username', 'screen_name'],
  authorHandle: ['authorHandle', 'author_handle', 'handle', 'author_username', 'screen_name', 'author.handle'],
  authorName: ['authorName', 'author_name', 'display_name', 'user_name', 'author.name'],
  authorUrl: ['authorUrl', 'author_url', 'author.url'],
  handle: ['handle', 'username', 'screen_name', 'acct'],
  name: ['name', 'displayName', 'display_name'],
  followers: ['followers', 'followers_count', 'followersCount', 'author.followers'],
  automated: ['automated', 'bot', 'isBot', 'is_bot'],
  title: ['title', 'headline', 'subject'],
  text: ['text', 'full_text', 'content', 'body', 'message', 'tweet', 'comment', 'review', 'description'],
  lang: ['lang', 'language', 'langs', 'languages', 'langHint'],
  createdAt: [
    'createdAt',
    'created_at',
    'date',
    'time',
    'timestamp',
    'datetime',
    'created',
    'created_utc',
    'publishedAt',
    'published_at',
    'published',
    'pubDate',
    'date_published',
  ],
  editedAt: ['editedAt', 'edited_at', 'updatedAt', 'updated_at', 'updated', 'modified', 'date_modified'],
  revision: ['revision', 'rev'],
  replyTo: ['replyTo', 'reply_to', 'in_reply_to_id', 'in_reply_to_status_id', 'in_reply_to', 'parent_id'],
  replyToAuthor: ['replyToAuthor', 'reply_to_author', 'in_reply_to_account_id', 'in_reply_to_user_id'],
  repostOf: ['repostOf', 'repost_of', 'reblog_of', 'retweet_of', 'retweeted_status_id'],
  quoteOf: ['quoteOf', 'quote_of', 'quoted_status_id'],
  thread: ['thread', 'thread_id', 'conversation_id', 'conversationId'],
  engagement: ['engagement', 'metrics', 'public_metrics'],
  likes: ['likes', 'like_count', 'likeCount', 'favourites', 'favorite_count', 'favourites_count', 'score', 'points'],
  reposts: ['reposts', 'repost_count', 'repostCount', 'retweets', 'retweet_count', 'reblogs_count', 'shares'],
  replies: ['replies', 'reply_count', 'replyCount', 'replies_count', 'comments', 'num_comments', 'comment_count'],
  views: ['views', 'view_count', 'viewCount', 'impressions', 'impression_count'],
  media: ['media', 'attachments', 'media_attachments'],
  network: ['network', 'platform'],
} as const satisfies Record<string, readonly string[]>

/** A field of a post that a CSV column can be mapped to. */
export type PostField = keyof typeof NAMES
export const POST_FIELDS = Object.keys(NAMES) as PostField[]

const CANONICAL = new Map(Object.values(NAMES).flatMap((names) => names.map((n) => [n.toLowerCase(), n] as const)))

/** A column title as one of our names where it is one but for case, blanks and dashes (`Created At`); else in lower case. */
export function canonicalName(title: string): string {
  const lower = title.trim().toLowerCase()
  const joined = lower.replace(/[\s-]+/g, '_')
  return CANONICAL.get(lower) ?? CANONICAL.get(joined) ?? CANONICAL.get(joined.replaceAll('_', '')) ?? lower
}
