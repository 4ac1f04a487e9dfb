import type { cashier as reference } from '../nl/cashier.ts';
import type { SameShape } from '../shape.ts';

/** The card of the payment at the till: what is true, and what to do now. */
export const cashier = {
  cashier: {
    ready: { head: 'Prêt pour le prochain paiement' },
    sale: { head: 'Vente en cours : {total}', headNoTotal: 'Vente en cours' },
    starting: { head: '{device} démarre', action: 'Demandez au client de patienter un instant.' },
    waitingForCard: { head: '{amount} affiché sur {device}', action: 'Le client peut payer.' },
    waitingForCardRefund: {
      head: 'Remboursement {amount} affiché sur {device}',
      action: 'Demandez la carte du client.',
    },
    notThroughYet: { head: 'Pas encore passé, paiement toujours ouvert', action: '{hint} Attendez le résultat.' },
    hint: {
      chip: 'Faites insérer la carte.',
      pin: 'La banque demande le code.',
      again: 'Carte non lue : encore une fois.',
      other: 'Une autre carte est possible.',
    },
    pin: { head: 'Saisie du code en cours', action: 'Détournez le regard.' },
    pinAgain: '{hint} Détournez le regard.',
    processing: { head: 'La banque vérifie, {s} s', action: 'En général moins de {p95} s.' },
    processingNoUsual: 'N’acceptez pas d’autre paiement.',
    removeCard: { head: 'Carte encore dans {device}', action: 'Demandez au client de la retirer.' },
    qrWaiting: { head: 'QR affiché côté client', action: '{amount}. Encore {mmss}.' },
    qrScanned: { head: 'QR scanné', action: 'Le client confirme sur son téléphone.' },
    qrChecking: { head: 'QR retiré, nous vérifions le paiement', action: 'N’acceptez pas d’autre paiement.' },
    stopRequested: { head: 'Annulation demandée', action: 'Pas encore certain. N’acceptez pas d’autre paiement.' },
    unknown: { head: 'Paiement incertain', action: 'N’acceptez pas d’autre paiement. Nous vérifions.' },
    unknownRefund: { head: 'Remboursement incertain', action: 'Ne remboursez pas à nouveau. Nous vérifions.' },
    takenOffline: {
      head: 'Accepté hors ligne par {device}',
      action: 'L’envoi suivra au retour de la connexion. N’encaissez pas à nouveau.',
    },
    takenOfflineRefund: {
      head: 'Remboursement accepté hors ligne par {device}',
      action: 'L’envoi suivra au retour de la connexion. Ne remboursez pas à nouveau.',
    },
    approved: { head: 'Payé : {amount}', action: 'La caisse est à jour.' },
    approvedRefund: { head: 'Remboursé : {amount}', action: 'Remettez le ticket au client.' },
    approvedOffline: {
      head: 'Payé hors ligne : {amount}',
      action: 'La caisse est à jour. La banque confirmera plus tard.',
    },
    approvedOfflineRefund: {
      head: 'Remboursé hors ligne : {amount}',
      action: 'Remettez le ticket au client. La banque confirmera plus tard.',
    },
    tillNotTold: {
      head: 'Payé : {amount}, la caisse ne le sait pas encore',
      action: 'N’encaissez pas à nouveau. L’envoi continue.',
    },
    tillNotToldRefund: {
      head: 'Remboursé : {amount}, la caisse ne le sait pas encore',
      action: 'Ne remboursez pas à nouveau. L’envoi continue.',
    },
    tooLateToStop: { head: 'Trop tard pour annuler : c’est payé', action: 'Terminez la vente ou remboursez.' },
    tooLateToStopRefund: { head: 'Trop tard pour annuler : c’est remboursé', action: 'Terminez la vente.' },
    declined: { head: 'Refusé, rien n’a été payé', action: 'Proposez une autre carte ou un autre moyen.' },
    declinedRefund: {
      head: 'Remboursement non effectué',
      action: 'Rien n’a été versé. Réessayez ou voyez le responsable.',
    },
    stopped: { head: 'Annulé, rien n’a été payé', action: 'Vous pouvez recommencer.' },
    stoppedRefund: { head: 'Annulé, rien n’a été remboursé', action: 'Vous pouvez recommencer.' },
    timedOut: { head: 'Délai écoulé, rien n’a été payé', action: 'Réessayer ?' },
    timedOutRefund: { head: 'Délai écoulé, rien n’a été remboursé', action: 'Réessayer ?' },
    qrExpired: { head: 'QR expiré, rien n’a été payé', action: 'Afficher un nouveau code ?' },
    paidAfterAll: {
      head: 'Finalement payé : {amount} à {time}',
      action: 'La caisse a reçu « non payé ». Voyez le responsable.',
    },
    paidAfterAllRefund: {
      head: 'Finalement remboursé : {amount} à {time}',
      action: 'La caisse a reçu « non remboursé ». Voyez le responsable.',
    },
    witnessMismatch: {
      head: 'Le ticket et {source} se contredisent',
      action: 'Ne remboursez et n’encaissez rien. Le responsable est prévenu.',
    },
    amountDiffers: {
      head: 'Montant différent de celui demandé : {amount}',
      action: 'Ne remboursez et n’encaissez rien. Voyez le responsable.',
    },
    amountRefused: {
      head: 'Autre montant sur {device}, rien n’a été payé',
      action: 'Il a été annulé. Recommencez et prévenez l’informatique.',
    },
    amountRefusedRefund: {
      head: 'Autre montant sur {device}, rien n’a été remboursé',
      action: 'Il a été annulé. Recommencez et prévenez l’informatique.',
    },
    queuedDeclined: {
      head: 'Refusé après coup par la banque : {amount}',
      action: 'La caisse a reçu « payé ». Voyez le responsable.',
    },
    queuedDeclinedRefund: {
      head: 'Remboursement refusé après coup : {amount}',
      action: 'La caisse a reçu « remboursé ». Voyez le responsable.',
    },
    terminalInUse: {
      head: '{device} traite un autre paiement',
      action_one: 'Encore {count} seconde au maximum.',
      action_other: 'Encore {count} secondes au maximum.',
      free: 'Bientôt libre. Vous pouvez recommencer.',
    },
    terminalOffline: {
      head: '{device} ne répond pas',
      action: 'Allumé ? Câble branché ? Dernier contact : {time}.',
      actionNeverSeen: 'Allumé ? Câble branché ?',
      because: '{why} Dernier contact : {time}.',
    },
    providerDown: {
      head: '{device} est injoignable',
      action: 'Rien n’a démarré. Réessayez dans un instant ou choisissez un autre moyen.',
    },
    providerRefused: {
      head: '{device} refuse ce paiement',
      action: 'Rien n’a démarré. Choisissez un autre moyen et donnez le code {code} à l’informatique.',
    },
    nothingStarted: 'Rien n’a démarré. {why}',
    secondTender: { head: 'Un paiement est encore ouvert pour cette vente', action: 'Attendez d’abord le résultat.' },
    noRoute: {
      head: 'Ce moyen de paiement n’est pas configuré',
      action: 'Rien n’a démarré. Choisissez un autre moyen et prévenez l’informatique.',
    },
    refundNotPossible: {
      head: '{device} ne permet pas de rembourser',
      action: 'Rien n’a été versé. Remboursez d’une autre manière.',
    },
    journalUnwritable: {
      head: 'Pas de nouveau paiement : stockage impossible',
      action: 'Rien n’a démarré. Appelez l’informatique, code {code}.',
    },
    linkLost: {
      head: 'Tillbridge est injoignable',
      action: 'Cet affichage n’est plus à jour. N’acceptez pas d’autre paiement. Nous nous reconnectons.',
    },
    connecting: { head: 'Connexion en cours', action: 'Un instant.' },
  },
  next: {
    wait: 'Attendez le résultat.',
    findOut: 'Vérifiez si c’est payé.',
    findOutRefund: 'Ne remboursez pas à nouveau. Nous vérifions.',
    tillNotTold: 'Payé. N’encaissez pas à nouveau : nous prévenons la caisse.',
    tillNotToldRefund: 'Remboursé. Ne recommencez pas : nous prévenons la caisse.',
    takenOffline: 'N’encaissez pas à nouveau : l’envoi suivra.',
    takenOfflineRefund: 'Ne remboursez pas à nouveau : l’envoi suivra.',
    approvedOffline: 'Payé hors ligne. La banque confirmera plus tard.',
    approvedOfflineRefund: 'Remboursé hors ligne. La banque confirmera plus tard.',
    manager: 'Ne remboursez et n’encaissez rien. Voyez le responsable.',
  },
  button: {
    stop: 'Arrêter',
    customer: 'Écran client',
    enquire: 'Vérifier maintenant',
    settle: 'Réglé',
    record: 'Enregistrer',
    back: 'Retour',
    close: 'Fermer',
    understood: 'Compris',
    show: 'Afficher',
    answer: 'Éclaircir',
    holdToStop: 'Maintenez pour arrêter',
    spaceToStop: 'Appuyez sur Espace pour arrêter',
  },
} as const satisfies SameShape<typeof reference>;
