/** The help that lists keys and signs. */
export const enHelp = {
  open: 'Keyboard and symbols',
  title: 'Keyboard and symbols',
  keys: 'Keys',
  symbols: 'What the signs mean',
  close: 'Close',
  next: 'Next / previous mention',
  openIt: 'Open the mention',
  original: 'Open the original post',
  search: 'Search words',
  pause: 'Hold or release the feed',
  top: 'Newest mention',
  thisHelp: 'This help',
  marks: 'Marked words',
  markName: 'brand',
  markFor: 'speaks for it',
  markAgainst: 'speaks against it',
  interval:
    'The bar under a tile is the 95 % interval of net mood, classifier error included; the hollow mark is the usual net for these hours.',
  colour:
    'A tile is green or red only when that interval leaves out zero and the net is outside the shaded band. Everything else is mixed or grey, with the reason.',
}
