/** The questions to the cashier while an outcome is unknown. */
export const assistant = {
  assistant: {
    asking: { head: 'We vragen het na bij {device}', action: 'Nog even niets doen.' },
    terminalAsks: { head: 'Vraagt {device} nu nog iets?', first: 'Ja: kaart, pincode of wachten', second: 'Nee' },
    letFinish: { head: 'Laat de klant afmaken', action: 'We luisteren mee.' },
    receipt: { head: 'Is er een bon, of staat de uitkomst op {device}?', first: 'Ja', second: 'Nee' },
    lookFor: 'Zoek {amount}, {date} {time}.',
    receiptSays: { head: 'Wat staat er?', first: 'Akkoord, betaald', second: 'Geweigerd, afgebroken' },
    sameAmount: { head: 'Staat er {amount}, vandaag rond {time}?', first: 'Ja, klopt', second: 'Nee, anders' },
    reprint: { head: 'Print de laatste bon op {device}', first: 'Geprint', second: 'Lukt niet' },
    phone: { head: 'Staat er “betaald” op de telefoon van de klant?', first: 'Ja', second: 'Nee' },
    notedPaid: {
      head: 'Genoteerd: op de bon staat betaald',
      action: 'De kassa hoort het zodra {source} bevestigt. Bewaar de bon.',
    },
    notedNotPaid: {
      head: 'Genoteerd: op de bon staat niet betaald',
      action: 'We controleren nog één keer. Daarna kan een nieuwe betaling.',
    },
    notKnown: { head: 'De uitkomst is nog niet bekend', first: 'Wachten met de klant', second: 'Later afmaken' },
    tellCustomer: {
      head: 'Zeg tegen de klant',
      action:
        '“We zien nog niet of uw betaling is aangekomen. Betaal niet twee keer. Is er toch dubbel afgeschreven, dan krijgt u het terug.”',
    },
    slip: {
      head: 'Open betaling, kenmerk {ref}',
      action:
        '{amount}, {date} {time}. We controleren of deze betaling is aangekomen. Dubbel betaald? Met dit kenmerk krijgt u het terug.',
    },
    openPayments: 'Nog open betalingen: {n}',
    settleBeforeClose: 'Los deze op voor de kassa sluit.',
    who: { head: 'Wie legt dit vast?', action: 'Uw naam en pincode komen bij deze betaling te staan.' },
    nobody: {
      head: 'Vastleggen mag hier niet',
      action: 'Niemand is hiervoor ingesteld. Bewaar de bon en vraag de leidinggevende of IT.',
    },
    whoSettles: { head: 'Wie heeft dit afgehandeld?', action: 'Uw naam en pincode komen bij deze betaling te staan.' },
    person: 'Naam',
    pin: 'Pincode',
  },
} as const;
