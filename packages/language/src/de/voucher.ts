/** Vouchers, to the guest and to the cashier: what counted, and why one gives nothing. */
export const voucher = {
  voucher: {
    notReceived: {
      customer: 'Diesen Code kennen wir nicht.',
      cashier: 'Code unbekannt. Nach der Bestellnummer suchen oder Ticketshop anrufen.',
    },
    unreadable: {
      customer: 'Der Code ist nicht lesbar.',
      cashier: 'Noch einmal scannen: Bildschirm heller stellen oder Code eintippen.',
    },
    usedUp: {
      customer: 'Dieser Gutschein wurde schon eingelöst.',
      cashier: 'Schon eingelöst: {date} {time}, {till}. Nichts mehr übrig.',
    },
    usedUpBefore: {
      customer: 'Dieser Gutschein wurde schon eingelöst.',
      cashier: 'Schon eingelöst. Nichts mehr übrig.',
    },
    tooFewLeft: {
      customer: 'Noch {left} auf diesem Gutschein.',
      cashier: '{left} von {issued} übrig, {asked} gewünscht.',
    },
    notYet: { customer: 'Dieser Gutschein gilt ab {date}.', cashier: 'Noch nicht gültig: ab {date} {time}.' },
    expired: {
      customer: 'Dieser Gutschein galt bis {date}.',
      cashier: 'Abgelaufen am {date}. Kulanz: Leitung fragen.',
    },
    wrongPlace: { customer: 'Dieser Gutschein gilt hier nicht.', cashier: 'Gilt nur hier: {places}.' },
    wrongTime: { customer: 'Dieser Gutschein gilt zu einer anderen Zeit.', cashier: 'Gilt: {hours}.' },
    noArticle: {
      customer: 'Es ist noch kein passender Artikel dabei.',
      cashier: 'Gilt für: {items}. Bitte zuerst eingeben.',
    },
    minimum: { customer: 'Dieser Gutschein gilt ab {amount}.', cashier: 'Mindestbetrag {amount}, jetzt {total}.' },
    notCombined: {
      customer: 'Nicht mit anderen Rabatten kombinierbar.',
      cashier: 'Nicht kombinierbar mit: {other}. Bitte eines wählen.',
    },
    cancelled: {
      customer: 'Dieser Gutschein ist nicht mehr gültig.',
      cashier: 'Vom Ticketshop storniert am {date} ({order}).',
    },
    replaced: {
      customer: 'Es gibt einen neueren Code. Bitte sehen Sie in Ihren E-Mails nach.',
      cashier: 'Ersetzt am {date}. Nach dem neuen Code fragen.',
    },
    inUse: {
      customer: 'Dieser Gutschein wird gerade an einer anderen Kasse benutzt.',
      cashier: 'In Benutzung an {till} seit {time}. Frei um {until}.',
    },
    twiceHere: {
      customer: 'Dieser Gutschein ist schon angerechnet.',
      cashier: 'Schon in diesem Verkauf. Nichts zu tun.',
    },
    limitDay: {
      customer: 'Der heutige Rabatt wurde schon genutzt.',
      cashier: 'Saisonkarte: {units}-mal pro Tag, zuletzt {time}, {till}.',
    },
    limitDayUnused: { customer: 'Der heutige Rabatt wurde schon genutzt.', cashier: 'Höchstens {units}-mal pro Tag.' },
    limitPeriod: {
      customer: 'Dieser Gutschein geht erst später wieder.',
      cashier: '{units}-mal in {days} Tagen. Wieder möglich ab {date}.',
    },
    limitVisit: { customer: 'Mehr geht in einer Bestellung nicht.', cashier: 'Höchstens {units} pro Verkauf.' },
    cannotCheck: {
      customer: 'Wir können diesen Gutschein gerade nicht prüfen.',
      cashier: 'Keine Verbindung, Offline-Limit erreicht. Später erneut oder Leitung fragen.',
    },
    applied: {
      customer: 'Gutschein angerechnet. {label}: {amount}. Noch {left} übrig.',
      cashier: '{label}: {units} angerechnet. Noch {left} von {issued} übrig.',
    },
    appliedMoney: {
      customer: 'Gutschein angerechnet. {label}: {amount}. Noch {left} übrig.',
      cashier: '{label}: {amount} angerechnet. Noch {left} von {issued} übrig.',
    },
    appliedLast: {
      customer: 'Gutschein angerechnet. {label}: {amount}.',
      cashier: '{label}: {amount} angerechnet. Nichts mehr übrig.',
    },
    appliedPass: {
      customer: 'Rabatt angerechnet. Mit Ihrer Saisonkarte: {amount}.',
      cashier: '{label}: {amount} Rabatt.',
    },
    held: {
      customer: 'Ihr Gutschein wurde gelesen.',
      cashier: '{label}: zählt, sobald ein passender Artikel eingegeben ist.',
    },
  },
} as const;
