import type { display as reference } from '../nl/display.ts';
import type { SameShape } from '../shape.ts';

/** What guests read on the customer display. */
export const display = {
  display: {
    startingUp: { hero: 'Einen Moment bitte' },
    idle: { hero: 'Willkommen' },
    closed: { hero: 'Diese Kasse ist geschlossen', sub: 'Bitte gehen Sie zu einer anderen Kasse.' },
    basket: { hero: 'Ihre Bestellung' },
    moreItems_one: '{count} weiterer Artikel',
    moreItems_other: '{count} weitere Artikel',
    voucher: {
      applied: {
        hero: 'Gutschein angerechnet',
        sub: '{label}: {amount}. Noch {left} übrig.',
        subLast: '{label}: {amount}.',
      },
      pass: { hero: 'Rabatt angerechnet', sub: 'Mit Ihrer Saisonkarte: {amount}.' },
      refused: { hero: 'Gutschein nicht angerechnet' },
      left: 'noch {left}',
      discount: 'Rabatt',
    },
    total: 'Summe',
    toPay: 'Zu zahlen',
    toGetBack: 'Sie erhalten zurück',
    choose: { hero: 'Wie möchten Sie bezahlen?' },
    starting: { hero: 'Einen Moment bitte', sub: 'Bitte warten Sie noch mit der Karte.' },
    presentCard: {
      hero: 'Sie können jetzt bezahlen',
      sub: 'Bitte Karte oder Handy ans Terminal halten oder die Karte einstecken.',
    },
    presentCardRefund: {
      hero: 'Sie erhalten {amount} zurück',
      sub: 'Bitte halten Sie Ihre Karte ans Terminal oder stecken Sie sie ein.',
    },
    tryAgain: { hero: 'Bitte noch einmal', sub: 'Bitte halten Sie die Karte etwas länger ruhig ans Terminal.' },
    insertCard: {
      hero: 'Bitte Karte einstecken',
      sub: 'Kontaktlos geht gerade nicht. Bitte folgen Sie den Hinweisen am Terminal.',
    },
    oneCard: {
      hero: 'Bitte nur eine Karte',
      sub: 'Bitte nehmen Sie die Karte aus der Geldbörse und versuchen Sie es noch einmal.',
    },
    confirmPhone: {
      hero: 'Bitte aufs Handy schauen',
      sub: 'Bitte dort bestätigen und das Handy noch einmal ans Terminal halten.',
    },
    notThroughYet: {
      hero: 'Das hat noch nicht geklappt',
      sub: 'Bitte versuchen Sie es noch einmal oder zahlen Sie auf andere Weise.',
    },
    pin: { hero: 'Bitte PIN eingeben', sub: 'Am Terminal. Bitte verdecken Sie die Eingabe.' },
    pinAgain: { hero: 'Bitte PIN erneut eingeben', sub: 'Bitte folgen Sie den Hinweisen am Terminal.' },
    processing: { hero: 'Bitte einen Moment Geduld', sub: 'Ihre Bank prüft die Zahlung.' },
    processingRefund: 'Ihre Bank bearbeitet die Rückzahlung.',
    slow: { hero: 'Es dauert etwas länger', sub: 'Bitte noch einen Moment.' },
    removeCard: { hero: 'Bitte Karte entnehmen', sub: 'Vergessen Sie Ihre Karte nicht.' },
    qr: { hero: 'Scannen und zahlen', sub: 'Mit Ihrer Banking-App oder der Handykamera.' },
    qrLabel: 'QR-Code, {amount}',
    qrTime: 'Noch {mmss}',
    qrLastSeconds: { hero_one: 'Noch {count} Sekunde', hero_other: 'Noch {count} Sekunden' },
    qrMoreTime: 'Brauchen Sie mehr Zeit? Sagen Sie uns Bescheid.',
    qrScanned: {
      hero: 'Bitte am Handy bestätigen',
      sub: 'Der Code ist gescannt. Bitte schließen Sie die Zahlung in Ihrer App ab.',
    },
    qrChecking: { hero: 'Einen Moment bitte', sub: 'Wir prüfen, ob bezahlt wurde. Bitte nicht mehr scannen.' },
    qrWithdrawn: { hero: 'Bitte jetzt nicht scannen', sub: 'Der Code ist gerade nicht verfügbar.' },
    qrExpired: {
      hero: 'Der Code ist abgelaufen',
      sub: 'Es wurde nichts bezahlt. Wir zeigen Ihnen gern einen neuen Code.',
    },
    cancelling: { hero: 'Zahlung wird abgebrochen', sub: 'Einen Moment, wir prüfen, ob das geklappt hat.' },
    cancellingRefund: { hero: 'Rückzahlung wird abgebrochen', sub: 'Einen Moment, wir prüfen, ob das geklappt hat.' },
    unknown: { hero: 'Wir prüfen Ihre Zahlung', sub: 'Bitte zahlen Sie noch nicht erneut. Wir helfen Ihnen sofort.' },
    unknownRefund: { hero: 'Wir prüfen Ihre Rückzahlung', sub: 'Einen Moment. Wir helfen Ihnen sofort.' },
    approved: { hero: 'Bezahlt. Vielen Dank!', sub: '{amount}. Auf Wiedersehen!' },
    approvedRefund: { hero: '{amount} zurückgezahlt', sub: 'Der Betrag ist in wenigen Werktagen auf Ihrem Konto.' },
    declined: {
      hero: 'Zahlung nicht möglich',
      sub: 'Es wurde nichts abgebucht. Bitte nehmen Sie eine andere Karte oder zahlen Sie auf andere Weise.',
    },
    declinedRefund: { hero: 'Rückzahlung nicht möglich', sub: 'Wir finden gemeinsam einen anderen Weg.' },
    cancelled: { hero: 'Zahlung abgebrochen', sub: 'Es wurde nichts abgebucht.' },
    cancelledRefund: { hero: 'Rückzahlung abgebrochen', sub: 'Es wurde nichts erstattet.' },
    timedOut: { hero: 'Die Zeit ist abgelaufen', sub: 'Es wurde nichts abgebucht. Wir versuchen es gern noch einmal.' },
    timedOutRefund: {
      hero: 'Die Zeit ist abgelaufen',
      sub: 'Es wurde nichts erstattet. Wir versuchen es gern noch einmal.',
    },
  },
} as const satisfies SameShape<typeof reference>;
