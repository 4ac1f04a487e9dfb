import type { assistant as reference } from '../nl/assistant.ts';
import type { SameShape } from '../shape.ts';

/** The questions to the cashier while an outcome is unknown. */
export const assistant = {
  assistant: {
    asking: { head: 'Nous interrogeons {device}', action: 'Ne faites rien pour l’instant.' },
    terminalAsks: {
      head: '{device} demande-t-il encore quelque chose ?',
      first: 'Oui : carte, code ou attente',
      second: 'Non',
    },
    letFinish: { head: 'Laissez le client terminer', action: 'Nous suivons.' },
    receipt: { head: 'Y a-t-il un ticket ou un résultat sur {device} ?', first: 'Oui', second: 'Non' },
    lookFor: 'Cherchez {amount}, {date} {time}.',
    receiptSays: { head: 'Que lit-on ?', first: 'Accepté, payé', second: 'Refusé, annulé' },
    sameAmount: { head: 'Lit-on {amount}, aujourd’hui vers {time} ?', first: 'Oui, c’est bien ça', second: 'Non' },
    reprint: { head: 'Réimprimez le dernier ticket sur {device}', first: 'Imprimé', second: 'Impossible' },
    phone: { head: 'Le téléphone du client indique-t-il « payé » ?', first: 'Oui', second: 'Non' },
    notedPaid: {
      head: 'Noté : payé selon le ticket',
      action: 'La caisse sera prévenue dès que {source} confirme. Gardez le ticket.',
    },
    notedNotPaid: {
      head: 'Noté : non payé selon le ticket',
      action: 'Dernière vérification. Ensuite, un nouveau paiement est possible.',
    },
    notKnown: { head: 'Le résultat n’est pas encore connu', first: 'Attendre avec le client', second: 'Plus tard' },
    tellCustomer: {
      head: 'À dire au client',
      action:
        '« Nous ne voyons pas encore si votre paiement est arrivé. Ne payez pas deux fois. Tout double débit vous sera remboursé. »',
    },
    slip: {
      head: 'Paiement en suspens, référence {ref}',
      action:
        '{amount}, {date} {time}. Nous vérifions si ce paiement est arrivé. Payé deux fois ? Cette référence permet le remboursement.',
    },
    openPayments: 'Paiements encore ouverts : {n}',
    settleBeforeClose: 'À régler avant la clôture de caisse.',
    who: { head: 'Qui l’enregistre ?', action: 'Votre nom sera noté avec ce paiement, confirmé par votre code.' },
    nobody: {
      head: 'Personne ne peut l’enregistrer ici',
      action: 'Aucun nom n’est prévu pour cela. Gardez le ticket et voyez le responsable ou l’informatique.',
    },
    whoSettles: { head: 'Qui l’a réglé ?', action: 'Votre nom sera noté avec ce paiement, confirmé par votre code.' },
    person: 'Nom',
    pin: 'Code',
  },
} as const satisfies SameShape<typeof reference>;
