/** Languages that we do not score: such a post is shown and counted as unscored, never coloured. */
export const UNSCORED_TEXTS: readonly { readonly language: string; readonly text: string }[] = [
  { language: 'swa', text: 'Leo nilikwenda kwenye tawi la {b} mjini, foleni ilikuwa ndefu sana' },
  { language: 'swa', text: 'Nimefungua akaunti mpya na {b} wiki hii' },
  { language: 'swa', text: 'Je, {b} wanafungua saa ngapi siku ya Jumamosi?' },
  { language: 'swa', text: 'Kadi yangu ya {b} ilikataliwa dukani asubuhi hii' },
  { language: 'cym', text: 'Es i i gangen {b} y bore yma i siarad am forgais' },
  { language: 'cym', text: 'Mae ap newydd {b} ar gael yn Gymraeg o’r diwedd' },
  { language: 'cym', text: 'Oes rhywun yn gwybod pryd mae {b} yn agor yfory?' },
  { language: 'epo', text: 'Hodiaŭ mi malfermis novan konton ĉe {b} en la urbo' },
  { language: 'epo', text: 'La aplikaĵo de {b} ankoraŭ ne parolas Esperanton' },
  { language: 'kat', text: 'დღეს {b} ბანკში ვიყავი და ახალი ბარათი ავიღე' },
  { language: 'kat', text: 'სად არის {b} უახლოესი ფილიალი?' },
  { language: 'amh', text: 'ዛሬ ወደ {b} ባንክ ሄጄ አዲስ ሂሳብ ከፈትኩ' },
]
