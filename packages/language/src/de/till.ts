import type { till as reference } from '../nl/till.ts';
import type { SameShape } from '../shape.ts';

/** Short texts for the till's own screens. */
export const till = {
  till: {
    starting: { message: '{device} wird gestartet', customer: 'Bitte warten Sie noch mit der Karte.' },
    startingQr: { message: 'QR wird erstellt', customer: 'Einen Moment bitte' },
    presentCard: { message: '{amount} ist auf {device} bereit', customer: 'Sie können jetzt bezahlen: {amount}' },
    presentCardRefund: {
      message: 'Rückzahlung {amount} ist auf {device} bereit',
      customer: 'Sie erhalten {amount} zurück',
    },
    tryAgain: { message: 'Noch nicht geklappt, Zahlung läuft noch', customer: 'Bitte noch einmal' },
    insertCard: { message: 'Bitte Karte einstecken lassen', customer: 'Bitte Karte einstecken' },
    oneCard: { message: 'Karte nicht gelesen: noch einmal', customer: 'Bitte nur eine Karte' },
    confirmPhone: { message: 'Bestätigung läuft am Handy', customer: 'Bitte aufs Handy schauen' },
    notThroughYet: { message: 'Noch nicht geklappt, Zahlung läuft noch', customer: 'Das hat noch nicht geklappt' },
    pin: { message: 'PIN-Eingabe läuft', customer: 'Bitte PIN eingeben' },
    pinAgain: { message: 'Die Bank verlangt die PIN', customer: 'Bitte PIN erneut eingeben' },
    processing: { message: 'Bank prüft', customer: 'Bitte einen Moment Geduld' },
    removeCard: { message: 'Karte steckt noch in {device}', customer: 'Bitte Karte entnehmen' },
    scan: { message: 'QR steht auf dem Kundendisplay', customer: 'Scannen und zahlen: {amount}' },
    scanned: { message: 'QR gescannt', customer: 'Bitte am Handy bestätigen' },
    checking: { message: 'Wir prüfen, ob bezahlt wurde', customer: 'Einen Moment, bitte nicht mehr scannen' },
    stopping: { message: 'Abbruch angefordert, noch nicht sicher', customer: 'Zahlung wird abgebrochen' },
    unknown: {
      message: 'Unklar, ob bezahlt wurde. Noch keine andere Zahlung annehmen.',
      customer: 'Wir prüfen Ihre Zahlung. Bitte zahlen Sie noch nicht erneut.',
    },
    unknownRefund: {
      message: 'Unklar, ob zurückgezahlt wurde. Nicht noch einmal zurückzahlen.',
      customer: 'Wir prüfen Ihre Rückzahlung',
    },
    takenOffline: {
      message: '{device} hat offline angenommen. Bitte nicht erneut kassieren.',
      customer: 'Wir prüfen Ihre Zahlung. Bitte zahlen Sie noch nicht erneut.',
    },
    takenOfflineRefund: {
      message: '{device} hat offline angenommen. Bitte nicht noch einmal zurückzahlen.',
      customer: 'Wir prüfen Ihre Rückzahlung',
    },
    approved: { message: 'Bezahlt: {amount}', customer: 'Bezahlt. Vielen Dank!' },
    approvedRefund: { message: 'Zurückgezahlt: {amount}', customer: '{amount} zurückgezahlt' },
    approvedOffline: {
      message: 'Offline bezahlt: {amount}. Die Bank bestätigt später.',
      customer: 'Bezahlt. Vielen Dank!',
    },
    approvedOfflineRefund: {
      message: 'Offline zurückgezahlt: {amount}. Die Bank bestätigt später.',
      customer: '{amount} zurückgezahlt',
    },
    queuedDeclined: {
      message: 'Bank lehnt nachträglich ab: {amount}. Bitte Leitung fragen.',
      customer: 'Einen Moment bitte',
    },
    declined: { message: 'Abgelehnt, nichts bezahlt', customer: 'Zahlung nicht möglich. Es wurde nichts abgebucht.' },
    declinedRefund: { message: 'Nicht zurückgezahlt', customer: 'Rückzahlung nicht möglich' },
    amountRefused: {
      message: 'Anderer Betrag auf {device}, nichts bezahlt. Bitte IT informieren.',
      customer: 'Zahlung nicht möglich. Es wurde nichts abgebucht.',
    },
    amountRefusedRefund: {
      message: 'Anderer Betrag auf {device}, nichts zurückgezahlt. Bitte IT informieren.',
      customer: 'Rückzahlung nicht möglich',
    },
    cancelled: { message: 'Abgebrochen, nichts bezahlt', customer: 'Zahlung abgebrochen. Es wurde nichts abgebucht.' },
    cancelledRefund: { message: 'Abgebrochen, nichts zurückgezahlt', customer: 'Rückzahlung abgebrochen' },
    timedOut: {
      message: 'Zeit abgelaufen, nichts bezahlt',
      customer: 'Die Zeit ist abgelaufen. Es wurde nichts abgebucht.',
    },
    timedOutRefund: { message: 'Zeit abgelaufen, nichts zurückgezahlt', customer: 'Die Zeit ist abgelaufen' },
    qrExpired: {
      message: 'QR abgelaufen, nichts bezahlt',
      customer: 'Der Code ist abgelaufen. Es wurde nichts bezahlt.',
    },
    witnessedNotPaid: { message: 'Laut Beleg nicht bezahlt', customer: 'Eine neue Zahlung ist möglich.' },
    terminalInUse: {
      message_one: '{device} ist mit einer anderen Zahlung belegt. Noch höchstens {count} Sekunde.',
      message_other: '{device} ist mit einer anderen Zahlung belegt. Noch höchstens {count} Sekunden.',
    },
    terminalInUseUnknown: '{device} ist mit einer anderen Zahlung belegt',
    oneMoment: 'Einen Moment bitte',
    terminalOffline: '{device} antwortet nicht. Ist es an, sitzt das Kabel?',
    providerRefused: '{device} nimmt diese Zahlung nicht an. Es wurde nichts gestartet.',
    providerDown: '{device} ist nicht erreichbar. Es wurde nichts gestartet.',
    secondTender: 'Für diesen Verkauf ist noch eine Zahlung offen. Bitte zuerst das Ergebnis abwarten.',
    noRoute: 'Diese Zahlungsart ist nicht eingerichtet. Andere wählen und IT informieren.',
    refundNotPossible: '{device} kann nicht zurückzahlen. Es wurde nichts erstattet.',
    journalUnwritable: 'Keine neue Zahlung: Speichern geht nicht. Bitte IT anrufen.',
  },
} as const satisfies SameShape<typeof reference>;
