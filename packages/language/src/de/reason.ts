import type { reason as reference } from '../nl/reason.ts';
import type { SameShape } from '../shape.ts';

/** What to do about one code: the card's second line in place of its ordinary one. Never says more of the money than the card. */
export const reason = {
  reason: {
    settings: 'Die Einstellungen stimmen nicht. Andere Zahlungsart wählen und der IT den Code {code} nennen.',
    settingsRefund: 'Die Einstellungen stimmen nicht. Auf andere Weise zurückzahlen und der IT den Code {code} nennen.',
    busy: '{device} ist noch mit etwas anderem beschäftigt. Kurz warten und neu beginnen.',
    occupied: 'Bitte am Gerät nachsehen, was es gerade tut.',
    unsupported: 'Das kann {device} nicht. Bitte andere Zahlungsart wählen.',
    unsupportedRefund: 'Das kann {device} nicht. Bitte auf andere Weise zurückzahlen.',
    mendsItself: '{device} behebt das selbst. In einer Minute neu beginnen. Wenn es bleibt, bitte IT anrufen.',
    endOfDay: '{device} verlangt zuerst den Kassenschnitt. Leitung fragen oder ein anderes Gerät nehmen.',
    outOfOrder: '{device} meldet eine Störung. Bitte ein anderes Gerät nehmen und IT anrufen.',
    bankDeclined: 'Die Bank lehnt ab. Bitte andere Karte oder Zahlungsart anbieten.',
    bankDeclinedRefund: 'Die Bank lehnt ab. Bitte auf andere Weise zurückzahlen.',
    cardNotRead: 'Karte nicht gelesen. Noch einmal versuchen oder um eine andere Karte bitten.',
    cardNotReadRefund: 'Karte nicht gelesen. Bitte noch einmal versuchen.',
    cardNotValid: 'Die Karte ist nicht gültig. Bitte andere Karte oder Zahlungsart anbieten.',
    cardNotValidRefund: 'Die Karte ist nicht gültig. Bitte auf andere Weise zurückzahlen.',
    cardNotAccepted: 'Diese Karte geht hier nicht. Bitte andere Karte oder Zahlungsart anbieten.',
    cardNotAcceptedRefund: 'Diese Karte geht hier nicht. Bitte auf andere Weise zurückzahlen.',
    notFinished: 'Bitte neu beginnen, wenn noch bezahlt werden soll.',
    noConnection: '{device} erreicht die Bank nicht. Bitte andere Zahlungsart wählen.',
    noConnectionRefund: '{device} erreicht die Bank nicht. Später versuchen oder auf andere Weise zurückzahlen.',
    outOfBounds: 'Der Betrag ist hier zu hoch oder zu niedrig. Bitte andere Karte oder Zahlungsart anbieten.',
    outOfBoundsRefund: 'Der Betrag ist hier zu hoch oder zu niedrig. Bitte auf andere Weise zurückzahlen.',
    paper: 'Bitte Papier in {device} einlegen und neu beginnen.',
    reversedBefore: 'Diese Zahlung wurde schon storniert. Bitte nicht noch einmal zurückzahlen.',
    notReversible: 'Ein Storno ist nicht mehr möglich. Bitte auf andere Weise zurückzahlen.',
    currency: '{device} nimmt diese Währung nicht an. Andere Zahlungsart wählen und der IT den Code {code} nennen.',
    currencyRefund:
      '{device} nimmt diese Währung nicht an. Auf andere Weise zurückzahlen und der IT den Code {code} nennen.',
    amountTakenBack: '{device} nannte einen anderen Betrag und nahm ihn zurück. Bitte neu beginnen und IT informieren.',
    notProvable:
      'Bitte noch keine andere Zahlung annehmen. Betrag, Datum und Uhrzeit auf dem letzten Beleg von {device} suchen.',
    notProvableRefund:
      'Bitte nicht noch einmal zurückzahlen. Betrag, Datum und Uhrzeit auf dem letzten Beleg von {device} suchen.',
    lookInList: 'Bitte noch keine andere Zahlung annehmen. Diese Zahlung in der Liste auf {device} suchen.',
    lookInListRefund: 'Bitte nicht noch einmal zurückzahlen. Diese Rückzahlung in der Liste auf {device} suchen.',
    lookAtScreen: 'Bitte noch keine andere Zahlung annehmen. Nachsehen, was auf {device} steht.',
    lookAtScreenRefund: 'Bitte nicht noch einmal zurückzahlen. Nachsehen, was auf {device} steht.',
    otherCurrency: 'Bitte noch keine andere Zahlung annehmen. IT anrufen, Code {code}: andere Währung auf {device}.',
    otherCurrencyRefund: 'Bitte nicht noch einmal zurückzahlen. IT anrufen, Code {code}: andere Währung auf {device}.',
    network: 'Ist es an und im Netz des Geschäfts? Sonst bitte ein anderes Gerät nehmen.',
    startingUp: 'Es startet noch. Kurz warten und neu beginnen.',
    notSaved: 'Speichern geht nicht. Andere Zahlungsart wählen und IT anrufen, Code {code}.',
    notSavedRefund: 'Speichern geht nicht. Auf andere Weise zurückzahlen und IT anrufen, Code {code}.',
  },
} as const satisfies SameShape<typeof reference>;
