import type { cashier as reference } from '../nl/cashier.ts';
import type { SameShape } from '../shape.ts';

/** The card of the payment at the till: what is true, and what to do now. */
export const cashier = {
  cashier: {
    ready: { head: 'Bereit für die nächste Zahlung' },
    sale: { head: 'Verkauf läuft: {total}', headNoTotal: 'Verkauf läuft' },
    starting: { head: '{device} wird gestartet', action: 'Bitte die Kundschaft noch kurz warten lassen.' },
    waitingForCard: { head: '{amount} ist auf {device} bereit', action: 'Jetzt kann bezahlt werden.' },
    waitingForCardRefund: {
      head: 'Rückzahlung {amount} ist auf {device} bereit',
      action: 'Bitte um die Karte bitten.',
    },
    notThroughYet: { head: 'Noch nicht geklappt, Zahlung läuft noch', action: '{hint} Bitte Ergebnis abwarten.' },
    hint: {
      chip: 'Bitte Karte einstecken lassen.',
      pin: 'Die Bank verlangt die PIN.',
      again: 'Karte nicht gelesen: noch einmal.',
      other: 'Eine andere Karte ist möglich.',
    },
    pin: { head: 'PIN-Eingabe läuft', action: 'Bitte wegschauen.' },
    pinAgain: '{hint} Bitte wegschauen.',
    processing: { head: 'Bank prüft, {s} s', action: 'Meist in {p95} s fertig.' },
    processingNoUsual: 'Bitte noch keine andere Zahlung annehmen.',
    removeCard: { head: 'Karte steckt noch in {device}', action: 'Bitte um Entnahme der Karte bitten.' },
    qrWaiting: { head: 'QR steht auf dem Kundendisplay', action: '{amount}. Noch {mmss}.' },
    qrScanned: { head: 'QR gescannt', action: 'Bestätigung läuft am Handy.' },
    qrChecking: {
      head: 'QR ist weg, wir prüfen, ob bezahlt wurde',
      action: 'Bitte noch keine andere Zahlung annehmen.',
    },
    stopRequested: {
      head: 'Abbruch angefordert',
      action: 'Noch nicht sicher. Bitte noch keine andere Zahlung annehmen.',
    },
    unknown: { head: 'Unklar, ob bezahlt wurde', action: 'Bitte noch keine andere Zahlung annehmen. Wir fragen nach.' },
    unknownRefund: {
      head: 'Unklar, ob zurückgezahlt wurde',
      action: 'Bitte nicht noch einmal zurückzahlen. Wir fragen nach.',
    },
    takenOffline: {
      head: '{device} hat offline angenommen',
      action: 'Wird gesendet, sobald die Verbindung wieder da ist. Bitte nicht erneut kassieren.',
    },
    takenOfflineRefund: {
      head: '{device} hat die Rückzahlung offline angenommen',
      action: 'Wird gesendet, sobald die Verbindung wieder da ist. Bitte nicht noch einmal zurückzahlen.',
    },
    approved: { head: 'Bezahlt: {amount}', action: 'Die Kasse ist aktualisiert.' },
    approvedRefund: { head: 'Zurückgezahlt: {amount}', action: 'Bitte den Beleg mitgeben.' },
    approvedOffline: {
      head: 'Offline bezahlt: {amount}',
      action: 'Die Kasse ist aktualisiert. Die Bank bestätigt später.',
    },
    approvedOfflineRefund: {
      head: 'Offline zurückgezahlt: {amount}',
      action: 'Bitte den Beleg mitgeben. Die Bank bestätigt später.',
    },
    tillNotTold: {
      head: 'Bezahlt: {amount}, Kasse weiß es noch nicht',
      action: 'Nicht erneut kassieren. Wir melden es weiter.',
    },
    tillNotToldRefund: {
      head: 'Zurückgezahlt: {amount}, Kasse weiß es noch nicht',
      action: 'Nicht erneut zurückzahlen. Wir melden es weiter.',
    },
    tooLateToStop: { head: 'Zu spät für den Abbruch: bezahlt', action: 'Verkauf abschließen oder zurückzahlen.' },
    tooLateToStopRefund: { head: 'Zu spät für den Abbruch: zurückgezahlt', action: 'Bitte den Verkauf abschließen.' },
    declined: { head: 'Abgelehnt, nichts bezahlt', action: 'Bitte andere Karte oder Zahlungsart anbieten.' },
    declinedRefund: {
      head: 'Nicht zurückgezahlt',
      action: 'Es wurde nichts erstattet. Noch einmal versuchen oder Leitung fragen.',
    },
    stopped: { head: 'Abgebrochen, nichts bezahlt', action: 'Sie können neu beginnen.' },
    stoppedRefund: { head: 'Abgebrochen, nichts zurückgezahlt', action: 'Sie können neu beginnen.' },
    timedOut: { head: 'Zeit abgelaufen, nichts bezahlt', action: 'Noch einmal versuchen?' },
    timedOutRefund: { head: 'Zeit abgelaufen, nichts zurückgezahlt', action: 'Noch einmal versuchen?' },
    qrExpired: { head: 'QR abgelaufen, nichts bezahlt', action: 'Neuen Code anzeigen?' },
    paidAfterAll: {
      head: 'Doch bezahlt: {amount} um {time}',
      action: 'Die Kasse hat „nicht bezahlt“ erhalten. Bitte Leitung fragen.',
    },
    paidAfterAllRefund: {
      head: 'Doch zurückgezahlt: {amount} um {time}',
      action: 'Die Kasse hat „nicht zurückgezahlt“ erhalten. Bitte Leitung fragen.',
    },
    witnessMismatch: {
      head: 'Beleg und {source} widersprechen sich',
      action: 'Bitte nichts erstatten oder kassieren. Die Leitung ist informiert.',
    },
    amountDiffers: {
      head: 'Anderer Betrag als verlangt: {amount}',
      action: 'Bitte nichts erstatten oder kassieren. Leitung fragen.',
    },
    amountRefused: {
      head: 'Anderer Betrag auf {device}, nichts bezahlt',
      action: 'Er wurde zurückgenommen. Bitte neu beginnen und IT informieren.',
    },
    amountRefusedRefund: {
      head: 'Anderer Betrag auf {device}, nichts zurückgezahlt',
      action: 'Er wurde zurückgenommen. Bitte neu beginnen und IT informieren.',
    },
    queuedDeclined: {
      head: 'Bank lehnt nachträglich ab: {amount}',
      action: 'Die Kasse hat „bezahlt“ erhalten. Bitte Leitung fragen.',
    },
    queuedDeclinedRefund: {
      head: 'Bank lehnt Rückzahlung nachträglich ab: {amount}',
      action: 'Die Kasse hat „zurückgezahlt“ erhalten. Bitte Leitung fragen.',
    },
    refund: {
      head: '{amount} auf die Karte zurückzahlen?',
      headQr: '{amount} zurückzahlen?',
      action: 'Bezahlt am {date} {time}, {card}.',
      amount: 'Betrag',
      left: 'Noch rückzahlbar: {amount}.',
      reason: 'Grund',
    },
    refunding: { head: '{amount} wird zurückgezahlt, {s} s', action: 'Bitte nicht noch einmal zurückzahlen.' },
    terminalInUse: {
      head: '{device} ist mit einer anderen Zahlung belegt',
      action_one: 'Noch höchstens {count} Sekunde.',
      action_other: 'Noch höchstens {count} Sekunden.',
      free: 'Gleich wieder frei. Sie können neu beginnen.',
    },
    terminalOffline: {
      head: '{device} antwortet nicht',
      action: 'Ist es an, sitzt das Kabel? Zuletzt gesehen: {time}.',
      actionNeverSeen: 'Ist es an, sitzt das Kabel?',
      because: '{why} Zuletzt gesehen: {time}.',
    },
    providerDown: {
      head: '{device} ist nicht erreichbar',
      action: 'Es wurde nichts gestartet. Gleich noch einmal versuchen oder eine andere Zahlungsart wählen.',
    },
    providerRefused: {
      head: '{device} nimmt diese Zahlung nicht an',
      action: 'Es wurde nichts gestartet. Andere Zahlungsart wählen und der IT den Code {code} nennen.',
    },
    nothingStarted: 'Nichts gestartet. {why}',
    secondTender: {
      head: 'Für diesen Verkauf ist noch eine Zahlung offen',
      action: 'Bitte zuerst das Ergebnis abwarten.',
    },
    noRoute: {
      head: 'Diese Zahlungsart ist nicht eingerichtet',
      action: 'Es wurde nichts gestartet. Andere Zahlungsart wählen und IT informieren.',
    },
    refundNotPossible: {
      head: '{device} kann nicht zurückzahlen',
      action: 'Es wurde nichts erstattet. Bitte auf andere Weise zurückzahlen.',
    },
    journalUnwritable: {
      head: 'Keine neue Zahlung: Speichern geht nicht',
      action: 'Es wurde nichts gestartet. Bitte IT anrufen, Code {code}.',
    },
    linkLost: {
      head: 'Tillbridge ist nicht erreichbar',
      action: 'Diese Anzeige ist veraltet. Bitte noch keine andere Zahlung annehmen. Wir verbinden neu.',
    },
    connecting: { head: 'Verbindung wird aufgebaut', action: 'Einen Moment.' },
  },
  next: {
    wait: 'Bitte Ergebnis abwarten.',
    findOut: 'Bitte klären, ob bezahlt wurde.',
    findOutRefund: 'Bitte nicht noch einmal zurückzahlen. Wir fragen nach.',
    tillNotTold: 'Bezahlt. Nicht erneut kassieren: wir melden es der Kasse.',
    tillNotToldRefund: 'Zurückgezahlt. Nicht wiederholen: wir melden es der Kasse.',
    takenOffline: 'Bitte nicht erneut kassieren: wird noch gesendet.',
    takenOfflineRefund: 'Bitte nicht noch einmal zurückzahlen: wird noch gesendet.',
    approvedOffline: 'Offline bezahlt. Die Bank bestätigt später.',
    approvedOfflineRefund: 'Offline zurückgezahlt. Die Bank bestätigt später.',
    manager: 'Bitte nichts erstatten oder kassieren. Leitung fragen.',
  },
  button: {
    stop: 'Abbrechen',
    customer: 'Kundendisplay',
    enquire: 'Jetzt nachfragen',
    settle: 'Erledigt',
    record: 'Festhalten',
    back: 'Zurück',
    close: 'Schließen',
    understood: 'Verstanden',
    show: 'Zeigen',
    answer: 'Klären',
    refund: 'Zurückzahlen',
    holdToRefund: 'Zum Zurückzahlen gedrückt halten',
    holdToStop: 'Zum Abbrechen gedrückt halten',
    spaceToStop: 'Jetzt Leertaste zum Abbrechen',
  },
} as const satisfies SameShape<typeof reference>;
