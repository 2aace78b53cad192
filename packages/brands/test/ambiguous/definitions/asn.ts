import { BANK_NL } from './words-nl.ts'

export const asn = {
  id: 'asn',
  names: ['ASN'],
  sure: ['ASN Bank', 'ASN Impact Investors', 'ASN Foundation', 'ASN Beleggingsfondsen', 'ASN Duurzaam'],
  handles: ['ASNBank', 'asn_bank'],
  hashtags: ['asnbank'],
  context: `${BANK_NL}, duurzaamheid, groene, groen, geitenwollen, biodiversiteit, eerlijke bankwijzer, volksbank, voor de wereld van morgen, ideaalsparen, jeugdsparen, ideaalrekening, winkel, winkels, kernenergie, principes, mensenrechten,
defensie, wapenindustrie, zonnepanelen, warmtepomp, welvaart, beursgang, staat, minister, nlfi, brand new day, merken, merk, naamswijziging, de volksbank, snsbank, spaarders, natuur, co2, microkrediet*`,
  notContext: `bgp, ripe, ripe ncc, arin, apnic, whois, router*, routing, peer*, peering, prefix*, ip, ipv4, ipv6, as-nummer, netwerk*, network*, provider*, hosting, hoster, isp, transit, ix, ams-ix, nl-ix, cisco, juniper, mikrotik, bird, frr, rpki, roa, roa's,
autonoom, autonomous system, autonomous, traceroute, blackhole, ddos, datacenter, vlan, looking glass, geoip, cloudflare, firewall, abuse, peeringdb, autisme, autism*, autistic, neuroloog, nefrolog*, nephrology, kidney, society, congres, advanced shipping notice,
advance ship notice, shipping notice, edi, wms, sap, magazijn, leverancier*, pakbon, pallet*, zending, edifact, desadv, inbound, paperless*, barcode, qr, archief, scannen, document*, archive serial number, aviation safety network, aviation, crash, vliegtuig*, accident, wikibase,
asparagine, aminozuur, eiwit, residu, codon, glycosyl*, asn1, asn.1, der, ber, x509, parser, certificaat encoding, openssl, snmp, schema, serienummer, kenteken, school, schiphol, alkmaar, sportvereniging, voetbal*, vereniging, atletiek, beveiliging, vacature netwerk, subnet, subnetten, as path, as-path, communities, upstream, downstream`,
  blocked: ['ASN.1', 'ASN1', 'AS-nummer'],
  short: { context: ['bank', 'rekening', 'app', 'sparen', 'duurzaam', 'pas'] },
}
