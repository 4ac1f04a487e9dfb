import type { assistant as reference } from '../nl/assistant.ts';
import type { SameShape } from '../shape.ts';

/** The questions to the cashier while an outcome is unknown. */
export const assistant = {
  assistant: {
    asking: { head: 'Wir fragen bei {device} nach', action: 'Bitte noch nichts tun.' },
    terminalAsks: { head: 'Verlangt {device} gerade noch etwas?', first: 'Ja: Karte, PIN oder warten', second: 'Nein' },
    letFinish: { head: 'Bitte fertig bezahlen lassen', action: 'Wir hören mit.' },
    receipt: { head: 'Gibt es einen Beleg oder ein Ergebnis auf {device}?', first: 'Ja', second: 'Nein' },
    lookFor: 'Bitte {amount}, {date} {time} suchen.',
    receiptSays: { head: 'Was steht da?', first: 'Genehmigt, bezahlt', second: 'Abgelehnt, abgebrochen' },
    sameAmount: { head: 'Steht da {amount}, heute gegen {time}?', first: 'Ja, stimmt', second: 'Nein, anders' },
    reprint: { head: 'Bitte letzten Beleg auf {device} drucken', first: 'Gedruckt', second: 'Geht nicht' },
    phone: { head: 'Steht „bezahlt“ auf dem Handy?', first: 'Ja', second: 'Nein' },
    notedPaid: {
      head: 'Notiert: laut Beleg bezahlt',
      action: 'Die Kasse erfährt es, sobald {source} bestätigt. Beleg aufbewahren.',
    },
    notedNotPaid: {
      head: 'Notiert: laut Beleg nicht bezahlt',
      action: 'Wir prüfen noch einmal. Danach ist eine neue Zahlung möglich.',
    },
    notKnown: { head: 'Das Ergebnis ist noch offen', first: 'Mit der Kundschaft warten', second: 'Später klären' },
    tellCustomer: {
      head: 'Bitte sagen Sie',
      action:
        '„Wir sehen noch nicht, ob Ihre Zahlung angekommen ist. Bitte zahlen Sie nicht zweimal. Eine doppelte Abbuchung erstatten wir Ihnen.“',
    },
    slip: {
      head: 'Offene Zahlung, Referenz {ref}',
      action:
        '{amount}, {date} {time}. Wir prüfen, ob diese Zahlung angekommen ist. Doppelt bezahlt? Mit dieser Referenz erhalten Sie es zurück.',
    },
    openPayments: 'Noch offene Zahlungen: {n}',
    settleBeforeClose: 'Bitte vor dem Kassenschluss klären.',
    who: { head: 'Wer hält das fest?', action: 'Ihr Name und Ihre PIN werden zu dieser Zahlung vermerkt.' },
    nobody: {
      head: 'Festhalten ist hier nicht erlaubt',
      action: 'Niemand ist dafür eingerichtet. Beleg aufbewahren, Leitung oder IT fragen.',
    },
    whoSettles: { head: 'Wer hat das erledigt?', action: 'Ihr Name und Ihre PIN werden zu dieser Zahlung vermerkt.' },
    person: 'Name',
    pin: 'PIN',
  },
} as const satisfies SameShape<typeof reference>;
