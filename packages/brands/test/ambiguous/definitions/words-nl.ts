/** Words of Dutch banking, as a brand team would collect them: what customers, employees and the press say of a bank. */
export const BANK_NL = `rekening*, spaarrekening*, betaalrekening*, bankrekening*, kinderrekening, jongerenrekening, studentenrekening, verenigingsrekening,
tegenrekening, rekeningnummer, iban, pas, pasje, pasjes, bankpas*, betaalpas*, creditcard*, pin, pinnen, pincode*, pint, pinpas, pinautomaat, geldautomaat*, geldmaat,
automaat, saldo, rente*, spaarrente, hypothe*, lening*, krediet*, leen*, spaar*, sparen, beleg*, aandeel, aandelen, aandeelhouders, certificaten, obligatie*,
dividend, beurs*, koers*, winst*, omzet*, cijfers, jaarcijfers, kwartaal*, halfjaar*, storing*, inloggen, ingelogd, inlog*, app, bankier*, internetbankieren,
overboek*, overmaken, overgemaakt, maakt over, overschrijv*, afschrift*, afgeschreven, afschrijving*, incasso*, machtiging, terugboek*, storner*, stort*, gestort, salaris*,
loon, klant, klanten, klantenservice, klantonderzoek, helpdesk, medewerker*, adviseur*, filiaal, filialen, kantoor, kantoren, balie*, loket, wachtrij, in de wacht,
chatbot*, chat, telefonisch, phishing, fraude*, oplicht*, opgelicht, nepmail, nep, spoofing, sms*, scanner, identific*, legitim*, paspoort, witwas*, boete, dnb, afm,
toezichthouder, ecb, kifid, klacht*, overstap*, overgestapt, stap over, zakelijk*, zzp*, ondernemer*, eenmanszaak*, vof, bv, kvk, boekhoud*, factuur, facturen, btw,
belasting*, tikkie*, ideal, wero, apple pay, google pay, wallet, banken, bank, grootbank*, triodos, bunq, rabobank, abn, abnamro, sns, regiobank, revolut, n26, degiro, kosten*,
tarief*, tarieven, maandbedrag, per maand, geld, spaargeld, vakantiegeld, geldzaken, betaling*, betalen, betaald, betaal*, afreken*, rood staan, roodstaan, limiet*, daglimiet, code,
inlogcode, vingerafdruk, wachtwoord, tan, geblokkeerd, blokke*, deblokke*, opzeggen, opgezegd, opheffen, schrapt, banen, ontslag*, reorganis*, directeur, topman, topvrouw, ceo,
bestuursvoorzitter, woordvoerder, sponsor*, financier*, duurzaam, duurzame, notaris, aflos*, boeterente, verzeker*, nabestaanden, volmacht, bewind, zakgeld, trustpilot,
sterren, fossiele, wapens, klimaatbeleid, derivaten, vve, contant*, kluis, munten, pasfoto, creditcard, deposito*, buitenlands, buffer*, kapitaal*, moody's, analisten, economen, valuta*`

export const TITLES_NL = `titel, titels, titulatuur, ir, drs, mr, dr, dr.ir, hbo, hts, bsc, msc, ingenieur*, naambordje, naamplaatje, ondertekend, waterschap, constructeur, bachelor`
