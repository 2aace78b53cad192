import { BANK_NL, TITLES_NL } from './words-nl.ts'

export const ing = {
  id: 'ing',
  names: ['ING'],
  sure: [
    'ING Bank',
    'ING Groep',
    'ING Group',
    'ING België',
    'ING Belgium',
    'ING Nederland',
    'ING-app',
    'ING app',
    'ING-DiBa',
    'ING Direct',
  ],
  handles: ['ING_NL', 'INGnl', 'INGNL_Help', 'ing_be'],
  hashtags: ['ing', 'ingbank'],
  context: `${BANK_NL}, leeuw, oranje leeuw, oranje spaarrekening, nmb, postbank, savings account, account, accounts, transfer, transfers, mortgage, interest, card, log in, login, login code, atm, shares, profit, share buyback,
buyback, dividend, earnings, bank, banking, customer service, fraud, branch, branches, tagesgeld, girokonto, zuidas, cumulus, economisch bureau, knvb, punten, mijn ing, sepa, iban, lion`,
  notContext: `${TITLES_NL}, suffix, suffixes, gerund*, verb, verbs, verb forms, grammar, teacher, spelling, spell, spells, scrabble, wordle, rune*, typo, font, kerning, ligature, ingredients, ingredient*, ingrediënt*,
uitgang*, achtervoegsel, werkwoord*, zelfstandig, naamwoord, rijm*, rijmt, letter, letters, lettergreep, syllable, participle, present continuous, ending, endings, ends in, stam, stemming, tokenizer, regex, dialect,
drops, dropping, pronounce*, pronunciation, oefen*, taaltoets, dictee, thailand, river, voornaam, roepnaam, heet, tante, oom, au pair, ocr, pdf, hyphen, afbreek*, kruiswoord*, woordzoeker, homework, lesson, esl, ielts, past tense, tense, noun, adjective`,
  blocked: ['Ing. J', 'dr. ing', 'ir. ing', 'Dr.-Ing', 'Dipl.-Ing', 'Ing. arch'],
  short: { context: ['bank', 'rekening', 'app', 'pas', 'hypotheek', 'storing'], exactCase: true },
}
