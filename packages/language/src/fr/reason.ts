import type { reason as reference } from '../nl/reason.ts';
import type { SameShape } from '../shape.ts';

/** What to do about one code: the card's second line in place of its ordinary one. Never says more of the money than the card. */
export const reason = {
  reason: {
    settings: 'Les réglages sont incorrects. Choisissez un autre moyen et donnez le code {code} à l’informatique.',
    settingsRefund:
      'Les réglages sont incorrects. Remboursez d’une autre manière et donnez le code {code} à l’informatique.',
    busy: '{device} traite encore autre chose. Patientez un instant et recommencez.',
    occupied: 'Regardez ce qu’affiche son écran.',
    unsupported: '{device} ne le permet pas. Choisissez un autre moyen.',
    unsupportedRefund: '{device} ne le permet pas. Remboursez d’une autre manière.',
    mendsItself: '{device} s’en occupe. Recommencez dans une minute. Si cela persiste, appelez l’informatique.',
    endOfDay: '{device} demande d’abord la clôture de journée. Voyez le responsable ou prenez un autre terminal.',
    outOfOrder: '{device} signale une panne. Prenez un autre terminal et appelez l’informatique.',
    bankDeclined: 'La banque refuse. Proposez une autre carte ou un autre moyen.',
    bankDeclinedRefund: 'La banque refuse. Remboursez d’une autre manière.',
    cardNotRead: 'Carte non lue. Réessayez ou demandez une autre carte.',
    cardNotReadRefund: 'Carte non lue. Réessayez.',
    cardNotValid: 'La carte n’est pas valable. Proposez une autre carte ou un autre moyen.',
    cardNotValidRefund: 'La carte n’est pas valable. Remboursez d’une autre manière.',
    cardNotAccepted: 'Cette carte n’est pas acceptée ici. Proposez une autre carte ou un autre moyen.',
    cardNotAcceptedRefund: 'Cette carte n’est pas acceptée ici. Remboursez d’une autre manière.',
    notFinished: 'Recommencez si le client veut encore payer.',
    noConnection: '{device} n’arrive pas à joindre la banque. Choisissez un autre moyen.',
    noConnectionRefund:
      '{device} n’arrive pas à joindre la banque. Réessayez plus tard ou remboursez d’une autre manière.',
    outOfBounds: 'Le montant est trop élevé ou trop faible ici. Proposez une autre carte ou un autre moyen.',
    outOfBoundsRefund: 'Le montant est trop élevé ou trop faible ici. Remboursez d’une autre manière.',
    paper: 'Mettez du papier dans {device} et recommencez.',
    reversedBefore: 'Ce paiement a déjà été annulé. Ne remboursez pas à nouveau.',
    notReversible: 'L’annulation n’est plus possible. Remboursez d’une autre manière.',
    currency:
      '{device} n’accepte pas cette devise. Choisissez un autre moyen et donnez le code {code} à l’informatique.',
    currencyRefund:
      '{device} n’accepte pas cette devise. Remboursez d’une autre manière et donnez le code {code} à l’informatique.',
    amountTakenBack: '{device} a indiqué un autre montant, puis l’a annulé. Recommencez et prévenez l’informatique.',
    notProvable: 'N’acceptez pas d’autre paiement. Cherchez montant, date et heure sur le dernier ticket de {device}.',
    notProvableRefund:
      'Ne remboursez pas à nouveau. Cherchez montant, date et heure sur le dernier ticket de {device}.',
    lookInList: 'N’acceptez pas d’autre paiement. Cherchez ce paiement dans la liste sur {device}.',
    lookInListRefund: 'Ne remboursez pas à nouveau. Cherchez ce remboursement dans la liste sur {device}.',
    lookAtScreen: 'N’acceptez pas d’autre paiement. Regardez ce qu’affiche {device}.',
    lookAtScreenRefund: 'Ne remboursez pas à nouveau. Regardez ce qu’affiche {device}.',
    otherCurrency: 'N’acceptez pas d’autre paiement. Appelez l’informatique, code {code} : autre devise sur {device}.',
    otherCurrencyRefund:
      'Ne remboursez pas à nouveau. Appelez l’informatique, code {code} : autre devise sur {device}.',
    network: 'Allumé et sur le réseau du magasin ? Sinon, prenez un autre terminal.',
    startingUp: 'Démarrage en cours. Patientez un instant et recommencez.',
    notSaved: 'Stockage impossible. Choisissez un autre moyen et appelez l’informatique, code {code}.',
    notSavedRefund: 'Stockage impossible. Remboursez d’une autre manière et appelez l’informatique, code {code}.',
  },
} as const satisfies SameShape<typeof reference>;
