import { BANK_NL } from './words-nl.ts'

export const knab = {
  id: 'knab',
  names: ['Knab'],
  sure: ['Knab Bank', 'Knab Zakelijk', 'Knab Plus', 'Knab app', 'Knab-app'],
  handles: ['Knab', 'knabbank', 'knab_nl'],
  hashtags: ['knab', 'knabbank'],
  context: `${BANK_NL}, freelancer*, twee factor, bawag, aegon, boekhouding, moneybird, e-boekhouden, administratie, tussenrekening, spaarpotjes, potjes, schijnzelfstandigheid, vennoot, personeel, ondernemersrekening, vergelijk*, jaarlijkse kosten, bank van het jaar, webinar, belastingpot, deposito, tegoed`,
  notContext: `knaagt, knagen, knaag*, knabbel*, kauw*, bijt*, hapje, hapjes, snack, snacks, zoutje*, chips, koek, koekje*, borrel*, knap, knappe, knapperig, knapt, mooi, lief, jurk, taart, kaas, muis, muizen, rat, hamster, konijn*, cavia, bever, eekhoorn, ree, geit, pup, hond, kat, paard, stal, papegaai, duif, schildpad, dier,
merrie, knabstrupper, meester, juf, opa, oma, tante, achternaam, familie, stamboom, rapper, dj, band, carnaval*, café, patat, kroeg, shetland, wandeling, duits, duitse, knabe, engels, etymologie, woord, autocorrect, typefout, tikfout, wordle, scrabble, ondersteboven, meubel*, zitbank, ligt, ligbank, spelling, film, inspecteur, gefeliciteerd, jarig,
oppas, bijtring, peuter, kleuter, dreumes, eerste woordje, lekker, groente, wortel, noten, sla, tandjes, tanden, dialect, gronings, ouderwets, gereedschap, tang, professor, gastcollege, fortnite, gamer, voetballer, keeper, scheidsrechter`,
  blocked: ['knab knab', 'knib knab', 'De Knab', "'t Knab", 'The Knab'],
  short: { context: ['bank', 'rekening', 'zzp', 'zakelijk', 'app', 'pas'] },
}
