/** Vouchers, to the guest and to the cashier: what counted, and why one gives nothing. */
export const voucher = {
  voucher: {
    notReceived: {
      customer: 'Deze code kennen we niet.',
      cashier: 'Onbekende code. Zoek op bestelnummer of bel de ticketshop.',
    },
    unreadable: { customer: 'De code is niet leesbaar.', cashier: 'Scan opnieuw: scherm lichter, of typ de code in.' },
    usedUp: { customer: 'Deze voucher is al gebruikt.', cashier: 'Al gebruikt: {date} {time}, {till}. Niets over.' },
    usedUpBefore: { customer: 'Deze voucher is al gebruikt.', cashier: 'Al gebruikt. Niets over.' },
    tooFewLeft: {
      customer: 'Nog {left} over op deze voucher.',
      cashier: '{left} van {issued} over, {asked} gevraagd.',
    },
    notYet: { customer: 'Deze voucher geldt vanaf {date}.', cashier: 'Nog niet geldig: vanaf {date} {time}.' },
    expired: {
      customer: 'Deze voucher was geldig tot en met {date}.',
      cashier: 'Verlopen op {date}. Vraag de leidinggevende om coulance.',
    },
    wrongPlace: { customer: 'Deze voucher geldt hier niet.', cashier: 'Geldt alleen bij: {places}.' },
    wrongTime: { customer: 'Deze voucher geldt op een ander tijdstip.', cashier: 'Geldt: {hours}.' },
    noArticle: { customer: 'Er zit nog geen passend artikel bij.', cashier: 'Geldt voor: {items}. Sla dat eerst aan.' },
    minimum: { customer: 'Deze voucher geldt vanaf {amount}.', cashier: 'Minimumbedrag {amount}, nu {total}.' },
    notCombined: {
      customer: 'Niet te combineren met een andere korting.',
      cashier: 'Botst met: {other}. Kies één van beide.',
    },
    cancelled: {
      customer: 'Deze voucher is niet meer geldig.',
      cashier: 'Ingetrokken door de ticketshop op {date} ({order}).',
    },
    replaced: {
      customer: 'Er is een nieuwere code. Kijk in uw e-mail.',
      cashier: 'Vervangen op {date}. Vraag om de nieuwe code.',
    },
    inUse: {
      customer: 'Deze voucher is bij een andere kassa in gebruik.',
      cashier: 'In gebruik bij {till} sinds {time}. Vrij om {until}.',
    },
    twiceHere: { customer: 'Deze voucher is al meegeteld.', cashier: 'Zit al in deze verkoop. Niets te doen.' },
    limitDay: {
      customer: 'De korting van vandaag is al gebruikt.',
      cashier: 'Abonnement: {units} keer per dag, laatst om {time}, {till}.',
    },
    limitDayUnused: { customer: 'De korting van vandaag is al gebruikt.', cashier: 'Hoogstens {units} keer per dag.' },
    limitPeriod: {
      customer: 'Deze voucher kan pas later weer.',
      cashier: '{units} keer per {days} dagen. Kan weer vanaf {date}.',
    },
    limitVisit: { customer: 'Meer kan niet in één bestelling.', cashier: 'Hoogstens {units} per verkoop.' },
    cannotCheck: {
      customer: 'We kunnen deze voucher nu niet controleren.',
      cashier: 'Geen verbinding en offline-limiet bereikt. Straks opnieuw of leidinggevende vragen.',
    },
    applied: {
      customer: 'Voucher toegepast. {label}: {amount}. Nog {left} over.',
      cashier: '{label}: {units} toegepast. Nog {left} van {issued} over.',
    },
    appliedMoney: {
      customer: 'Voucher toegepast. {label}: {amount}. Nog {left} over.',
      cashier: '{label}: {amount} toegepast. Nog {left} van {issued} over.',
    },
    appliedLast: {
      customer: 'Voucher toegepast. {label}: {amount}.',
      cashier: '{label}: {amount} toegepast. Niets over.',
    },
    appliedPass: { customer: 'Korting toegepast. Met uw abonnement: {amount}.', cashier: '{label}: {amount} korting.' },
    held: {
      customer: 'Uw voucher is gelezen.',
      cashier: '{label}: telt mee zodra een passend artikel is aangeslagen.',
    },
  },
} as const;
